/**
 * The numbers of persons and companies, checked while they are typed. A hint against slips of the finger; the server
 * judges for good. Sources: GB 11643 (identity number), GB 32100 (统一社会信用代码), GB 11714 (organisation code).
 */

export type NumberFault = "tooShort" | "tooLong" | "strangeCharacter" | "noSuchDate" | "checkDigit";

/** What an 18-digit identity number says of its holder. */
export interface IdHolder {
  /** ISO date. */
  born: string;
  male: boolean;
}

const LENGTH = 18;
/** The server's limit too; earlier centuries are slips of the finger. */
const FIRST_BIRTH = "1800-01-01";
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = "10X98765432";
const USCC_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORGANISATION_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** As it is printed: half-width, capitals, no spaces or dashes. An input method likes to add the rest. */
export function plainNumber(typed: string): string {
  return typed
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\-－·]/g, "")
    .toUpperCase();
}

/** What is wrong with an identity number, or null. ISO 7064 MOD 11-2. `today` is an ISO date. */
export function idFault(id: string, today: string): NumberFault | null {
  if (!/^[0-9]{0,17}$|^[0-9]{17}[0-9X]/.test(id)) return "strangeCharacter";
  if (id.length !== LENGTH) return id.length < LENGTH ? "tooShort" : "tooLong";
  const born = birthDate(id);
  if (born === null || born > today || born < FIRST_BIRTH) return "noSuchDate";
  return id.charAt(17) === ID_CHECKS.charAt(weighed(id, "0123456789", ID_WEIGHTS) % 11) ? null : "checkDigit";
}

/** What a faultless identity number says; null where it has a fault. */
export function idHolder(id: string, today: string): IdHolder | null {
  const born = idFault(id, today) === null ? birthDate(id) : null;
  return born === null ? null : { born, male: Number(id.charAt(16)) % 2 === 1 };
}

/** What is wrong with a unified social credit code, or null. */
export function usccFault(code: string): Exclude<NumberFault, "noSuchDate"> | null {
  if (Array.from(code).some((char) => !USCC_DIGITS.includes(char))) return "strangeCharacter";
  if (code.length !== LENGTH) return code.length < LENGTH ? "tooShort" : "tooLong";
  const organisation = code.slice(8, 16);
  const organisationCheck = (11 - (weighed(organisation, ORGANISATION_DIGITS, ORGANISATION_WEIGHTS) % 11)) % 11;
  if (code.charAt(16) !== (organisationCheck === 10 ? "X" : String(organisationCheck))) return "checkDigit";
  const weights = Array.from({ length: 17 }, (_, place) => 3 ** place % 31);
  const check = (31 - (weighed(code.slice(0, 17), USCC_DIGITS, weights) % 31)) % 31;
  const allZeros = /^0+$/.test(code);
  return !allZeros && code.charAt(17) === USCC_DIGITS.charAt(check) ? null : "checkDigit";
}

function birthDate(id: string): string | null {
  const iso = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}

function weighed(chars: string, digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * digits.indexOf(chars.charAt(place)), 0);
}
