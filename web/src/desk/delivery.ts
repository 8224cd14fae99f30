/** What became of the messages to a room's people, in the words and tones of the desk. */
import type { Tone } from "./seatState";
import type { InvitationState, MessageRow, RoomMessages, SeatRow } from "@/contract/http";

export type DeliveryState = InvitationState["state"];

export const DELIVERY_TONES: Record<DeliveryState, Tone> = { none: "idle", queued: "wait", sent: "ok", delivered: "ok", failed: "bad", simulated: "idle" };

/** How many of a room's people a message reached, is on its way to, did not reach, or was never sent to. */
export interface Told {
  failed: number;
  queued: number;
  done: number;
  none: number;
}

export function toldOf(invitations: readonly InvitationState[]): Told {
  const told: Told = { failed: 0, queued: 0, done: 0, none: 0 };
  for (const { state } of invitations) {
    if (state === "failed" || state === "queued" || state === "none") told[state] += 1;
    else told.done += 1;
  }
  return told;
}

/** The chip of one message. What lies in the outbox was not sent. */
export function messageState(row: MessageRow): DeliveryState {
  return row.way === "outbox" && row.state === "sent" ? "simulated" : row.state;
}

/** Whom an invitation can be sent to, and was not: a live link, a way, and no message that brought it. */
export function uninvited(people: readonly SeatRow[], invitations: readonly InvitationState[], messages: RoomMessages | null): SeatRow[] {
  const reached = new Set(messages?.reach.filter(({ ways }) => ways.length > 0).map(({ seat }) => seat));
  const untold = new Set(invitations.filter(({ state }) => state === "none" || state === "failed").map(({ seat }) => seat));
  return people.filter(({ seat, invite }) => invite !== null && !invite.revoked && reached.has(seat) && untold.has(seat));
}
