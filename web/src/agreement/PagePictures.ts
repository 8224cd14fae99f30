/** Page pictures fetched with the person's token, as addresses of this tab; given back when they are no longer shown. */
import { shallowRef } from "vue";

export class PagePictures {
  readonly urls = shallowRef<ReadonlyMap<number, string>>(new Map());
  readonly failed = shallowRef<ReadonlySet<number>>(new Set());
  private readonly asked = new Set<number>();
  private closed = false;

  constructor(private readonly load: (page: number) => Promise<Blob>) {}

  async want(page: number): Promise<void> {
    if (this.asked.has(page)) return;
    this.asked.add(page);
    this.failed.value = new Set([...this.failed.value].filter((other) => other !== page));
    try {
      this.came(page, await this.load(page));
    } catch {
      // The page says so and offers another try; why is the same for every page and told by the line's banner.
      this.asked.delete(page);
      this.failed.value = new Set([...this.failed.value, page]);
    }
  }

  close(): void {
    this.closed = true;
    for (const url of this.urls.value.values()) URL.revokeObjectURL(url);
  }

  private came(page: number, picture: Blob): void {
    if (this.closed) return;
    this.urls.value = new Map(this.urls.value).set(page, URL.createObjectURL(picture));
  }
}
