import { intake, list, nav, register, settings } from "./caseDesk.zh";
import { page } from "./casePage.zh";
import { party } from "./caseParty.zh";

/** The cases: `page` is the case page of the desk, `party` what a party sees; the others the desk around them. */
export const cases = { intake, list, nav, page, party, register, settings };
