import { beforeEach, describe, expect, it, vi } from "vitest";

import { Devices, plug, type Track } from "./devices";
import type { localMedia as LocalMedia } from "@/media/localMedia";

let devices: Devices;
let local: typeof LocalMedia;

const track = (kind: "microphone" | "camera"): Track => local.tracks[kind] as unknown as Track;

beforeEach(async () => {
  devices = new Devices();
  plug(devices);
  vi.resetModules();
  local = (await import("@/media/localMedia")).localMedia;
  await local.open();
});

describe("another device during the call", () => {
  it("is taken while the former still works, and is remembered", async () => {
    const former = track("microphone");
    await local.choose("microphone", "headset");
    expect(track("microphone").device).toBe("headset");
    expect(former.readyState).toBe("ended");
    expect(JSON.parse(localStorage.getItem("devices") ?? "{}")).toMatchObject({ microphone: "headset" });
  });

  it("is taken by a silenced microphone too, and stays silent", async () => {
    await local.switch("microphone", false);
    await local.choose("microphone", "headset");
    expect([track("microphone").device, track("microphone").enabled]).toEqual(["headset", false]);
    await local.switch("microphone", true);
    expect(track("microphone").enabled).toBe(true);
  });

  it("that does not open leaves the former as it was", async () => {
    devices.broken.add("busy");
    await local.choose("microphone", "busy");
    await local.choose("camera", "busy");
    expect([track("microphone").device, track("microphone").readyState]).toEqual(["", "live"]);
    expect([track("camera").device, track("camera").readyState]).toEqual(["", "live"]);
    expect(local.choices).toMatchObject({ microphone: "", camera: "" });
  });

  it("is not opened while the camera is off", async () => {
    await local.switch("camera", false);
    const asked = devices.asked.length;
    await local.choose("camera", "outside");
    expect(devices.asked.length).toBe(asked);
    await local.switch("camera", true);
    expect(track("camera").device).toBe("outside");
  });
});

describe("a microphone that is unplugged", () => {
  it("is followed by the one that is left", async () => {
    devices.plugged = [{ kind: "audioinput", deviceId: "built-in", label: "Built-in" }];
    const former = track("microphone");
    former.fail();
    await vi.waitFor(() => expect(local.tracks.microphone).not.toBeNull());
    expect(track("microphone")).not.toBe(former);
    expect(local.troubles.microphone).toBeNull();
  });

  it("is missed when none is left", async () => {
    const asked = devices.asked.length;
    track("microphone").fail();
    await vi.waitFor(() => expect(local.troubles.microphone).toBe("missing"));
    expect([local.tracks.microphone, devices.asked.length]).toEqual([null, asked]);
  });
});
