import { beforeEach, describe, expect, it, vi } from "vitest";

import { Devices, plug, Track } from "./devices";
import { localMedia } from "@/media/localMedia";
import { play, silence } from "@/media/playback";

const outlet = (): HTMLAudioElement => document.createElement("audio");

beforeEach(() => plug(new Devices()));

describe("the speaker", () => {
  it("changes for what plays already, back to the usual one too, and not for what is gone", async () => {
    const [stays, goes] = [outlet(), outlet()];
    const track = new Track("audio", "peer") as unknown as MediaStreamTrack;
    play(stays, track);
    play(goes, track);
    silence(goes);
    await localMedia.choose("speaker", "headset");
    await vi.waitFor(() => expect(stays.sinkId).toBe("headset"));
    expect(goes.sinkId).toBe("");
    await localMedia.choose("speaker", "");
    await vi.waitFor(() => expect(stays.sinkId).toBe(""));
  });
});
