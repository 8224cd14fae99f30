/** One participant as typed: the fields everybody asks for (desk/partyForm), the rest of domain.md §3.0, and the consent told. */
import type { CompanyData, ConsentHow, ParticipantDraft, PersonData, Standing } from "@/contract/http";
import { plainNumber } from "@/desk/identityNumbers";
import { fieldFault, fieldsOf, newParty, wireName, type Fault, type PartyField, type PartyForm, type PartyKind } from "@/desk/partyForm";

export const STANDINGS: readonly Standing[] = ["applicant", "respondent", "third_party"];
/** Whoever enters a case was told; by the link the party says it itself. */
export const HOWS: readonly ConsentHow[] = ["written", "phone", "in_person", "application"];

export interface ConsentForm {
  answer: "none" | "yes" | "no";
  how: ConsentHow | "";
  /** ISO date. */
  on: string;
}

/** Fields behind "more"; empty: not given. */
export interface ParticipantForm extends PartyForm {
  gender: "" | "female" | "male";
  birthDate: string;
  ethnicity: string;
  employer: string;
  occupation: string;
  domicile: string;
  habitualResidence: string;
  entityType: string;
  contact: string;
  consent: ConsentForm;
}

export type MoreField = Exclude<keyof ParticipantForm, keyof PartyForm | "consent"> | "idType";
export type IntakeFault = Fault | "how" | "day" | "future";

export const MORE: Record<PartyKind, readonly MoreField[]> = {
  person: ["idType", "gender", "birthDate", "ethnicity", "employer", "occupation", "domicile", "habitualResidence"],
  company: ["entityType", "domicile", "contact"],
};
const MORE_NAMES: Record<MoreField, string> = {
  idType: "id_type",
  gender: "gender",
  birthDate: "birth_date",
  ethnicity: "ethnicity",
  employer: "employer",
  occupation: "occupation",
  domicile: "domicile",
  habitualResidence: "habitual_residence",
  entityType: "entity_type",
  contact: "contact",
};

export function newParticipant(kind: PartyKind, today: string): ParticipantForm {
  const unset = { gender: "", birthDate: "", ethnicity: "", employer: "", occupation: "", domicile: "", habitualResidence: "", entityType: "", contact: "" } as const;
  return { ...newParty(kind), ...unset, idType: "", consent: { answer: "none", how: "", on: today } };
}

/** The server's name for a field of the party: "name", "representative.id_no". */
export function serverName(kind: PartyKind, field: PartyField | MoreField): string {
  if (field in MORE_NAMES) return MORE_NAMES[field as MoreField];
  const name = wireName(kind, field as PartyField);
  if (kind === "person" || name === "name" || name === "uscc") return name;
  return name === "representative" ? "representative.name" : `representative.${name}`;
}

export function participantDraft(form: ParticipantForm, standing: Standing): ParticipantDraft {
  const { answer, how, on } = form.consent;
  const consent = answer === "none" || how === "" ? null : { given: answer === "yes", how, on };
  return { standing, who: form.kind === "person" ? personData(form) : companyData(form), consent };
}

function personData(form: ParticipantForm): PersonData {
  return {
    kind: "person",
    name: form.person.trim(),
    gender: form.gender || null,
    birth_date: form.birthDate || null,
    ethnicity: told(form.ethnicity),
    id_type: form.idType || null,
    id_no: plainNumber(form.idNo) || null,
    employer: told(form.employer),
    occupation: told(form.occupation),
    domicile: told(form.domicile),
    habitual_residence: told(form.habitualResidence),
    phone: told(form.phone),
    email: told(form.email),
  };
}

function companyData(form: ParticipantForm): CompanyData {
  return {
    kind: "company",
    name: form.company.trim(),
    uscc: plainNumber(form.uscc),
    entity_type: form.entityType || null,
    domicile: told(form.domicile),
    contact: told(form.contact),
    representative: { name: form.person.trim(), title: form.title.trim(), id_no: plainNumber(form.idNo) || null, phone: told(form.phone), email: told(form.email) },
  };
}

/** What is wrong, by the server's names below the participant: "who.name", "consent.how". `today` is an ISO date. */
export function participantFaults(form: ParticipantForm, today: string): Map<string, IntakeFault> {
  const faults = new Map<string, IntakeFault>();
  for (const field of fieldsOf(form.kind)) {
    const fault = fieldFault(form, field, today);
    if (fault) faults.set(`who.${serverName(form.kind, field)}`, fault);
  }
  const { answer, how, on } = form.consent;
  if (answer !== "none" && how === "") faults.set("consent.how", "how");
  if (answer !== "none" && on === "") faults.set("consent.on", "day");
  if (answer !== "none" && on > today) faults.set("consent.on", "future");
  return faults;
}

export function isTyped(form: ParticipantForm): boolean {
  return [...fieldsOf(form.kind), ...MORE[form.kind]].some((field) => (form[field] ?? "") !== "") || form.consent.answer !== "none";
}

function told(typed: string): string | null {
  return typed.trim() || null;
}
