import { describe, expect, it } from "vitest";

import { codeOfPaper, toldOf } from "@/verify/verdict";
import type { Check, Verification } from "@/contract/http";

const found = (kind: Verification["kind"], verdict: Verification["verdict"], checks: Record<string, Check["result"]> = {}, test = false): Verification => ({
  kind,
  verdict,
  test,
  registered: false,
  sha256: "",
  codes: [],
  signatures: [],
  checks: Object.entries(checks).map(([id, result]) => ({ id, result, sentence: { zh: id, en: id } })),
  not_proved: [],
});

describe("the answer in one word", () => {
  it("never says of a file that was not read to the end that it is unchanged", () => {
    expect(toldOf(found("unknown", "untrusted", { "file.size": "unchecked" }))).toBe("unchecked");
    expect(toldOf(found("agreement", "untrusted", {}))).toBe("untrusted");
  });

  it("says of test signatures that they are such", () => {
    expect(toldOf(found("agreement", "untrusted", {}, true))).toBe("trial");
    expect(toldOf(found("agreement", "holds"))).toBe("holds");
  });

  it("calls a photograph no paper, and a changed paper changed", () => {
    expect(toldOf(found("unknown", "broken", { "file.form": "broken" }))).toBe("unread");
    expect(toldOf(found("unknown", "broken", { "pdf.closing": "broken" }))).toBe("broken");
    expect(toldOf(found("agreement", "broken", { "signature.party_1": "broken" }))).toBe("broken");
  });

  it("tells a whole file from elsewhere from one that was changed", () => {
    expect(toldOf(found("agreement", "broken", { "pdf.form": "holds", registry: "broken" }))).toBe("foreign");
    expect(toldOf(found("agreement", "broken", { "pdf.code": "broken", registry: "broken" }))).toBe("broken");
  });
});

describe("the code of the paper in the hand", () => {
  it("is what stands behind the # and nothing else", () => {
    expect(codeOfPaper("#a1b2-c3d4")).toBe("a1b2-c3d4");
    expect(codeOfPaper("#A1B2-C3D4<b>")).toBeNull();
    expect(codeOfPaper("")).toBeNull();
  });
});
