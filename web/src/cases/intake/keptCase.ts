/** The half-entered case. It outlives its page as the half-typed room does (desk/keptForm), and never a reload. */
import { ref } from "vue";

import { newCaseForm, type CaseForm } from "./caseForm";

const kept = ref<CaseForm>(newCaseForm(new Date()));

export function useKeptCase() {
  return kept;
}

export function forgetCase(): void {
  kept.value = newCaseForm(new Date());
}
