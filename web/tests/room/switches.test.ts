import { beforeEach, describe, expect, it } from "vitest";

import { seat } from "./samples";
import type { MediaSet, SeatView } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";
import { Switches } from "@/room/Switches";

const DONE: Answer = { ok: true };
const refused = (code: string): Answer => ({ ok: false, code, message: { zh: "不行", en: "no" }, data: {} });
const settle = () => new Promise((done) => setTimeout(done));

let live: MediaSet;
let held: SeatView | null;
let sent: MediaSet[];
let answers: Answer[];
let silenced: number;
let switches: Switches;

beforeEach(() => {
  live = { microphone: true, camera: true, screen: false };
  held = seat("me");
  [sent, answers, silenced] = [[], [], 0];
  switches = new Switches({
    live: () => live,
    held: () => held,
    send: (set) => {
      sent.push(set);
      const answer = answers.shift() ?? DONE;
      // As the server does: the view is there before the answer.
      if (answer.ok && held) held = { ...held, ...set };
      return Promise.resolve(answer);
    },
    shutMicrophone: () => (live = { ...live, microphone: false }),
    stopScreen: () => (live = { ...live, screen: false }),
    silenced: () => (silenced += 1),
  });
  switches.sync();
});

describe("the switches", () => {
  it("tell a change once", async () => {
    live = { ...live, camera: false };
    switches.sync();
    switches.sync();
    await settle();
    expect(sent).toEqual([{ microphone: true, camera: false, screen: false }]);
  });

  it("tell what changed while an answer was awaited", async () => {
    live = { ...live, microphone: false };
    switches.sync();
    live = { ...live, microphone: true };
    switches.sync();
    await settle();
    expect(sent.map(({ microphone }) => microphone)).toEqual([false, true]);
    expect(silenced).toBe(0);
  });

  it("follow a mediator's mute, and do not open again by themselves", async () => {
    held = seat("me", { microphone: false });
    switches.sync();
    await settle();
    expect([live.microphone, silenced, sent]).toEqual([false, 1, []]);
  });

  it("follow a mute that came while the line was away", async () => {
    held = null;
    switches.sync();
    held = seat("me", { microphone: false, muted: true });
    switches.sync();
    await settle();
    expect([live.microphone, sent]).toEqual([false, []]);
  });

  it("let the owner open again what was shut without a lock", async () => {
    held = seat("me", { microphone: false });
    switches.sync();
    live = { ...live, microphone: true };
    switches.sync();
    await settle();
    expect(sent.map(({ microphone }) => microphone)).toEqual([true]);
    expect(live.microphone).toBe(true);
  });

  it("shut what the server refuses to open", async () => {
    held = seat("me", { microphone: false });
    switches.sync();
    live = { ...live, microphone: true };
    answers = [refused("media.muted")];
    switches.sync();
    await settle();
    expect(live.microphone).toBe(false);
  });

  it("end a screen that is not allowed, and one that was ended from the other side", async () => {
    answers = [refused("screen.taken")];
    live = { ...live, screen: true };
    switches.sync();
    await settle();
    expect(live.screen).toBe(false);
    live = { ...live, screen: true };
    switches.sync();
    await settle();
    held = seat("me", { screen: false });
    switches.sync();
    expect(live.screen).toBe(false);
  });
});
