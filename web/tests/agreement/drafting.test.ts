import { describe, expect, it } from "vitest";

import { differing, partsOf } from "@/agreement/comparing";
import { fieldNamed, fieldsShown, namedFields } from "@/agreement/fields";
import { movedAt, movedSentence } from "@/agreement/moved";
import { spelled } from "@/agreement/spelling";
import { homeless, ownWord, silentOn, suggestionsTo } from "@/agreement/suggestions";
import type { TermField } from "@/contract/http";
import type { AcceptedBy, ComparedPart, SuggestionState } from "@/contract/socket";
import { part, refused, view } from "./samples";

function term(name: string, changes: Partial<TermField> = {}): TermField {
  return { name, type: "line", label: { zh: name, en: name }, required: false, rows: false, limit: 200, choices: [], default: "", when: null, ...changes };
}

function names(fields: TermField[], values: Record<string, string>): string[] {
  return fieldsShown(fields, (name) => values[name] ?? "").map(({ name }) => name);
}

function suggestion(id: string, changes: Partial<SuggestionState> = {}): SuggestionState {
  return { id, part: "c1", field: "amount", value: "1.00", seat: "s1", device: "s1", name: "李", at: "2026-11-22T06:00:00Z", state: "open", reason: "", stale: false, ...changes };
}

function yes(seat: string, current: boolean): AcceptedBy {
  return { seat, device: seat, name: seat, at: "2026-11-22T06:00:00Z", wording: "w", current };
}

describe("a form", () => {
  const fields = [
    term("penalty_type", { default: "none" }),
    term("rate", { when: { field: "penalty_type", values: ["daily"] } }),
    term("cap", { when: { field: "rate", values: [] } }),
  ];

  it("shows what hangs on another field only while that says so, and on none that is not there itself", () => {
    expect(names(fields, {})).toEqual(["penalty_type"]);
    expect(names(fields, { penalty_type: "daily" })).toEqual(["penalty_type", "rate"]);
    expect(names(fields, { penalty_type: "daily", rate: "0.05" })).toEqual(["penalty_type", "rate", "cap"]);
    // What was typed before stays in the draft, but does not count.
    expect(names(fields, { penalty_type: "none", rate: "0.05" })).toEqual(["penalty_type"]);
  });

  it("takes the default of a field that says nothing", () => {
    const scoped = [term("interval", { default: "month" }), term("day", { when: { field: "interval", values: ["month"] } })];
    expect(names(scoped, {})).toEqual(["interval", "day"]);
    expect(names(scoped, { interval: "week" })).toEqual(["interval"]);
  });

  it("names what repeats once for each instalment, and finds it by that name", () => {
    const repeated = [term("due"), term("due", { rows: true })];
    const rows = [1, 2].map((number) => ({ part: "c1", number, due: "2027-02-28", amount: "", moved_from: null }));
    const named = namedFields(repeated, rows, (number) => `#${String(number)}`);
    expect(named.map(({ name, label }) => [name, label])).toEqual([
      ["due", "due"],
      ["due.1", "#1 due"],
      ["due.2", "#2 due"],
    ]);
    expect([fieldNamed(repeated, "due")?.rows, fieldNamed(repeated, "due.2")?.rows, fieldNamed(repeated, "x")]).toEqual([false, true, undefined]);
  });

  it("spells a rate as the server keeps it", () => {
    expect(["０．０５％", " 0.05 % ", "万分之五"].map((typed) => spelled("rate", typed))).toEqual(["0.05", "0.05", "万分之五"]);
  });
});

describe("what a change moved", () => {
  const moved = [
    { part: "draft", what: "sum" as const, number: 0, before: "100.00元", after: "200.00元" },
    { part: "c1", what: "instalment" as const, number: 2, before: "", after: "50.00元" },
    { part: "c1", what: "performance" as const, number: 3, before: "付款", after: "" },
  ];
  const last = { draft_version: 2, part: "c1", field: "total", by: "王敏", moved };

  it("is told at the clause it belongs to, and of the whole below", () => {
    expect([movedAt(last, "draft").length, movedAt(last, "c1").length, movedAt(last, "c2").length, movedAt(null, "c1").length]).toEqual([1, 2, 0, 0]);
  });

  it("reads as a sentence: changed, new, gone", () => {
    expect(moved.map(movedSentence)).toEqual(["合计由 100.00元 变为 200.00元", "新增分期：50.00元", "不再有履行一览：付款"]);
  });
});

describe("suggestions and agreement to a clause", () => {
  it("stand at their part, open ones first; what has no part is dealt with apart", () => {
    const all = [suggestion("a", { state: "declined" }), suggestion("b"), suggestion("c", { part: null }), suggestion("d", { part: "gone" }), suggestion("e", { part: null, state: "adopted" })];
    expect(suggestionsTo(all, "c1").map(({ id }) => id)).toEqual(["b", "a"]);
    expect(suggestionsTo(all, null).map(({ id }) => id)).toEqual(["c", "e"]);
    expect(homeless(all, view([part("c1")])).map(({ id }) => id)).toEqual(["c", "d"]);
  });

  it("counts a yes only to the wording of now", () => {
    const draft = view([part("party:s1", "party"), part("party:s2", "party"), part("c1")]);
    const clause = { accepted: [yes("s1", true), yes("s2", false)] };
    expect(silentOn(clause, draft)).toEqual(["s2"]);
    expect([ownWord(clause, "s2")?.current, ownWord(clause, "s3")]).toEqual([false, undefined]);
  });

  it("knows each one's own word at a device that two share", () => {
    const clause = { accepted: [{ ...yes("worker", true), device: "shared" }] };
    expect(["worker", "shared", "spouse"].map((who) => ownWord(clause, who)?.seat)).toEqual(["worker", undefined, undefined]);
  });
});

describe("a comparison", () => {
  it("is what the server answered, without what reads the same", () => {
    const same: ComparedPart = { part: "a", number: "一", heading: "", change: "same", segments: [] };
    const gone: ComparedPart = { ...same, part: "b", change: "removed" };
    expect(partsOf({ ok: true, parts: [same, gone] })).toEqual([same, gone]);
    expect(differing([same, gone])).toEqual([gone]);
    expect([partsOf({ ok: true }), partsOf({ ok: true, moved: [] }), partsOf(refused("snapshot.unknown"))]).toEqual([null, null, null]);
  });
});
