/** The colour of a case's state; the word beside it says the same. */
import type { Tone } from "@/desk/seatState";

const WAITING = new Set(["received", "consent_pending", "assigning", "accept_pending", "suspended", "correction"]);
const GOOD = new Set(["active", "drafting", "read_through", "signing", "effective", "applying", "submitted", "court_review", "confirmed", "performing", "performed"]);
const BAD = new Set(["not_confirmed", "defaulted"]);

export function stateTone(state: string): Tone {
  if (WAITING.has(state)) return "wait";
  if (GOOD.has(state)) return "ok";
  return BAD.has(state) ? "bad" : "idle";
}
