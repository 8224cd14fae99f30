/** What a clerk does with an application, and what each needs to be said. */
import type { CourtActRequest } from "@/contract/http";

export type CourtAct = "receive" | "admit" | "correction" | "accept" | "verify" | "decide";
export type AskedAct = Exclude<CourtAct, "receive" | "decide">;

export interface Typed {
  reason: string;
  points: string;
  until: string;
  number: string;
  on: string;
}

/** The lines that say something. */
export function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/** The request, or null while something is missing. */
export function requested(act: AskedAct, typed: Typed): CourtActRequest["act"] | null {
  switch (act) {
    case "admit":
      return typed.reason.trim() === "" ? null : { do: act, reason: typed.reason.trim() };
    case "correction":
      return lines(typed.points).length === 0 ? null : { do: act, points: lines(typed.points), until: typed.until || null };
    case "accept":
      return typed.number.trim() === "" || typed.on === "" ? null : { do: act, court_case_no: typed.number.trim(), on: typed.on };
    case "verify":
      return typed.on === "" ? null : { do: act, on: typed.on };
  }
}
