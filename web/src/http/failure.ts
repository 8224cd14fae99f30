/** What a page tells a person when a request failed: what happened, what to do, a small code. */
import { Refusal, Unreachable } from "./api";
import { spoken, useWords } from "@/i18n/language";

export interface Failure {
  /** Stable code, small print. */
  code: string;
  /** The whole sentence in the chosen language. */
  text: string;
  /** The body field at fault, if one is. */
  field: string | null;
}

export function failureOf(error: unknown): Failure {
  const words = useWords().value.common;
  if (error instanceof Refusal) return { code: error.code, text: spoken(error.sentence), field: error.problem.field };
  if (error instanceof Unreachable) return { code: "unreachable", text: words.unreachable, field: null };
  return { code: "unexpected", text: words.unexpected, field: null };
}
