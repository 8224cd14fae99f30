import { describe, expect, it } from "vitest";

import { fieldFault, mayStillMend, newParty, partyDraft, plainName } from "@/desk/partyForm";
import { newRoomForm, roomDraft, roomFaults, startsAt, suggestedTitle, templated, worthKeeping, type RoomForm } from "@/desk/roomForm";

const NOW = new Date("2026-11-22T15:20:00Z"); // 23:20 in the courthouse
const TODAY = "2026-11-22";
const CAUSES = [
  { id: "wages", zh: "劳动报酬/拖欠工资", en: "Wages" },
  { id: "new_form", zh: "新就业形态劳动纠纷", en: "New forms" },
  { id: "personnel", zh: "人事争议 (事业单位聘用)", en: "Personnel" },
];

function filled(): RoomForm {
  const form = newRoomForm(NOW);
  form.cause = "wages";
  Object.assign(form.applicants[0] ?? {}, { person: " 张三 ", idNo: "11010519491231002x" });
  Object.assign(form.respondents[0] ?? {}, { company: "鹭岛电子厂", uscc: "91350100 M000100Y43", person: "李四", title: "经理", phone: "0592-2020202", email: " hr@example.com " });
  return form;
}

describe("a new room", () => {
  it("begins at the next full hour of the courthouse, also over midnight", () => {
    const form = newRoomForm(NOW);
    expect([form.day, form.time]).toEqual(["2026-11-23", "00:00"]);
    expect(startsAt(form)).toBe("2026-11-23T00:00:00+08:00");
  });

  it("needs no typing of its title", () => {
    expect(suggestedTitle(newRoomForm(NOW), CAUSES)).toBe("");
    expect(suggestedTitle(filled(), CAUSES)).toBe("张三与鹭岛电子厂劳动报酬争议");
    expect(suggestedTitle({ ...filled(), cause: "personnel" }, CAUSES)).toBe("张三与鹭岛电子厂人事争议");
    expect(suggestedTitle({ ...filled(), cause: "new_form" }, CAUSES)).toBe("张三与鹭岛电子厂新就业形态劳动纠纷");
    const many = { ...filled(), applicants: ["张三", "王五", "赵六"].map((person) => ({ ...newParty("person"), person })) };
    expect(suggestedTitle(many, CAUSES)).toBe("张三等3人与鹭岛电子厂劳动报酬争议");
  });

  it("never suggests a title the server would find too long", () => {
    const form = filled();
    Object.assign(form.respondents[0] ?? {}, { company: "厂".repeat(100) });
    expect(Array.from(suggestedTitle(form, CAUSES)).length).toBeLessThanOrEqual(100);
  });

  it("becomes the body the server takes", () => {
    expect(roomFaults(filled(), TODAY).size).toBe(0);
    expect(roomDraft(filled(), CAUSES)).toEqual({
      title: "张三与鹭岛电子厂劳动报酬争议",
      cause: "wages",
      scheduled_at: "2026-11-23T00:00:00+08:00",
      planned_minutes: 90,
      help_phone: null,
      applicants: [{ kind: "person", name: "张三", id_no: "11010519491231002X", phone: null, email: null, consent: null }],
      respondents: [
        { kind: "company", name: "鹭岛电子厂", uscc: "91350100M000100Y43", representative: "李四", title: "经理", id_no: null, phone: "0592-2020202", email: "hr@example.com", consent: null },
      ],
    });
  });

  it("begins as a template prepares it, and keeps what was typed", () => {
    const template = {
      id: "t",
      own: true,
      name: "两人对一家",
      title: "{respondents}：{applicants}{cause}（调解）",
      cause: "wages",
      applicants: ["person", "person"] as const,
      respondents: ["company"] as const,
      minutes: 60,
      help_phone: "12345",
    };
    const form = templated({ ...filled(), cause: "" }, template);
    expect([form.applicants.length, form.applicants[0]?.person, form.applicants[1]?.person]).toEqual([2, " 张三 ", ""]);
    expect(suggestedTitle(form, CAUSES)).toBe("鹭岛电子厂：张三劳动报酬争议（调解）");
    expect(roomDraft(form, CAUSES)).toMatchObject({ planned_minutes: 60, help_phone: "12345", cause: "wages" });
    expect(suggestedTitle(templated(newRoomForm(NOW), template), CAUSES)).toBe("");
  });

  it("takes along what a party has agreed to already", () => {
    const form = filled();
    Object.assign(form.respondents[0] ?? {}, { agreed: { how: "phone", on: TODAY } });
    expect(roomDraft(form, CAUSES).respondents[0]?.consent).toEqual({ how: "phone", on: TODAY });
  });

  it("names what is missing by the server's paths", () => {
    const faults = roomFaults({ ...newRoomForm(NOW), title: " ", time: "" }, TODAY);
    expect(Array.from(faults.keys())).toEqual([
      "applicants.0.name",
      "respondents.0.name",
      "respondents.0.uscc",
      "respondents.0.representative",
      "respondents.0.title",
      "cause",
      "scheduled_at",
      "title",
    ]);
  });

  it("tells of hidden characters where they are, not in the title made of them", () => {
    const form = filled();
    Object.assign(form.applicants[0] ?? {}, { person: "林\u202e小燕" });
    expect(Array.from(roomFaults(form, TODAY))).toEqual([["applicants.0.name", "hidden"]]);
    expect(Array.from(roomFaults({ ...filled(), title: "甲\u200b乙" }, TODAY))).toEqual([["title", "hidden"]]);
  });

  it("is in this century", () => {
    expect(roomFaults({ ...filled(), day: "1999-12-31" }, TODAY).get("scheduled_at")).toBe("year");
    expect(roomFaults({ ...filled(), day: "12026-11-22" }, TODAY).get("scheduled_at")).toBeDefined();
  });

  it("is worth keeping from the first word on", () => {
    expect(worthKeeping(newRoomForm(NOW))).toBe(false);
    expect(worthKeeping(filled())).toBe(true);
  });
});

describe("a person of a side", () => {
  it("stays the same human when the kind is switched", () => {
    const party = { ...newParty("person"), person: "李四", idNo: "350203199001020013", phone: "13800000000" };
    expect(partyDraft({ ...party, kind: "company", company: "厂", uscc: "91350100M000100Y43", title: "厂长" })).toMatchObject({
      representative: "李四",
      id_no: "350203199001020013",
      phone: "13800000000",
    });
  });

  it("is not scolded for what is still being typed", () => {
    const fault = fieldFault({ ...newParty("person"), idNo: "3502" }, "idNo", TODAY);
    expect(fault).toBe("id.tooShort");
    expect(fault && mayStillMend(fault)).toBe(true);
    expect(mayStillMend("id.checkDigit")).toBe(false);
  });

  it("may leave out ID number and phone, but not write nonsense there", () => {
    const party = newParty("person");
    expect(fieldFault(party, "idNo", TODAY)).toBeNull();
    expect(fieldFault(party, "phone", TODAY)).toBeNull();
    expect(fieldFault({ ...party, phone: "+86 138-0000-0000" }, "phone", TODAY)).toBeNull();
    for (const phone of ["1234", "电话", "+", "1".repeat(21)]) expect(fieldFault({ ...party, phone }, "phone", TODAY)).toBe("phone");
  });

  it("is offered the common form of look-alike characters, and company brackets are left alone", () => {
    expect(plainName("\u2f63\u5343\uf9dc")).toBe("生千隆");
    expect(plainName("鹭岛（厦门）电子")).toBe("鹭岛（厦门）电子");
  });
});
