/** Who is where this person is. Pure. */
import type { Role, RoomView, SeatView } from "@/contract/socket";

const MEDIATORS: ReadonlySet<Role> = new Set<Role>(["mediator", "co_mediator"]);

export function isMediator(role: Role): boolean {
  return MEDIATORS.has(role);
}

/**
 * Everybody who is where this person is, this person too. A party is told of a mediator elsewhere as if they sat at the
 * table; while the table is without one (`paused`), nobody is shown there who is not.
 */
export function here(view: Pick<RoomView, "you" | "seats" | "paused">): SeatView[] {
  const { you, paused } = view;
  const away = (seat: SeatView) => paused && you.place === "joint" && isMediator(seat.role) && !isMediator(you.role);
  const others = view.seats.filter((seat) => seat.seat !== you.seat && seat.place === you.place && seat.inside === you.inside && !away(seat));
  return [you, ...others];
}

/** Places with sound and picture. */
export function isTalking({ you }: Pick<RoomView, "you">): boolean {
  return you.place === "joint" || you.place === "caucus" || you.place === "check";
}
