/** A case as the server shows it, and the lists its forms choose from. */
import type { CaseDetail, CaseForms, ClockRow, Offer, Word } from "@/contract/http";

export const word = (id: string): Word => ({ id, zh: id, en: id });
const nothing: readonly Word[] = [];

export function clock(change: Partial<ClockRow>): ClockRow {
  return {
    id: "period",
    label: { zh: "调解期限", en: "Period of mediation" },
    about: null,
    state: "running",
    binding: true,
    started_on: "2026-11-10",
    due: "2026-11-25",
    due_at: null,
    days_left: 3,
    met_on: null,
    owed_by: word("mediator"),
    citations: [],
    source: "",
    steps: [],
    settled: true,
    note: null,
    provisional: false,
    ...change,
  };
}

export function offer(deed: string, change: Partial<Offer> = {}): Offer {
  return { row: null, deed, label: { zh: deed, en: deed }, missing: [], ...change };
}

export function caseDetail(change: Partial<CaseDetail> = {}): CaseDetail {
  const [id, lists] = [{ id: "c1", case_no: "（2026）某劳调字第00001号", court_case_no: null }, { participants: [], clocks: [], offers: [], sessions: [] }];
  return {
    ...id,
    ...lists,
    lane: word("SELF"),
    state: word("active"),
    cause: word("wages"),
    applicants: ["张伟"],
    respondents: ["某某公司"],
    mediator: "王敏",
    received_on: "2026-11-10",
    next_clock: null,
    next_due: null,
    days_left: null,
    version: 7,
    profile: { zh: "", en: "" },
    profile_source: "",
    profile_settled: true,
    profile_note: null,
    channel: null,
    procedure: null,
    court: null,
    summary: null,
    collective: false,
    major: false,
    material_received_on: null,
    co_mediators: [],
    joint_choice: null,
    contacts: [],
    materials: [],
    disclosures: [],
    notices: [],
    withdrawal: null,
    extension: null,
    performance: [],
    change_asked_by: null,
    suspended: null,
    effective_at: null,
    confirm_by: null,
    ground: null,
    report: null,
    route: null,
    agreed_amount: null,
    agreed_partly: null,
    text: null,
    result: null,
    timeline: [],
    ...change,
  };
}

/** Lists with nothing in them but what is given. */
export function caseForms(change: Partial<CaseForms> = {}): CaseForms {
  const empty = new Proxy({} as CaseForms, { get: (_, name) => (change as Record<string | symbol, unknown>)[name] ?? nothing });
  return empty;
}
