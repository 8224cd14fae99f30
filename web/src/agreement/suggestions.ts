/** What parties said to the draft, sorted for where it is shown. Pure. */
import { partiesOf, seatOf, type Placed } from "./parts";
import type { AcceptedBy, PartState, SuggestionState } from "@/contract/socket";

/** Of one part, or with null of new clauses: open ones first, each group in the order it came. */
export function suggestionsTo(suggestions: readonly SuggestionState[], part: string | null): SuggestionState[] {
  return suggestions.filter((one) => one.part === part).sort((one, other) => Number(one.state !== "open") - Number(other.state !== "open"));
}

/** Open ones that have no place at a part any more, or never had one. */
export function homeless(suggestions: readonly SuggestionState[], { parts }: Placed): SuggestionState[] {
  const here = new Set(parts.map(({ id }) => id));
  return suggestions.filter(({ part, state }) => state === "open" && (part === null || !here.has(part)));
}

/** Parties, by the id in a choice, that have not agreed to the clause as it reads now. */
export function silentOn(clause: Pick<PartState, "accepted">, view: Placed): string[] {
  const yes = new Set(clause.accepted.filter(({ current }) => current).map(({ seat }) => seat));
  return partiesOf(view).map(({ id }) => seatOf(id)).filter((id) => !yes.has(id));
}

/** What that person or party has said to a clause; undefined: nothing. Nobody's word counts for another at the same device. */
export function ownWord(clause: Pick<PartState, "accepted">, who: string): AcceptedBy | undefined {
  return clause.accepted.find(({ seat }) => seat === who);
}
