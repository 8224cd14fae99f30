/** A comparison that was asked for: the server cuts the texts, this keeps what it answered. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { ComparedPart } from "@/contract/socket";
import { spoken } from "@/i18n/language";
import type { Answer } from "@/link/RoomLink";
import { toast } from "@/ui/toasts";

/** Null: it was not a comparison, or a refusal. */
export function partsOf(answer: Answer): readonly ComparedPart[] | null {
  return answer.ok && "parts" in answer ? answer.parts : null;
}

/** What there is to look at. */
export function differing(parts: readonly ComparedPart[]): ComparedPart[] {
  return parts.filter(({ change }) => change !== "same");
}

export interface Comparison {
  /** Null: nothing asked for yet, or hidden again. */
  parts: ShallowRef<readonly ComparedPart[] | null>;
  busy: Ref<boolean>;
  /** The last question counts; a refusal is told. */
  ask: (question: () => Promise<Answer>) => Promise<void>;
  hide: () => void;
}

export function useComparison(): Comparison {
  const parts = shallowRef<readonly ComparedPart[] | null>(null);
  const busy = ref(false);
  let asked = 0;

  function hide(): void {
    asked += 1;
    busy.value = false;
    parts.value = null;
  }

  async function ask(question: () => Promise<Answer>): Promise<void> {
    const mine = (asked += 1);
    busy.value = true;
    const answer = await question();
    if (mine !== asked) return;
    busy.value = false;
    parts.value = partsOf(answer);
    if (!answer.ok) toast(spoken(answer.message), "bad");
  }

  return { parts, busy, ask, hide };
}
