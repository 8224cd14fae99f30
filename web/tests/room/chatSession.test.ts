import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { channel, line, seat, view } from "./samples";
import { ChatSession } from "@/chat/ChatSession";
import type { ChannelView, ChatReceived, ChatSend, RoomView } from "@/contract/socket";
import type { Answer, RoomLink } from "@/link/RoomLink";

const JOINT = channel("joint");
const SIDE = channel("side.applicant");
const me = (other = {}) => seat("me", other);
const at = (place: "joint" | "caucus" | "lobby", channels: ChannelView[], inside: string | null = null): RoomView => view(me({ place, inside }), [], { channels });

let asked: [string, unknown][];
let answers: Answer[];

function session(): ChatSession {
  const ask = (name: string, command: unknown) => {
    asked.push([name, command]);
    return Promise.resolve(answers.shift() ?? ({ ok: true } as Answer));
  };
  return new ChatSession(() => ({ ask }) as unknown as RoomLink, "room", "me");
}

function said(name: "chat.send" | "chat.received"): (ChatSend & ChatReceived)[] {
  return asked.filter(([event]) => event === name).map(([, command]) => command as ChatSend & ChatReceived);
}

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers();
  [asked, answers] = [[], []];
});
afterEach(() => vi.useRealTimers());

describe("the conversations of a tab", () => {
  it("keep what came in each, and say on connecting what is held of each", () => {
    const chat = session();
    chat.arrived([line(1), line(2), line(1, { channel: "side.applicant", id: "s1" })]);
    expect(chat.held).toEqual({ joint: 2, "side.applicant": 1 });
    expect(chat.of("side.applicant").map(({ id }) => id)).toEqual(["s1"]);
  });

  it("lose nothing and show nothing twice over a resume that sends lines again", () => {
    const chat = session();
    chat.arrived([line(1), line(2)]);
    chat.arrived([line(2), line(3), line(1, { channel: "caucus.c", id: "c1" })]);
    expect(chat.of("joint").map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(chat.held).toEqual({ joint: 3, "caucus.c": 1 });
  });

  it("keep an own line until it has come back numbered, in its own conversation", async () => {
    answers = [{ ok: false, code: "offline", message: { zh: "断", en: "off" }, data: {} }];
    const chat = session();
    chat.say("side.applicant", "我们最多让一万", "proposal");
    await vi.advanceTimersByTimeAsync(0);
    expect(chat.unsentIn("side.applicant")).toHaveLength(1);
    expect(chat.unsentIn("joint")).toHaveLength(0);
    const [first] = said("chat.send");
    chat.resumed();
    await vi.advanceTimersByTimeAsync(0);
    expect(said("chat.send")).toEqual([first, first]);
    expect(first).toMatchObject({ channel: "side.applicant", tag: "proposal" });
    chat.arrived([line(1, { channel: "side.applicant", author: "me", id: first?.id ?? "" })]);
    expect(chat.unsentIn("side.applicant")).toEqual([]);
  });

  it("confirm each to the server, and only those that are open here", async () => {
    const chat = session();
    chat.viewed(at("joint", [JOINT, SIDE]));
    chat.arrived([line(4), line(2, { channel: "side.applicant" }), line(9, { channel: "caucus.gone" })]);
    await vi.advanceTimersByTimeAsync(400);
    expect(said("chat.received")).toEqual([
      { channel: "joint", seq: 4 },
      { channel: "side.applicant", seq: 2 },
    ]);
    chat.arrived([line(5)]);
    await vi.advanceTimersByTimeAsync(400);
    expect(said("chat.received").slice(2)).toEqual([{ channel: "joint", seq: 5 }]);
  });

  it("once delivered stay so, whoever comes or goes", () => {
    const chat = session();
    const told = (delivered: number) => chat.viewed(at("joint", [JOINT, { ...SIDE, delivered }]));
    [3, 0].forEach(told);
    expect([SIDE.channel, "joint"].map((channel) => chat.reachedOf(channel))).toEqual([3, 0]);
  });

  it("count what others wrote since it was read, and remember that over a reload", () => {
    const chat = session();
    chat.viewed(at("joint", [JOINT, SIDE]));
    chat.arrived([line(1), line(2, { author: "me" }), line(1, { channel: "side.applicant" })]);
    expect([chat.unreadOf("joint"), chat.unreadOf("side.applicant"), chat.unread.value]).toEqual([1, 1, 2]);
    chat.read("joint");
    const after = session();
    after.viewed(at("joint", [JOINT, SIDE]));
    after.arrived([line(1), line(2), line(3)]);
    expect(after.unreadOf("joint")).toBe(1);
  });
});

describe("the conversation before the eyes", () => {
  const caucus = channel("caucus.c");

  it("is that of the place one is in, and follows a move: no private word goes to the joint ears", () => {
    const chat = session();
    chat.viewed(at("joint", [JOINT, SIDE]));
    chat.choose("side.applicant");
    expect(chat.open.value).toBe("side.applicant");
    chat.viewed(at("caucus", [JOINT, SIDE, caucus], "c"));
    expect(chat.open.value).toBe("caucus.c");
    chat.draft("caucus.c", "底线是八千");
    chat.viewed(at("joint", [JOINT, SIDE, { ...caucus, may_say: false }]));
    expect(chat.open.value).toBe("joint");
    expect(chat.drafts.value.joint).toBeUndefined();
  });

  it("stays chosen while one stays where one is", () => {
    const chat = session();
    chat.viewed(at("joint", [JOINT, SIDE]));
    chat.choose("side.applicant");
    chat.viewed(at("joint", [JOINT, SIDE]));
    expect(chat.open.value).toBe("side.applicant");
  });

  it("comes back from a line that was refused to its own conversation", async () => {
    answers = [{ ok: false, code: "chat.joint_paused", message: { zh: "停", en: "rests" }, data: {} }];
    const chat = session();
    chat.say("joint", "请问");
    await vi.advanceTimersByTimeAsync(0);
    expect(chat.returned.value?.line).toMatchObject({ channel: "joint", text: "请问" });
    expect(chat.outbox.lines.value).toEqual([]);
  });
});
