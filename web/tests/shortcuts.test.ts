import { describe, expect, it } from "vitest";

import { shortcutOf } from "@/room/shortcuts";
import { isFree } from "@/room/useSpaceToTalk";

const key = (code: string, held: Partial<Record<"ctrlKey" | "altKey" | "metaKey", boolean>> = {}, letter = "") =>
  ({ key: letter || code, code, ctrlKey: false, altKey: false, metaKey: false, ...held });

describe("shortcuts", () => {
  it("go by the key's place, since Alt types other letters on a Mac", () => {
    expect(shortcutOf(key("KeyA", { altKey: true }, "å"), false)).toBe("admit");
    expect(shortcutOf(key("KeyD", { ctrlKey: true }), true)).toBe("microphone");
    expect(shortcutOf(key("F6"), true)).toBe("regions");
  });

  it("raise the hand and turn to a tab by its number", () => {
    expect(shortcutOf(key("KeyH", { altKey: true }), false)).toBe("hand");
    expect([1, 6].map((number) => shortcutOf(key(`Digit${number}`, { altKey: true }), false))).toEqual([1, 6]);
    expect([0, 7].map((number) => shortcutOf(key(`Digit${number}`, { altKey: true }), false))).toEqual([null, null]);
  });

  it("let the space bar talk only where no control has the focus", () => {
    document.body.innerHTML = '<h1 tabindex="-1"></h1><section tabindex="0" data-talk></section><div tabindex="0"></div><button></button><textarea></textarea>';
    expect(Array.from(document.body.children, isFree)).toEqual([true, true, false, false, false]);
    expect(isFree(document.body)).toBe(true);
  });

  it("leave writing alone", () => {
    expect(shortcutOf(key("Slash", {}, "?"), true)).toBeNull();
    expect(shortcutOf(key("Slash", {}, "?"), false)).toBe("list");
    expect(shortcutOf(key("KeyD"), false)).toBeNull();
    expect(shortcutOf(key("KeyD", { metaKey: true, ctrlKey: true }), false)).toBeNull();
  });
});
