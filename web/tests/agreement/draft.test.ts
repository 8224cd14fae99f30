import { beforeEach, describe, expect, it } from "vitest";

import { changesSince, SeenTexts } from "@/agreement/changes";
import { afterStep, clausesOf, commentsOn, seatOf } from "@/agreement/parts";
import { savesByLink } from "@/agreement/saving";
import { spelled } from "@/agreement/spelling";
import { worstFirst } from "@/court/results";
import { part, view } from "./samples";

beforeEach(() => sessionStorage.clear());

describe("a typed value", () => {
  it("gets the one spelling of its type", () => {
    const money = ["１２，３４５元", "12345.5", "￥ 12,345.50", "0012.3", "人民币100元整"].map((typed) => spelled("money", typed));
    expect(money).toEqual(["12345.00", "12345.50", "12345.50", "12.30", "100.00"]);
    expect([spelled("count", " ０３ "), spelled("line", " 工资 "), spelled("text", "一\r\n二\n")]).toEqual(["3", "工资", "一\n二"]);
  });

  it("that is not understood goes as it is, for the server to say so", () => {
    expect(["一百块", "12.345", "-5"].map((typed) => spelled("money", typed))).toEqual(["一百块", "12.345", "-5"]);
  });
});

describe("clauses", () => {
  const parts = [part("head", "head"), part("party:a", "party"), part("one"), part("two"), part("three")];
  const clauses = clausesOf(view(parts));

  it("are what is neither head nor party", () => expect(clauses.map(({ id }) => id)).toEqual(["one", "two", "three"]));

  it("move one step, and not over the ends", () => {
    expect(["one", "two", "three"].map((id) => afterStep(clauses, id, 1))).toEqual(["two", "three", undefined]);
    expect(["one", "two", "three"].map((id) => afterStep(clauses, id, -1))).toEqual([undefined, null, "one"]);
  });

  it("have their open remarks first", () => {
    const remark = (id: string, settled: boolean) => ({ id, part: "one", author: "a", name: "", at: "", text: "", settled });
    const remarks = [remark("old", true), remark("new", false), { ...remark("other", false), part: "two" }];
    expect(commentsOn(remarks, "one").map(({ id }) => id)).toEqual(["new", "old"]);
  });

  it("name a party by its seat", () => expect(seatOf("party:seat-1")).toBe("seat-1"));
});

describe("what changed since somebody looked", () => {
  const before = [part("one", "free", [], "旧"), part("two", "free", [], "同")];

  it("is nothing on the first look", () => expect(changesSince(null, before)).toEqual({ changed: new Set(), gone: 0 }));

  it("are parts with another text, new ones, and those that are gone", () => {
    const seen = { one: "旧", two: "同", three: "没了" };
    const now = [part("one", "free", [], "新"), part("two", "free", [], "同"), part("four", "free", [], "多")];
    expect(changesSince(seen, now)).toEqual({ changed: new Set(["one", "four"]), gone: 1 });
  });

  it("is remembered over a reload", () => {
    new SeenTexts(sessionStorage, "seen", () => before).look();
    const after = new SeenTexts(sessionStorage, "seen", () => [part("one", "free", [], "新"), part("two", "free", [], "同")]);
    expect([...after.changes.value.changed]).toEqual(["one"]);
  });
});

describe("a finished file", () => {
  it("is saved by a link where scripts cannot save", () => {
    const wechat = "Mozilla/5.0 (iPhone; CPU iPhone OS 14_3 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.2";
    const crios = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/120.0 Mobile/15E148 Safari/604.1";
    const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
    expect([wechat, crios, chrome].map(savesByLink)).toEqual([true, true, false]);
  });
});

describe("checks before the clerk", () => {
  it("begin with what is wrong", () => {
    const results = (["holds", "unchecked", "broken", "untrusted"] as const).map((result) => ({ result }));
    expect(worstFirst(results).map(({ result }) => result)).toEqual(["broken", "untrusted", "unchecked", "holds"]);
  });
});
