import { beforeEach, describe, expect, it, vi } from "vitest";

type Module = typeof import("@/media/viewing");

const fresh = async (): Promise<Module> => {
  vi.resetModules();
  return import("@/media/viewing");
};

beforeEach(() => localStorage.clear());

describe("what one wants to see", () => {
  it("is everything at first, and sound only is remembered by the device", async () => {
    const before = await fresh();
    expect(before.viewing.audioOnly).toBe(false);
    before.hearOnly(true);
    const reloaded = await fresh();
    expect(reloaded.viewing.audioOnly).toBe(true);
    reloaded.hearOnly(false);
    expect((await fresh()).viewing.audioOnly).toBe(false);
  });

  it("puts one person into the spotlight, and takes the same one out again", async () => {
    const { spotlight, viewing } = await fresh();
    spotlight("a");
    spotlight("b");
    expect(viewing.spotlight).toBe("b");
    spotlight("b");
    expect(viewing.spotlight).toBeNull();
  });
});

describe("sound only", () => {
  it("is offered when the own line stays weak", async () => {
    const { AudioOnlyOffer } = await fresh();
    const offer = new AudioOnlyOffer();
    expect([1, 1, 2, 1, 1, 1, 1].map((grade) => offer.note(grade))).toEqual([false, false, false, false, false, true, true]);
  });

  it("is not offered to who refused it, or has it", async () => {
    const { AudioOnlyOffer, hearOnly } = await fresh();
    const offer = new AudioOnlyOffer();
    hearOnly(true);
    expect([1, 1, 1].map((grade) => offer.note(grade))).toEqual([false, false, false]);
    hearOnly(false);
    expect(offer.note(1)).toBe(true);
    offer.refuse();
    expect(offer.note(1)).toBe(false);
  });
});
