import { describe, expect, it } from "vitest";

import { canSelectText, isPdf } from "@/documents/textAbility";

type Browser = Window & typeof globalThis;

/** As much of a browser as is asked for. */
function browser(wide: boolean, rounds: boolean, without?: string): Browser {
  const has = { Worker: Object, OffscreenCanvas: Object, FontFace: Object, Promise: { withResolvers: () => null } };
  const left = Object.entries(has).filter(([name]) => name !== without);
  const screen = { matchMedia: (query: string) => ({ matches: wide && query === "(min-width: 700px)" }), CSS: { supports: () => rounds } };
  return { Promise: {}, ...Object.fromEntries(left), ...screen } as unknown as Browser;
}

describe("text to select", () => {
  it("is offered on a wide screen with all that pdf.js needs", () => {
    expect(canSelectText(browser(true, true))).toBe(true);
  });

  it.each(["Worker", "OffscreenCanvas", "FontFace", "Promise"])("is not offered without %s", (name) => {
    expect(canSelectText(browser(true, true, name))).toBe(false);
  });

  it("is not offered on a phone, nor where its layout would fall apart", () => {
    expect(canSelectText(browser(false, true))).toBe(false);
    expect(canSelectText(browser(true, false))).toBe(false);
  });

  it("is for PDFs", () => {
    expect(["合同.pdf", "SCAN.PDF"].every(isPdf)).toBe(true);
    expect(["工资条.png", "pdf", "合同.pdf.jpg"].some(isPdf)).toBe(false);
  });
});
