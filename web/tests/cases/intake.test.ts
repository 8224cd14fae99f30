import { describe, expect, it } from "vitest";

import { caseDraft, caseFaults, isWorthKeeping, newCaseForm, participantsOf, type CaseForm } from "@/cases/intake/caseForm";
import { newParticipant, serverName } from "@/cases/intake/participantForm";

const NOW = new Date("2026-11-22T03:00:00Z");
const TODAY = "2026-11-22";

function filled(): CaseForm {
  const form = newCaseForm(NOW);
  Object.assign(form, { lane: "WEITUO", procedure: "summary", court: "c1", courtCaseNo: " （2026）苏0102民初1号 ", materialReceivedOn: "2026-11-20", cause: "wages" });
  Object.assign(form.people.applicant[0] ?? {}, { person: "张三", idNo: "11010519491231002x", phone: "13800001111", consent: { answer: "yes", how: "phone", on: TODAY } });
  Object.assign(form.people.respondent[0] ?? {}, { company: "鹭岛电子厂", uscc: "91350100M000100Y43", person: "李四", title: "经理", entityType: "company" });
  return form;
}

describe("a case being entered", () => {
  it("becomes the body the server takes", () => {
    expect([...caseFaults(filled(), TODAY)]).toEqual([]);
    const draft = caseDraft(filled(), false);
    expect(draft).toMatchObject({ lane: "WEITUO", procedure: "summary", court: "c1", court_case_no: "（2026）苏0102民初1号", material_received_on: "2026-11-20", received_on: TODAY, take: false });
    expect(draft.participants).toMatchObject([
      { standing: "applicant", who: { kind: "person", name: "张三", id_no: "11010519491231002X", gender: null, id_type: null }, consent: { given: true, how: "phone", on: TODAY } },
      { standing: "respondent", who: { kind: "company", name: "鹭岛电子厂", entity_type: "company", representative: { name: "李四", title: "经理", phone: null } }, consent: null },
    ]);
  });

  it("names what is missing by the server's paths", () => {
    const form = newCaseForm(NOW);
    form.lane = "WEITUO";
    expect([...caseFaults(form, TODAY).keys()].slice(0, 6)).toEqual(["procedure", "court", "court_case_no", "material_received_on", "cause", "participants.0.who.name"]);
    Object.assign(form.people.applicant[0] ?? {}, { consent: { answer: "no", how: "", on: "2026-12-01" } });
    const faults = caseFaults(form, TODAY);
    expect([faults.get("participants.0.consent.how"), faults.get("participants.0.consent.on"), faults.get("participants.1.who.representative.name")]).toEqual(["how", "future", "missing"]);
  });

  it("counts third parties after both sides", () => {
    const form = filled();
    form.people.third_party = [newParticipant("person", TODAY)];
    form.people.applicant.push(newParticipant("person", TODAY));
    expect(participantsOf(form).map(({ path, standing }) => `${path} ${standing}`)).toEqual([
      "participants.0 applicant",
      "participants.1 applicant",
      "participants.2 respondent",
      "participants.3 third_party",
    ]);
  });

  it("leaves out what the lane does not ask for", () => {
    const own = { ...filled(), lane: "SELF", take: true };
    expect(caseDraft(own, true)).toMatchObject({ procedure: null, court: null, court_case_no: null, material_received_on: null, take: true, alike_seen: true });
    expect(caseFaults(own, TODAY).size).toBe(0);
  });

  it("takes other papers than an identity card as they are", () => {
    const form = filled();
    Object.assign(form.people.applicant[0] ?? {}, { idType: "passport", idNo: "E1234567" });
    expect(caseFaults(form, TODAY).size).toBe(0);
    expect(caseDraft(form, false).participants[0]?.who).toMatchObject({ id_type: "passport", id_no: "E1234567" });
  });

  it("is kept once something is typed", () => {
    expect([isWorthKeeping(newCaseForm(NOW)), isWorthKeeping(filled())]).toEqual([false, true]);
  });

  it("asks for a company's people below its representative", () => {
    expect(["person", "title", "idNo", "company", "uscc"].map((field) => serverName("company", field as "person"))).toEqual([
      "representative.name",
      "representative.title",
      "representative.id_no",
      "name",
      "uscc",
    ]);
  });
});
