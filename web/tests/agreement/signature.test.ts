import { beforeEach, describe, expect, it } from "vitest";

import { typedInk } from "@/agreement/ink";
import { PendingSignature } from "@/agreement/PendingSignature";
import type { AgreementSign, FrozenText } from "@/contract/socket";
import { DONE, Line, refused, view } from "./samples";

const INK = typedInk("张伟");
let line: Line<AgreementSign>;

function frozen(digest: string) {
  const text: FrozenText = { digest, code: "a1b2-c3d4", pages: 2, at: "2026-11-22T06:00:00Z", remind_at: null, sign_until: null, sentence: "", groups: [], esign_version: "1", esign_text: "" };
  return view([], { stage: "signing", frozen: text });
}

function signature(): PendingSignature {
  line = new Line();
  const made = new PendingSignature(sessionStorage, "signature", line.send);
  made.seen(frozen("one"), "sign");
  return made;
}

beforeEach(() => sessionStorage.clear());

describe("a pressed signature", () => {
  it("goes out again with its id after a lost answer, once for each line", async () => {
    const pending = signature();
    void pending.press("one", "123456", INK);
    await line.answer(refused("offline"));
    expect(pending.pressed.value).not.toBeNull();
    void pending.again();
    void pending.again();
    expect(line.sent).toHaveLength(2);
    expect(line.sent[0]?.id).toBe(line.sent[1]?.id);
    await line.answer(DONE);
    expect(pending.pressed.value).toBeNull();
  });

  it("that was refused says why, and the next press is another one", async () => {
    const pending = signature();
    pending.draw(INK);
    void pending.press("one", "000000", INK);
    await line.answer(refused("code.wrong"));
    expect(pending.refused.value?.zh).toBe("不行");
    expect(pending.ink.value, "the drawing stays").toEqual(INK);
    void pending.press("one", "123456", INK);
    expect(line.sent[0]?.id).not.toBe(line.sent[1]?.id);
  });
});

describe("a drawing", () => {
  it("survives a reload of the page", () => {
    signature().draw(INK);
    expect(signature().ink.value).toEqual(INK);
  });

  it("does not pass over to another text", () => {
    const pending = signature();
    pending.draw(INK);
    pending.seen(frozen("two"), "read");
    expect(pending.ink.value).toBeNull();
  });

  it("is wiped once the signature is on its way into the file", () => {
    const pending = signature();
    pending.draw(INK);
    pending.seen(frozen("one"), "applying");
    expect([pending.ink.value, sessionStorage.length]).toEqual([null, 0]);
  });
});
