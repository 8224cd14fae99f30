/** Lines of a timeline, day by day. */
import type { EventRow } from "@/contract/http";
import { dayOf } from "@/i18n/moments";

export interface Day {
  /** ISO date, in the courthouse's time zone. */
  day: string;
  events: readonly EventRow[];
}

/** Days in their order, each with its lines; the order of the lines stays. */
export function byDay(events: readonly EventRow[]): Day[] {
  const days = new Map<string, EventRow[]>();
  for (const event of events) {
    const day = dayOf(new Date(event.at));
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return Array.from(days, ([day, lines]) => ({ day, events: lines }));
}

/** Both together, each line once, in order of their numbers. */
export function merged(older: readonly EventRow[], newer: readonly EventRow[]): EventRow[] {
  const lines = new Map([...older, ...newer].map((event) => [event.seq, event]));
  return [...lines.values()].sort((one, other) => one.seq - other.seq);
}
