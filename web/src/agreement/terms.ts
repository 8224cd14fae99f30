/** The forms in force and the courts on file: asked once for each page load, again only after a failure. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { Court, TermKind, TermKinds } from "@/contract/http";
import type { PartState } from "@/contract/socket";
import { failureOf, type Failure } from "@/http/failure";
import { courts as askCourts, terms as askTerms } from "@/http/routes";
import { spoken } from "@/i18n/language";

const kinds = shallowRef<TermKinds["kinds"]>([]);
const courts = shallowRef<readonly Court[]>([]);
const failure = ref<Failure | null>(null);
let asked = false;

export interface Terms {
  kinds: ShallowRef<readonly TermKind[]>;
  courts: ShallowRef<readonly Court[]>;
  failure: Ref<Failure | null>;
  load: () => Promise<void>;
}

export function useTerms(): Terms {
  if (!asked) void load();
  return { kinds, courts, failure, load };
}

export function kindOf(kind: string): TermKind | undefined {
  return kinds.value.find((known) => known.kind === kind);
}

export function headingOf(part: Pick<PartState, "kind">): string {
  const kind = kindOf(part.kind);
  return kind ? spoken(kind.heading) : "";
}

async function load(): Promise<void> {
  asked = true;
  failure.value = null;
  try {
    const [forms, known] = await Promise.all([askTerms(), askCourts()]);
    kinds.value = forms.kinds;
    courts.value = known.courts;
  } catch (error) {
    asked = false;
    failure.value = failureOf(error);
  }
}
