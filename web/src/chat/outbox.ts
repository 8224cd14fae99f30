/**
 * Own lines on their way: kept in sessionStorage until the server has them, sent one after another with the id they
 * were made with, so that a reload or a lost answer neither loses nor doubles one. What stops a line stops those behind
 * it in the same conversation; the others go on.
 */
import { ref, type Ref } from "vue";

import type { UnsentLine } from "./conversation";
import type { ChatSend, Message } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";

/** Where unsent lines survive a reload. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

type Send = (line: ChatSend) => Promise<Answer>;

export class Outbox {
  readonly lines: Ref<UnsentLine[]>;
  private readonly shelfName: string;
  private sending = false;

  /** `returned` gets a line the server cannot take, with the reason. */
  constructor(
    private readonly shelf: Shelf,
    room: string,
    seat: string,
    private readonly send: Send,
    private readonly returned: (line: ChatSend, message: Message) => void,
  ) {
    this.shelfName = `chat.unsent.${room}.${seat}`;
    this.lines = ref(this.shelved());
  }

  put(line: ChatSend): Promise<void> {
    this.keep([...this.lines.value, { ...line, failed: false }]);
    return this.flush();
  }

  /** The line is on the server. */
  done(id: string): void {
    this.keep(this.lines.value.filter((line) => line.id !== id));
  }

  /** Tries everything again: after a reconnection, or when the person asks. */
  retry(): Promise<void> {
    this.keep(this.lines.value.map((line) => ({ ...line, failed: false })));
    return this.flush();
  }

  /** Nothing of it is wanted any more: the session is over for good. */
  forget(): void {
    this.keep([]);
  }

  /** One after another: the order of writing is the order of reading. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let line = this.next(); line; line = this.next()) await this.attempt(line);
    } finally {
      this.sending = false;
    }
  }

  /** The first line with nothing stopped before it in its conversation. */
  private next(): UnsentLine | undefined {
    const stopped = new Set(this.lines.value.filter((line) => line.failed).map((line) => line.channel));
    return this.lines.value.find((line) => !stopped.has(line.channel));
  }

  private async attempt({ id, text, channel, tag }: UnsentLine): Promise<void> {
    const line = { id, text, channel, tag };
    const answer = await this.send(line);
    if (answer.ok) {
      this.done(id);
    } else if (answer.code.startsWith("chat.") || answer.code.startsWith("text.")) {
      this.done(id);
      this.returned(line, answer.message);
    } else {
      // A line that is down is down for every conversation.
      const all = answer.code === "offline";
      this.keep(this.lines.value.map((other) => (all || other.channel === channel ? { ...other, failed: true } : other)));
    }
  }

  private keep(lines: UnsentLine[]): void {
    this.lines.value = lines;
    if (lines.length === 0) this.shelf.removeItem(this.shelfName);
    else this.shelf.setItem(this.shelfName, JSON.stringify(lines.map(({ id, text, channel, tag }) => ({ id, text, channel, tag }))));
  }

  private shelved(): UnsentLine[] {
    const kept = JSON.parse(this.shelf.getItem(this.shelfName) ?? "[]") as ChatSend[];
    return kept.map((line) => ({ ...line, failed: false }));
  }
}
