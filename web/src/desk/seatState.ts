/** What the desk shows of a seat, each state a chip of its own. */
import type { RoomDetail, SeatRow } from "@/contract/http";

export type SeatState = "outside" | "preparing" | "waiting" | "waitingLost" | "inside" | "reconnecting" | "insideLost" | "removed";
export type Tone = "idle" | "wait" | "ok" | "bad";

export function seatState({ place, presence }: Pick<SeatRow, "place" | "presence">): SeatState {
  if (place === "removed") return "removed";
  if (presence === "reconnecting") return "reconnecting";
  if (place === "outside") return presence === "here" ? "preparing" : "outside";
  if (place === "lobby") return presence === "here" ? "waiting" : "waitingLost";
  return presence === "here" ? "inside" : "insideLost";
}

export const STATE_TONES: Record<SeatState, Tone> = {
  outside: "idle",
  preparing: "idle",
  waiting: "wait",
  waitingLost: "bad",
  inside: "ok",
  reconnecting: "wait",
  insideLost: "bad",
  removed: "bad",
};

export const IDENTITY_TONES: Record<SeatRow["identity"], Tone> = { unconfirmed: "idle", digits: "ok", code: "ok", document: "ok", mediator: "ok" };

/** Heard of now, wherever in the session. */
export function isHere({ presence }: Pick<SeatRow, "presence">): boolean {
  return presence !== "away";
}

/** Those who come for one side by a link, in seating order. The first of all is the account's own, whoever leads now. */
export function partiesOf(room: RoomDetail, side: SeatRow["side"]): SeatRow[] {
  return room.people.filter((seat, place) => place > 0 && seat.side === side && seat.role !== "mediator");
}
