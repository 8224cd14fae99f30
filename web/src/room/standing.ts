/** As what somebody is here, in a few words. */
import type { SeatView } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";

/** A party by its side alone; anybody else by side and role, or by the role where there is no side. */
export function standing(seat: SeatView, words: Catalogue): string {
  const role = words.room.roles[seat.role];
  if (seat.side === "neutral") return role;
  const side = words.room.sides[seat.side];
  return seat.role === "party" || seat.role === "third_party" ? side : `${side} · ${role}`;
}
