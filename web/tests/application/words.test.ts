import { describe, expect, it } from "vitest";

import { application as zh } from "@/i18n/application.zh";

describe("the words of the joint application", () => {
  it("speak to parties in sentences of 25 characters at most", () => {
    const said = (value: unknown): string[] => {
      if (typeof value === "string") return [value];
      if (typeof value === "function") return [String((value as (one: string, two: number) => string)("12月21日", 12))];
      return Object.values(value as object).flatMap(said);
    };
    const ofParties = Object.fromEntries(Object.entries(zh).filter(([area]) => area !== "desk"));
    const long = said(ofParties).flatMap((text) => text.split(/(?<=[。？！])/)).filter((sentence) => Array.from(sentence).length > 25);
    expect(long).toEqual([]);
  });
});
