/** What the form of a result begins with: what was entered before, else what the sealed agreement says of itself. */
import type { Draft } from "./deedFields";
import type { CaseDetail } from "@/contract/http";

export function begunResult({ result, agreed_amount: agreed, agreed_partly: partly }: CaseDetail): Draft {
  if (result === null) return { amount: agreed ?? "", ...(partly === null ? {} : { result: partly ? "agreement_partial" : "agreement_full" }) };
  return { result: result.result.id, content: result.content, amount: result.amount ?? "", performed_at_once: result.performed_at_once ? "yes" : "no" };
}

/** `12345.60` as `12,345.60`. */
export function grouped(amount: string): string {
  return amount.replace(/\B(?=(?:\d{3})+(?=\.))/g, ",");
}

const OVER = new Set(["terminated", "handed_back", "archived"]);

/** Over without an agreement; a returned case has no ground. */
export function cameToNothing({ ground, state }: Pick<CaseDetail, "ground" | "state">): boolean {
  return ground === null ? state.id === "returned" : OVER.has(state.id) && ground.id !== "G1_AGREEMENT";
}
