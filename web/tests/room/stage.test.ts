import { describe, expect, it } from "vitest";

import { seat, view } from "./samples";
import { arranged, focusOf, grid, startOf } from "@/room/layouts";
import { here } from "@/room/where";

const me = seat("me");
const shape = (count: number, width: number, height: number) => {
  const { columns, rows } = grid(count, width, height);
  return `${columns}x${rows}`;
};

describe("the grid", () => {
  it("goes by number, size and orientation", () => {
    expect([1, 2, 3, 4, 6, 9].map((count) => shape(count, 1000, 640))).toEqual(["1x1", "2x1", "2x2", "2x2", "3x2", "3x3"]);
    expect([1, 2, 3, 4, 6].map((count) => shape(count, 360, 600))).toEqual(["1x1", "1x2", "1x3", "2x2", "2x3"]);
    expect([2, 3, 4].map((count) => shape(count, 360, 218))).toEqual(["2x1", "2x2", "2x2"]);
  });

  it("never has more places than it needs in a row, nor too few", () => {
    for (let count = 1; count <= 16; count++) {
      const { columns, rows } = grid(count, 800, 500);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * (rows - 1)).toBeLessThan(count);
    }
  });

  it("puts a last row that is not full in the middle", () => {
    expect([0, 1, 2].map((at) => startOf(at, 3, 2))).toEqual([1, 3, 2]);
    expect([3, 4].map((at) => startOf(at, 5, 3))).toEqual([2, 4]);
  });
});

describe("what stands large", () => {
  const [a, b] = [seat("a"), seat("b", { screen: true })];

  it("is a shared screen as long as it is shared", () => {
    expect(focusOf(view(me, [a, b]), null)).toEqual({ seat: b, kind: "screen" });
    expect(focusOf(view(me, [a, seat("b")]), null)).toBeNull();
  });

  it("is first one's own choice, and last the mediator's", () => {
    expect(focusOf(view(me, [a, b], { spotlight: "b" }), "a")).toEqual({ seat: a, kind: "face" });
    expect(focusOf(view(me, [a], { spotlight: "a" }), null)).toEqual({ seat: a, kind: "face" });
  });

  it("is nobody who is not here", () => {
    const gone = seat("gone", { place: "caucus", inside: "x" });
    expect(focusOf(view(me, [a, gone], { spotlight: "gone" }), "gone")).toBeNull();
  });
});

describe("the tiles", () => {
  const kinds = (room: ReturnType<typeof view>, pinned: string | null = null, mirror = true, strip = false) =>
    arranged(room, pinned, mirror, strip).tiles.map((tile) => `${tile.kind} ${tile.seat.seat}`);

  it("leave out what is large, and keep the screen where a face is", () => {
    const room = view(me, [seat("a"), seat("b", { screen: true })]);
    expect(kinds(room)).toEqual(["face a", "face b", "face me"]);
    expect(kinds(room, "a")).toEqual(["screen b", "face b", "face me"]);
    expect(kinds(room, null, true, true)).toEqual(["screen b", "face a", "face b", "face me"]);
  });

  it("have the own picture in a corner while there is one other at most, and nowhere where it is not wanted", () => {
    expect(arranged(view(me, [seat("a")]), null, true, false)).toMatchObject({ inset: true });
    expect(kinds(view(me, [seat("a")]))).toEqual(["face a"]);
    expect(arranged(view(me, [seat("a")]), null, false, false)).toMatchObject({ inset: false });
    expect(kinds(view(me, [seat("a"), seat("b")]), null, false)).toEqual(["face a", "face b"]);
  });
});

describe("who is here", () => {
  const ids = (room: ReturnType<typeof view>) => here(room).map((one) => one.seat);
  const inside = { place: "caucus", inside: "c" } as const;

  it("is who is in the same private talk, and nobody of another", () => {
    const room = view(seat("me", inside), [seat("a", inside), seat("b", { place: "caucus", inside: "other" }), seat("c")]);
    expect(ids(room)).toEqual(["me", "a"]);
  });

  it("is no mediator who is said to be about while the table is without one", () => {
    const mediator = seat("mediator", { role: "mediator", side: "neutral", microphone: false, camera: false });
    expect(ids(view(me, [mediator], { paused: true }))).toEqual(["me"]);
    expect(ids(view(me, [mediator]))).toEqual(["me", "mediator"]);
  });
});
