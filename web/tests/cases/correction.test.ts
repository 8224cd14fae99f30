import { describe, expect, it } from "vitest";

import { correctionBody, correctionFault, correctionOf, fieldsIn, GROUPS, rebased, valueOnFile, type OnFile } from "@/cases/page/correction";
import type { CompanyOnFile, PersonOnFile } from "@/contract/http";

const NONE = new Set<never>();
const WORKER: PersonOnFile = {
  ...{ kind: "person", name: "张伟", gender: null, birth_date: null, ethnicity: "汉族", id_type: "resident_id", id_no_masked: "110101********0070" },
  ...{ employer: null, occupation: null, domicile: "旧地址", habitual_residence: null, phone_masked: "138****1234", email: null },
};
const COMPANY: CompanyOnFile = {
  ...{ kind: "company", name: "某某公司", uscc: "91350100M000100Y43", entity_type: null, domicile: null, contact: null },
  representative: { name: "李静", title: "经理", id_no_masked: null, phone_masked: "025****5678", email: "li@example.org" },
};

describe("putting a participant right", () => {
  it("shows every field once, and opens with what is on file but for numbers", () => {
    for (const kind of ["person", "company"] as const) {
      expect(GROUPS[kind].flatMap(({ fields }) => fields).sort()).toEqual(fieldsIn(kind).sort());
    }
    expect(correctionOf(WORKER)).toMatchObject({ person: "张伟", ethnicity: "汉族", idType: "resident_id", domicile: "旧地址", idNo: "", phone: "" });
    expect(correctionOf(COMPANY)).toMatchObject({ company: "某某公司", person: "李静", title: "经理", email: "li@example.org" });
    expect([valueOnFile(WORKER, "idNo"), valueOnFile(COMPANY, "phone"), valueOnFile(COMPANY, "idNo")]).toEqual(["110101********0070", "025****5678", ""]);
  });

  it("sends what was changed and nothing else", () => {
    const form = correctionOf(WORKER);
    expect(correctionBody(WORKER, form, NONE)).toBeNull();
    Object.assign(form, { domicile: " 新地址 ", ethnicity: "", idNo: "11010519491231002x" });
    expect(correctionBody(WORKER, form, new Set(["phone"] as const))).toEqual({
      ...{ kind: "person", domicile: "新地址", ethnicity: null, id_no: "11010519491231002X", phone: null },
    });
    const unit = correctionOf(COMPANY);
    unit.person = "李婧";
    expect(correctionBody(COMPANY, unit, NONE)).toEqual({ kind: "company", representative: { name: "李婧" } });
  });

  it("checks an identity number as such, and the number of another paper not", () => {
    const form = correctionOf(WORKER);
    expect(correctionFault(form, "idNo", "2026-11-22")).toBeNull();
    Object.assign(form, { idNo: "E12345678" });
    expect(correctionFault(form, "idNo", "2026-11-22")).toMatch(/^id\./);
    form.idType = "passport";
    expect(correctionFault(form, "idNo", "2026-11-22")).toBeNull();
    form.person = " ";
    expect(correctionFault(form, "person", "2026-11-22")).toBe("missing");
  });

  it("never overwrites unseen what somebody else changed meanwhile", () => {
    const form = correctionOf(WORKER);
    Object.assign(form, { domicile: "我写的地址", phone: "13900000000" });
    const now: OnFile = { ...WORKER, domicile: "他写的地址", email: "zhang@example.org", phone_masked: "137****0000" };
    expect([...rebased(WORKER, now, form, NONE)]).toEqual([
      ["phone", "137****0000"],
      ["domicile", "他写的地址"],
    ]);
    expect(form).toMatchObject({ domicile: "我写的地址", email: "zhang@example.org" });
    expect(correctionBody(now, form, NONE)).toEqual({ kind: "person", domicile: "我写的地址", phone: "13900000000" });
  });
});
