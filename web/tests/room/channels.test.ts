import { describe, expect, it } from "vitest";

import { channel, seat, view } from "./samples";
import { channelName, channelReaders, home, listed } from "@/chat/channels";
import { zh } from "@/i18n/zh";

const mediator = (other = {}) => seat("mediator", { role: "mediator", side: "neutral", ...other });
const names = (room: ReturnType<typeof view>, spoken: string[] = []) => listed(room, (name) => spoken.includes(name)).map((one) => one.channel);

describe("the conversations that are offered", () => {
  const channels = ["joint", "side.applicant", "lobby.me", "caucus.old", "caucus.now"].map((name) => channel(name, { may_say: name !== "caucus.old" && name !== "lobby.me" }));

  it("begin with that of the place one is in", () => {
    expect(names(view(seat("me", { place: "caucus", inside: "now" }), [], { channels }))).toEqual(["caucus.now", "joint", "side.applicant"]);
    expect(names(view(seat("me"), [], { channels }))[0]).toBe("joint");
  });

  it("hold a finished one only where something was said", () => {
    expect(names(view(seat("me"), [], { channels }), ["caucus.old"])).toContain("caucus.old");
    expect(names(view(seat("me"), [], { channels }))).not.toContain("caucus.old");
  });

  it("show the mediator who waits now", () => {
    const rooms = [channel("joint"), channel("lobby.waits", { title: "李四" }), channel("lobby.gone"), channel("notes")];
    const room = view(mediator(), [seat("waits", { place: "lobby" }), seat("gone")], { channels: rooms });
    expect(names(room)).toEqual(["joint", "lobby.waits", "notes"]);
    const [, waiting] = room.channels;
    expect(waiting && channelName(room, waiting, zh)).toBe("李四（等候室）");
  });
});

describe("a conversation's name", () => {
  it("says whose side a private talk is with", () => {
    const caucus = { id: "c", number: 2, opened_at: "", members: ["a", "mediator"], invited: [], locked: false, named: false, wants_mediator: null, closes_at: null, paused: false };
    const room = view(mediator(), [seat("a", { side: "respondent" })], { channels: [channel("caucus.c")], caucuses: [caucus] });
    expect(room.channels.map((one) => channelName(room, one, zh))).toEqual(["被申请人方单独会谈2"]);
  });

  it("tells who reads: the own side's excludes the mediator in so many words", () => {
    const room = view(seat("me"), [], { channels: [channel("side.applicant"), channel("lobby.me")] });
    expect(room.channels.map((one) => channelReaders(room, one, zh))).toEqual(["只有本方人员能看到，调解员看不到。", "只有您和调解员能看到。"]);
  });

  it("of the place follows the place", () => {
    expect(home(view(seat("me", { place: "caucus", inside: "x" })))).toBe("caucus.x");
    expect(home(view(seat("me", { place: "lobby" })))).toBe("lobby.me");
    expect(home(view(mediator({ place: "check", inside: "me" })))).toBe("lobby.me");
    expect(home(view(seat("me", { place: "outside" })))).toBeNull();
  });
});
