/** Days out of pasted text: "2027-01-01", "2027年1月1日", ranges with 至, 到, ~ or "to". */

export interface ReadDays {
  /** ISO dates, in order, each once. */
  days: string[];
  /** What no day could be read from. */
  unread: string[];
}

const DAY = /^(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?$/;
const RANGE = /\s*(?:至|到|~|～|—|\bto\b)\s*/;
const DAY_MS = 86_400_000;
/** The longest holiday on record is nine days; a slip of the year must not fill the field. */
const LONGEST = 31;

export function readDays(text: string): ReadDays {
  const days = new Set<string>();
  const unread: string[] = [];
  for (const part of text.split(/[,，、;；\n]+/).map((one) => one.trim()).filter((one) => one !== "")) {
    const between = daysOf(part);
    if (between === null) unread.push(part);
    else between.forEach((day) => days.add(day));
  }
  return { days: [...days].sort(), unread };
}

function daysOf(part: string): string[] | null {
  const [from, to = from, ...more] = part.split(RANGE).map(isoDay);
  if (from === undefined || from === null || to === null || to === undefined || more.length > 0) return null;
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (count < 0 || count > LONGEST) return null;
  return Array.from({ length: count + 1 }, (_, place) => new Date(Date.parse(from) + place * DAY_MS).toISOString().slice(0, 10));
}

function isoDay(written: string): string | null {
  const [, year = "", month = "", day = ""] = DAY.exec(written.replace(/\s/g, "")) ?? [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const moment = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : null;
}
