import { describe, expect, it } from "vitest";

import { seat } from "./samples";
import { heardBy, namesOf, shortened } from "@/room/audience";

const hears = (id: string) => ({ seat: id, microphone: true, camera: true, screen: false });
const seats = ["张三", "李四", "王五"].map((name) => seat(name));

describe("who hears me", () => {
  it("is who the relay says, by name, in the order of the seats", () => {
    expect(heardBy([hears("王五"), hears("张三")], seats, true, true)).toEqual({ by: "some", names: ["张三", "王五"] });
  });

  it("is nobody where only the picture goes out", () => {
    expect(heardBy([{ ...hears("张三"), microphone: false }], seats, true, true)).toEqual({ by: "nobody" });
    expect(heardBy([], seats, true, true)).toEqual({ by: "nobody" });
  });

  it("is nobody with a microphone that is off, whatever was told before", () => {
    expect(heardBy([hears("张三")], seats, false, true)).toEqual({ by: "off" });
  });

  it("is not claimed while the line is shaky or has told nothing", () => {
    expect(heardBy([hears("张三")], seats, true, false)).toEqual({ by: "unknown" });
    expect(heardBy(null, seats, true, true)).toEqual({ by: "unknown" });
  });

  it("names nobody who is not in the view", () => {
    expect(namesOf([hears("stranger")], seats)).toEqual([]);
  });

  it("is shortened when they are many", () => {
    expect(shortened(["a", "b", "c", "d"])).toEqual({ named: ["a", "b", "c", "d"], rest: 0 });
    expect(shortened(["a", "b", "c", "d", "e"])).toEqual({ named: ["a", "b", "c"], rest: 2 });
  });
});
