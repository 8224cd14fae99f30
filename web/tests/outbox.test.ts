import { beforeEach, describe, expect, it } from "vitest";

import { Outbox } from "@/chat/outbox";
import type { ChatSend } from "@/contract/socket";
import type { Answer } from "@/link/RoomLink";

const REFUSED = (code: string): Answer => ({ ok: false, code, message: { zh: "不行", en: "no" }, data: {} });
const DONE: Answer = { ok: true };

let sent: ChatSend[];
let answers: Answer[];
let returned: string[];

function outbox(): Outbox {
  const send = (line: ChatSend) => {
    sent.push(line);
    return Promise.resolve(answers.shift() ?? DONE);
  };
  return new Outbox(sessionStorage, "room", "seat", send, ({ text }) => returned.push(text));
}

function said(id: string, text: string, channel = "joint"): ChatSend {
  return { id, text, channel, tag: "" };
}

beforeEach(() => {
  sessionStorage.clear();
  [sent, answers, returned] = [[], [], []];
});

describe("the outbox", () => {
  it("sends one line after another, in the order of writing", async () => {
    const box = outbox();
    await Promise.all([box.put(said("one", "一")), box.put(said("two", "二"))]);
    await box.flush();
    expect(sent.map(({ id }) => id)).toEqual(["one", "two"]);
    expect(box.lines.value).toEqual([]);
  });

  it("keeps a line through a reload and sends it with the same id", async () => {
    answers = [REFUSED("offline")];
    await outbox().put(said("kept", "请等一下"));
    const after = outbox();
    expect(after.lines.value).toEqual([{ ...said("kept", "请等一下"), failed: false }]);
    await after.flush();
    expect(sent.map(({ id }) => id)).toEqual(["kept", "kept"]);
    expect(sessionStorage.length).toBe(0);
  });

  it("lets later lines wait behind one that failed", async () => {
    answers = [REFUSED("offline")];
    const box = outbox();
    await box.put(said("one", "一"));
    await box.put(said("two", "二"));
    expect(sent.map(({ id }) => id)).toEqual(["one"]);
    await box.retry();
    expect(sent.map(({ id }) => id)).toEqual(["one", "one", "two"]);
  });

  it("lets another conversation go on while one is shut", async () => {
    answers = [REFUSED("not_permitted.phase")];
    const box = outbox();
    await box.put(said("shut", "一"));
    await box.put(said("behind", "二"));
    await box.put(said("own-side", "三", "side.applicant"));
    expect(sent.map(({ id }) => id)).toEqual(["shut", "own-side"]);
    expect(box.lines.value.map(({ id, failed }) => [id, failed])).toEqual([["shut", true], ["behind", false]]);
  });

  it("stops every conversation while there is no line", async () => {
    answers = [REFUSED("offline")];
    const box = outbox();
    await Promise.all([box.put(said("one", "一")), box.put(said("two", "二", "side.applicant"))]);
    expect(sent.map(({ id }) => id)).toEqual(["one"]);
    await box.retry();
    expect(sent.map(({ id, channel }) => [id, channel])).toEqual([["one", "joint"], ["one", "joint"], ["two", "side.applicant"]]);
  });

  it("forgets what nobody can send any more", async () => {
    answers = [REFUSED("offline")];
    const box = outbox();
    await box.put(said("one", "一"));
    box.forget();
    expect(sessionStorage.length).toBe(0);
  });

  it("gives the words back where the server cannot take them, and goes on", async () => {
    answers = [REFUSED("text.control_characters")];
    const box = outbox();
    await box.put(said("odd", "坏\u202e字"));
    await box.put(said("good", "好"));
    expect(returned).toEqual(["坏\u202e字"]);
    expect(box.lines.value).toEqual([]);
  });

  it("keeps the lines of two seats in one browser apart", async () => {
    answers = [REFUSED("offline")];
    await outbox().put(said("mine", "我的"));
    const other = new Outbox(sessionStorage, "room", "other", () => Promise.resolve(DONE), () => undefined);
    expect(other.lines.value).toEqual([]);
  });
});
