import { beforeEach, describe, expect, it } from "vitest";

import { Devices, plug, type Track } from "./devices";
import { screenConstraints } from "@/media/capture";
import { screenShare } from "@/media/screenShare";

let devices: Devices;

beforeEach(() => {
  devices = new Devices();
  plug(devices);
  screenShare.stop();
});

describe("the own screen", () => {
  it("goes out sharp until it is stopped here", async () => {
    expect(await screenShare.start()).toBe(true);
    const track = screenShare.track.value as unknown as Track;
    expect([screenShare.on.value, track.contentHint]).toEqual([true, "detail"]);
    screenShare.stop();
    expect([screenShare.on.value, track.readyState]).toEqual([false, "ended"]);
  });

  it("is gone when the browser's own bar ends it", async () => {
    await screenShare.start();
    (screenShare.track.value as unknown as Track).fail();
    expect([screenShare.on.value, screenShare.trouble.value]).toEqual([false, null]);
  });

  it("does not go out when the picker is closed, and that is no trouble", async () => {
    devices.picker = "closes";
    expect(await screenShare.start()).toBe(false);
    expect([screenShare.asking.value, screenShare.trouble.value]).toEqual([false, null]);
  });

  it("cannot be shown by a phone", async () => {
    plug({});
    expect(await screenShare.start()).toBe(false);
    expect(screenShare.trouble.value).toBe("unsupported");
  });

  it("is asked for without the sound of the computer", () => {
    expect(screenConstraints().audio).toBe(false);
  });
});
