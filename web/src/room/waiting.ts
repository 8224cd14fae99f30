/** Who is at the door, as the mediator sees it. */
import { computed, onBeforeUnmount, watch, type ComputedRef } from "vue";

import { useRoom } from "./useRoom";
import type { DeskRow, SeatView } from "@/contract/socket";
import { useWords } from "@/i18n/language";
import { chime } from "@/media/sounds";
import { announce } from "@/ui/announcer";

export interface Waiting {
  seat: SeatView;
  row: DeskRow;
}

/** Seats in the lobby, who came first before who came later. */
export function useQueue(): ComputedRef<Waiting[]> {
  const { view } = useRoom();
  return computed(() =>
    paired(view.value.seats, view.value.desk)
      .filter(({ seat }) => seat.place === "lobby")
      .sort((one, other) => (one.row.waiting_since ?? "").localeCompare(other.row.waiting_since ?? "")),
  );
}

/** Seats for which another device asks. */
export function useKnocks(): ComputedRef<Waiting[]> {
  const { view } = useRoom();
  return computed(() => paired(view.value.seats, view.value.desk).filter(({ row }) => row.knocking));
}

function paired(seats: readonly SeatView[], desk: readonly DeskRow[]): Waiting[] {
  const rows = new Map(desk.map((row) => [row.seat, row]));
  return seats.flatMap((seat) => {
    const row = rows.get(seat.seat);
    return row ? [{ seat, row }] : [];
  });
}

/** Two soft tones and a sentence for each newcomer at the door, and a count in the tab's title while someone is there. */
export function useDoorbell(queue: ComputedRef<Waiting[]>, knocks: ComputedRef<Waiting[]>, title: ComputedRef<string>): void {
  const words = useWords();
  const atDoor = computed(() => [
    ...queue.value.map(({ seat }) => ({ key: `wait ${seat.seat}`, sentence: words.value.room.waiting.arrived(seat.name) })),
    ...knocks.value.map(({ seat }) => ({ key: `knock ${seat.seat}`, sentence: words.value.room.device.asks(seat.name) })),
  ]);
  watch(
    atDoor,
    (now, before) => {
      const known = new Set(before?.map(({ key }) => key));
      const fresh = now.filter(({ key }) => !known.has(key));
      if (fresh.length > 0) chime();
      for (const { sentence } of fresh) announce(sentence);
    },
    { immediate: true },
  );
  watch(
    [() => atDoor.value.length, title],
    ([count]) => (document.title = count > 0 ? `${words.value.room.waiting.tab(count)}${title.value}` : title.value),
    { immediate: true, flush: "post" },
  );
  onBeforeUnmount(() => (document.title = title.value));
}
