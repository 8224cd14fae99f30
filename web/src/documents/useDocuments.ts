import { computed, type ComputedRef } from "vue";

import type { DocumentSession } from "./DocumentSession";
import { home } from "@/chat/channels";
import type { ChannelView, DocumentCard } from "@/contract/socket";
import { useWords } from "@/i18n/language";
import { useRoom } from "@/room/useRoom";

/** The documents of the room this component is in, and what this person may do with what is shown. */
export function useDocuments(): {
  documents: DocumentSession;
  /** Nobody's page is taken out of their hand, but by the mediator. */
  mayShow: ComputedRef<boolean>;
  /** Whether that document may come before the eyes of all who are here: what was brought elsewhere in private never. */
  showable: (card: DocumentCard) => boolean;
  /** Where a document can be laid now: before all who are here first, then before the own side alone. */
  tables: ComputedRef<readonly ChannelView[]>;
  nameOf: (seat: string) => string;
} {
  const { session, view } = useRoom();
  const words = useWords();
  const { documents } = session;
  const mayShow = computed(() => {
    const shown = documents.viewing.shown.value;
    return !shown || shown.by === view.value.you.seat || view.value.you.role === "mediator";
  });
  const showable = (card: DocumentCard) => {
    const { pages, channel } = card;
    return mayShow.value && pages > 0 && (channel === "joint" || channel === home(view.value));
  };
  const tables = computed(() => {
    const open = view.value.channels.filter((one) => one.may_say);
    const here = open.filter((one) => one.channel === home(view.value) && one.kind !== "lobby");
    return [...here, ...open.filter((one) => one.kind === "side")];
  });
  const nameOf = (seat: string) => {
    const found = view.value.seats.find((each) => each.seat === seat)?.name ?? words.value.documents.someoneGone;
    return seat === view.value.you.seat ? words.value.room.you(found) : found;
  };
  return { documents, mayShow, showable, tables, nameOf };
}
