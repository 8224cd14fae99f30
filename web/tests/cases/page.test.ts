import { afterEach, describe, expect, it } from "vitest";

import { caseDetail, caseForms, clock, offer, word } from "./samples";
import { agentDraft, agentGaps, newAgent } from "@/cases/page/agentForm";
import { deedOf, faultsOf, fieldAt, freshDraft, type DeedName, type Field } from "@/cases/page/deedFields";
import { DEED_FORMS } from "@/cases/page/deedForms";
import { begunResult, grouped } from "@/cases/page/resultForm";
import { optionsOf } from "@/cases/page/lists";
import { nextDue, runningClocks, urgencyOf } from "@/cases/page/nextDue";
import { actionsOf } from "@/cases/page/offers";
import { byDay, merged } from "@/cases/page/timeline";
import type { EventRow } from "@/contract/http";
import { speak } from "@/i18n/language";
import { page as en } from "@/i18n/casePage.en";
import { page as zh } from "@/i18n/casePage.zh";

const NOW = new Date("2026-11-22T16:30:00Z");
const fieldsOf = (deed: DeedName): readonly Field[] => DEED_FORMS[deed];

describe("what is due next", () => {
  afterEach(() => speak("zh"));

  it("is the nearest that binds, in a sentence", () => {
    const clocks = [clock({ days_left: 9, due: "2026-12-01" }), clock({}), clock({ id: "shown", binding: false, days_left: 0 })];
    expect(nextDue(caseDetail({ clocks }), zh)).toEqual({ text: "3天后（11月25日）到期：调解期限", urgency: "wait" });
    speak("en");
    expect(nextDue(caseDetail({ clocks }), en)?.text).toBe("Due in 3 days (25 November): Period of mediation");
  });

  it("says how late it is, and names whom it is about", () => {
    const late = clock({ state: "late", days_left: -2, due: "2026-11-20", about: "张伟" });
    expect(nextDue(caseDetail({ clocks: [late] }), zh)).toEqual({ text: "已超过2天（应于11月20日）：调解期限（张伟）", urgency: "bad" });
    expect(nextDue(caseDetail({ clocks: [clock({ days_left: 0 })] }), zh)?.text).toContain("今天（11月25日）到期");
  });

  it("is nothing where all is done, stands still or is only shown", () => {
    const clocks = [clock({ state: "met" }), clock({ state: "paused" }), clock({ binding: false })];
    expect(nextDue(caseDetail({ clocks }), zh)).toBeNull();
    expect(runningClocks(clocks)).toHaveLength(2);
    expect(urgencyOf(clock({ binding: false, days_left: 1 }))).toBe("info");
  });
});

