/** A case as it is being entered (TR1): what it lacks, and the body it becomes. */
import { isTyped, newParticipant, participantDraft, participantFaults, STANDINGS, type IntakeFault, type ParticipantForm } from "./participantForm";
import type { CaseDraft, Channel, Procedure, Standing } from "@/contract/http";
import { dayOf } from "@/i18n/moments";

export const PEOPLE_LIMIT = 40;
/** Lanes whose cases a court sends: with its number and the day its papers were signed for. */
const COURT_SENDS = new Set(["WEIPAI", "WEITUO", "COURT_HOSTED"]);
/** The court's tracks where the lane's period depends on them (law/data/procedures.json). */
const PROCEDURES: Record<string, readonly Procedure[]> = { WEITUO: ["ordinary", "summary"], COURT_HOSTED: ["pre_filing", "ordinary", "summary"] };
export const OWN_LANE = "SELF";

export interface CaseForm {
  lane: string;
  channel: Channel | "";
  procedure: Procedure | "";
  court: string;
  courtCaseNo: string;
  /** ISO dates. */
  materialReceivedOn: string;
  receivedOn: string;
  cause: string;
  summary: string;
  collective: boolean;
  major: boolean;
  take: boolean;
  people: Record<Standing, ParticipantForm[]>;
}

export function newCaseForm(now: Date): CaseForm {
  const today = dayOf(now);
  const people = { applicant: [newParticipant("person", today)], respondent: [newParticipant("company", today)], third_party: [] };
  return {
    ...{ lane: "", channel: "", procedure: "", court: "", courtCaseNo: "", materialReceivedOn: "", receivedOn: today, cause: "", summary: "" },
    ...{ collective: false, major: false, take: false, people },
  } as CaseForm;
}

export function sentByCourt(lane: string): boolean {
  return COURT_SENDS.has(lane);
}

export function proceduresOf(lane: string): readonly Procedure[] {
  return PROCEDURES[lane] ?? [];
}

/** All participants in the order they are sent, with their paths: "participants.0". */
export function participantsOf(form: CaseForm): { path: string; standing: Standing; place: number; who: ParticipantForm }[] {
  const inOrder = STANDINGS.flatMap((standing) => form.people[standing].map((who, place) => ({ standing, place, who })));
  return inOrder.map((one, index) => ({ path: `participants.${String(index)}`, ...one }));
}

export function caseDraft(form: CaseForm, alikeSeen: boolean): CaseDraft {
  const ofCourt = sentByCourt(form.lane);
  return {
    lane: form.lane,
    channel: form.channel || null,
    procedure: proceduresOf(form.lane).find((one) => one === form.procedure) ?? null,
    court: ofCourt ? form.court : null,
    court_case_no: ofCourt ? form.courtCaseNo.trim() : null,
    material_received_on: ofCourt ? form.materialReceivedOn : null,
    cause: form.cause,
    received_on: form.receivedOn,
    summary: form.summary.trim() || null,
    collective: form.collective,
    major: form.major,
    participants: participantsOf(form).map(({ who, standing }) => participantDraft(who, standing)),
    alike_seen: alikeSeen,
    take: form.lane === OWN_LANE && form.take,
  };
}

/** All that is wrong, by the server's path ("participants.0.who.name"), in the order of the page. */
export function caseFaults(form: CaseForm, today: string): Map<string, IntakeFault | "lane" | "procedure" | "court"> {
  const faults = new Map<string, IntakeFault | "lane" | "procedure" | "court">();
  if (form.lane === "") faults.set("lane", "lane");
  if (proceduresOf(form.lane).length > 0 && !proceduresOf(form.lane).some((one) => one === form.procedure)) faults.set("procedure", "procedure");
  if (sentByCourt(form.lane)) {
    if (form.court === "") faults.set("court", "court");
    if (form.courtCaseNo.trim() === "") faults.set("court_case_no", "missing");
    tellDay(faults, "material_received_on", form.materialReceivedOn, today);
  }
  if (form.cause === "") faults.set("cause", "missing");
  tellDay(faults, "received_on", form.receivedOn, today);
  for (const { path, who } of participantsOf(form)) {
    for (const [field, fault] of participantFaults(who, today)) faults.set(`${path}.${field}`, fault);
  }
  return faults;
}

function tellDay(faults: Map<string, IntakeFault | "lane" | "procedure" | "court">, field: string, day: string, today: string): void {
  if (day === "") faults.set(field, "day");
  else if (day > today) faults.set(field, "future");
}

/** Whether anything was typed that would be a pity to lose. */
export function isWorthKeeping(form: CaseForm): boolean {
  return form.cause !== "" || form.summary !== "" || form.courtCaseNo !== "" || participantsOf(form).some(({ who }) => isTyped(who));
}
