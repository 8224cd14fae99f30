import { computed, watch, type ComputedRef } from "vue";

import { useDocuments } from "./useDocuments";
import { useWords } from "@/i18n/language";
import { announce } from "@/ui/announcer";

/** Whether a document is open here. Says aloud when a showing begins and ends. */
export function useShowing(): ComputedRef<boolean> {
  const { documents, nameOf } = useDocuments();
  const { shown, cards, card } = documents.viewing;
  const words = useWords();
  watch(shown, (now, before) => {
    const said = words.value.documents.viewer;
    if (!now) return before ? announce(said.ended) : undefined;
    if (now.document === before?.document && now.by === before.by) return;
    const name = cards.value.find((each) => each.id === now.document)?.name ?? "";
    announce(said.began(nameOf(now.by), name));
  });
  return computed(() => card.value !== null);
}
