/** One more seat as it is being typed, and the body it becomes. Pure. */
import { idFault, plainNumber } from "./identityNumbers";
import { lineFault, type Fault } from "./partyForm";
import type { SeatDraft, Side } from "@/contract/http";

export type SeatRole = SeatDraft["role"];
export type AgentType = NonNullable<SeatDraft["agent_type"]>;
/** 民诉法 §61; which papers each hands in, the server says. */
export const AGENT_TYPES: readonly AgentType[] = ["lawyer", "legal_worker", "relative", "staff", "community", "social_organisation"];
export const PERSONS_LIMIT = 6;

/** On whose side a seat of that role can be; as rooms/seating.py has it. */
export const SIDES_OF: Readonly<Record<SeatRole, readonly Side[]>> = {
  agent: ["applicant", "respondent", "third"],
  party: ["applicant", "respondent"],
  legal_representative: ["applicant", "respondent"],
  worker_representative: ["applicant", "respondent"],
  third_party: ["third"],
  interpreter: ["neutral", "applicant", "respondent"],
  recorder: ["neutral"],
  co_mediator: ["neutral"],
  court: ["neutral"],
};
export const ROLES = Object.keys(SIDES_OF) as SeatRole[];

export interface PersonForm {
  /** For the list only, never sent. */
  readonly key: number;
  name: string;
  idNo: string;
  phone: string;
  email: string;
}

export interface SeatForm {
  role: SeatRole;
  side: Side;
  persons: PersonForm[];
  behalf: string;
  authority: "general" | "special";
  agentType: AgentType;
  /** Seats. */
  apart: string[];
}

export type PersonField = Exclude<keyof PersonForm, "key">;
let made = 0;

export function newPerson(): PersonForm {
  return { key: ++made, name: "", idNo: "", phone: "", email: "" };
}

export function newSeat(): SeatForm {
  return { role: "agent", side: "applicant", persons: [newPerson()], behalf: "", authority: "general", agentType: "lawyer", apart: [] };
}

/** The side that fits the role, the chosen one if it does. */
export function sideFor(role: SeatRole, chosen: Side): Side {
  const sides = SIDES_OF[role];
  return sides.includes(chosen) ? chosen : (sides[0] ?? "neutral");
}

/** Who speaks for somebody else says for whom. */
export function hasBehalf(role: SeatRole): boolean {
  return role === "agent" || role === "legal_representative" || role === "worker_representative";
}

/** A mediator is kept apart from nobody. */
export function mayBeApart(role: SeatRole): boolean {
  return role !== "co_mediator";
}

/** What is wrong with a field as it stands, or null; `today` is an ISO date. What is left out the server finds. */
export function personFault(person: PersonForm, field: PersonField, today: string): Fault | null {
  const typed = person[field].trim();
  if (field === "name") return lineFault(typed);
  if (typed === "") return null;
  if (field === "idNo") {
    const fault = idFault(plainNumber(typed), today);
    return fault === null ? null : `id.${fault}`;
  }
  if (field === "phone") return /^(?=.{5,20}$)\+?[0-9][0-9 -]*$/.test(typed) ? null : "phone";
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(typed) ? null : "email";
}

export function hasFaults(form: SeatForm, today: string): boolean {
  return form.persons.some((person) => (["name", "idNo", "phone", "email"] as const).some((field) => personFault(person, field, today) !== null));
}

export function seatDraft(form: SeatForm): SeatDraft {
  const agent = form.role === "agent";
  return {
    role: form.role,
    side: sideFor(form.role, form.side),
    persons: form.persons.map(({ name, idNo, phone, email }) => ({
      name: name.trim(),
      id_no: plainNumber(idNo) || null,
      phone: phone.trim() || null,
      email: email.trim() || null,
    })),
    on_behalf_of: hasBehalf(form.role) ? form.behalf.trim() || null : null,
    authority: agent ? form.authority : null,
    agent_type: agent ? form.agentType : null,
    screened_from: mayBeApart(form.role) ? form.apart : [],
  };
}
