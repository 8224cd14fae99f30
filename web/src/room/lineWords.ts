/** How a line carries, in words. */
import type { SeatLine } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";

/** The grade, and for the mediator, who is told them, the figures. */
export function lineWords({ grade, figures: told }: SeatLine, words: Catalogue["room"]["line"]): string {
  const said = words.grades[grade] ?? "";
  if (told === null) return said;
  const trip = told.round_trip_ms === null ? words.unknown : words.delay(told.round_trip_ms);
  return `${said} · ${words.figures(percent(told.up_loss), percent(told.down_loss), trip)}`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}
