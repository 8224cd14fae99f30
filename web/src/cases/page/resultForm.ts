/** What the form of a result begins with: what was entered before, else the sum of the agreement that was sealed. */
import type { Draft } from "./deedFields";
import type { CaseDetail } from "@/contract/http";

export function begunResult({ result, agreed_amount: agreed }: CaseDetail): Draft {
  if (result === null) return { amount: agreed ?? "" };
  return { result: result.result.id, content: result.content, amount: result.amount ?? "", performed_at_once: result.performed_at_once ? "yes" : "no" };
}

/** `12345.60` as `12,345.60`. */
export function grouped(amount: string): string {
  return amount.replace(/\B(?=(?:\d{3})+(?=\.))/g, ",");
}
