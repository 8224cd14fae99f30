import { describe, expect, it } from "vitest";

import { choiceOrNull, listed, shown, textOrNull } from "@/cases/settings/profileFields";

describe("a profile", () => {
  it("is typed as texts", () => {
    expect([shown(true), shown(false), shown(null), shown(["工资", "工伤"]), shown("地址")]).toEqual(["yes", "no", "", "工资、工伤", "地址"]);
  });

  it("goes back as what the server keeps", () => {
    expect([textOrNull(" 地址 "), textOrNull("  "), textOrNull(undefined)]).toEqual(["地址", null, null]);
    expect([choiceOrNull("yes"), choiceOrNull("no"), choiceOrNull("")]).toEqual([true, false, null]);
    expect(listed("工资，工伤; 社保、")).toEqual(["工资", "工伤", "社保"]);
  });
});
