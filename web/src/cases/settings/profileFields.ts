/** How a profile is typed: every field as one text, whatever the wire has. */
import type { Doubt, Word } from "@/contract/http";

export interface ProfileField {
  name: string;
  label: string;
  hint?: string;
  maxlength?: number;
  required?: boolean;
  /** A choice of few instead of a line. */
  options?: readonly { value: string; text: string }[];
}

/** What the server keeps of an organisation, a mediator or a court. */
export interface KeptProfile {
  name: string;
  profile: object | null;
  doubts: readonly Doubt[];
  kinds?: readonly Word[];
}

export type Typed = Readonly<Record<string, string>>;

/** Whether a fee is charged, or not said yet. */
export function feeOptions(words: { unsaid: string; no: string; yes: string }): NonNullable<ProfileField["options"]> {
  return [
    { value: "", text: words.unsaid },
    { value: "no", text: words.no },
    { value: "yes", text: words.yes },
  ];
}

/** The value of a field as it stands in the form. */
export function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join("、");
  return typeof value === "string" ? value : "";
}

/** A line that may be left out. */
export function textOrNull(typed: string | undefined): string | null {
  return typed?.trim() || null;
}

/** Yes, no, or not said. */
export function choiceOrNull(typed: string | undefined): boolean | null {
  return typed ? typed === "yes" : null;
}

/** What is parted by commas, as a list. */
export function listed(typed: string | undefined): string[] {
  return (typed ?? "").split(/[、,，;；\n]/).map((one) => one.trim()).filter((one) => one !== "");
}
