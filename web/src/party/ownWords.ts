/** What the persons of a seat have still to read and say before the lobby, and who of them is next. */
import type { Declared, PersonState, SessionState } from "@/contract/http";

/** Roles whose own matter it is: they read the notice, consent, and are warned of false mediation. */
const AFFECTED = new Set<SessionState["role"]>([
  "party",
  "legal_representative",
  "worker_representative",
  "agent",
  "third_party",
]);

export function isAffected(role: SessionState["role"]): boolean {
  return AFFECTED.has(role);
}

export function declarationsOf(role: SessionState["role"]): readonly Declared[] {
  return isAffected(role) ? ["false_mediation", "no_recording", "company"] : ["no_recording", "company"];
}

export function isDone(person: PersonState, role: SessionState["role"]): boolean {
  const declared = declarationsOf(role).every((what) => person.declared.includes(what));
  return declared && (!isAffected(role) || (person.notice_read && person.consented));
}

/** Who goes on; undefined: everybody is done. */
export function nextPerson(state: SessionState): PersonState | undefined {
  return state.persons.find((person) => !isDone(person, state.role));
}
