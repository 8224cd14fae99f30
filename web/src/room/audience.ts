/** 谁能听到我: what the relay says it forwards of this seat, as something to be read. Pure. */
import type { Audible, SeatView } from "@/contract/socket";

/** `unknown`: the line is shaky, and nothing is claimed. */
export type Heard = { by: "unknown" | "off" | "nobody" } | { by: "some"; names: string[] };

const NAMED = 3;

/** Who receives the own sound. `microphone`: the own switch; `told`: null where this line has told nothing yet. */
export function heardBy(told: readonly Audible[] | null, seats: readonly SeatView[], microphone: boolean, steady: boolean): Heard {
  if (!microphone) return { by: "off" };
  if (!steady || told === null) return { by: "unknown" };
  const names = namesOf(told.filter((one) => one.microphone), seats);
  return names.length === 0 ? { by: "nobody" } : { by: "some", names };
}

/** Names in the order of the seats; whoever is told but not in the view is not named. */
export function namesOf(told: readonly Audible[], seats: readonly SeatView[]): string[] {
  const listening = new Set(told.map((one) => one.seat));
  return seats.filter((seat) => listening.has(seat.seat)).map((seat) => seat.name);
}

/** What is written out of a long list, and how many they are. */
export function shortened(names: readonly string[]): { named: string[]; rest: number } {
  return names.length <= NAMED + 1 ? { named: [...names], rest: 0 } : { named: names.slice(0, NAMED), rest: names.length - NAMED };
}
