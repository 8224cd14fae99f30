/** A party's side of the joint application: what it is now, and the steps the party takes. Looked at anew while it waits. */
import { computed, onBeforeUnmount, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";

import type { ApplicationState, OwnStep } from "@/contract/http";
import { Refusal } from "@/http/api";
import { failureOf, type Failure } from "@/http/failure";
import { seat as routes, type InkWanted } from "@/http/routes";
import type { Answer } from "@/link/RoomLink";
import { tabSeat } from "@/session/tokens";
import { toast } from "@/ui/toasts";

type Said = OwnStep["said"];
export type Paper = ApplicationState["papers"][number];
/** A step without the signer, who is whoever is asked now. */
export type Step = Said extends infer One ? (One extends Said ? Omit<One, "signer"> : never) : never;

const LOOK_MS = 4000;

export interface OwnApplication {
  state: ShallowRef<ApplicationState | null>;
  failure: Ref<Failure | null>;
  busy: Ref<boolean>;
  /** Papers of this sitting, in order. */
  sitting: ComputedRef<readonly Paper[]>;
  /** What a telephone draws for: all of the sitting. */
  wanted: ComputedRef<InkWanted>;
  look: () => Promise<void>;
  /** Why not, where it was refused; what was done shows in the state. */
  take: (step: Step) => Promise<Failure | null>;
  /** The same for what asks like a socket does. */
  told: (step: Step) => Promise<Answer>;
  page: (paper: string, number: number) => Promise<Blob>;
  file: (paper: string, name: "paper.pdf" | "evidence.pdf") => Promise<Blob>;
}

export function useOwnApplication(): OwnApplication {
  const state = shallowRef<ApplicationState | null>(null);
  const failure = ref<Failure | null>(null);
  const busy = ref(false);
  const token = tabSeat.get()?.token ?? "";
  const sitting = computed(() => state.value?.papers.filter(({ id }) => state.value?.own?.papers.includes(id)) ?? []);
  const wanted = computed(() => ({
    what: "application" as const,
    token,
    signer: state.value?.own?.signer ?? "",
    digests: sitting.value.map(({ digest }) => digest ?? ""),
  }));
  const timer = window.setInterval(() => document.visibilityState === "visible" && !busy.value && void look(), LOOK_MS);
  onBeforeUnmount(() => window.clearInterval(timer));

  async function look(): Promise<void> {
    try {
      state.value = await routes.application(token);
      failure.value = null;
    } catch (error) {
      failure.value = failureOf(error);
    }
  }

  async function send(step: Step): Promise<void> {
    const said = { ...step, signer: state.value?.own?.signer ?? null } as Said;
    state.value = await routes.stepApplication(token, { said });
  }

  async function take(step: Step): Promise<Failure | null> {
    busy.value = true;
    try {
      await send(step);
      return null;
    } catch (error) {
      const why = failureOf(error);
      toast(why.text, "bad");
      if (error instanceof Refusal) await look();
      return why;
    } finally {
      busy.value = false;
    }
  }

  async function told(step: Step): Promise<Answer> {
    try {
      await send(step);
      return { ok: true } as Answer;
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, code: error.code, message: error.sentence } as unknown as Answer;
      return { ok: false, code: "offline", message: { zh: "", en: "" } } as unknown as Answer;
    }
  }

  const page = (paper: string, number: number): Promise<Blob> => routes.applicationPage(token, paper, number);
  const file = (paper: string, name: "paper.pdf" | "evidence.pdf"): Promise<Blob> => routes.applicationFile(token, paper, name);
  return { state, failure, busy, sitting, wanted, look, take, told, page, file };
}
