/** The next deadline of a case in words and colour: late red, three days or less amber. */
import type { CaseRow } from "@/contract/http";
import { spoken, useWords } from "@/i18n/language";

export type DueTone = "none" | "calm" | "soon" | "late";

const SOON_DAYS = 3;

export function dueTone(daysLeft: number | null): DueTone {
  if (daysLeft === null) return "none";
  if (daysLeft < 0) return "late";
  return daysLeft <= SOON_DAYS ? "soon" : "calm";
}

export function dueWords({ days_left, next_clock }: Pick<CaseRow, "days_left" | "next_clock">): string {
  const { list } = useWords().value.cases;
  if (days_left === null || next_clock === null) return list.noClock;
  const clock = spoken(next_clock);
  if (days_left < 0) return list.late(clock, -days_left);
  return days_left === 0 ? list.dueToday(clock) : list.dueIn(clock, days_left);
}
