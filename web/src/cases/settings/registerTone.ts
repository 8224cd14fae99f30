/** The colour of an entry's state; the word beside it says the same. */
import type { Tone } from "@/desk/seatState";

const TONES: Record<string, Tone> = { submitted: "wait", court_confirmed: "ok", expired: "idle", removed: "bad" };

export function registerTone(state: string): Tone {
  return TONES[state] ?? "idle";
}
