/** The one thing that is due next, as a sentence; and how near it is. */
import type { CaseDetail, ClockRow } from "@/contract/http";
import { spoken } from "@/i18n/language";
import { dayAndTime, shortDay } from "@/i18n/moments";
import type { Catalogue } from "@/i18n/zh";

export type Urgency = "bad" | "wait" | "info";
const SOON_DAYS = 3;

/** Clocks that still count, the nearest first; those that are only shown come after those that bind. */
export function runningClocks(clocks: readonly ClockRow[]): ClockRow[] {
  const counting = clocks.filter(({ state }) => state === "running" || state === "late" || state === "paused");
  return counting.sort((one, other) => Number(other.binding) - Number(one.binding) || one.days_left - other.days_left);
}

/** What the clock is about, with whom. */
export function clockName(clock: ClockRow, words: Catalogue["cases"]["page"]): string {
  return clock.about === null ? spoken(clock.label) : words.aside(spoken(clock.label), clock.about);
}

export function urgencyOf(clock: ClockRow): Urgency {
  if (clock.state === "late") return "bad";
  return clock.state === "running" && clock.binding && clock.days_left <= SOON_DAYS ? "wait" : "info";
}

/** "3天后（11月25日）到期：调解期限", of the nearest that binds; null where nothing is due. */
export function nextDue(detail: CaseDetail, words: Catalogue["cases"]["page"]): { text: string; urgency: Urgency } | null {
  const next = runningClocks(detail.clocks).find(({ binding, state }) => binding && state !== "paused");
  if (!next) return null;
  const [day, what, left] = [shortDay(next.due), clockName(next, words), next.days_left];
  const text = left > 0 ? words.due.in(left, day, what) : left === 0 ? words.due.today(day, what) : words.due.late(-left, day, what);
  return { text, urgency: urgencyOf(next) };
}

/** The session that comes next, if one is planned: "下次会议：11月22日星期六 14:05，…". */
export function nextSession(detail: CaseDetail, words: Catalogue["cases"]["page"]): string | null {
  const open = detail.sessions.filter(({ phase }) => phase !== "closed");
  const next = open.sort((one, other) => one.at.localeCompare(other.at))[0];
  return next ? words.due.session(dayAndTime(next.at), next.title) : null;
}
