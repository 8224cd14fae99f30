/** The forms in force, and for who fills them in the courts on file: asked once for each page load, again after a failure. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { Court, TermKind } from "@/contract/http";
import type { PartState } from "@/contract/socket";
import { failureOf, type Failure } from "@/http/failure";
import { seat as seatRoutes, terms as askTerms } from "@/http/routes";
import { spoken, useWords } from "@/i18n/language";

const kinds = shallowRef<readonly TermKind[]>([]);
const courts = shallowRef<readonly Court[]>([]);
const failure = ref<Failure | null>(null);
const asked = { kinds: false, courts: false };

/** The forms; a reader needs their headings only. */
export function useKinds(): ShallowRef<readonly TermKind[]> {
  void loadKinds();
  return kinds;
}

export interface Forms {
  kinds: ShallowRef<readonly TermKind[]>;
  courts: ShallowRef<readonly Court[]>;
  /** Why something is missing; null where nothing is. */
  failure: Ref<Failure | null>;
  load: () => Promise<void>;
}

/** What a seat may choose among; the courts on file are told to those who write only. */
export function courtsKnown(): ShallowRef<readonly Court[]> {
  return courts;
}

/** All that is needed to write. `token`: of the seat that writes. */
export function useForms(token: string): Forms {
  async function load(): Promise<void> {
    failure.value = null;
    await Promise.all([loadKinds(), loadCourts(token)]);
  }
  void load();
  return { kinds, courts, failure, load };
}

export function kindOf(kind: string): TermKind | undefined {
  return kinds.value.find((known) => known.kind === kind);
}

export function headingOf(part: Pick<PartState, "kind">): string {
  const kind = kindOf(part.kind);
  return kind ? spoken(kind.heading) : "";
}

/** What a clause is called when one speaks of it; the Chinese numeral is the paper's. */
export function clauseName(clauses: readonly PartState[], clause: PartState): string {
  const place = clauses.findIndex(({ id }) => id === clause.id) + 1;
  return useWords().value.agreement.draft.clause(clause.number, place, headingOf(clause));
}

async function loadKinds(): Promise<void> {
  await once("kinds", async () => (kinds.value = (await askTerms()).kinds));
}

async function loadCourts(token: string): Promise<void> {
  await once("courts", async () => (courts.value = (await seatRoutes.courts(token)).courts));
}

async function once(name: keyof typeof asked, ask: () => Promise<unknown>): Promise<void> {
  if (asked[name]) return;
  asked[name] = true;
  try {
    await ask();
  } catch (error) {
    asked[name] = false;
    failure.value = failureOf(error);
  }
}
