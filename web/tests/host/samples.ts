/** What only the mediators are told, whole and typed, with what a test wants other. */
import type { CaucusView, DeskRow, PersonGate } from "@/contract/socket";

export function gate(person: string, other: Partial<PersonGate> = {}): PersonGate {
  return {
    person,
    name: person,
    identity: "document",
    has_id_tail: false,
    tries_left: 5,
    notice_seconds: 61,
    notice_aloud: false,
    consented: true,
    company: "",
    compared: null,
    missing: [],
    ...other,
  };
}

export function row(seat: string, other: Partial<DeskRow> = {}): DeskRow {
  return {
    seat,
    identity: "document",
    has_id_tail: false,
    tries_left: 5,
    revoked: false,
    consented: true,
    knocking: false,
    waiting_since: null,
    hold_reason: null,
    persons: [gate(seat)],
    cleared: true,
    authority: null,
    papers_seen: false,
    asks: [],
    lacks: [],
    away_since: null,
    wants_caucus: null,
    admitted: true,
    screened_from: [],
    ...other,
  };
}

export function caucus(id: string, other: Partial<CaucusView> = {}): CaucusView {
  return {
    id,
    number: 1,
    opened_at: "2026-11-22T06:10:00Z",
    members: [],
    invited: [],
    locked: false,
    named: false,
    wants_mediator: null,
    closes_at: null,
    paused: false,
    ...other,
  };
}
