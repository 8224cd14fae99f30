import { describe, expect, it } from "vitest";

import { requested } from "@/court/courtActs";

const NOTHING = { reason: " ", points: "\n \n", until: "", number: "", on: "" };

describe("what a clerk asks of the server", () => {
  it("is nothing while something is missing", () => {
    expect(requested("admit", NOTHING)).toBeNull();
    expect(requested("correction", NOTHING)).toBeNull();
    expect(requested("accept", { ...NOTHING, number: "1" })).toBeNull();
    expect(requested("verify", NOTHING)).toBeNull();
  });

  it("is one list of corrections, a line each", () => {
    const typed = { ...NOTHING, points: " 补交身份证 \n\n补交营业执照" };
    expect(requested("correction", typed)).toEqual({ do: "correction", points: ["补交身份证", "补交营业执照"], until: null });
  });
});
