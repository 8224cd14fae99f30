/** Says aloud, and shows for a moment, that the mediator has proposed something to this seat. */
import { watch } from "vue";

import { useWords } from "@/i18n/language";
import { useRoom } from "@/room/useRoom";
import { isMediator } from "@/room/where";
import { toast } from "@/ui/toasts";

export function useProposalNews(): void {
  const { session, view } = useRoom();
  const words = useWords();
  watch(session.proposals, (now, before) => {
    const known = new Set(before.map(({ id }) => id));
    const fresh = now.some(({ id, answers, withdrawn }) => !known.has(id) && answers.length === 0 && !withdrawn);
    if (fresh && !isMediator(view.value.you.role)) toast(words.value.drafting.proposal.news);
  });
}
