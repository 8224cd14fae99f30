/** A room as it is being typed: what it suggests, what it lacks, and the body it becomes. */
import { USUAL_LENGTH } from "./lengths";
import { fieldFault, fieldsOf, lineFault, newParty, partyDraft, partyName, wireName, type Fault, type PartyForm } from "./partyForm";
import type { Cause, RoomDraft, TemplateRow } from "@/contract/http";
import { dayOf } from "@/i18n/moments";

export const SIDES = ["applicants", "respondents"] as const;
export type SideName = (typeof SIDES)[number];
export const PEOPLE_LIMIT = 10;
const TITLE_LIMIT = 100;

export interface RoomForm {
  /** Null: the suggested one. */
  title: string | null;
  cause: string;
  /** ISO date and "14:00", in the courthouse's time. */
  day: string;
  time: string;
  applicants: PartyForm[];
  respondents: PartyForm[];
  /** How long it is planned to take. */
  minutes: number;
  /** "": the organisation's own. */
  helpPhone: string;
  /** How the title is made, with {applicants}, {respondents} and {cause}; "": the usual way. */
  pattern: string;
}

/** Most labour disputes: one worker, one company, and the next full hour. */
export function newRoomForm(now: Date): RoomForm {
  const hour = new Date(Math.floor(now.getTime() / 3_600_000 + 1) * 3_600_000);
  return {
    title: null,
    cause: "",
    day: dayOf(hour),
    time: `${String((hour.getUTCHours() + 8) % 24).padStart(2, "0")}:00`,
    applicants: [newParty("person")],
    respondents: [newParty("company")],
    minutes: USUAL_LENGTH,
    helpPhone: "",
    pattern: "",
  };
}

/** The moment meant, RFC 3339. China has one time zone and no summer time. Null where day or time is not filled in. */
export function startsAt(form: RoomForm): string | null {
  const iso = `${form.day}T${form.time}:00+08:00`;
  return Number.isNaN(new Date(iso).getTime()) ? null : iso;
}

/** 张三与海沧某公司劳动报酬争议. A title on Chinese papers, so always Chinese; empty until a name is there. */
export function suggestedTitle(form: RoomForm, causes: readonly Cause[]): string {
  const chosen = causes.find((cause) => cause.id === form.cause)?.zh ?? "";
  const applicants = calledTogether(form.applicants);
  const respondents = calledTogether(form.respondents);
  if (form.pattern === "") return disputeTitle([applicants, respondents], chosen);
  if (applicants === "" && respondents === "") return "";
  const parts: Record<string, string> = { applicants, respondents, cause: matterOf(chosen) };
  return shortened(form.pattern.replace(/\{(applicants|respondents|cause)\}/g, (_, gap: string) => parts[gap] ?? ""));
}

/** The same for names that are known already; `cause` as it is called in Chinese. */
export function disputeTitle(names: readonly string[], cause: string): string {
  const sides = names.filter((name) => name !== "");
  return sides.length === 0 ? "" : shortened(sides.join("与") + matterOf(cause));
}

/** 劳动报酬争议, whatever the list adds to the claim's name. */
function matterOf(cause: string): string {
  const matter = (cause.split(/[/（(:：]/)[0] ?? "").trim();
  return /(争议|纠纷)$/.test(matter) ? matter : `${matter || "劳动"}争议`;
}

function shortened(title: string): string {
  return Array.from(title).slice(0, TITLE_LIMIT).join("");
}

function calledTogether(parties: readonly PartyForm[]): string {
  return together(parties.map(partyName).filter((name) => name !== ""));
}

/** Two by name, more as 张三等3人. */
export function together(names: readonly string[]): string {
  return names.length > 2 ? `${String(names[0])}等${String(names.length)}人` : names.join("、");
}

export function titleOf(form: RoomForm, causes: readonly Cause[]): string {
  return form.title ?? suggestedTitle(form, causes);
}

export function roomDraft(form: RoomForm, causes: readonly Cause[]): RoomDraft {
  return {
    title: titleOf(form, causes).trim(),
    cause: form.cause,
    scheduled_at: startsAt(form) ?? "",
    planned_minutes: form.minutes,
    help_phone: form.helpPhone === "" ? null : form.helpPhone,
    applicants: form.applicants.map(partyDraft),
    respondents: form.respondents.map(partyDraft),
  };
}

/** The form as a template prepares it; what was typed of people stays, where there is a place for them. */
export function templated(form: RoomForm, template: TemplateRow): RoomForm {
  const people = (typed: PartyForm[], kinds: TemplateRow["applicants"]) => kinds.map((kind, place) => ({ ...(typed[place] ?? newParty(kind)), kind }));
  return {
    ...form,
    cause: template.cause,
    applicants: people(form.applicants, template.applicants),
    respondents: people(form.respondents, template.respondents),
    minutes: template.minutes,
    helpPhone: template.help_phone,
    pattern: template.title,
  };
}

/** All that is wrong, by the server's field path ("applicants.0.id_no"), in the order of the page. */
export function roomFaults(form: RoomForm, today: string): Map<string, Fault> {
  const faults = new Map<string, Fault>();
  for (const side of SIDES) {
    form[side].forEach((party, place) => {
      for (const field of fieldsOf(party.kind)) {
        const fault = fieldFault(party, field, today);
        if (fault) faults.set(`${side}.${String(place)}.${wireName(party.kind, field)}`, fault);
      }
    });
  }
  if (form.cause === "") faults.set("cause", "missing");
  if (startsAt(form) === null) faults.set("scheduled_at", "missing");
  else if (!/^20\d\d-/.test(form.day)) faults.set("scheduled_at", "year");
  // A suggestion comes by itself with the first name, and its faults are those of the names.
  const titleFault = form.title === null ? null : lineFault(form.title);
  if (titleFault) faults.set("title", titleFault);
  return faults;
}

/** Whether anything was typed that would be a pity to lose. */
export function worthKeeping(form: RoomForm): boolean {
  const people = [...form.applicants, ...form.respondents];
  return form.title !== null || form.cause !== "" || people.some((party) => fieldsOf(party.kind).some((field) => party[field] !== ""));
}
