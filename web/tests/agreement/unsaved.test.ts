import { beforeEach, describe, expect, it } from "vitest";

import { UnsavedFields } from "@/agreement/unsaved";
import type { DraftSet } from "@/contract/socket";
import { DONE, field, held, Line, part, refused, view } from "./samples";

const AMOUNT = ["clause-1", "amount"] as const;
let line: Line<DraftSet>;

function fields(): UnsavedFields {
  line = new Line();
  return new UnsavedFields(sessionStorage, "unsaved", line.send);
}

function amount(value: string, version: number, by?: string) {
  return view([part("clause-1", "payment", [field("amount", value, version, by)])]);
}

const EMPTY = view([part("clause-1")]);

beforeEach(() => sessionStorage.clear());

describe("a field that is typed in", () => {
  it("names the version it was typed against, and is saved once the view shows it", async () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 3));
    unsaved.type(...AMOUNT, "2.00");
    expect(unsaved.state(...AMOUNT)).toBe("unsaved");
    void unsaved.save(...AMOUNT);
    expect(line.sent).toEqual([{ part: "clause-1", field: "amount", saw: 3, value: "2.00" }]);
    expect(unsaved.state(...AMOUNT)).toBe("saving");
    await line.answer(DONE);
    expect(unsaved.value(...AMOUNT)).toBe("2.00");
    unsaved.seen(amount("2.00", 4));
    expect([unsaved.state(...AMOUNT), unsaved.entries.value.size, sessionStorage.length]).toEqual(["saved", 0, 0]);
  });

  it("is not taken for a clash where the view comes before the answer", async () => {
    const unsaved = fields();
    unsaved.seen(EMPTY);
    unsaved.type(...AMOUNT, "2.00");
    void unsaved.save(...AMOUNT);
    unsaved.seen(amount("2.00", 1));
    await line.answer(DONE);
    expect([unsaved.state(...AMOUNT), unsaved.entries.value.size]).toEqual(["saved", 0]);
  });

  it("sends what was typed on during the first answer, against the version that answer made", async () => {
    const unsaved = fields();
    unsaved.seen(EMPTY);
    unsaved.type(...AMOUNT, "2");
    void unsaved.save(...AMOUNT);
    unsaved.type(...AMOUNT, "25");
    await line.answer(DONE);
    unsaved.seen(amount("2.00", 1));
    expect(line.sent.map(({ saw, value }) => [saw, value])).toEqual([[0, "2"], [1, "25"]]);
    await line.answer(DONE);
    unsaved.seen(amount("25", 2));
    expect(unsaved.settled).toBe(true);
  });

  it("sends nothing where the same stands there again", () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "1.0");
    unsaved.type(...AMOUNT, "1.00");
    void unsaved.save(...AMOUNT);
    expect([line.sent.length, unsaved.entries.value.size]).toEqual([0, 0]);
  });

  it("is saved where the server says that the same stood there already, and what is typed then goes out", async () => {
    const unsaved = fields();
    unsaved.seen(amount("1000.00", 3));
    for (const typed of ["1000", "2000"]) {
      unsaved.type(...AMOUNT, typed);
      void unsaved.save(...AMOUNT);
      await line.answer(held(1));
    }
    expect(line.sent.map(({ saw, value }) => [saw, value])).toEqual([[3, "1000"], [3, "2000"]]);
    expect([unsaved.underWay, unsaved.entries.value.size]).toEqual([false, 0]);
    unsaved.type(...AMOUNT, "3000");
    void unsaved.save(...AMOUNT);
    await line.answer(held(2));
    expect([unsaved.underWay, unsaved.value(...AMOUNT)]).toEqual([true, "3000"]);
    unsaved.seen({ ...amount("3000.00", 4), draft_version: 2 });
    expect(unsaved.underWay).toBe(false);
  });

  it("keeps what the server would not take, with its reason, until it is typed anew or given up", async () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "一百");
    void unsaved.save(...AMOUNT);
    await line.answer(refused("money.shape"));
    expect([unsaved.state(...AMOUNT), unsaved.value(...AMOUNT), unsaved.settled]).toEqual(["refused", "一百", false]);
    unsaved.type(...AMOUNT, "100");
    expect(unsaved.state(...AMOUNT)).toBe("unsaved");
    unsaved.drop(...AMOUNT);
    expect(unsaved.value(...AMOUNT)).toBe("1.00");
  });
});

