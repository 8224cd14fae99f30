import { mount } from "./mounting";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { inviteMessage } from "@/desk/inviteMessage";
import { seatState } from "@/desk/seatState";
import { newlyWaiting } from "@/desk/waiting";
import { useWatched } from "@/desk/watched";
import { speak } from "@/i18n/language";

describe("those who wait", () => {
  it("are told once, and again when one more comes", () => {
    const none = new Map<string, number>();
    const one = new Map([["a", 1], ["b", 0]]);
    expect(newlyWaiting(none, one)).toEqual(["a"]);
    expect(newlyWaiting(one, one)).toEqual([]);
    expect(newlyWaiting(one, new Map([["a", 2], ["b", 0]]))).toEqual(["a"]);
    expect(newlyWaiting(one, new Map([["a", 0]]))).toEqual([]);
  });
});

describe("a seat's state", () => {
  it("is one word for every place and presence", () => {
    const said = (["outside", "lobby", "joint", "removed"] as const).map((place) =>
      (["away", "here", "reconnecting"] as const).map((presence) => seatState({ place, presence })),
    );
    expect(said).toEqual([
      ["outside", "preparing", "reconnecting"],
      ["waitingLost", "waiting", "reconnecting"],
      ["insideLost", "inside", "reconnecting"],
      ["removed", "removed", "removed"],
    ]);
  });
});

describe("the letter to a party", () => {
  const facts = {
    name: "李四",
    onBehalfOf: "鹭岛电子厂",
    title: "张三与鹭岛电子厂劳动报酬争议",
    scheduledAt: "2026-11-23T06:00:00Z",
    url: "https://example.org/j/secret",
    organisation: "海沧区调解中心",
    mediator: "陈调解",
    helpPhone: "0592-1234567",
  };
  afterEach(() => speak("zh"));

  it("says who, what, when and how, in Chinese whatever the page speaks", () => {
    const zh = inviteMessage(facts);
    speak("en");
    expect(inviteMessage(facts)).toBe(zh);
    for (const part of ["李四（鹭岛电子厂），您好", facts.title, "11月23日星期一 14:00", facts.url, "0592-1234567", "海沧区调解中心 调解员陈调解"]) {
      expect(zh).toContain(part);
    }
    expect(zh.split("\n")).toContain(facts.url);
  });

  it("has no empty lines where nothing is known", () => {
    expect(inviteMessage({ ...facts, helpPhone: "", organisation: "", mediator: "" })).not.toMatch(/\n\n|\n$/);
  });
});

describe("what a page keeps in view", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("is asked every five seconds and keeps the last answer when one fails", async () => {
    const answers: (() => Promise<number>)[] = [async () => 1, async () => Promise.reject(new Error("away")), async () => 3];
    let asked = 0;
    const watched = mount(() => useWatched(() => (answers[asked++] ?? (async () => asked))()));
    await vi.advanceTimersByTimeAsync(0);
    expect([watched.now.value, watched.failure.value]).toEqual([1, null]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(watched.now.value).toBe(1);
    expect(watched.failure.value?.code).toBe("unexpected");
    await vi.advanceTimersByTimeAsync(5000);
    expect([watched.now.value, watched.failure.value]).toEqual([3, null]);
  });

  it("drops an answer that a later question has overtaken", async () => {
    const late: ((value: string) => void)[] = [];
    const watched = mount(() => useWatched(() => new Promise<string>((resolve) => late.push(resolve))));
    void watched.look();
    late[1]?.("new");
    await vi.advanceTimersByTimeAsync(0);
    late[0]?.("old");
    await vi.advanceTimersByTimeAsync(0);
    expect(watched.now.value).toBe("new");
  });
});
