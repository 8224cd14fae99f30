/** Times as people here read them; always the time of the courthouse, whatever the phone is set to. */
import { language } from "./language";

const ZONE = "Asia/Shanghai";

function written(iso: string, options: Intl.DateTimeFormatOptions): string {
  const locale = language.value === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, hourCycle: "h23", ...options }).format(new Date(iso));
}

/** "14:05" */
export function clockTime(iso: string): string {
  return written(iso, { hour: "2-digit", minute: "2-digit" });
}

/** "11月22日星期六 14:05" */
export function dayAndTime(iso: string): string {
  return `${written(iso, { month: "long", day: "numeric", weekday: "long" })} ${clockTime(iso)}`;
}

/** "2026-11-22", the day in the courthouse's time zone */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(moment);
}
