/** Which page a link that leads nowhere gets. */
import { Refusal } from "@/http/api";
import type { Catalogue } from "@/i18n/zh";

export type LinkTrouble = keyof Catalogue["party"]["link"];

const BY_CODE: Readonly<Record<string, LinkTrouble>> = {
  "invite.unknown": "unknown",
  "access.sign_in": "unknown",
  "invite.revoked": "revoked",
  "identity.locked": "locked",
  "not_permitted.phase": "closed",
  "seat.removed": "removed",
};

/** The link's own trouble; null where the error is about something else (a wrong digit, say). */
export function linkTrouble(error: unknown): LinkTrouble | null {
  return error instanceof Refusal ? (BY_CODE[error.code] ?? null) : null;
}
