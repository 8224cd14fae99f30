/** Says aloud, once, what people ask of the mediator; a soft tone with it. */
import { computed, watch } from "vue";

import { caucusName, requestKey, requests, type Request } from "./caucuses";
import { useWords } from "@/i18n/language";
import { chime } from "@/media/sounds";
import { useRoom } from "@/room/useRoom";
import { announce } from "@/ui/announcer";

export function useRequestNews(): void {
  const { view } = useRoom();
  const words = useWords();
  const asked = computed(() => requests(view.value));

  function sentence(request: Request): string {
    const said = words.value.host.requests;
    if (request.kind === "mediator") return said.newMediator(caucusName(request.caucus, view.value.seats, words.value));
    return request.kind === "hand" ? said.newHand(request.seat.name) : said.newCaucus(request.seat.name);
  }

  watch(asked, (now, before) => {
    const known = new Set(before.map(requestKey));
    const fresh = now.filter((one) => !known.has(requestKey(one)));
    if (fresh.length === 0) return;
    chime();
    announce(fresh.map(sentence).join(" "));
  });
}
