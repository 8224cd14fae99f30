/** A form as data: its fields, what they start with, what they lack, and the body they become. */
import type { CaseForms, DeedRequest, DueItem, ReportData } from "@/contract/http";
import type { Catalogue } from "@/i18n/zh";
import { dayOf, minuteOf } from "@/i18n/moments";

type Deed = DeedRequest["deed"];
export type DeedName = Deed["do"];
type Keys<D extends DeedName> = Exclude<keyof Extract<Deed, { do: D }>, "do" | "version"> & string;
/** What a deed takes, by name; the four texts of a report by `report.basics` and so on. */
export type FieldName<D extends DeedName> = Exclude<Keys<D>, "report"> | ("report" extends Keys<D> ? `report.${keyof ReportData}` : never);
export type FieldLabel = keyof Catalogue["cases"]["page"]["fields"];

/** Lists to choose from: of the server's, of the case at hand, or words of a form. */
export type ListName = Exclude<keyof CaseForms, "agent_papers" | "organisation"> | "participants" | "materials" | "evidence" | "statements" | "disclosures" | "performance" | "chosenBy" | "forms";

type Shape =
  | { kind: "choice"; list: ListName; only?: readonly string[]; without?: readonly string[] }
  | { kind: "choices"; list: ListName }
  | { kind: "ranked"; list: ListName }
  | { kind: "text"; rows?: number; limit: number; hint?: "writeNone" | "inAll"; decimal?: true }
  | { kind: "day" | "moment"; filled?: boolean }
  | { kind: "count"; most: number }
  | { kind: "yes" }
  | { kind: "items" };

export type Field<N extends string = string> = Shape & { name: N; label: FieldLabel; optional?: boolean };
export type Value = string | readonly string[] | readonly DueItem[];
export type Draft = Record<string, Value>;
export type Fault = "missing" | "missingChoice";

/** What a fresh form holds: today where a day is told as a rule, and what is `known` already. */
export function freshDraft(fields: readonly Field[], known: Draft, now: Date): Draft {
  return { ...Object.fromEntries(fields.map((field) => [field.name, startOf(field, now)])), ...known };
}

function startOf(field: Field, now: Date): Value {
  if (field.kind === "items") return [{ name: "", day: "" }];
  if (field.kind === "choices" || field.kind === "ranked") return [];
  if (field.kind === "day" && field.filled) return dayOf(now);
  if (field.kind === "moment" && field.filled) return minuteOf(now);
  return "";
}

/** What keeps the form from being sent, by field. */
export function faultsOf(fields: readonly Field[], draft: Draft): Map<string, Fault> {
  const wanting = fields.filter((field) => !field.optional && isEmpty(draft[field.name]));
  return new Map(wanting.map((field) => [field.name, isChosen(field) ? "missingChoice" : "missing"]));
}

function isChosen(field: Field): boolean {
  return field.kind === "choice" || field.kind === "choices" || field.kind === "ranked" || field.kind === "yes";
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  return value.length === 0 || value.some((one) => typeof one !== "string" && (one.name.trim() === "" || one.day === ""));
}

/** The request's deed. Its shape is that of the form's description, which the compiler holds to the contract. */
export function deedOf(deed: DeedName, fields: readonly Field[], draft: Draft, version: number): Deed {
  const body: Record<string, unknown> = { do: deed, version };
  for (const field of fields) {
    const value = draft[field.name];
    if (value === undefined || (field.optional && isEmpty(value) && typeof value === "string")) continue;
    const [outer = field.name, inner] = field.name.split(".");
    if (inner === undefined) body[outer] = wired(field, value);
    else body[outer] = { ...(body[outer] as object | undefined), [inner]: wired(field, value) };
  }
  return body as unknown as Deed;
}

function wired(field: Field, value: Value): unknown {
  if (typeof value !== "string") return value;
  if (field.kind === "yes") return value === "yes";
  if (field.kind === "count" || field.name === "number") return Number(value);
  // China has one time zone and no summer time.
  if (field.kind === "moment") return `${value}:00+08:00`;
  return field.kind === "text" ? value.trim() : value;
}

/** Which field of the form a refusal is about: the server says `deed.note`, or `deed.terminate.report.basics`. */
export function fieldAt(fields: readonly Field[], deed: string, path: string | null): string | null {
  const rest = path?.replace(/^deed\./, "").replace(new RegExp(`^${deed}\\.`), "");
  return fields.find(({ name }) => rest === name || rest?.startsWith(`${name}.`))?.name ?? null;
}