describe("two hands at one field", () => {
  it("clash as soon as the other text is seen, and both are kept", () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "2.00");
    unsaved.seen(amount("3.00", 2, "李静"));
    expect([unsaved.state(...AMOUNT), unsaved.value(...AMOUNT)]).toEqual(["clash", "2.00"]);
    void unsaved.save(...AMOUNT);
    expect(line.sent).toEqual([]);
  });

  it("clash by the server's answer, though the view comes later", async () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "2.00");
    void unsaved.save(...AMOUNT);
    await line.answer(refused("draft.clash"));
    unsaved.seen(amount("3.00", 2));
    expect(unsaved.state(...AMOUNT)).toBe("clash");
  });

  it("may keep the own text, now against the other's version", async () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "2.00");
    unsaved.seen(amount("3.00", 2));
    void unsaved.keepMine(...AMOUNT);
    expect(line.sent).toEqual([{ part: "clause-1", field: "amount", saw: 2, value: "2.00" }]);
    await line.answer(DONE);
    unsaved.seen(amount("2.00", 3));
    expect(unsaved.settled).toBe(true);
  });

  it("may take the other text", () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "2.00");
    unsaved.seen(amount("3.00", 2));
    unsaved.drop(...AMOUNT);
    expect([unsaved.state(...AMOUNT), unsaved.value(...AMOUNT)]).toEqual(["saved", "3.00"]);
  });

  it("that wrote the same do not clash", () => {
    const unsaved = fields();
    unsaved.seen(amount("1.00", 1));
    unsaved.type(...AMOUNT, "3.00");
    unsaved.seen(amount("3.00", 2));
    expect([unsaved.state(...AMOUNT), unsaved.entries.value.size]).toEqual(["saved", 0]);
  });
});

describe("a lost line", () => {
  it("keeps what was typed, and sends it with the next one", async () => {
    const unsaved = fields();
    unsaved.seen(EMPTY);
    unsaved.type(...AMOUNT, "2.00");
    void unsaved.save(...AMOUNT);
    await line.answer(refused("offline"));
    expect(unsaved.state(...AMOUNT)).toBe("waiting");
    unsaved.flush();
    expect(line.sent.map(({ saw, value }) => [saw, value])).toEqual([[0, "2.00"], [0, "2.00"]]);
  });

  it("that swallowed only the answer does not make one's own text a clash", async () => {
    const unsaved = fields();
    unsaved.seen(EMPTY);
    unsaved.type(...AMOUNT, "2.00");
    void unsaved.save(...AMOUNT);
    unsaved.type(...AMOUNT, "2.005");
    await line.answer(refused("offline"));
    unsaved.seen(amount("2.00", 1));
    expect(line.sent[1]).toEqual({ part: "clause-1", field: "amount", saw: 1, value: "2.005" });
    expect(unsaved.state(...AMOUNT)).toBe("saving");
  });

  it("and a reload lose nothing", () => {
    const before = fields();
    before.seen(amount("1.00", 4));
    before.type(...AMOUNT, "2.00");
    const after = fields();
    after.flush();
    expect(line.sent, "before it is known what stands there").toEqual([]);
    after.seen(amount("1.00", 4));
    expect(line.sent).toEqual([{ part: "clause-1", field: "amount", saw: 4, value: "2.00" }]);
  });

  it("and a reload show as a clash what somebody changed meanwhile", () => {
    const before = fields();
    before.seen(amount("1.00", 4));
    before.type(...AMOUNT, "2.00");
    const after = fields();
    after.seen(amount("9.00", 5));
    expect([after.state(...AMOUNT), line.sent.length]).toEqual(["clash", 0]);
  });

  it("lets go of what was typed into a clause that is gone", () => {
    const unsaved = fields();
    unsaved.seen(EMPTY);
    unsaved.type(...AMOUNT, "2.00");
    unsaved.seen(view([part("clause-2")]));
    expect(unsaved.entries.value.size).toBe(0);
  });
});
