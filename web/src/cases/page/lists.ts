/** The lists that a form of this case chooses from, in the chosen language. */
import type { ListName } from "./deedFields";
import { called } from "./useCase";
import type { CaseDetail, CaseForms } from "@/contract/http";
import { spoken } from "@/i18n/language";
import { dayAndTime, shortDay } from "@/i18n/moments";
import type { Catalogue } from "@/i18n/zh";

/** What a party signs of which papers go to the court. */
const STATEMENT = "statement";

export interface Option {
  value: string;
  text: string;
}

export function optionsOf(list: ListName, detail: CaseDetail, forms: CaseForms, words: Catalogue["cases"]["page"]): readonly Option[] {
  switch (list) {
    case "participants":
      return detail.participants.map((one) => ({ value: one.id, text: words.aside(one.name, spoken(one.standing)) }));
    case "materials":
      return detail.materials.map((one) => ({ value: one.id, text: one.title }));
    case "evidence":
      return detail.materials.filter(({ fate }) => fate !== null).map((one) => ({ value: one.id, text: one.owner ? words.aside(one.title, called(detail, one.owner)) : one.title }));
    case "statements":
      return detail.materials.filter(({ what }) => what.id === STATEMENT).map((one) => ({ value: one.id, text: one.title }));
    case "disclosures":
      return detail.disclosures.map((one) => ({ value: String(one.number), text: words.disclosures.line(one.number, one.by, dayAndTime(one.at)) }));
    case "performance":
      return detail.performance
        .filter((one) => one.done_on === null)
        .map((one) => ({ value: one.id, text: words.aside(one.name, shortDay(one.day)) }));
    case "chosenBy":
    case "forms":
      return Object.entries(words[list]).map(([value, text]) => ({ value, text }));
    default:
      return forms[list].map((word) => ({ value: word.id, text: spoken(word) }));
  }
}

/** How a file on file is called on a disk, by its type. */
export const ENDINGS: Readonly<Record<string, string>> = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp" };
