/** Page pictures of this tab: fetched with its token, a few kept, the oldest given back. A weak line is tried again. */
import { shallowRef } from "vue";

import { Refusal } from "@/http/api";

const KEPT = 8;
const PAUSES_MS = [1000, 3000, 6000];

export class PageCache {
  /** Addresses of this tab by key, oldest first. */
  readonly urls = shallowRef<ReadonlyMap<string, string>>(new Map());
  readonly failed = shallowRef<ReadonlySet<string>>(new Set());
  private readonly asked = new Set<string>();
  private closed = false;

  constructor(
    private readonly load: (document: string, page: number) => Promise<Blob>,
    private readonly wait: (ms: number) => Promise<void> = (ms) => new Promise((over) => setTimeout(over, ms)),
  ) {}

  static key(document: string, page: number): string {
    return `${document}/${page}`;
  }

  /** Has the page fetched, or moved to the newest; ends when it is there or has failed. */
  async want(document: string, page: number): Promise<void> {
    const key = PageCache.key(document, page);
    const kept = this.urls.value.get(key);
    if (kept !== undefined) return this.keep(key, kept);
    if (this.asked.has(key)) return;
    this.asked.add(key);
    this.failed.value = without(this.failed.value, key);
    const picture = await this.fetched(document, page);
    this.asked.delete(key);
    if (this.closed) return;
    if (picture) this.keep(key, URL.createObjectURL(picture));
    else this.failed.value = new Set([...this.failed.value, key]);
  }

  close(): void {
    this.closed = true;
    for (const url of this.urls.value.values()) URL.revokeObjectURL(url);
    this.urls.value = new Map();
  }

  private async fetched(document: string, page: number): Promise<Blob | null> {
    for (const pause of [0, ...PAUSES_MS]) {
      if (pause > 0) await this.wait(pause);
      if (this.closed) return null;
      try {
        return await this.load(document, page);
      } catch (error) {
        // What the server refuses it refuses again; only a line comes back.
        if (error instanceof Refusal) return null;
      }
    }
    return null;
  }

  private keep(key: string, url: string): void {
    const urls = new Map(this.urls.value);
    urls.delete(key);
    urls.set(key, url);
    for (const [oldest, given] of urls) {
      if (urls.size <= KEPT) break;
      urls.delete(oldest);
      URL.revokeObjectURL(given);
    }
    this.urls.value = urls;
  }
}

function without(all: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set([...all].filter((each) => each !== one));
}
