import { describe, expect, it } from "vitest";

import items from "../../../rooms/data/opening_script.json";
import { en } from "@/i18n/en";
import { zh } from "@/i18n/zh";

describe("the opening script", () => {
  it("is that of the server, item by item, in both languages", () => {
    const told = (language: "zh" | "en") => Object.fromEntries(items.map(({ id, heading, words }) => [id, { heading: heading[language], words: words[language] }]));
    expect(zh.host.openingScript).toEqual(told("zh"));
    expect(en.host.openingScript).toEqual(told("en"));
    expect(Object.keys(zh.host.openingScript)).toEqual(items.map(({ id }) => id));
  });
});
