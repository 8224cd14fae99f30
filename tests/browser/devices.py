"""Browsers and what they take for microphone and camera: one process per person, since the fake devices are its own."""

import math
import struct
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream=fps=10",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP room.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.?, EXCLUDE localhost",
)
CHROMIUM = "/usr/bin/chromium"
ENGINE = "/usr/bin/chromium-headless-shell"
"""Chromium without the windows and the questions around its pages: half the work for the same page."""
UNASKED = "--use-fake-ui-for-media-stream"
"""Camera and microphone are there for whoever wants them; the engine alone has no other way to them."""
HZ = 48_000
SYLLABLE_S = 0.8
"""The tone comes in syllables: a browser's noise suppression takes a steady one for a fan and removes it."""
WIDTH, HEIGHT, FPS, SECONDS = 320, 240, 10, 2

Options = dict[str, Any]

DESKTOP: Options = {"viewport": {"width": 1366, "height": 768}}
PHONE: Options = {
    "viewport": {"width": 360, "height": 740},
    "screen": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/87.0.4280.141 Mobile Safari/537.36",
}
HERE = Path(__file__).parent
OLD_BROWSER = HERE / "old_browser.js"
PROBE = HERE / "probe.js"


@dataclass(frozen=True)
class Likeness:
    """How a person sounds and looks: a tone, and a colour in Y, Cb, Cr."""

    hz: int
    """None is a multiple of another, so that no overtone is taken for a voice. probe.js knows them."""

    colour: tuple[int, int, int]
    asked: bool = False
    """Whether the browser asks before it gives camera and microphone away: the whole one does."""

    @property
    def program(self) -> str:
        return CHROMIUM if self.asked else ENGINE


MEDIATOR = Likeness(1130, (110, 180, 90))
APPLICANT = Likeness(440, (110, 90, 190))
RESPONDENT = Likeness(690, (120, 80, 80))
AGENT = Likeness(1570, (150, 130, 120))


def flags(folder: Path, likeness: Likeness) -> list[str]:
    """The fake microphone plays the tone and the fake camera shows the colour, both for ever."""
    sound, picture = folder / f"{likeness.hz}.wav", folder / f"{likeness.hz}.y4m"
    write_tone(sound, likeness.hz)
    write_picture(picture, likeness.colour)
    captured = (f"--use-file-for-fake-audio-capture={sound}", f"--use-file-for-fake-video-capture={picture}")
    return [*FLAGS, *captured, *(() if likeness.asked else (UNASKED,))]


def write_tone(path: Path, hz: int) -> None:
    """Three syllables, each three quarters tone with soft edges and one quarter pause."""
    length, spoken, edge = int(HZ * SYLLABLE_S), int(HZ * SYLLABLE_S * 0.75), HZ // 100

    def sample(index: int) -> int:
        at = index % length
        loudness = min(1.0, at / edge, max(0.0, (spoken - at) / edge))
        return int(12_000 * loudness * math.sin(2 * math.pi * hz * index / HZ))

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HZ)
        file.writeframes(b"".join(struct.pack("<h", sample(index)) for index in range(3 * length)))


def write_picture(path: Path, colour: tuple[int, int, int], fps: int = FPS) -> None:
    """One colour with a dark bar that moves on from frame to frame, so many a second."""
    luma, *chroma = colour
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{fps}:1 Ip A1:1 C420mpeg2\n".encode())
        for frame in range(FPS * SECONDS):
            row = bytearray([luma] * WIDTH)
            bar = frame * WIDTH // (FPS * SECONDS)
            row[bar : bar + 8] = bytes([30] * len(row[bar : bar + 8]))
            file.write(b"FRAME\n" + bytes(row) * HEIGHT)
            for part in chroma:
                file.write(bytes([part]) * (WIDTH * HEIGHT // 4))
