/** A party's own side of the case, and what it answers. One state for the page; the answer is always about the case as shown. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { AnswerRequest, OwnCase } from "@/contract/http";
import { Refusal } from "@/http/api";
import { failureOf, type Failure } from "@/http/failure";
import { seat as routes } from "@/http/routes";
import { useWords } from "@/i18n/language";
import { tabSeat } from "@/session/tokens";
import { toast } from "@/ui/toasts";

type Said = AnswerRequest["said"];
/** An answer without the version, which is that of the case on the screen. */
export type Answer = Said extends infer One ? (One extends Said ? Omit<One, "version"> : never) : never;

export interface OwnSide {
  own: ShallowRef<OwnCase | null>;
  failure: Ref<Failure | null>;
  busy: Ref<boolean>;
  load: () => Promise<void>;
  /** Whether it is on record now; why not is told. */
  answer: (answer: Answer, done: string) => Promise<boolean>;
  /** The notice is on the screen: the server keeps when. */
  open: (notice: string) => Promise<void>;
}

export function useOwnCase(): OwnSide {
  const words = useWords();
  const own = shallowRef<OwnCase | null>(null);
  const failure = ref<Failure | null>(null);
  const busy = ref(false);
  const token = tabSeat.get()?.token ?? "";

  async function load(): Promise<void> {
    failure.value = null;
    try {
      own.value = await routes.ownCase(token);
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  async function answer(said: Answer, done: string): Promise<boolean> {
    if (own.value === null) return false;
    busy.value = true;
    try {
      own.value = await routes.answerCase(token, { said: { ...said, version: own.value.version } as Said });
      toast(done);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === "case.changed") {
        await load();
        toast(words.value.cases.party.changed, "bad");
      } else toast(failureOf(error).text, "bad");
      return false;
    } finally {
      busy.value = false;
    }
  }

  async function open(notice: string): Promise<void> {
    try {
      own.value = await routes.openNotice(token, notice);
    } catch {
      // It is read all the same; the next look at it is kept.
    }
  }

  return { own, failure, busy, load, answer, open };
}

export function unreadOf(own: OwnCase): number {
  return own.notices.filter((notice) => notice.opened_at === null).length;
}

export function isAsked({ extension_days, disclosure, choose_from }: OwnCase): boolean {
  return extension_days !== null || disclosure !== null || choose_from.length > 0;
}
