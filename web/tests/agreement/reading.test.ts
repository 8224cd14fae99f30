import { beforeEach, describe, expect, it } from "vitest";

import { ReadingCounter } from "@/agreement/ReadingCounter";
import type { AgreementRead } from "@/contract/socket";
import { DONE, Line, refused } from "./samples";

const DIGEST = "d".repeat(64);
let line: Line<AgreementRead>;
let looked: boolean;
let done: boolean;

function counter(): ReadingCounter {
  return new ReadingCounter(DIGEST, line.send, () => done, () => looked);
}

beforeEach(() => {
  line = new Line();
  looked = true;
  done = false;
});

function tick(reading: ReadingCounter, times: number): void {
  for (let second = 0; second < times; second++) reading.tick();
}

describe("the reading", () => {
  it("tells a page's first second at once, and the rest in steps", async () => {
    const reading = counter();
    reading.shown(1, true);
    tick(reading, 1);
    await line.answer(DONE);
    tick(reading, 4);
    expect(line.sent).toEqual([1, 2, 2].map((seconds) => ({ digest: DIGEST, page: 1, seconds })));
  });

  it("counts every page that is before the eyes, and no other", () => {
    const reading = counter();
    reading.shown(1, true);
    reading.shown(2, true);
    tick(reading, 1);
    reading.shown(1, false);
    tick(reading, 1);
    expect(line.sent.map(({ page }) => page)).toEqual([1, 2, 2]);
  });

  it("does not count while nobody looks at the tab", () => {
    const reading = counter();
    reading.shown(1, true);
    looked = false;
    tick(reading, 30);
    expect(line.sent).toEqual([]);
  });

  it("tells later what found no line, and loses no second", async () => {
    const reading = counter();
    reading.shown(3, true);
    tick(reading, 1);
    await line.answer(refused("offline"));
    tick(reading, 1);
    expect(line.sent.map(({ seconds }) => seconds)).toEqual([1, 2]);
  });

  it("tells the rest when the page is left", async () => {
    const reading = counter();
    reading.shown(1, true);
    tick(reading, 1);
    await line.answer(DONE);
    tick(reading, 1);
    reading.shown(1, false);
    expect(line.sent.map(({ seconds }) => seconds)).toEqual([1, 1]);
  });

  it("keeps quiet once all is read", async () => {
    const reading = counter();
    reading.shown(1, true);
    tick(reading, 1);
    await line.answer(DONE);
    done = true;
    tick(reading, 29);
    expect(line.sent).toHaveLength(1);
    reading.stop();
    expect(line.sent[1]?.seconds).toBe(29);
  });
});
