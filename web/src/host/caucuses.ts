/** Private talks as a mediator speaks of them: what each is called, who can be called, who asks for what. Pure. */
import type { CaucusView, DeskRow, InvitationView, RoomView, SeatView, Side } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";
import { isMediator } from "@/room/where";

export const CALL_SECONDS = 30;
export const CLOSE_SECONDS = 5;

/** 申请人方单独会谈2: by the side of those inside, or where nobody is there yet, of those who are called. */
export function caucusName(caucus: CaucusView, seats: readonly SeatView[], words: Catalogue): string {
  const said = words.host.caucus;
  const inside = guests(seats, caucus.members);
  const sides = sidesOf(inside.length > 0 ? inside : guests(seats, caucus.invited.map(({ seat }) => seat)));
  const [only] = sides;
  if (only === undefined) return said.empty(caucus.number);
  return sides.length > 1 ? said.mixedOf(caucus.number) : said.of(words.room.sides[only], caucus.number);
}

function guests(seats: readonly SeatView[], wanted: readonly string[]): SeatView[] {
  return seats.filter((seat) => wanted.includes(seat.seat) && !isMediator(seat.role));
}

/** Each side once, the neutral one only where there is no other. */
export function sidesOf(seats: readonly SeatView[]): Side[] {
  const sides = [...new Set(seats.map((seat) => seat.side))];
  const partial = sides.filter((side) => side !== "neutral");
  return partial.length > 0 ? partial : sides;
}

/** Who can be called: everybody at the table but oneself and, for a talk that is open, who is in it already. */
export function callable(view: RoomView, caucus: CaucusView | null): SeatView[] {
  return view.seats.filter((seat) => {
    const atTable = seat.place === "joint" || seat.place === "caucus";
    return atTable && seat.seat !== view.you.seat && seat.role !== "mediator" && !caucus?.members.includes(seat.seat);
  });
}

/** Whether two of them are kept apart. */
export function clash(chosen: readonly string[], desk: readonly DeskRow[]): boolean {
  return desk.some((row) => chosen.includes(row.seat) && row.screened_from.some((other) => chosen.includes(other)));
}

/** Invitations worth showing: whoever accepted is among the members, or has been. */
export function openInvitations(caucus: CaucusView): InvitationView[] {
  return caucus.invited.filter((one) => one.state !== "accepted" && !caucus.members.includes(one.seat));
}

export type Request =
  | { kind: "hand"; seat: SeatView; at: string; place: number }
  | { kind: "caucus"; seat: SeatView; at: string }
  | { kind: "mediator"; caucus: CaucusView; at: string };

/** What people ask of the mediator, who asked first before who asked later; hands have a queue of their own. */
export function requests(view: Pick<RoomView, "seats" | "desk" | "caucuses">): Request[] {
  const wants = new Map(view.desk.map((row) => [row.seat, row.wants_caucus]));
  const asked: Request[] = [];
  for (const seat of view.seats) {
    const at = wants.get(seat.seat);
    if (seat.hand !== null) asked.push({ kind: "hand", seat, at: seat.hand, place: 0 });
    if (at) asked.push({ kind: "caucus", seat, at });
  }
  for (const caucus of view.caucuses) if (caucus.wants_mediator !== null) asked.push({ kind: "mediator", caucus, at: caucus.wants_mediator });
  asked.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  let place = 0;
  return asked.map((one) => (one.kind === "hand" ? { ...one, place: ++place } : one));
}

/** The same request keeps its key while it stands. */
export function requestKey(request: Request): string {
  return request.kind === "mediator" ? `mediator ${request.caucus.id}` : `${request.kind} ${request.seat.seat}`;
}
