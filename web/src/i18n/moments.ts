/** Times as people here read them; always the time of the courthouse, whatever the phone is set to. */
import { language, type Language } from "./language";

const ZONE = "Asia/Shanghai";

function written(iso: string, options: Intl.DateTimeFormatOptions, spokenIn: Language): string {
  const locale = spokenIn === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, hourCycle: "h23", ...options }).format(new Date(iso));
}

/** "14:05" */
export function clockTime(iso: string, spokenIn: Language = language.value): string {
  return written(iso, { hour: "2-digit", minute: "2-digit" }, spokenIn);
}

/** "11月22日星期六 14:05" */
export function dayAndTime(iso: string, spokenIn: Language = language.value): string {
  return `${written(iso, { month: "long", day: "numeric", weekday: "long" }, spokenIn)} ${clockTime(iso, spokenIn)}`;
}

/** "11月22日星期六" of an ISO date */
export function dayTitle(day: string): string {
  return written(`${day}T12:00:00+08:00`, { month: "long", day: "numeric", weekday: "long" }, language.value);
}

/** "2026-11-22", the day in the courthouse's time zone */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(moment);
}

/** "11月25日"; with the year where it is another than this one */
export function shortDay(day: string, today: string = dayOf(new Date())): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return written(`${day}T12:00:00+08:00`, { month: "long", day: "numeric", ...year }, language.value);
}

/** "2026-11-22T14:05", the minute in the courthouse's time zone, as fields for a moment take it */
export function minuteOf(moment: Date): string {
  const options = { timeZone: ZONE, hourCycle: "h23", hour: "2-digit", minute: "2-digit" } as const;
  return `${dayOf(moment)}T${new Intl.DateTimeFormat("sv-SE", options).format(moment)}`;
}
