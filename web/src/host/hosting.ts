/** What somebody who leads may do now, by the role and the phase of the session. The server decides; this offers. Pure. */
import type { DeskRow, Phase, RoomView, SeatView } from "@/contract/socket";
import { here, isMediator, isTalking } from "@/room/where";

const BEGUN: ReadonlySet<Phase> = new Set<Phase>(["joint", "caucus", "break"]);
const SPEAKING: ReadonlySet<Phase> = new Set<Phase>(["joint", "caucus"]);
const BEFORE: ReadonlySet<Phase> = new Set<Phase>(["lobby", "check"]);

export interface Offers {
  open: boolean;
  caucus: boolean;
  back: boolean;
  moderate: boolean;
  tell: boolean;
  disclose: boolean;
  screen: boolean;
  seats: boolean;
  rest: boolean;
  endRest: boolean;
  suspend: boolean;
  resume: boolean;
  extend: boolean;
  takeOver: boolean;
  close: boolean;
}

/** A co-mediator leads on, and arranges private talks, only while the host is not there. */
export function offers(view: RoomView): Offers {
  const { you, phase } = view;
  const leads = you.role === "mediator";
  const going = phase !== "interrupted" && phase !== "closed" && phase !== "planned";
  const talking = isTalking(view);
  return {
    open: leads && BEFORE.has(phase),
    caucus: SPEAKING.has(phase) && talking && (leads || !hostLeads(view)),
    back: you.place === "caucus",
    moderate: leads && going && talking,
    tell: leads && going && talking,
    disclose: isMediator(you.role) && going && talking,
    screen: leads,
    seats: leads,
    rest: leads && SPEAKING.has(phase),
    endRest: leads && phase === "break",
    suspend: leads && going,
    resume: leads && phase === "interrupted",
    extend: leads && phase !== "planned" && phase !== "closed",
    takeOver: you.role === "co_mediator" && view.cleared && !hostHere(view),
    close: leads && phase !== "closed",
  };
}

function hostOf(view: RoomView): SeatView | undefined {
  return view.seats.find((seat) => seat.seat === view.host);
}

function hostHere(view: RoomView): boolean {
  const host = hostOf(view);
  return host !== undefined && host.presence === "here" && host.place !== "outside";
}

function hostLeads(view: RoomView): boolean {
  const host = hostOf(view);
  return host !== undefined && host.presence === "here" && isTalking({ you: host });
}

/** Whether the joint session has begun, so that who is cleared can be let in one by one. */
export function hasBegun(phase: Phase): boolean {
  return BEGUN.has(phase);
}

/** Whoever is before the table and meant to come to it: all of them must be cleared before it begins. */
export function expected(view: Pick<RoomView, "seats" | "desk">): { seat: SeatView; row: DeskRow }[] {
  const rows = new Map(view.desk.map((row) => [row.seat, row]));
  return view.seats.flatMap((seat) => {
    const row = rows.get(seat.seat);
    const waits = (seat.place === "lobby" || seat.place === "check") && seat.role !== "mediator" && seat.presence !== "away";
    return row && waits && row.hold_reason === null ? [{ seat, row }] : [];
  });
}

/** The mediator cleared the seat, and nothing has come up since. */
export function isReady(row: DeskRow): boolean {
  return row.cleared && row.persons.every((person) => person.missing.length === 0);
}

/** Who stays in the joint room when this mediator goes elsewhere with `taken`, and who leads them then. */
export function staying(view: RoomView, taken: readonly string[] = []): { guests: SeatView[]; leader: SeatView | null } {
  if (view.you.place !== "joint" || !BEGUN.has(view.phase)) return { guests: [], leader: null };
  const left = here(view).filter((seat) => seat.seat !== view.you.seat && !taken.includes(seat.seat) && seat.presence !== "away");
  return { guests: left.filter((seat) => !isMediator(seat.role)), leader: left.find((seat) => isMediator(seat.role)) ?? null };
}

/** When it was meant to end, and by how many whole minutes that is past; 0: it is not. */
export function planned(view: Pick<RoomView, "scheduled_at" | "planned_minutes">, now: number): { end: string; over: number } {
  const end = Date.parse(view.scheduled_at) + view.planned_minutes * 60_000;
  return { end: new Date(end).toISOString(), over: Math.max(0, Math.floor((now - end) / 60_000)) };
}
