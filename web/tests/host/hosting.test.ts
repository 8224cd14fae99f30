import { describe, expect, it } from "vitest";

import { gate, row } from "./samples";
import { seat, view } from "../room/samples";
import type { Phase } from "@/contract/socket";
import { expected, isReady, offers, planned, staying } from "@/host/hosting";
import { actsOn } from "@/host/personActs";

const host = seat("mediator", { role: "mediator", side: "neutral" });
const co = seat("co", { role: "co_mediator", side: "neutral" });
const zhang = seat("zhang");
const li = seat("li", { side: "respondent" });
const offered = (phase: Phase, you = host, others = [zhang], other = {}) =>
  Object.entries(offers(view(you, others, { phase, ...other })))
    .filter(([, may]) => may)
    .map(([name]) => name);

describe("what the host is offered", () => {
  it("follows the phase of the session", () => {
    expect(offered("lobby")).toEqual(["open", "moderate", "tell", "disclose", "screen", "seats", "suspend", "extend", "close"]);
    expect(offered("joint")).toEqual(["caucus", "moderate", "tell", "disclose", "screen", "seats", "rest", "suspend", "extend", "close"]);
    expect(offered("break")).toContain("endRest");
    expect(offered("break")).not.toContain("caucus");
    expect(offered("interrupted", { ...host, place: "lobby" })).toEqual(["screen", "seats", "resume", "extend", "close"]);
    expect(offered("caucus", { ...host, place: "caucus", inside: "c" })).toContain("back");
  });

  it("comes to a co-mediator only while the host is away", () => {
    expect(offered("joint", co, [host, zhang])).toEqual(["disclose"]);
    expect(offered("joint", co, [{ ...host, presence: "reconnecting" }, zhang])).toEqual(["caucus", "disclose", "takeOver"]);
    expect(offered("joint", co, [{ ...host, presence: "away" }], { cleared: false })).not.toContain("takeOver");
  });
});

describe("who is expected at the table", () => {
  const waits = (name: string, other = {}) => seat(name, { place: "lobby", ...other });
  const named = (room: ReturnType<typeof view>) => expected(room).map(({ seat: one }) => one.seat);

  it("is whoever waits, is there and is not held back", () => {
    const room = view(host, [waits("a"), waits("b", { presence: "away" }), waits("c"), waits("d", { place: "check" }), zhang], {
      desk: [row("a"), row("b"), row("c", { hold_reason: "等一等" }), row("d"), row("zhang")],
    });
    expect(named(room)).toEqual(["a", "d"]);
  });

  it("is ready when cleared, until something comes up", () => {
    expect([isReady(row("a")), isReady(row("a", { cleared: false })), isReady(row("a", { persons: [gate("a", { missing: ["disclosure"] })] }))]).toEqual([true, false, false]);
  });
});

describe("who stays in the joint room", () => {
  it("is told before the mediator goes, without those who come along", () => {
    expect(staying(view(host, [zhang, li]), ["zhang"]).guests.map(({ name }) => name)).toEqual(["li"]);
    expect(staying(view(host, [zhang, co])).leader?.name).toBe("co");
    expect(staying(view({ ...host, place: "check", inside: "li" }, [zhang])).guests).toEqual([]);
    expect(staying(view(host, [zhang], { phase: "lobby" })).guests).toEqual([]);
  });
});

describe("the planned time", () => {
  it("is over by whole minutes", () => {
    const room = { scheduled_at: "2026-11-22T06:00:00Z", planned_minutes: 60 };
    expect(planned(room, Date.parse("2026-11-22T06:59:59Z"))).toEqual({ end: "2026-11-22T07:00:00.000Z", over: 0 });
    expect(planned(room, Date.parse("2026-11-22T07:12:30Z")).over).toBe(12);
  });
});

describe("what can be done about a person", () => {
  const acts = (one: typeof zhang, room = view(host, [one]), desk = row(one.seat)) => actsOn(one, desk, room);

  it("never opens a microphone", () => {
    expect(acts(zhang)).toEqual(["mute", "lock", "spotlight", "allow_screen", "to_lobby", "remove"]);
    expect(acts({ ...zhang, microphone: false, muted: true, may_share: true, hand: "2026-11-22T06:00:00Z" })).toEqual([
      "lower_hand",
      "ask_unmute",
      "unlock",
      "spotlight",
      "forbid_screen",
      "to_lobby",
      "remove",
    ]);
  });

  it("is nothing for a party, for oneself, or for the host", () => {
    expect(actsOn(zhang, null, view(li, [zhang]))).toEqual([]);
    expect(acts(host)).toEqual([]);
    expect(actsOn(zhang, row("zhang"), view(co, [zhang, host]))).toEqual([]);
  });

  it("shuts no co-mediator's microphone", () => {
    expect(acts(co)).toEqual(["spotlight", "to_lobby", "remove"]);
  });

  it("asks for an agent's papers until they were seen", () => {
    const agent = seat("agent", { role: "agent" });
    expect(acts(agent)).toContain("papers");
    expect(acts(agent, view(host, [agent]), row("agent", { papers_seen: true }))).not.toContain("papers");
  });

  it("puts nobody elsewhere before all eyes", () => {
    expect(acts({ ...zhang, place: "caucus", inside: "c" })).not.toContain("spotlight");
  });
});
