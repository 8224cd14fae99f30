/** Who writes in the draft, who speaks to it as a party, and what parties are called. */
import { computed, type ComputedRef } from "vue";

import { partiesOf, seatOf } from "./parts";
import { useAgreement } from "./useAgreement";
import type { BoundState, Role } from "@/contract/socket";
import { useRoom } from "@/room/useRoom";

const WRITES = new Set<Role>(["mediator", "co_mediator"]);
const LISTENS = new Set<Role>([...WRITES, "recorder", "interpreter", "court"]);

export interface Drafters {
  /** The mediator and those who help. */
  writes: ComputedRef<boolean>;
  /** A party, or who speaks for one. */
  party: ComputedRef<boolean>;
  nameOf: (seat: string) => string;
  /** For whom the own seat speaks: several persons at one device, or the parties of an agent. Each answers alone. */
  own: ComputedRef<BoundState[]>;
  /** Parties of the draft, by the id that choices and proposals use. */
  parties: ComputedRef<string[]>;
}

export function useDrafters(): Drafters {
  const { view: room } = useRoom();
  const { agreement } = useAgreement();
  const writes = computed(() => WRITES.has(room.value.you.role));
  const party = computed(() => !LISTENS.has(room.value.you.role));
  const parties = computed(() => (agreement.view.value ? partiesOf(agreement.view.value).map(({ id }) => seatOf(id)) : []));

  const own = computed(() => (agreement.view.value?.bound ?? []).filter((one) => one.device === agreement.seat || one.id === agreement.seat));

  function boundTo(id: string): BoundState | undefined {
    return agreement.view.value?.bound.find((one) => one.id === id);
  }

  function nameOf(id: string): string {
    const seat = room.value.seats.find((one) => one.seat === id);
    return seat?.on_behalf_of ?? seat?.name ?? boundTo(id)?.party ?? agreement.view.value?.parts.find((part) => seatOf(part.id) === id)?.text ?? id;
  }

  return { writes, party, nameOf, own, parties };
}
