import { describe, expect, it } from "vitest";

import { shortcutOf } from "@/room/shortcuts";

const key = (code: string, held: Partial<Record<"ctrlKey" | "altKey" | "metaKey", boolean>> = {}, letter = "") =>
  ({ key: letter || code, code, ctrlKey: false, altKey: false, metaKey: false, ...held });

describe("shortcuts", () => {
  it("go by the key's place, since Alt types other letters on a Mac", () => {
    expect(shortcutOf(key("KeyA", { altKey: true }, "å"), false)).toBe("admit");
    expect(shortcutOf(key("KeyD", { ctrlKey: true }), true)).toBe("microphone");
    expect(shortcutOf(key("F6"), true)).toBe("regions");
  });

  it("leave writing alone", () => {
    expect(shortcutOf(key("Slash", {}, "?"), true)).toBeNull();
    expect(shortcutOf(key("Slash", {}, "?"), false)).toBe("list");
    expect(shortcutOf(key("KeyD"), false)).toBeNull();
    expect(shortcutOf(key("KeyD", { metaKey: true, ctrlKey: true }), false)).toBeNull();
  });
});
