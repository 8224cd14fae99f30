/** A party's own side of the case, and what it answers. One state for the page; the answer is always about the case as shown. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { AnswerRequest, OwnCase } from "@/contract/http";
import { Refusal, type Credential } from "@/http/api";
import { failureOf, type Failure } from "@/http/failure";
import { seat as routes } from "@/http/routes";
import { useWords } from "@/i18n/language";
import { inviteSecret, tabSeat } from "@/session/tokens";
import { toast } from "@/ui/toasts";

type Said = AnswerRequest["said"];
/** An answer without the version, which is that of the case on the screen. */
export type Answer = Said extends infer One ? (One extends Said ? Omit<One, "version"> : never) : never;

export interface OwnSide {
  own: ShallowRef<OwnCase | null>;
  failure: Ref<Failure | null>;
  busy: Ref<boolean>;
  /** From a seat one answers; by the link alone, when the session is over, one reads. */
  seated: Ref<boolean>;
  load: () => Promise<void>;
  /** Whether it is on record now; why not is told. */
  answer: (answer: Answer, done: string) => Promise<boolean>;
  /** The notice is on the screen: the server keeps when. */
  open: (notice: string) => Promise<void>;
}

/** The seat's token ended with its session; the link goes on. */
const SIGN_IN = 401;

export function useOwnCase(): OwnSide {
  const words = useWords();
  const own = shallowRef<OwnCase | null>(null);
  const failure = ref<Failure | null>(null);
  const busy = ref(false);
  const token = tabSeat.get()?.token ?? null;
  const invite = inviteSecret.get();
  const seated = ref(token !== null);
  const who = (): Credential => (seated.value && token !== null ? { bearer: token } : invite === null ? null : { invite });

  async function load(): Promise<void> {
    failure.value = null;
    try {
      own.value = await routes.ownCase(who());
    } catch (error) {
      if (seated.value && invite !== null && error instanceof Refusal && error.problem.status === SIGN_IN) {
        seated.value = false;
        return load();
      }
      failure.value = failureOf(error);
    }
  }

  async function answer(said: Answer, done: string): Promise<boolean> {
    if (own.value === null || token === null) return false;
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
      own.value = await routes.openNotice(who(), notice);
    } catch {
      // It is read all the same; the next look at it is kept.
    }
  }

  return { own, failure, busy, seated, load, answer, open };
}

export function unreadOf(own: OwnCase): number {
  return own.notices.filter((notice) => notice.opened_at === null).length;
}

export function isAsked({ extension_days, disclosure, choose_from }: OwnCase): boolean {
  return extension_days !== null || disclosure !== null || choose_from.length > 0;
}
