/** What is on file of a participant as a form to put it right: only what was changed is sent, so masked numbers need not be typed again. */
import { MORE, newParticipant, serverName, type MoreField, type ParticipantForm } from "@/cases/intake/participantForm";
import type { CompanyChange, CompanyOnFile, PersonChange, PersonOnFile } from "@/contract/http";
import { plainNumber } from "@/desk/identityNumbers";
import { fieldFault, fieldsOf, type Fault, type PartyField, type PartyKind } from "@/desk/partyForm";

export type OnFile = PersonOnFile | CompanyOnFile;
export type CorrectedField = PartyField | MoreField;

/** In the order of the form. */
export const GROUPS: Record<PartyKind, readonly { title: "who" | "unit" | "speaker" | "reach" | "work"; fields: readonly CorrectedField[] }[]> = {
  person: [
    { title: "who", fields: ["person", "idType", "idNo", "gender", "birthDate", "ethnicity"] },
    { title: "reach", fields: ["phone", "email", "domicile", "habitualResidence"] },
    { title: "work", fields: ["employer", "occupation"] },
  ],
  company: [
    { title: "unit", fields: ["company", "uscc", "entityType", "domicile", "contact"] },
    { title: "speaker", fields: ["person", "title", "idNo", "phone", "email"] },
  ],
};
/** Numbers leave the server masked: their fields open empty, and empty they stay as they are. */
const MASKED: ReadonlySet<CorrectedField> = new Set(["idNo", "phone"]);
const NUMBERS: ReadonlySet<CorrectedField> = new Set(["idNo", "uscc"]);
const CHECKED: ReadonlySet<string> = new Set([...fieldsOf("person"), ...fieldsOf("company")]);

export function isMasked(field: CorrectedField): boolean {
  return MASKED.has(field);
}

/** The form as it opens. */
export function correctionOf(file: OnFile): ParticipantForm {
  const { kind } = file;
  const form = newParticipant(kind, "");
  for (const field of fieldsIn(kind)) if (!isMasked(field)) Object.assign(form, { [field]: valueOnFile(file, field) });
  return form;
}

/** What is on file in a field, masked where it is; "": nothing. */
export function valueOnFile(file: OnFile, field: CorrectedField): string {
  const [outer = "", inner] = serverName(file.kind, field).split(".");
  const place: object = inner === undefined || file.kind === "person" ? file : file.representative;
  const name = (inner ?? outer) + (isMasked(field) ? "_masked" : "");
  return (place as Partial<Record<string, string | null>>)[name] ?? "";
}

/** The changes to `file`, or null where there are none. `dropped`: masked numbers that shall be on file no more. */
export function correctionBody(file: OnFile, form: ParticipantForm, dropped: ReadonlySet<CorrectedField>): PersonChange | CompanyChange | null {
  const body: Record<string, string | null> = {};
  const speaker: Record<string, string | null> = {};
  for (const field of fieldsIn(file.kind)) {
    if (!isChanged(file, form, field, dropped)) continue;
    const name = serverName(file.kind, field);
    const value = typed(form, field) || null;
    if (name.startsWith("representative.")) speaker[name.slice("representative.".length)] = value;
    else body[name] = value;
  }
  if (Object.keys(body).length + Object.keys(speaker).length === 0) return null;
  const inside = file.kind === "company" && Object.keys(speaker).length > 0 ? { representative: speaker } : {};
  return { kind: file.kind, ...body, ...inside };
}

/** What is wrong with what was typed. A number that is on file may stay untyped. `today` is an ISO date. */
export function correctionFault(form: ParticipantForm, field: CorrectedField, today: string): Fault | null {
  return CHECKED.has(field) ? fieldFault(form, field as PartyField, today) : null;
}

/** Whether that field would be sent. */
export function isChanged(file: OnFile, form: ParticipantForm, field: CorrectedField, dropped: ReadonlySet<CorrectedField>): boolean {
  if (isMasked(field)) return dropped.has(field) || typed(form, field) !== "";
  return typed(form, field) !== valueOnFile(file, field).trim();
}

/**
 * Somebody was quicker: fields that were not touched follow what is on file `now`, touched ones stay as typed.
 * Gives what stands now in those that both have changed.
 */
export function rebased(before: OnFile, now: OnFile, form: ParticipantForm, dropped: ReadonlySet<CorrectedField>): Map<CorrectedField, string> {
  const theirs = new Map<CorrectedField, string>();
  for (const field of fieldsIn(now.kind)) {
    const value = valueOnFile(now, field);
    if (value === valueOnFile(before, field)) continue;
    if (isChanged(before, form, field, dropped)) theirs.set(field, value);
    else if (!isMasked(field)) Object.assign(form, { [field]: value });
  }
  return theirs;
}

export function fieldsIn(kind: PartyKind): CorrectedField[] {
  return [...fieldsOf(kind), ...MORE[kind]];
}

function typed(form: ParticipantForm, field: CorrectedField): string {
  const value = form[field] ?? "";
  return NUMBERS.has(field) ? plainNumber(value) : value.trim();
}
