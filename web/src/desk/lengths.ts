/** How long a session may be planned to take; the usual length is the server's own. */
export const LENGTHS = [30, 45, 60, 90, 120, 180, 240] as const;
export const USUAL_LENGTH = 90;

/** Choices of a length, with one that is set already among them. */
export function lengthOptions(set: number, said: (minutes: number) => string): { value: string; text: string }[] {
  return [...new Set([...LENGTHS, set])].sort((one, other) => one - other).map((minutes) => ({ value: String(minutes), text: said(minutes) }));
}
