/** Tells the server, conversation by conversation, how far its lines are here. A moment late, so that many are one. */
import type { Answer } from "@/link/RoomLink";

const RECEIPT_MS = 300;

export class Receipts {
  private readonly confirmed = new Map<string, number>();
  private timer = 0;

  /** `held`: of each conversation that is open to this tab, the newest line it has. */
  constructor(
    private readonly held: () => Readonly<Record<string, number>>,
    private readonly send: (receipt: { channel: string; seq: number }) => Promise<Answer>,
  ) {}

  soon(): void {
    if (this.timer !== 0) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      for (const [channel, seq] of Object.entries(this.held())) void this.confirm(channel, seq);
    }, RECEIPT_MS);
  }

  /** The line is another one: what was confirmed on the former may not have come. */
  again(): void {
    this.confirmed.clear();
    this.soon();
  }

  close(): void {
    window.clearTimeout(this.timer);
  }

  private async confirm(channel: string, seq: number): Promise<void> {
    if (seq <= (this.confirmed.get(channel) ?? 0)) return;
    const answer = await this.send({ channel, seq });
    if (answer.ok) this.confirmed.set(channel, Math.max(seq, this.confirmed.get(channel) ?? 0));
  }
}
