import { describe, expect, it } from "vitest";

import type { SeatLine } from "@/contract/socket";
import { en } from "@/i18n/en";
import { zh } from "@/i18n/zh";
import { lineWords } from "@/room/lineWords";

const figures = { up_loss: 0.034, up_jitter_ms: 5, up_bitrate: 1, down_loss: 0.2, down_jitter_ms: 5, down_bitrate: 1, round_trip_ms: 120, bears: null, cameras_away: 0 };
const weak: SeatLine = { seat: "s", grade: 1, sound_first: false, figures: null };

describe("how a line carries", () => {
  it("is a grade in words for those who sit with one another", () => {
    expect(lineWords(weak, zh.room.line)).toBe("网络较弱");
    expect(lineWords({ ...weak, grade: 3 }, en.room.line)).toBe("good network");
  });

  it("has the figures where they are told, and says when one is not known", () => {
    expect(lineWords({ ...weak, figures }, zh.room.line)).toBe("网络较弱 · 上行丢包3%，下行丢包20%，往返120毫秒");
    expect(lineWords({ ...weak, figures: { ...figures, round_trip_ms: null } }, en.room.line)).toBe("weak network · loss up 3%, down 20%, round trip unknown");
  });
});
