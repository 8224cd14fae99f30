/** The chat of one tab: lines of the server, own lines on their way, and what was received so far. */
import { computed, ref, shallowRef } from "vue";

import { joined, newest, stillUnsent } from "./conversation";
import { Outbox } from "./outbox";
import type { ChatLine, Message } from "@/contract/socket";
import type { RoomLink } from "@/link/RoomLink";
import { randomId } from "@/session/deviceKey";

const RECEIPT_MS = 300;

export class ChatSession {
  readonly lines = shallowRef<ChatLine[]>([]);
  /** Text the server would not take, back for mending, with the reason. */
  readonly returned = ref<{ text: string; message: Message } | null>(null);
  readonly outbox: Outbox;
  readonly unsent = computed(() => stillUnsent(this.outbox.lines.value, this.lines.value, this.self));
  private confirmed = 0;
  private timer = 0;

  constructor(
    private readonly link: () => RoomLink,
    room: string,
    private readonly self: string,
  ) {
    const returned = (text: string, message: Message) => (this.returned.value = { text, message });
    this.outbox = new Outbox(sessionStorage, room, self, (line) => this.link().ask("chat.send", line), returned);
  }

  get newest(): number {
    return newest(this.lines.value);
  }

  say(text: string): void {
    this.returned.value = null;
    void this.outbox.put({ id: randomId(), text });
  }

  arrived(lines: readonly ChatLine[]): void {
    this.lines.value = joined(this.lines.value, lines);
    for (const line of lines) if (line.author === this.self) this.outbox.done(line.id);
    this.confirmSoon();
  }

  /** The line is up and the seat is taken: send what waited, confirm what is here. */
  resumed(): void {
    this.confirmed = 0;
    this.confirmSoon();
    void this.outbox.retry();
  }

  close(): void {
    window.clearTimeout(this.timer);
  }

  private confirmSoon(): void {
    if (this.timer !== 0) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.confirm();
    }, RECEIPT_MS);
  }

  private async confirm(): Promise<void> {
    const seq = this.newest;
    if (seq <= this.confirmed) return;
    const answer = await this.link().ask("chat.received", { seq });
    if (answer.ok) this.confirmed = Math.max(this.confirmed, seq);
  }
}
