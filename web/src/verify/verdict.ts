/** What the verifier found, as one word for people; each has its sentence in both languages. */
import type { Verification } from "@/contract/http";

/** `trial`: whole, but made with test certificates. `foreign`: whole, but none of ours. `unread`: no paper at all; `unchecked`: given up. */
export type Told = "holds" | "trial" | "untrusted" | "foreign" | "broken" | "unread" | "unchecked";
export type Tone = "ok" | "wait" | "bad" | "info";

export const TONES: Readonly<Record<Told, Tone>> = { holds: "ok", trial: "wait", untrusted: "wait", foreign: "bad", broken: "bad", unread: "info", unchecked: "wait" };

const CODE = /^#([0-9a-f]{4}-[0-9a-f]{4})$/;

export function toldOf({ kind, verdict, test, checks }: Verification): Told {
  if (verdict === "holds") return "holds";
  if (verdict === "untrusted") return kind === "unknown" ? "unchecked" : test ? "trial" : "untrusted";
  const wrong = checks.filter(({ result }) => result === "broken").map(({ id }) => id);
  if (kind === "unknown" && wrong.every((id) => id === "file.form")) return "unread";
  return wrong.every((id) => id === "registry") ? "foreign" : "broken";
}

/** The code of the sheet of paper whose QR code led here; null: nobody came from one. */
export function codeOfPaper(hash: string): string | null {
  return CODE.exec(hash)?.[1] ?? null;
}
