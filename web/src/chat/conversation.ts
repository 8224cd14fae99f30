/** Chat as this tab knows it. Pure: the server's order, nothing twice, and how far one's own lines have come. */
import type { ChatLine, SeatView } from "@/contract/socket";

/** How far an own line has come; `failed` waits for the person. */
export type Delivery = "sending" | "sent" | "delivered" | "failed";

/** An own line that the server has not numbered yet. */
export interface UnsentLine {
  id: string;
  text: string;
  failed: boolean;
}

/** Known lines with the new ones, in the server's order, each once. */
export function joined(known: readonly ChatLine[], arrived: readonly ChatLine[]): ChatLine[] {
  const bySeq = new Map(known.map((line) => [line.seq, line]));
  for (const line of arrived) bySeq.set(line.seq, line);
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
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

/** Delivered is what everybody else at the table has confirmed; at an empty table nothing is. */
export function delivery(line: ChatLine, seats: readonly SeatView[], self: string): Delivery {
  const others = seats.filter((seat) => seat.seat !== self && seat.place === "joint");
  return others.length > 0 && others.every((seat) => seat.received >= line.seq) ? "delivered" : "sent";
}
