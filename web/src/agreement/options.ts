/** What can be chosen in a field; null: it is typed. */
import { partiesOf, seatOf } from "./parts";
import { courtsKnown } from "./terms";
import { useAgreement } from "./useAgreement";
import type { TermField } from "@/contract/http";
import { spoken, useWords } from "@/i18n/language";
import { useRoom } from "@/room/useRoom";

export interface Option {
  value: string;
  text: string;
}

export function useOptions(): { optionsOf: (field: TermField) => Option[] | null } {
  const { view: room } = useRoom();
  const { view } = useAgreement();
  const courts = courtsKnown();
  const words = useWords();

  function parties(): Option[] {
    const seats = new Map(room.value.seats.map((seat) => [seat.seat, seat.on_behalf_of ?? seat.name]));
    return partiesOf(view.value).map(({ id, text }) => ({ value: seatOf(id), text: seats.get(seatOf(id)) ?? text }));
  }

  function optionsOf(field: TermField): Option[] | null {
    const empty = { value: "", text: words.value.agreement.draft.choose };
    if (field.type === "party") return [empty, ...parties()];
    if (field.type === "court") return [empty, ...courts.value.map(({ id, name }) => ({ value: id, text: name }))];
    if (field.type !== "choice") return null;
    const choices = field.choices.map(({ value, label }) => ({ value, text: spoken(label) }));
    return field.default === "" ? [empty, ...choices] : choices;
  }

  return { optionsOf };
}
