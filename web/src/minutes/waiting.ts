/** Which entries wait for a person's word. */
import type { MinutesEntry, MinutesView } from "@/contract/socket";

/** Read back, counting, and neither confirmed nor disputed by this person as it stands. */
export function waitingFor(view: MinutesView, person: string): readonly MinutesEntry[] {
  return view.entries.filter((entry) => entry.number <= view.offered && entry.struck === null && !isSettled(entry, person));
}

function isSettled(entry: MinutesEntry, person: string): boolean {
  const disputed = entry.dissents.some((note) => note.person === person && note.revision === entry.revision);
  return disputed || entry.confirmed.includes(person);
}

/** What a person confirms: each entry with the words that are before the eyes. */
export function seen(entries: readonly MinutesEntry[]): { entry: string; revision: number }[] {
  return entries.map(({ id, revision }) => ({ entry: id, revision }));
}
