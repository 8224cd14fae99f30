/**
 * What this tab has open: everybody's page while something is shown, or a page of its own.
 *
 * A new showing opens on every tab, but for one whose person is writing and would lose the place. Whoever leafs while another shows goes their own way until they follow again; who
 * shows turns everybody's page.
 */
import { computed, ref, shallowRef } from "vue";

import type { DocumentCard, RoomView, ShownPage } from "@/contract/socket";

export interface OpenPage {
  document: string;
  page: number;
}

export class Viewing {
  readonly cards = shallowRef<readonly DocumentCard[]>([]);
  readonly shown = shallowRef<ShownPage | null>(null);
  readonly following = ref(false);
  private readonly own = shallowRef<OpenPage | null>(null);
  readonly open = computed<OpenPage | null>(() => (this.following.value ? this.shown.value : this.own.value));
  readonly card = computed(() => this.cards.value.find((card) => card.id === this.open.value?.document) ?? null);
  /** Turning the page here turns everybody's. */
  readonly leads = computed(() => this.following.value && this.shown.value?.by === this.self);

  constructor(
    private readonly self: string,
    private readonly undisturbed: () => boolean = () => false,
  ) {}

  arrived(view: RoomView): void {
    const before = this.shown.value;
    this.cards.value = view.documents;
    this.shown.value = view.shown;
    if (!view.shown) {
      // Who has shown a page goes on looking at it.
      if (this.following.value && before?.by === this.self) this.own.value = before;
      this.following.value = false;
    } else if (before?.document !== view.shown.document || before.by !== view.shown.by) {
      this.following.value = view.shown.by === this.self || !this.undisturbed();
    }
  }

  /** A page of one's own. What is shown to all is open again with `follow`. */
  look(document: string, page: number): void {
    const card = this.cards.value.find((each) => each.id === document);
    if (!card) return;
    this.own.value = { document, page: Math.min(Math.max(page, 1), card.pages) };
    this.following.value = false;
  }

  follow(): void {
    this.own.value = null;
    this.following.value = this.shown.value !== null;
  }

  close(): void {
    this.own.value = null;
    this.following.value = false;
  }
}
