/** A suggestion in words: its field as the form calls it, its value as the form offers it. */
import { fieldNamed } from "./fields";
import { useOptions } from "./options";
import { kindOf } from "./terms";
import { useAgreement } from "./useAgreement";
import type { TermField } from "@/contract/http";
import { spoken, useWords } from "@/i18n/language";

interface Place {
  part: string | null;
  field: string;
}

export function useSuggested(): { fieldLabel: (place: Place) => string; shown: (place: Place, value: string) => string } {
  const { view } = useAgreement();
  const { optionsOf } = useOptions();
  const words = useWords();

  function fieldOf({ part, field }: Place): TermField | undefined {
    const kind = view.value.parts.find(({ id }) => id === part)?.kind ?? "";
    return fieldNamed(kindOf(kind)?.fields ?? [], field);
  }

  function fieldLabel(place: Place): string {
    const field = fieldOf(place);
    const [, row] = place.field.split(".");
    if (!field) return place.field;
    return row ? `${words.value.agreement.draft.instalment(Number(row))} ${spoken(field.label)}` : spoken(field.label);
  }

  /** An empty field that has a default says the default. */
  function shown(place: Place, value: string): string {
    const field = fieldOf(place);
    const said = value === "" ? (field?.default ?? "") : value;
    if (said === "") return words.value.agreement.clash.empty;
    return (field && optionsOf(field)?.find((option) => option.value === said)?.text) ?? said;
  }

  return { fieldLabel, shown };
}
