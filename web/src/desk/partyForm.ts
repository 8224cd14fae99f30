/** One person of one side as it is being typed. Switching between the kinds keeps what was typed: the human stays. */
import { idFault, plainNumber, usccFault, type NumberFault } from "./identityNumbers";
import type { CompanyDraft, ConsentDraft, PersonDraft } from "@/contract/http";

export type PartyKind = "person" | "company";
export type Fault = "missing" | "hidden" | "year" | "phone" | "email" | `id.${NumberFault}` | `uscc.${Exclude<NumberFault, "noSuchDate">}`;

export interface PartyForm {
  /** For the list only, never sent. */
  readonly key: number;
  kind: PartyKind;
  /** The natural person, or the company's representative. */
  person: string;
  idNo: string;
  phone: string;
  email: string;
  company: string;
  uscc: string;
  title: string;
  /** What the number is of, where another paper than the identity card is asked for too; "": that card. */
  idType?: string;
  /** That the party agreed to be mediated online, as told at the desk of a room; how "": not asked yet. */
  agreed?: AgreedForm;
}

export interface AgreedForm {
  how: ConsentDraft["how"] | "";
  /** ISO date. */
  on: string;
}

export type PartyField = Exclude<keyof PartyForm, "key" | "kind" | "idType" | "agreed">;

const WIRE_NAMES: Record<PartyKind, Partial<Record<PartyField, string>>> = {
  person: { person: "name", idNo: "id_no", phone: "phone", email: "email" },
  company: { company: "name", uscc: "uscc", person: "representative", title: "title", idNo: "id_no", phone: "phone", email: "email" },
};

// Escapes throughout: seen plainly they would be what they look for. The server's list is in law/plain_text.py.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\uffa0]/;

/** As the server has it (law/people.py): one @, no blanks, a dot in the domain. */
const EMAIL = /^(?=.{3,120}$)[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$/;
export const OPTIONAL: ReadonlySet<PartyField> = new Set(["idNo", "phone", "email"]);

let made = 0;

export function newParty(kind: PartyKind): PartyForm {
  return { key: ++made, kind, person: "", idNo: "", phone: "", email: "", company: "", uscc: "", title: "" };
}

/** The fields this kind has, in the order they are asked. */
export function fieldsOf(kind: PartyKind): PartyField[] {
  return Object.keys(WIRE_NAMES[kind]) as PartyField[];
}

/** The name the server's problems give that field: `id_no`. */
export function wireName(kind: PartyKind, field: PartyField): string {
  return WIRE_NAMES[kind][field] ?? field;
}

export function partyDraft(form: PartyForm): PersonDraft | CompanyDraft {
  const { how, on } = form.agreed ?? { how: "", on: "" };
  const consent = how === "" || on === "" ? null : { how, on };
  const common = { id_no: plainNumber(form.idNo) || null, phone: form.phone.trim() || null, email: form.email.trim() || null, consent };
  if (form.kind === "person") return { kind: "person", name: form.person.trim(), ...common };
  return {
    kind: "company",
    name: form.company.trim(),
    uscc: plainNumber(form.uscc),
    representative: form.person.trim(),
    title: form.title.trim(),
    ...common,
  };
}

/** What is wrong with a field as it stands, or null. `today` is an ISO date. */
export function fieldFault(form: PartyForm, field: PartyField, today: string): Fault | null {
  const typed = form[field].trim();
  if (typed === "") return OPTIONAL.has(field) ? null : "missing";
  if (field === "idNo" && hasIdCard(form)) return prefixed("id", idFault(plainNumber(typed), today));
  if (field === "uscc") return prefixed("uscc", usccFault(plainNumber(typed)));
  if (field === "phone") return /^(?=.{5,20}$)\+?[0-9][0-9 -]*$/.test(typed) ? null : "phone";
  if (field === "email") return EMAIL.test(typed) ? null : "email";
  return lineFault(typed);
}

/** Whether the number is one of GB 11643; of other papers only the server knows the usual forms. */
export function hasIdCard({ kind, idType = "" }: Pick<PartyForm, "kind" | "idType">): boolean {
  return kind === "company" || idType === "" || idType === "resident_id";
}

/** What is wrong with a name or title: nothing there, or characters that nobody sees (bidi, zero width, controls). */
export function lineFault(text: string): "missing" | "hidden" | null {
  if (text.trim() === "") return "missing";
  return HIDDEN.test(text) ? "hidden" : null;
}

/** A name with look-alikes (compatibility ideographs, Kangxi radicals) in their common form; what is stored stays as typed. */
export function plainName(typed: string): string {
  return typed.replace(/[\u2f00-\u2fd5\uf900-\ufaff]|[\ud87e][\udc00-\ude1f]/g, (look) => look.normalize("NFKC"));
}

/** A fault that more typing can still mend; it is kept back until the field is left. */
export function mayStillMend(fault: Fault): boolean {
  return fault === "missing" || fault === "phone" || fault === "email" || fault.endsWith(".tooShort");
}

/** How the company, or the person, is called in a title. */
export function partyName(form: PartyForm): string {
  return (form.kind === "company" ? form.company : form.person).trim();
}

function prefixed<P extends string, F extends NumberFault>(number: P, fault: F | null): `${P}.${F}` | null {
  return fault === null ? null : `${number}.${fault}`;
}
