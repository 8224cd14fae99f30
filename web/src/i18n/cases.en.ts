import { page } from "./casePage.en";

/** The cases: `page` is the case page of the desk, `list` and `forms` its list and settings, `party` what a party sees. */
export const cases = {
  page,
  list: {},
  forms: {},
  party: {},
};