describe("the forms of deeds", () => {
  it("ask for every word in both languages", () => {
    for (const [deed, fields] of Object.entries(DEED_FORMS) as [DeedName, readonly Field[]][]) {
      expect([deed, zh.deeds[deed], en.deeds[deed]]).not.toContain(undefined);
      for (const { label } of fields) expect([deed, zh.fields[label], en.fields[label]]).not.toContain(undefined);
    }
    expect(Object.keys(DEED_FORMS)).toHaveLength(44);
  });

  it("become the request's deed, each value in its own type", () => {
    const fields = fieldsOf("contact");
    const typed = { participant: "p1", channel: "phone", result: "reached", at: "2026-11-22T14:05", note: "  " };
    expect(deedOf("contact", fields, typed, 7)).toEqual({
      do: "contact",
      version: 7,
      participant: "p1",
      channel: "phone",
      result: "reached",
      at: "2026-11-22T14:05:00+08:00",
    });
    expect(deedOf("extend", fieldsOf("extend"), { days: "10" }, 7)).toMatchObject({ days: 10 });
    expect(deedOf("decide_change", fieldsOf("decide_change"), { granted: "no" }, 7)).toMatchObject({ granted: false });
    expect(deedOf("known", fieldsOf("known"), { participant: "p1", number: "2" }, 7)).toMatchObject({ number: 2 });
  });

  it("say with no tick that there is nothing to disclose", () => {
    expect(deedOf("accept", fieldsOf("accept"), freshDraft(fieldsOf("accept"), {}, NOW), 7)).toEqual({ do: "accept", version: 7, relations: [] });
  });

  it("keep the four texts of a report together, and want each of them", () => {
    const fields = fieldsOf("terminate");
    const draft = freshDraft(fields, { ground: "G5_TOO_FAR", "report.basics": "一次调解", "report.reasons": "分歧大", "report.cost_conduct": "无" }, NOW);
    expect([...faultsOf(fields, draft)]).toEqual([["report.court_matters", "missing"]]);
    expect(deedOf("terminate", fields, { ...draft, "report.court_matters": "无" }, 7)).toEqual({
      do: "terminate",
      version: 7,
      ground: "G5_TOO_FAR",
      report: { basics: "一次调解", reasons: "分歧大", cost_conduct: "无", court_matters: "无" },
    });
  });

  it("begin with today in Beijing, and with what is known already", () => {
    expect(freshDraft(fieldsOf("served"), { participant: "p1" }, NOW)).toEqual({ participant: "p1", how: "", on: "2026-11-23" });
    expect(freshDraft(fieldsOf("contact"), {}, NOW)["at"]).toBe("2026-11-23T00:30");
  });

  it("want every item whole", () => {
    const fields = fieldsOf("performance");
    expect(faultsOf(fields, { items: [{ name: "第一期", day: "" }] }).size).toBe(1);
    expect(faultsOf(fields, { items: [{ name: "第一期", day: "2026-12-01" }] }).size).toBe(0);
  });

  it("begin a result with the sealed sum, and mend it from what was entered", () => {
    const result = { result: word("agreement_partial"), content: "工资", amount: "800.00", performed_at_once: true };
    expect(begunResult(caseDetail({}))).toEqual({ amount: "" });
    expect(begunResult(caseDetail({ agreed_amount: "12345.67" }))).toEqual({ amount: "12345.67" });
    const partly = caseDetail({ agreed_amount: "1.00", agreed_partly: true });
    expect(begunResult(partly)).toEqual({ amount: "1.00", result: "agreement_partial" });
    const begun = begunResult(caseDetail({ agreed_amount: "12345.67", result }));
    expect(begun).toEqual({ result: "agreement_partial", content: "工资", amount: "800.00", performed_at_once: "yes" });
    const fields = fieldsOf("result");
    const paid = freshDraft(fields, begun, NOW);
    expect(deedOf("result", fields, paid, 7)).toEqual({ do: "result", version: 7, ...begun, performed_at_once: true });
    expect(deedOf("result", fields, { ...paid, amount: "" }, 7)).not.toHaveProperty("amount");
    expect(["800.00", "12345.60", "1234567.00"].map(grouped)).toEqual(["800.00", "12,345.60", "1,234,567.00"]);
  });

  it("find the field a refusal is about", () => {
    const fields = fieldsOf("terminate");
    expect(fieldAt(fields, "terminate", "deed.report.basics")).toBe("report.basics");
    expect(fieldAt(fields, "terminate", "deed.terminate.ground")).toBe("ground");
    expect(fieldAt(fields, "terminate", "deed.version")).toBeNull();
    expect(fieldAt(fields, "terminate", null)).toBeNull();
  });

  it("choose from the case and from the server's lists", () => {
    const detail = caseDetail({ performance: [{ id: "a1", name: "第一期", day: "2026-12-01", done_on: null }, { id: "a2", name: "第二期", day: "2026-12-31", done_on: "2026-12-30" }] });
    expect(optionsOf("performance", detail, caseForms(), zh)).toHaveLength(1);
    expect(optionsOf("routes", detail, caseForms({ routes: [word("none")] }), zh)).toEqual([{ value: "none", text: "none" }]);
    expect(optionsOf("chosenBy", detail, caseForms(), zh).map(({ value }) => value)).toEqual(["parties", "court", "organisation"]);
  });
});

describe("what may be done now", () => {
  const missing = [{ code: "mode.missing", zh: "先确认参加方式。", en: "Set how they take part." }];

  it("is one entry for each deed, open as soon as one row is", () => {
    const offers = [offer("court_decision", { row: "TR28", missing }), offer("court_decision", { row: "TR28" }), offer("contact"), offer("session", { missing })];
    const { moves, records } = actionsOf(offers);
    expect(moves.map(({ deed, missing: lacking }) => [deed, lacking.length])).toEqual([["court_decision", 0]]);
    expect(records.map(({ deed }) => deed)).toEqual(["contact"]);
  });

  it("keeps why it is not possible yet", () => {
    expect(actionsOf([offer("principle", { row: "TR16", missing })]).moves[0]?.missing).toEqual(missing);
  });
});

describe("an agent", () => {
  it("has the papers of its type and, with special authority only, items", () => {
    const form = { ...newAgent(), name: " 孙律 ", type: "lawyer", special: "yes", items: ["settle"], papers: { letter: "m1", old: "m2" } };
    expect(agentDraft(form, ["letter", "licence"])).toMatchObject({ name: "孙律", authority: "special", items: ["settle"], papers: [{ code: "letter", material: "m1" }], firm: null });
    expect(agentDraft({ ...form, special: "no" }, []).items).toEqual([]);
    expect([...agentGaps(newAgent())]).toEqual(["name", "type", "special"]);
  });
});

describe("the timeline", () => {
  const line = (seq: number, at: string): EventRow => ({ seq, at, who: { zh: "王敏", en: "王敏" }, kind: "case.contact", text: { zh: "", en: "" } });

  it("goes by days of Beijing, each line once", () => {
    const newer = [line(5, "2026-11-22T15:00:00Z"), line(9, "2026-11-22T16:30:00Z")];
    const lines = merged([line(1, "2026-11-20T01:00:00Z"), line(5, "2026-11-22T15:00:00Z")], newer);
    expect(lines.map(({ seq }) => seq)).toEqual([1, 5, 9]);
    expect(byDay(lines).map(({ day, events }) => [day, events.length])).toEqual([["2026-11-20", 1], ["2026-11-22", 1], ["2026-11-23", 1]]);
  });
});
