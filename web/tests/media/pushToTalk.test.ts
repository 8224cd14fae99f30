import { beforeEach, describe, expect, it } from "vitest";

import { PushToTalk } from "@/media/PushToTalk";

let on: boolean;
let locked: boolean;
let talk: PushToTalk;

beforeEach(() => {
  on = locked = false;
  talk = new PushToTalk({ isOn: () => on, mayOpen: () => !locked, set: (next) => (on = next) });
});

describe("push to talk", () => {
  it("opens the microphone from the press to the release, however often the key repeats", () => {
    expect([talk.press(), talk.press(), on, talk.holds]).toEqual([true, true, true, true]);
    talk.release();
    talk.release();
    expect([on, talk.holds]).toEqual([false, false]);
  });

  it("leaves a microphone on that was on before", () => {
    on = true;
    expect(talk.press()).toBe(true);
    talk.release();
    expect(on).toBe(true);
  });

  it("does not open what the mediator has locked", () => {
    locked = true;
    expect([talk.press(), on]).toEqual([false, false]);
    talk.release();
    expect(on).toBe(false);
  });

  it("leaves it to the switch when that is used meanwhile", () => {
    talk.press();
    talk.keep();
    talk.release();
    expect(on).toBe(true);
  });

  it("releases when the page can no longer see the key", () => {
    const stop = talk.guard(window);
    talk.press();
    window.dispatchEvent(new Event("blur"));
    expect(on).toBe(false);
    talk.press();
    stop();
    expect(on).toBe(false);
    talk.press();
    window.dispatchEvent(new Event("blur"));
    expect(on).toBe(true);
  });
});
