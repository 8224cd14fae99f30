/** Something of the server's that a page keeps in view: asked again every few seconds while the page is looked at. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";

import { Refusal } from "@/http/api";
import { failureOf, type Failure } from "@/http/failure";

const PAUSE_MS = 5000;
const TOO_MANY = 429;

export interface Watched<T> {
  /** The latest answer; null until the first. Kept when a later look fails. */
  now: ShallowRef<T | null>;
  /** Why the latest look failed; null when it did not. */
  failure: Ref<Failure | null>;
  /** When the latest answer came, ISO. */
  seenAt: Ref<string>;
  /** Looks at once. An answer that was overtaken by a later question is dropped. */
  look: () => Promise<void>;
}

export function useWatched<T>(ask: () => Promise<T>, seen: (answer: T) => void = () => undefined): Watched<T> {
  const now = shallowRef<T | null>(null);
  const failure = ref<Failure | null>(null);
  const seenAt = ref("");
  let asked = 0;
  let timer = 0;

  async function look(): Promise<void> {
    window.clearTimeout(timer);
    const mine = ++asked;
    try {
      const answer = await ask();
      if (mine !== asked) return;
      now.value = answer;
      seenAt.value = new Date().toISOString();
      failure.value = null;
      seen(answer);
    } catch (error) {
      if (mine !== asked) return;
      failure.value = failureOf(error);
      if (isFinal(error)) return;
    }
    if (mine === asked) timer = window.setTimeout(lookIfSeen, PAUSE_MS);
  }

  /** A page in the background asks nothing; coming back to it does. */
  function lookIfSeen(): void {
    if (document.visibilityState === "visible") void look();
  }

  onMounted(() => {
    document.addEventListener("visibilitychange", lookIfSeen);
    void look();
  });
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", lookIfSeen);
    window.clearTimeout(timer);
    asked = Number.NaN; // equals nothing: no answer counts from here on
  });
  return { now, failure, seenAt, look };
}

/** A clear no is not asked again by itself: a strange room is on record at the server each time. */
function isFinal(error: unknown): boolean {
  return error instanceof Refusal && error.problem.status < 500 && error.problem.status !== TOO_MANY;
}
