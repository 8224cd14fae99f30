/** One conversation as this tab knows it. Pure: the server's order, nothing twice, and how far one's own lines have come. */
import type { ChatLine, LineTag } from "@/contract/socket";

/** How far an own line has come; `failed` waits for the person. */
export type Delivery = "sending" | "sent" | "delivered" | "failed";

/** An own line that the server has not numbered yet. */
export interface UnsentLine {
  id: string;
  text: string;
  channel: string;
  tag: LineTag;
  failed: boolean;
}

/** Known lines with the new ones, in the server's order, each once. All of one conversation. */
export function joined(known: readonly ChatLine[], arrived: readonly ChatLine[]): ChatLine[] {
  const bySeq = new Map(known.map((line) => [line.seq, line]));
  for (const line of arrived) bySeq.set(line.seq, line);
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

/** Lines as they come, sorted into their conversations. */
export function byChannel(lines: readonly ChatLine[]): Map<string, ChatLine[]> {
  const sorted = new Map<string, ChatLine[]>();
  for (const line of lines) sorted.set(line.channel, [...(sorted.get(line.channel) ?? []), line]);
  return sorted;
}

/** The highest number held, 0 where none. */
export function newest(lines: readonly ChatLine[]): number {
  return lines[lines.length - 1]?.seq ?? 0;
}

/** Unsent lines that have not come back numbered by the server. */
export function stillUnsent(unsent: readonly UnsentLine[], lines: readonly ChatLine[], self: string): UnsentLine[] {
  const numbered = new Set(lines.filter((line) => line.author === self).map((line) => line.id));
  return unsent.filter((line) => !numbered.has(line.id));
}

/** `reached`: up to which line of that conversation everybody had them whom the server may tell of. */
export function delivery(line: ChatLine, reached: number): Delivery {
  return line.seq <= reached ? "delivered" : "sent";
}
