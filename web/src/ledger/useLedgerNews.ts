/** Says aloud that a fact waits for a word of this seat, or that one was entered. */
import { computed, watch } from "vue";

import { useWords } from "@/i18n/language";
import { useRoom } from "@/room/useRoom";
import { announce } from "@/ui/announcer";

export function useLedgerNews(): void {
  const { session } = useRoom();
  const words = useWords();
  const entered = computed(() => session.ledger.facts.value.filter(({ standing }) => standing === "entered").length);
  watch(session.ledger.waiting, (now, before) => {
    if (now > before) announce(words.value.ledger.news.proposed);
  });
  // In the lobby nothing of the ledger is shown; coming back is no news.
  watch([entered, () => session.ledger.facts.value.length], ([now, all], [before, former]) => {
    if (now > before && former > 0 && all >= former) announce(words.value.ledger.news.entered);
  });
}
