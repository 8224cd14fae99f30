import { computed, inject, type ComputedRef, type InjectionKey, type Ref } from "vue";

import type { AgreementSession } from "./AgreementSession";
import type { FrozenWords } from "@/contract/http";
import type { AgreementView } from "@/contract/socket";
import { seat as routes, type InkWanted } from "@/http/routes";
import { useWords } from "@/i18n/language";
import type { Catalogue } from "@/i18n/zh";
import type { RoomSession } from "@/room/RoomSession";
import { useRoom } from "@/room/useRoom";

/** Another paper that goes through the same ceremony (the minutes), where one is provided. */
export interface Ceremony {
  what: InkWanted["what"];
  agreement: Readonly<Ref<AgreementSession | null>>;
  mayReopen: Readonly<Ref<boolean>>;
  page: (digest: string, number: number) => Promise<Blob>;
}

export const ceremonyKey: InjectionKey<Ceremony> = Symbol("ceremony");

/** What is signed in the room this component is in. The view is there for all that AgreementPanel shows once it has one. */
export function useAgreement(): {
  session: RoomSession;
  agreement: AgreementSession;
  view: ComputedRef<AgreementView>;
  mediator: ComputedRef<boolean>;
  mayReopen: ComputedRef<boolean>;
  page: Ceremony["page"];
  text: (digest: string) => Promise<FrozenWords>;
  /** What a telephone draws for. */
  wanted: ComputedRef<InkWanted>;
} {
  const { session, view: room } = useRoom();
  const other = inject(ceremonyKey, null);
  const agreement = other === null ? session.agreement : other.agreement.value;
  if (agreement === null) throw new Error("nothing to sign");
  const view = computed(() => {
    if (!agreement.view.value) throw new Error("no agreement yet");
    return agreement.view.value;
  });
  const mediator = computed(() => room.value.you.role === "mediator");
  const page = other?.page ?? ((digest: string, number: number) => routes.frozenPage(session.seat.token, digest, number));
  const text = (digest: string): Promise<FrozenWords> => routes.frozenText(session.seat.token, digest);
  const wanted = computed(() => ({
    what: other?.what ?? "agreement",
    token: session.seat.token,
    signer: agreement.signer.value,
    digests: view.value.frozen ? [view.value.frozen.digest] : [],
  }));
  return { session, agreement, view, mediator, mayReopen: computed(() => other?.mayReopen.value ?? mediator.value), page, text, wanted };
}

/** The words of the ceremony, said of the paper that is signed. */
export function useCeremonyWords(): ComputedRef<Catalogue> {
  const words = useWords();
  return inject(ceremonyKey, null) === null ? words : computed(() => ofMinutes(words.value));
}

function ofMinutes(words: Catalogue): Catalogue {
  const { agreement, minutes } = words;
  const said = minutes.ceremony;
  return {
    ...words,
    agreement: {
      ...agreement,
      own: { ...agreement.own, notSigner: said.notSigner, doneText: said.doneText },
      read: { ...agreement.read, pages: said.pages },
      ink: { ...agreement.ink, typedHint: said.typedHint },
      refuse: { ...agreement.refuse, text: said.refuseText },
      reopen: { ...agreement.reopen, button: said.reopenButton },
      trouble: { ...agreement.trouble, noEffect: said.noEffect },
      closing: { ...agreement.closing, text: said.closingText },
    },
  };
}
