/** The draft as the pages cut it up. Pure. */
import type { AgreementView, CommentState, PartState } from "@/contract/socket";

export type Placed = Pick<AgreementView, "parts">;

export function headOf({ parts }: Placed): PartState | undefined {
  return parts.find(({ kind }) => kind === "head");
}

export function partiesOf({ parts }: Placed): PartState[] {
  return parts.filter(({ kind }) => kind === "party");
}

export function clausesOf({ parts }: Placed): PartState[] {
  return parts.filter(({ kind }) => kind !== "head" && kind !== "party");
}

/** Behind which clause `clause` stands after one step up or down; undefined: there is no such step. Null: first. */
export function afterStep(clauses: readonly PartState[], clause: string, step: -1 | 1): string | null | undefined {
  const at = clauses.findIndex(({ id }) => id === clause);
  if (at < 0) return undefined;
  if (step === 1) return clauses[at + 1]?.id;
  if (at === 0) return undefined;
  return clauses[at - 2]?.id ?? null;
}

/** Remarks to one part, open ones first. */
export function commentsOn(comments: readonly CommentState[], part: string): CommentState[] {
  return comments.filter((comment) => comment.part === part).sort((one, other) => Number(one.settled) - Number(other.settled));
}

/** Whose signature stands for a seat in a choice: the company, or the person. */
export function seatOf(part: string): string {
  return part.startsWith("party:") ? part.slice("party:".length) : part;
}
