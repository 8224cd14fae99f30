/** Who has begun to wait since the last look; each is told once. */

/** Keys whose count is higher in `now` than it was; all that wait count as new when there was no look before. */
export function newlyWaiting(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): string[] {
  return Array.from(now).flatMap(([key, count]) => (count > (before.get(key) ?? 0) ? [key] : []));
}
