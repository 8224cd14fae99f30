/** Says aloud who has come to where this person is, and who has gone; not when this person went elsewhere. */
import { computed, watch } from "vue";

import { useRoom } from "./useRoom";
import { here } from "./where";
import { useWords } from "@/i18n/language";
import { announce } from "@/ui/announcer";

export function useCompany(): void {
  const { view } = useRoom();
  const words = useWords();
  const company = computed(() => {
    const { place, inside } = view.value.you;
    return { spot: `${place}.${inside ?? ""}`, names: new Map(here(view.value).map((seat) => [seat.seat, seat.name])) };
  });
  watch(company, (now, before) => {
    if (now.spot !== before.spot) return;
    const { audience, joined, gone } = words.value.room;
    const came = [...now.names].filter(([seat]) => !before.names.has(seat)).map(([, name]) => name);
    const went = [...before.names].filter(([seat]) => !now.names.has(seat)).map(([, name]) => name);
    if (came.length > 0) announce(joined(came.join(audience.joint)));
    if (went.length > 0) announce(gone(went.join(audience.joint)));
  });
}
