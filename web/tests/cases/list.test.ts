import { afterEach, describe, expect, it } from "vitest";

import { addressOf, askedOf, EVERYTHING, filterOf, isNarrowed } from "@/cases/list/caseFilter";
import { dueTone, dueWords } from "@/cases/list/nextDue";
import { mayOpen, placeOf, placesOf } from "@/desk/places";
import { speak } from "@/i18n/language";

describe("the filter of the list", () => {
  it("is kept in the address and read from it again", () => {
    const filter = { text: "鹭岛 张三", state: "active", lane: "WEITUO", due: "3", page: 4 } as const;
    const address = addressOf(filter);
    expect(address).toEqual({ text: "鹭岛 张三", state: "active", lane: "WEITUO", due: "3", page: "4" });
    expect(filterOf(address as Record<string, string>)).toEqual(filter);
    expect(addressOf(EVERYTHING)).toEqual({});
  });

  it("reads any address without a fault", () => {
    expect(filterOf({ due: "9", page: "-1", text: ["a", "b"], state: null })).toEqual(EVERYTHING);
    expect(filterOf({ page: "1e9" }).page).toBe(1);
    expect(filterOf({ text: "字".repeat(300) }).text.length).toBe(100);
  });

  it("asks the server only for what narrows", () => {
    expect(askedOf(EVERYTHING)).toEqual({ page: 1 });
    expect(askedOf({ ...EVERYTHING, due: "late" })).toEqual({ page: 1, late: true });
    expect(askedOf({ ...EVERYTHING, due: "7", text: " 张三 " })).toEqual({ page: 1, due_days: 7, text: "张三" });
    expect([isNarrowed(EVERYTHING), isNarrowed({ ...EVERYTHING, page: 3 }), isNarrowed({ ...EVERYTHING, due: "late" })]).toEqual([false, false, true]);
  });
});

describe("the next deadline", () => {
  afterEach(() => speak("zh"));

  it("is red when late and amber from three days on", () => {
    expect([null, -1, 0, 3, 4].map(dueTone)).toEqual(["none", "late", "soon", "soon", "calm"]);
  });

  it("is said in words", () => {
    const next_clock = { zh: "调解期限", en: "Mediation period" };
    const said = (days_left: number | null) => dueWords({ days_left, next_clock });
    expect([said(null), said(-2), said(0), said(5)]).toEqual(["没有期限", "已逾期2天：调解期限", "今天到期：调解期限", "还有5天：调解期限"]);
    speak("en");
    expect([said(-1), said(5)]).toEqual(["1 day late: Mediation period", "5 days left: Mediation period"]);
  });
});

describe("the places of a role", () => {
  it("contain the page that is open", () => {
    const places = placesOf("clerk");
    expect(["/c/7", "/m/cases/7", "/m/cases", "/m/register", "/j"].map((path) => placeOf(path, places))).toEqual(["agreements", "cases", "cases", "register", null]);
    expect(placeOf("/m/rooms/7", placesOf("mediator"))).toBe("today");
    expect(placeOf("/m/cases/7", placesOf("mediator"))).toBe("cases");
  });

  it("are all a login leads to", () => {
    expect(mayOpen("admin", "/m/register")).toBe(true);
    expect(mayOpen("admin", "/m/cases?state=active")).toBe(true);
    expect(mayOpen("admin", "/m/new")).toBe(false);
    expect(mayOpen("platform_admin", "/account")).toBe(true);
    for (const strange of ["//evil.example/m", "https://evil.example", "/mm", ""]) expect(mayOpen("mediator", strange)).toBe(false);
  });
});
