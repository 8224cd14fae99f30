import { describe, expect, it } from "vitest";

import { hasFaults, newPerson, newSeat, personFault, seatDraft, sideFor } from "@/desk/seatForm";

const TODAY = "2026-11-22";

describe("one more seat", () => {
  it("is of a side that fits its role", () => {
    expect([sideFor("recorder", "applicant"), sideFor("agent", "respondent"), sideFor("third_party", "applicant")]).toEqual(["neutral", "respondent", "third"]);
  });

  it("becomes a body without what its role does not have", () => {
    const form = { ...newSeat(), role: "interpreter" as const, side: "third" as const, behalf: "某厂" };
    form.persons = [{ ...newPerson(), name: " 王译 ", phone: " 13900000000 " }];
    expect(seatDraft(form)).toEqual({
      role: "interpreter",
      side: "neutral",
      persons: [{ name: "王译", id_no: null, phone: "13900000000", email: null }],
      on_behalf_of: null,
      authority: null,
      agent_type: null,
      screened_from: [],
    });
  });

  it("keeps an agent's authority, papers and whom it is kept apart from", () => {
    const form = { ...newSeat(), authority: "special" as const, agentType: "relative" as const, apart: ["li"], behalf: " 张伟 " };
    expect(seatDraft(form)).toMatchObject({ authority: "special", agent_type: "relative", screened_from: ["li"], on_behalf_of: "张伟" });
    expect(seatDraft({ ...form, role: "co_mediator" }).screened_from).toEqual([]);
  });

  it("needs a name of each person, and right numbers where there are any", () => {
    const form = { ...newSeat(), persons: [{ ...newPerson(), name: "张伟" }, newPerson()] };
    expect(hasFaults(form, TODAY)).toBe(true);
    const person = { ...newPerson(), name: "张伟", phone: "12", email: "a@b", idNo: "1" };
    expect(["name", "phone", "email", "idNo"].map((field) => personFault(person, field as "name", TODAY))).toEqual([null, "phone", "email", "id.tooShort"]);
    expect(hasFaults({ ...form, persons: [{ ...newPerson(), name: "张伟" }] }, TODAY)).toBe(false);
  });
});
