/** What the last change moved besides itself, as sentences for the place where it shows. */
import type { LastMoved, Moved } from "@/contract/socket";
import { useWords } from "@/i18n/language";

/** Of one clause, or with `draft` of all together. */
export function movedAt(last: LastMoved | null, part: string): readonly Moved[] {
  return last?.moved.filter((one) => one.part === part) ?? [];
}

/** A row says itself which one it is. */
export function movedSentence({ what, before, after }: Moved): string {
  const said = useWords().value.drafting.moved;
  const named = said.what[what];
  if (before === "") return said.added(named, after);
  return after === "" ? said.removed(named, before) : said.change(named, before, after);
}
