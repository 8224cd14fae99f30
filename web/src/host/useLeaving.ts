/** A step that takes this mediator out of the joint room: asked about first where somebody stays there. */
import { shallowRef, type ShallowRef } from "vue";

import { staying } from "./hosting";
import { useRoom } from "@/room/useRoom";

export interface Leaving {
  verb: string;
  taken: readonly string[];
  go: () => Promise<unknown>;
}

export function useLeaving(): { leaving: ShallowRef<Leaving | null>; leaveFor: (step: Leaving) => void; gone: () => void } {
  const { view } = useRoom();
  const leaving = shallowRef<Leaving | null>(null);

  function leaveFor(step: Leaving): void {
    if (staying(view.value, step.taken).guests.length > 0) leaving.value = step;
    else void step.go();
  }

  function gone(): void {
    const step = leaving.value;
    leaving.value = null;
    void step?.go();
  }

  return { leaving, leaveFor, gone };
}
