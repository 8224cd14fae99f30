import { describe, expect, it } from "vitest";

import { en } from "@/i18n/en";
import { zh } from "@/i18n/zh";

type Entry = [path: string, value: unknown];

function entries(value: unknown, path = ""): Entry[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => entries(inner, `${path}.${key}`));
}

describe("the two catalogues", () => {
  it("name the same words", () => {
    const names = (catalogue: unknown) => entries(catalogue).map(([path]) => path).sort();
    expect(names(en)).toEqual(names(zh));
  });

  it("leave no word empty", () => {
    const empty = [...entries(zh), ...entries(en)].filter(([, value]) => typeof value === "string" && value.trim() === "");
    expect(empty).toEqual([]);
  });

  it("say everything Chinese in Chinese", () => {
    const sameInBoth = new Map(entries(en));
    const foreign = entries(zh).filter(([path, value]) => typeof value === "string" && /^[ -~]+$/.test(value) && sameInBoth.get(path) !== value);
    expect(foreign).toEqual([]);
  });

  it("say nothing English in Chinese", () => {
    const foreign = entries(en).filter(([, value]) => typeof value === "string" && /[\u4e00-\u9fff]/.test(value));
    expect(foreign).toEqual([]);
  });
});
