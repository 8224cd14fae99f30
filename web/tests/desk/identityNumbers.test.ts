import { describe, expect, it } from "vitest";

import { idFault, idHolder, plainNumber, usccFault } from "@/desk/identityNumbers";

const TODAY = "2026-11-22";

describe("an identity number", () => {
  it("is accepted when all of it fits", () => {
    expect(idFault("11010519491231002X", TODAY)).toBeNull();
    expect(idFault("350203199001020013", TODAY)).toBeNull();
  });

  it("is refused for any single wrong digit", () => {
    const id = "350203199001020013";
    for (let place = 0; place < 18; place++) {
      for (const digit of "0123456789") {
        if (digit === id.charAt(place)) continue;
        expect(idFault(id.slice(0, place) + digit + id.slice(place + 1), TODAY)).not.toBeNull();
      }
    }
  });

  it("names what is wrong", () => {
    expect(idFault("35020319900102", TODAY)).toBe("tooShort");
    expect(idFault("3502031990010200130", TODAY)).toBe("tooLong");
    expect(idFault("35O2", TODAY)).toBe("strangeCharacter");
    expect(idFault("X50203199001020013", TODAY)).toBe("strangeCharacter");
    expect(idFault("35020619850230123X", TODAY)).toBe("noSuchDate");
    expect(idFault("350203202701020013", TODAY)).toBe("noSuchDate");
    expect(idFault("350203199001020014", TODAY)).toBe("checkDigit");
  });

  it("tells birth date and gender, so that a slip is seen", () => {
    expect(idHolder("350203199001020013", TODAY)).toEqual({ born: "1990-01-02", male: true });
    expect(idHolder("11010519491231002X", TODAY)).toEqual({ born: "1949-12-31", male: false });
    expect(idHolder("350203199001020014", TODAY)).toBeNull();
  });

  it("may be typed as an input method likes it", () => {
    expect(plainNumber(" １１０１０５-19491231 002ｘ")).toBe("11010519491231002X");
  });
});

describe("a unified social credit code", () => {
  it.each(["91350100M000100Y43", "91110000600037341L", "91440300708461136T"])("of a real company is accepted: %s", (code) => {
    expect(usccFault(code)).toBeNull();
  });

  it("is refused for any single wrong character", () => {
    const code = "91350100M000100Y43";
    for (let place = 0; place < 18; place++) {
      for (const char of "0123456789ABCDEFGHJKLMNPQRTUWXY") {
        if (char === code.charAt(place)) continue;
        expect(usccFault(code.slice(0, place) + char + code.slice(place + 1))).toBe("checkDigit");
      }
    }
  });

  it("names what is wrong", () => {
    expect(usccFault("91350100M000100")).toBe("tooShort");
    expect(usccFault("91350100M000100Y431")).toBe("tooLong");
    expect(usccFault("9135O")).toBe("strangeCharacter");
    expect(usccFault("000000000000000000")).toBe("checkDigit");
  });
});
