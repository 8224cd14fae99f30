/** The fields of a form as the part is filled in now, and what stands in one of them in words. Pure, as agreements/forms.py. */
import type { TermField } from "@/contract/http";
import type { InstalmentRow } from "@/contract/socket";
import { spoken } from "@/i18n/language";

/** Fields that belong there now: those that hang on another only while it says what they ask for. */
export function fieldsShown(fields: readonly TermField[], valueOf: (name: string) => string): TermField[] {
  const said = new Map<string, string>();
  return fields.filter((field) => {
    const other = field.when ? (said.get(field.when.field) ?? "") : "";
    const here = !field.when || (field.when.values.length > 0 ? field.when.values.includes(other) : other !== "");
    said.set(field.name, here && !field.rows ? valueOf(field.name) || field.default : "");
    return here;
  });
}

/** A field as one can name it: what repeats is there once for each instalment. */
export interface NamedField {
  name: string;
  label: string;
  field: TermField;
}

export function namedFields(fields: readonly TermField[], rows: readonly InstalmentRow[], rowLabel: (number: number) => string): NamedField[] {
  return fields.flatMap((field) =>
    field.rows
      ? rows.map(({ number }) => ({ name: `${field.name}.${String(number)}`, label: `${rowLabel(number)} ${spoken(field.label)}`, field }))
      : [{ name: field.name, label: spoken(field.label), field }],
  );
}

/** The form's field behind a name such as `due.2`. */
export function fieldNamed(fields: readonly TermField[], name: string): TermField | undefined {
  const [base = ""] = name.split(".");
  return fields.find((field) => field.name === base && field.rows === name.includes("."));
}

/** What follows from the plan while nothing is typed over it. */
export function derivedIn(row: InstalmentRow, field: TermField): string {
  return field.type === "date" ? row.due : field.type === "money" ? row.amount : "";
}
