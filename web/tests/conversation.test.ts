import { describe, expect, it } from "vitest";

import { line } from "./room/samples";
import { byChannel, delivery, joined, newest, stillUnsent } from "@/chat/conversation";

describe("a conversation", () => {
  it("has the server's order whatever order lines arrive in", () => {
    expect(joined([line(2)], [line(3), line(1)]).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("holds a line once that arrives twice", () => {
    const twice = joined(joined([], [line(1), line(2)]), [line(2), line(3)]);
    expect(twice.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("names the newest line, and 0 where there is none", () => {
    expect(newest([line(4), line(7)])).toBe(7);
    expect(newest([])).toBe(0);
  });

  it("keeps lines of the same number in two conversations apart", () => {
    const sorted = byChannel([line(1), line(1, { channel: "side.applicant" }), line(2)]);
    expect([...sorted].map(([channel, lines]) => [channel, lines.map(({ seq }) => seq)])).toEqual([
      ["joint", [1, 2]],
      ["side.applicant", [1]],
    ]);
  });

  const unsent = (id: string) => ({ id, text: "好", channel: "joint", tag: "" as const, failed: false });

  it("no longer shows as unsent what the server has numbered", () => {
    const left = stillUnsent(["mine", "waiting"].map(unsent), [line(1, { author: "me", id: "mine" })], "me");
    expect(left.map(({ id }) => id)).toEqual(["waiting"]);
  });

  it("does not take another person's line of the same id for one's own", () => {
    expect(stillUnsent([unsent("same")], [line(1, { author: "other", id: "same" })], "me")).toHaveLength(1);
  });
});

describe("an own line", () => {
  const own = line(5, { author: "me" });

  it("is delivered as far as the server says that all have it", () => {
    expect([4, 5, 9].map((reached) => delivery(own, reached))).toEqual(["sent", "delivered", "delivered"]);
  });
});
