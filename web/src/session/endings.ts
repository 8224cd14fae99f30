/** How this tab's last session ended, kept so that a reload shows the same page. */
import type { EndReason, Role } from "@/contract/socket";

/** `lost`: the server no longer knows this tab's token. */
export interface Ending {
  reason: EndReason | "lost";
  role: Role;
  room: string;
  /** What the mediator wrote to the person; nothing in most endings. */
  note?: string;
  /** An agreement was signed: its papers are to be had by the same link. */
  papers?: boolean;
}

const KEPT_AS = "seat.ending";

export const lastEnding = {
  get(): Ending | null {
    const kept = sessionStorage.getItem(KEPT_AS);
    return kept === null ? null : (JSON.parse(kept) as Ending);
  },
  set: (ending: Ending) => sessionStorage.setItem(KEPT_AS, JSON.stringify(ending)),
  clear: () => sessionStorage.removeItem(KEPT_AS),
};
