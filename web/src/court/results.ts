/** How a result of the verifier looks; the word beside it says the same. */
import type { Check } from "@/contract/http";
import type { IconName } from "@/ui/icons";

export type Result = Check["result"];

export const TONES: Readonly<Record<Exclude<Result, "unchecked">, "ok" | "bad" | "wait">> = { holds: "ok", broken: "bad", untrusted: "wait" };
export const CHIPS: Readonly<Record<Result, "ok" | "bad" | "wait" | "idle">> = { ...TONES, unchecked: "idle" };
export const ICONS: Readonly<Record<Result, IconName>> = { holds: "check", broken: "close", untrusted: "warning", unchecked: "info" };

/** What is wrong comes first. */
const RANK: Readonly<Record<Result, number>> = { broken: 0, untrusted: 1, unchecked: 2, holds: 3 };

export function worstFirst<T extends { result: Result }>(checks: readonly T[]): T[] {
  return [...checks].sort((one, other) => RANK[one.result] - RANK[other.result]);
}
