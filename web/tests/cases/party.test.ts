import { describe, expect, it } from "vitest";

import { isAsked, unreadOf } from "@/cases/party/useOwnCase";
import type { OwnCase } from "@/contract/http";
import { party } from "@/i18n/caseParty.zh";

const QUIET = { extension_days: null, disclosure: null, choose_from: [], notices: [] } as unknown as OwnCase;

describe("a party's own case", () => {
  it("asks for something only where an answer is waited for", () => {
    expect([isAsked(QUIET), isAsked({ ...QUIET, extension_days: 10 }), isAsked({ ...QUIET, choose_from: [{ id: "a", zh: "王", en: "W" }] })]).toEqual([false, true, true]);
  });

  it("counts notices until they were unfolded", () => {
    const notice = { id: "n", title: { zh: "", en: "" }, paragraphs: [], at: "", version: "", paper: false };
    expect(unreadOf({ ...QUIET, notices: [{ ...notice, opened_at: null }, { ...notice, opened_at: "2026-11-22T03:00:00Z" }] })).toBe(1);
  });

  it("speaks in sentences of 25 characters at most", () => {
    const said = (value: unknown): string[] => {
      if (typeof value === "string") return [value];
      if (typeof value === "function") return [String((value as (one: number, two: number) => string)(12, 3))];
      return Object.values(value as object).flatMap(said);
    };
    const long = said(party).flatMap((text) => text.split(/(?<=[。？！])/)).filter((sentence) => Array.from(sentence).length > 25);
    expect(long).toEqual([]);
  });
});
