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
  /** The page everybody was last asked to turn to, until it is shown or refused: two quick presses turn two pages. */
  private asked: OpenPage | null = null;
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
    if (view.shown?.by !== this.self || view.shown.document !== this.asked?.document || view.shown.page === this.asked.page) this.asked = null;
    if (!view.shown) {
      // Who has shown a page goes on looking at it.
      if (this.following.value && before?.by === this.self) this.own.value = before;
      this.following.value = false;
    } else if (before?.document !== view.shown.document || before.by !== view.shown.by) {
      this.following.value = view.shown.by === this.self || !this.undisturbed();
    }
  }

  /** The page to ask for, to turn everybody's by one; null: there is none. */
  turned(by: 1 | -1): OpenPage | null {
    const from = this.asked ?? this.open.value;
    const page = (from?.page ?? 0) + by;
    if (!from || !this.card.value || page < 1 || page > this.card.value.pages) return null;
    return (this.asked = { document: from.document, page });
  }

  /** It was asked for, and is not shown. */
  refused(page: OpenPage): void {
    if (this.asked === page) this.asked = null;
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
