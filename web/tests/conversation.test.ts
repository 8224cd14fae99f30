import { describe, expect, it } from "vitest";

import { delivery, joined, newest, stillUnsent } from "@/chat/conversation";
import type { ChatLine, SeatView } from "@/contract/socket";

function line(seq: number, author = "a", id = `line-${seq}`): ChatLine {
  return { seq, id, author, name: author, zone: "Z2", at: "2026-11-22T06:00:00Z", text: `第${seq}条` };
}

function seat(id: string, received: number, place: SeatView["place"] = "joint"): SeatView {
  return { seat: id, role: "party", side: "applicant", name: id, on_behalf_of: null, place, presence: "here", microphone: true, camera: true, received };
}

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

  it("no longer shows as unsent what the server has numbered", () => {
    const unsent = ["mine", "waiting"].map((id) => ({ id, text: "好", failed: false }));
    expect(stillUnsent(unsent, [line(1, "me", "mine")], "me").map(({ id }) => id)).toEqual(["waiting"]);
  });

  it("does not take another person's line of the same id for one's own", () => {
    expect(stillUnsent([{ id: "same", text: "好", failed: false }], [line(1, "other", "same")], "me")).toHaveLength(1);
  });
});

describe("an own line", () => {
  it("is delivered once everybody else at the table has it", () => {
    expect(delivery(line(5, "me"), [seat("me", 0), seat("a", 5), seat("b", 4)], "me")).toBe("sent");
    expect(delivery(line(5, "me"), [seat("me", 0), seat("a", 5), seat("b", 9)], "me")).toBe("delivered");
  });

  it("does not wait for those in the lobby, and reaches nobody at an empty table", () => {
    expect(delivery(line(5, "me"), [seat("a", 5), seat("b", 0, "lobby")], "me")).toBe("delivered");
    expect(delivery(line(5, "me"), [seat("me", 5), seat("b", 0, "lobby")], "me")).toBe("sent");
  });
});
