/** The one case a page is about, and all that is done to it: every act ends with the case as it is then. */
import { inject, provide, ref, shallowRef, type InjectionKey, type Ref, type ShallowRef } from "vue";

import type { DeedName, Draft } from "./deedFields";
import type { CaseDetail, CaseForms, DeedRequest } from "@/contract/http";
import { useSigned, type Signed } from "@/desk/account";
import { failureOf, type Failure } from "@/http/failure";
import { cases as routes } from "@/http/routes";

/** A form that is open: for which deed, and what is already known of it. */
export interface OpenForm {
  deed: DeedName;
  known: Draft;
}

export interface CaseDesk {
  id: string;
  detail: ShallowRef<CaseDetail | null>;
  forms: ShallowRef<CaseForms | null>;
  /** Why the latest look failed; null when it did not. */
  failure: Ref<Failure | null>;
  /** When the latest answer came, ISO. */
  seenAt: Ref<string>;
  openForm: ShallowRef<OpenForm | null>;
  /** The form for another session is open. */
  planning: Ref<boolean>;
  /** What was typed into forms and not sent yet, by deed. */
  drafts: Map<string, Draft>;
  look: () => Promise<void>;
  /** Does the deed and shows what the case is then; raises Refusal or Unreachable. */
  act: (deed: DeedRequest["deed"]) => Promise<void>;
  /** Any other change: done, then looked at anew. */
  change: <T>(request: (bearer: string) => Promise<T>) => Promise<T>;
  signed: Signed;
}

const KEY: InjectionKey<CaseDesk> = Symbol("case");

export function provideCase(id: string): CaseDesk {
  const signed = useSigned();
  const detail = shallowRef<CaseDetail | null>(null);
  const forms = shallowRef<CaseForms | null>(null);
  const failure = ref<Failure | null>(null);
  const seenAt = ref("");

  function seen(answer: CaseDetail): void {
    detail.value = answer;
    seenAt.value = new Date().toISOString();
    failure.value = null;
  }

  async function look(): Promise<void> {
    try {
      const [answer, lists] = await Promise.all([signed((bearer) => routes.read(bearer, id)), forms.value ?? signed(routes.forms)]);
      forms.value = lists;
      seen(answer);
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  async function change<T>(request: (bearer: string) => Promise<T>): Promise<T> {
    const answer = await signed(request);
    await look();
    return answer;
  }

  const desk: CaseDesk = {
    id,
    detail,
    forms,
    failure,
    seenAt,
    openForm: shallowRef(null),
    planning: ref(false),
    drafts: new Map(),
    look,
    act: async (deed) => seen(await signed((bearer) => routes.deed(bearer, id, { deed }))),
    change,
    signed,
  };
  provide(KEY, desk);
  return desk;
}

/** Inside a case page. */
export function useCase(): CaseDesk {
  const desk = inject(KEY);
  if (!desk) throw new Error("no case around this component");
  return desk;
}

/** What has a door of its own: offered under these names beside the deeds. */
export type Door = "session" | "agent" | "material" | "participant";

/** Whether that may be done now. */
export function offered(detail: CaseDetail, deed: DeedName | Door): boolean {
  return detail.offers.some((offer) => offer.deed === deed && offer.missing.length === 0);
}

/** The name behind a participant's id; anything else is a name already. */
export function called(detail: CaseDetail, who: string): string {
  return detail.participants.find(({ id }) => id === who)?.name ?? who;
}
