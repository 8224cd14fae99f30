/** What changed in the draft since this person last looked: the texts that were seen are kept for the time of the tab. */
import { computed, ref, type ComputedRef, type Ref } from "vue";

import type { Shelf } from "./unsaved";
import type { PartState } from "@/contract/socket";

export interface Changes {
  /** Parts whose printed text differs from the one that was seen. */
  changed: ReadonlySet<string>;
  /** Parts that were seen and are gone. */
  gone: number;
}

type Texts = Record<string, string>;

/** On the first look nothing counts as changed. */
export function changesSince(seen: Texts | null, parts: readonly PartState[]): Changes {
  if (seen === null) return { changed: new Set(), gone: 0 };
  const now = new Set(parts.map(({ id }) => id));
  return {
    changed: new Set(parts.filter(({ id, text }) => seen[id] !== text).map(({ id }) => id)),
    gone: Object.keys(seen).filter((id) => !now.has(id)).length,
  };
}

export class SeenTexts {
  private readonly texts: Ref<Texts | null>;
  readonly changes: ComputedRef<Changes>;

  constructor(
    private readonly shelf: Shelf,
    private readonly shelfName: string,
    private readonly parts: () => readonly PartState[],
  ) {
    this.texts = ref(JSON.parse(shelf.getItem(shelfName) ?? "null") as Texts | null);
    this.changes = computed(() => changesSince(this.texts.value, this.parts()));
  }

  look(): void {
    this.texts.value = Object.fromEntries(this.parts().map(({ id, text }) => [id, text]));
    this.shelf.setItem(this.shelfName, JSON.stringify(this.texts.value));
  }
}
