/** Which receive slot carries whom. Pure. */
import type { Slot } from "@/contract/socket";

/** What a receive slot can carry. */
export type SlotKind = "audio" | "video" | "screen";

/** The mids that carry one person; null: none does now. */
export type Carried = Record<SlotKind, string | null>;

/** Seat to the mids that carry it. `kinds` tells what each mid of this connection receives; a mid of a former one is passed over. */
export function carriedBy(slots: readonly Slot[], kinds: ReadonlyMap<string, SlotKind>): Map<string, Carried> {
  const carried = new Map<string, Carried>();
  for (const { mid, seat } of slots) {
    const kind = kinds.get(mid);
    if (kind === undefined) continue;
    const known = carried.get(seat) ?? { audio: null, video: null, screen: null };
    carried.set(seat, { ...known, [kind]: mid });
  }
  return carried;
}
