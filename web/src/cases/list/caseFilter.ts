/** What the list is narrowed to, kept in its address: a link to it, and the way back to it, show the same list. */
import type { LocationQuery, LocationQueryRaw } from "vue-router";

import type { CaseQuery } from "@/http/routes";

export const DUES = ["any", "late", "3", "7"] as const;
export type Due = (typeof DUES)[number];

export interface CaseFilter {
  text: string;
  /** Ids of the server's lists; empty: all. */
  state: string;
  lane: string;
  due: Due;
  /** From 1. */
  page: number;
}

export const EVERYTHING: CaseFilter = { text: "", state: "", lane: "", due: "any", page: 1 };
/** The server's limit. */
export const TEXT_LIMIT = 100;

export function filterOf(query: LocationQuery): CaseFilter {
  const one = (name: string) => {
    const value = query[name];
    return typeof value === "string" ? value : "";
  };
  const page = Number(one("page"));
  return {
    text: one("text").slice(0, TEXT_LIMIT),
    state: one("state"),
    lane: one("lane"),
    due: DUES.find((due) => due === one("due")) ?? "any",
    page: Number.isInteger(page) && page > 1 && page < 10_000 ? page : 1,
  };
}

/** Only what differs from everything. */
export function addressOf(filter: CaseFilter): LocationQueryRaw {
  const { page, ...rest } = filter;
  const told = Object.entries({ ...rest, page: String(page) }).filter(([name, value]) => value !== String(EVERYTHING[name as keyof CaseFilter]));
  return Object.fromEntries(told);
}

export function askedOf(filter: CaseFilter): CaseQuery {
  const { text, state, lane, due, page } = filter;
  const asked: CaseQuery = { page };
  if (text.trim() !== "") asked.text = text.trim();
  if (state !== "") asked.state = state;
  if (lane !== "") asked.lane = lane;
  if (due === "late") asked.late = true;
  else if (due !== "any") asked.due_days = Number(due);
  return asked;
}

export function isNarrowed(filter: CaseFilter): boolean {
  return Object.keys(addressOf({ ...filter, page: 1 })).length > 0;
}
