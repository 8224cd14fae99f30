/** What keeps somebody from the table, and who can do something about it. Pure. */
import type { PersonGate } from "@/contract/socket";
import type { Catalogue } from "@/i18n/zh";

/** As the server names them (rooms/checking.py, Lack), in the order in which they are done. */
export const LACKS = ["identity", "notice", "consents", "online_mediation", "false_mediation", "no_recording", "company", "disclosure", "authority", "papers"] as const;
export type Lack = (typeof LACKS)[number];

/** What the mediator does about it here; the rest is the person's own to do. */
const BY_MEDIATOR: ReadonlySet<string> = new Set<Lack>(["identity", "papers"]);

export interface Line {
  what: string;
  text: string;
  mine: boolean;
}

/** One line for each thing that is missing. Papers are the seat's, and stand with its first person alone. */
export function linesOf(gate: PersonGate, first: boolean, words: Catalogue): Line[] {
  const own = gate.missing.filter((what) => first || (what !== "papers" && what !== "authority"));
  return own.map((what) => ({ what, text: isLack(what) ? words.host.check.lacks[what] : words.host.check.other, mine: BY_MEDIATOR.has(what) }));
}

function isLack(what: string): what is Lack {
  return (LACKS as readonly string[]).includes(what);
}
