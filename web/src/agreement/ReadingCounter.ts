/**
 * How long which page of the frozen text was before this person's eyes, told to the server in whole seconds.
 *
 * Pages on the screen tick once a second while the browser tab is looked at. What was not taken (no line) is told later.
 */
import { shallowRef } from "vue";

import type { AgreementRead } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";

const TICK_MS = 1000;
/** Steps in which the rest is told after a page's first second: short while the person waits to go on. */
const WAITING_S = 2;
const DONE_S = 30;

export class ReadingCounter {
  /** Pages on the screen at this moment. */
  readonly open = shallowRef<ReadonlySet<number>>(new Set());
  private readonly untold = new Map<number, number>();
  private readonly told = new Set<number>();
  private timer = 0;

  constructor(
    private readonly digest: string,
    private readonly send: (command: Omit<AgreementRead, "signer">) => Promise<Answer>,
    private readonly done: () => boolean,
    private readonly looked: () => boolean = () => document.visibilityState === "visible",
  ) {}

  start(): void {
    this.timer = window.setInterval(() => this.tick(), TICK_MS);
  }

  /** Tells what is left, and counts no more. */
  stop(): void {
    window.clearInterval(this.timer);
    for (const page of this.untold.keys()) void this.tell(page);
  }

  shown(page: number, onScreen: boolean): void {
    const open = new Set(this.open.value);
    if (onScreen) open.add(page);
    else open.delete(page);
    this.open.value = open;
    if (!onScreen) void this.tell(page);
  }

  tick(): void {
    if (!this.looked()) return;
    for (const page of this.open.value) {
      const seconds = (this.untold.get(page) ?? 0) + 1;
      this.untold.set(page, seconds);
      if (!this.told.has(page) || seconds >= (this.done() ? DONE_S : WAITING_S)) void this.tell(page);
    }
  }

  private async tell(page: number): Promise<void> {
    const seconds = this.untold.get(page) ?? 0;
    if (seconds === 0) return;
    this.untold.delete(page);
    const answer = await this.send({ digest: this.digest, page, seconds });
    if (answer.ok) this.told.add(page);
    else if (answer.code === "offline") this.untold.set(page, (this.untold.get(page) ?? 0) + seconds);
  }
}
