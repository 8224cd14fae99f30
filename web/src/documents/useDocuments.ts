import { computed, type ComputedRef } from "vue";

import type { DocumentSession } from "./DocumentSession";
import { useWords } from "@/i18n/language";
import { useRoom } from "@/room/useRoom";

/** The documents of the room this component is in, and what this person may do with what is shown. */
export function useDocuments(): {
  documents: DocumentSession;
  /** Nobody's page is taken out of their hand, but by the mediator. */
  mayShow: ComputedRef<boolean>;
  nameOf: (seat: string) => string;
} {
  const { session, view } = useRoom();
  const words = useWords();
  const { documents } = session;
  const mayShow = computed(() => {
    const shown = documents.viewing.shown.value;
    return !shown || shown.by === view.value.you.seat || view.value.you.role === "mediator";
  });
  const nameOf = (seat: string) => {
    const found = view.value.seats.find((each) => each.seat === seat)?.name ?? words.value.documents.someoneGone;
    return seat === view.value.you.seat ? words.value.room.you(found) : found;
  };
  return { documents, mayShow, nameOf };
}
