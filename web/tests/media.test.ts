import { describe, expect, it } from "vitest";

import { browserKind } from "@/media/browserKind";
import { receiveSlots, sendEncodings, troubleOf } from "@/media/capture";
import { carriedBy } from "@/media/slots";
import { loudness } from "@/media/sounds";

describe("receive slots", () => {
  const kinds = new Map([["3", "audio"], ["10", "video"], ["11", "video"], ["12", "screen"]] as const);

  it("say by which mids a person comes in", () => {
    const slots = [{ mid: "3", seat: "a" }, { mid: "10", seat: "a" }, { mid: "11", seat: "b" }, { mid: "12", seat: "b" }];
    expect(Object.fromEntries(carriedBy(slots, kinds))).toEqual({
      a: { audio: "3", video: "10", screen: null },
      b: { audio: null, video: "11", screen: "12" },
    });
  });

  it("of a former connection carry nobody", () => {
    expect(carriedBy([{ mid: "99", seat: "a" }], kinds).size).toBe(0);
  });

  it("are fewer on a phone", () => {
    expect(receiveSlots(true)).toEqual({ audio: 6, video: 4 });
    expect(receiveSlots(false)).toEqual({ audio: 8, video: 8 });
  });
});

describe("what is sent", () => {
  it("puts sound before the picture, and is less from a phone", () => {
    const [phone, desktop] = [sendEncodings(true), sendEncodings(false)];
    expect(phone.camera.maxBitrate).toBeLessThan(desktop.camera.maxBitrate ?? 0);
    expect([phone.microphone.priority, phone.camera.priority]).toEqual(["high", "low"]);
  });
});

describe("a device that does not open", () => {
  it("is told apart as blocked, missing, busy or impossible", () => {
    const named = (name: string) => troubleOf(Object.assign(new Error(name), { name }));
    expect(["NotAllowedError", "NotFoundError", "NotReadableError", "TypeError"].map(named)).toEqual(["blocked", "missing", "busy", "unsupported"]);
  });

  it("gets the steps of the browser at hand", () => {
    const wechat = "Mozilla/5.0 (iPhone; CPU iPhone OS 14_3 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.2";
    const chrome = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/87.0.4280.101 Mobile Safari/537.36";
    const safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 14_1 like Mac OS X) AppleWebKit/605.1.15 Version/14.1 Mobile/15E148 Safari/604.1";
    expect([wechat, chrome, safari].map(browserKind)).toEqual(["inApp", "android", "iosSafari"]);
  });
});

describe("the level meter", () => {
  it("rests at silence and fills with a loud tone", () => {
    expect(loudness(new Uint8Array(1024).fill(128))).toBe(0);
    const tone = Uint8Array.from({ length: 1024 }, (_, at) => Math.round(128 + 100 * Math.sin(at / 5)));
    expect(loudness(tone)).toBe(1);
  });
});
