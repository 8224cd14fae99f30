import { describe, expect, it } from "vitest";

import { inkFault, inkOf, padLines, typedInk, type PadPoint } from "@/agreement/ink";

const PAD = { width: 320, height: 144 };

function stroke(from: [number, number], to: [number, number], points = 30, start = 5000): PadPoint[] {
  return Array.from({ length: points }, (_, at) => {
    const part = at / (points - 1);
    return { x: from[0] + (to[0] - from[0]) * part, y: from[1] + (to[1] - from[1]) * part, time: start + at * 10, pressure: 0.5 };
  });
}

describe("ink", () => {
  it("is in thousandths of the pad's width, and milliseconds from the first touch", () => {
    const ink = inkOf([stroke([0, 0], [320, 144], 2)], PAD);
    expect(ink).toEqual({ strokes: [{ points: [0, 0, 0, 128, 1000, 450, 10, 128] }], height: 450, typed: null });
  });

  it("is the same on a pad of any size", () => {
    const small = inkOf([stroke([32, 32], [288, 96])], PAD);
    const large = { width: 960, height: 432 };
    const lines = padLines(small, large, 20_000);
    expect(Math.max(...(lines[0] ?? []).map(({ x }) => x))).toBeCloseTo(864, 0);
    expect(inkOf(lines, large)).toEqual(small);
  });

  it("stays inside the pad where the hand left it", () => {
    const { strokes } = inkOf([stroke([-50, -20], [400, 300], 2)], PAD);
    expect(strokes[0]?.points).toEqual([0, 0, 0, 128, 1000, 450, 10, 128]);
  });

  it("keeps to what the wire takes, however long somebody draws", () => {
    const ink = inkOf([stroke([0, 0], [320, 100], 5000)], PAD);
    expect(ink.strokes[0]?.points).toHaveLength(3200);
    expect(ink.strokes[0]?.points.slice(-4, -2)).toEqual([1000, 313]);
  });

  it("says a pad without pressure by the middle value", () => {
    const flat = stroke([0, 0], [300, 100], 2).map((point) => ({ ...point, pressure: 0 }));
    expect(inkOf([flat], PAD).strokes[0]?.points[3]).toBe(128);
  });
});

describe("a signature", () => {
  const fault = (...lines: PadPoint[][]) => inkFault(inkOf(lines, PAD));

  it("has to be there", () => expect(fault()).toBe("empty"));
  it("has to be more than a dot", () => expect(fault(stroke([100, 70], [110, 75]))).toBe("small"));
  it("has to be more than a dash", () => expect(fault(stroke([100, 70], [180, 70], 5))).toBe("simple"));
  it("may not be a scribble without end", () => {
    const strokes = Array.from({ length: 61 }, (_, at) => stroke([at, 10], [at + 100, 120]));
    expect(fault(...strokes)).toBe("long");
  });
  it("is one when it looks like a name", () => {
    expect(fault(stroke([40, 40], [140, 100]), stroke([150, 30], [150, 120], 30, 9000))).toBeNull();
  });
});

describe("a typed name", () => {
  it("has no strokes", () => expect(typedInk("张伟")).toEqual({ strokes: [], height: 450, typed: "张伟" }));
});
