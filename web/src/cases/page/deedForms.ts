/** What each deed asks for: one row of data for each, shown by one component. */
import type { DeedName, Field, FieldLabel, FieldName, ListName } from "./deedFields";

const SHORT = 200;
const LONG = 4000;

const choice = <N extends string>(name: N, label: FieldLabel, list: ListName) => ({ kind: "choice", name, label, list }) as const;
const who = choice("participant", "participant", "participants");
const day = <N extends string>(name: N, label: FieldLabel) => ({ kind: "day", name, label, filled: true }) as const;
const on = day("on", "on");
const note = { kind: "text", name: "note", label: "reasonText", rows: 4, limit: LONG } as const;
const anyNote = { kind: "text", name: "note", label: "note", rows: 3, limit: LONG, optional: true } as const;
const paper = choice("paper", "paper", "materials");
const anyPaper = { ...paper, optional: true } as const;
const line = <N extends string>(name: N, label: FieldLabel) => ({ kind: "text", name, label, limit: SHORT }) as const;
const relations = { kind: "choices", name: "relations", label: "relations", list: "relations" } as const;
const report = (["basics", "reasons", "cost_conduct", "court_matters"] as const).map(
  (name) =>
    ({
      kind: "text",
      name: `report.${name}`,
      label: ({ basics: "basics", reasons: "reasons", cost_conduct: "costConduct", court_matters: "courtMatters" } as const)[name],
      rows: 3,
      limit: LONG,
      hint: "writeNone",
    }) as const,
);

type DeedForms = { readonly [D in DeedName]: readonly Field<FieldName<D>>[] };

export const DEED_FORMS: DeedForms = {
  return: [choice("reason", "reason", "return_reasons"), note],
  consent: [
    who,
    choice("step", "step", "consent_steps"),
    { kind: "yes", name: "given", label: "given" },
    choice("how", "how", "consent_hows"),
    on,
    { ...choice("evidence", "evidence", "materials"), optional: true },
  ],
  contact: [
    who,
    choice("channel", "channel", "contact_channels"),
    choice("result", "result", "contact_results"),
    { kind: "moment", name: "at", label: "at", filled: true },
    anyNote,
  ],
  paper_use: [choice("material", "material", "evidence"), choice("use", "use", "paper_uses")],
  court_paper: [who, choice("material", "material", "evidence"), { kind: "yes", name: "given", label: "forCourt" }, choice("statement", "statement", "statements")],
  consent_failed: [note],
  // An empty list leaves the choice to others.
  rank: [who, { kind: "ranked", name: "ranked", label: "ranked", list: "mediators", optional: true }],
  appoint: [
    choice("host", "host", "mediators"),
    { kind: "choices", name: "others", label: "others", list: "mediators", optional: true },
    choice("chosen_by", "chosenBy", "chosenBy"),
  ],
  accept: [{ ...relations, optional: true }, anyNote],
  decline: [note],
  disclose: [relations, anyNote],
  known: [who, choice("number", "number", "disclosures")],
  ask_change: [who, { ...choice("ground", "recusal", "recusal_grounds"), optional: true }, anyNote],
  decide_change: [{ kind: "yes", name: "granted", label: "granted" }, anyNote],
  choice_refused: [who, anyNote],
  mode: [who, choice("mode", "mode", "modes")],
  suspend: [choice("reason", "reason", "suspend_reasons"), anyNote],
  resume: [anyNote],
  extend: [{ kind: "count", name: "days", label: "days", most: 365 }],
  extension_answer: [who, { kind: "yes", name: "agreed", label: "agreed" }, anyPaper],
  principle: [who, choice("form", "form", "forms")],
  seal: [paper],
  offline_agreement: [paper, day("signed_on", "signedOn")],
  give_up_signing: [note],
  route: [choice("route", "route", "routes")],
  application: [who, anyPaper],
  submit: [on, line("receipt", "receipt"), { kind: "text", name: "override", label: "override", rows: 3, limit: LONG, optional: true }],
  court_accept: [line("court_case_no", "courtNo"), on],
  correction: [{ ...note, label: "what" }, { kind: "day", name: "until", label: "until", optional: true }],
  corrected: [anyNote],
  court_verified: [on],
  court_decision: [choice("decision", "decision", "decisions"), on, anyPaper],
  served: [who, choice("how", "how", "consent_hows"), on],
  performance: [{ kind: "items", name: "items", label: "items" }],
  performed: [choice("item", "item", "performance"), on, anyPaper],
  defaulted: [choice("item", "item", "performance"), anyNote],
  reopen: [],
  // An agreement ends a mediation by its signatures, not by this form.
  terminate: [{ ...choice("ground", "ground", "grounds"), without: ["G1_AGREEMENT"] }, ...report],
  withdraw: [who, { ...choice("ground", "ground", "grounds"), only: ["G2_SELF_RECONCILED", "G4_UNWILLING"] }, anyNote],
  recall: [note],
  report,
  result: [
    { ...choice("result", "result", "results"), only: ["agreement_full", "agreement_partial"] },
    { kind: "text", name: "content", label: "content", rows: 5, limit: LONG },
    { kind: "text", name: "amount", label: "amount", limit: 20, hint: "inAll", decimal: true, optional: true },
    { kind: "yes", name: "performed_at_once", label: "performedAtOnce" },
  ],
  hand_back: [line("receipt", "receipt")],
  archive: [{ kind: "choices", name: "checked", label: "checked", list: "archive_points", optional: true }],
};

/** Deeds that end something for good: their button says so by its colour. */
export const ENDING: ReadonlySet<DeedName> = new Set<DeedName>([
  "return",
  "consent_failed",
  "decline",
  "choice_refused",
  "give_up_signing",
  "terminate",
  "withdraw",
  "recall",
]);

export function isDeed(name: string): name is DeedName {
  return name in DEED_FORMS;
}
