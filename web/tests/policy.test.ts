import { describe, expect, it } from "vitest";

import { backoffMs, beganAnew, lineQuality, recovery, revival } from "@/link/policy";

describe("the wait before another attempt", () => {
  it("doubles, and stays at two seconds for ever", () => {
    const longest = [1, 2, 3, 4, 50, 5000].map((attempt) => backoffMs(attempt, 0.999999));
    expect(longest).toEqual([400, 800, 1600, 2000, 2000, 2000]);
  });

  it("is spread over half its length, so that a restarted server is not stormed", () => {
    expect(backoffMs(3, 0)).toBe(800);
    expect(backoffMs(3, 0.5)).toBe(1200);
  });
});

describe("a media path", () => {
  it("is left alone while it works", () => {
    expect(recovery("connected", 5)).toBe("none");
    expect(recovery("completed", 0)).toBe("none");
  });

  it("is given time, then restarted twice, then built anew", () => {
    expect([0, 1, 2, 3, 9].map((failures) => recovery("disconnected", failures))).toEqual(["wait", "restart", "restart", "fresh", "fresh"]);
    expect([1, 2, 3].map((failures) => recovery("failed", failures))).toEqual(["restart", "restart", "fresh"]);
    expect([1, 2, 3].map((failures) => recovery("checking", failures))).toEqual(["restart", "restart", "fresh"]);
  });

  it("that is closed cannot be restarted", () => {
    expect(recovery("closed", 0)).toBe("fresh");
  });
});

describe("when the line is back, a media path", () => {
  it("is restarted at once if it is known to be lost", () => {
    const states = ["disconnected", "failed", "checking"] as const;
    expect(states.map((state) => revival(state, Infinity))).toEqual(["restart", "restart", "restart"]);
  });

  it("is restarted though it looks well, if the network has just become another", () => {
    expect([0, 9_999, 10_000, Infinity].map((movedMs) => revival("connected", movedMs))).toEqual(["restart", "restart", "watch", "watch"]);
  });

  it("cannot go on with a server that began anew", () => {
    const answer = (id: number, version: number) => `v=0\r\no=- ${id} ${version} IN IP4 127.0.0.1\r\ns=-\r\n`;
    expect(beganAnew(answer(7, 1), answer(7, 2))).toBe(false);
    expect(beganAnew(answer(7, 1), answer(8, 1))).toBe(true);
  });
});

describe("the banner of a bad line", () => {
  it("waits two seconds, and offers more after fifteen", () => {
    expect([0, 1999, 2000, 14999, 15000].map(lineQuality)).toEqual(["steady", "steady", "shaky", "shaky", "lost"]);
  });
});
