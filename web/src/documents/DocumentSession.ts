/** The documents of one tab: what lies on the table, what is open here, what is on its way. */
import { computed, ref } from "vue";

import { PageCache } from "./PageCache";
import { Uploads } from "./uploads";
import { Viewing } from "./Viewing";
import { home } from "@/chat/channels";
import type { RoomView } from "@/contract/socket";
import { seat } from "@/http/routes";
import { useWords } from "@/i18n/language";
import type { Answer, RoomLink } from "@/link/RoomLink";
import { onPhone } from "@/media/capture";
import { toast } from "@/ui/toasts";

export class DocumentSession {
  readonly viewing: Viewing;
  readonly pages: PageCache;
  readonly uploads: Uploads;
  /** Where this person chose to lay documents; null: before all who are here. */
  readonly table = ref<string | null>(null);
  private spot: string | null = null;
  private readonly seen = ref<ReadonlySet<string>>(new Set());
  /** Documents of others that nobody here has looked at in the list. */
  readonly fresh = computed(() => this.viewing.cards.value.filter((card) => card.by !== this.self && !this.seen.value.has(card.id)).length);

  constructor(
    private readonly link: () => RoomLink,
    private readonly bearer: string,
    private readonly self: string,
  ) {
    this.viewing = new Viewing(self, () => onPhone() && document.activeElement instanceof HTMLTextAreaElement);
    this.pages = new PageCache((document, page) => seat.documentPage(bearer, document, page));
    this.uploads = new Uploads(bearer, (name) => toast(useWords().value.documents.upload.done(name)));
  }

  arrived(view: RoomView): void {
    this.viewing.arrived(view);
    const before = this.spot;
    this.spot = home(view);
    // A choice made elsewhere is not one for here.
    if (before !== this.spot) this.table.value = null;
  }

  listed(): void {
    this.seen.value = new Set(this.viewing.cards.value.map((card) => card.id));
  }

  show(document: string, page: number): Promise<Answer> {
    return this.link().ask("document.show", { document, page });
  }

  hide(): Promise<Answer> {
    return this.link().ask("document.hide", {});
  }

  original(document: string): Promise<Blob> {
    return seat.documentOriginal(this.bearer, document);
  }

  close(): void {
    this.uploads.close();
    this.pages.close();
  }
}
