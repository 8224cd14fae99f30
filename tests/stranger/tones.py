"""What the strangers send, and how it is known again: a tone, a picture that changes, the pitch of what was heard."""

import asyncio
import math
from array import array
from collections.abc import Sequence
from fractions import Fraction

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

RATE_HZ = 48_000
FRAME_SAMPLES = 960  # 20 ms
QUIET = 200.0  # root mean square of 16-bit samples; a tone sent here has about 7 000
DECIMATION = 12  # 4 kHz are enough for tones below 1 kHz, and keep the search short


class Paced(MediaStreamTrack):
    """A track whose n-th frame is due n periods after the first. `sent` counts the frames given away."""

    period_s: float

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        self._begun_s = 0.0
        self._went = asyncio.Event()

    async def due(self) -> int:
        """Waits for the next frame's time; gives its number."""
        if self.readyState != "live":
            raise MediaStreamError
        now_s = asyncio.get_running_loop().time()
        self._begun_s = self._begun_s or now_s
        number, self.sent = self.sent, self.sent + 1
        await asyncio.sleep(self._begun_s + number * self.period_s - now_s)
        self._went.set()
        return number

    async def more(self, frames: int) -> None:
        """Waits until that many further frames were given away."""
        wanted = self.sent + frames
        while self.sent < wanted:
            self._went.clear()
            await self._went.wait()


class Tone(Paced):
    """A sine of a whole number of hertz, so that one second of it can be repeated for ever."""

    kind = "audio"
    period_s = FRAME_SAMPLES / RATE_HZ

    def __init__(self, hz: int) -> None:
        super().__init__()
        second = array("h", (round(10_000 * math.sin(2 * math.pi * hz * n / RATE_HZ)) for n in range(RATE_HZ)))
        self._frames = [second[at : at + FRAME_SAMPLES].tobytes() for at in range(0, RATE_HZ, FRAME_SAMPLES)]

    async def recv(self) -> AudioFrame:
        number = await self.due()
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        frame.planes[0].update(self._frames[number % len(self._frames)])
        frame.sample_rate = RATE_HZ
        frame.time_base = Fraction(1, RATE_HZ)
        frame.pts = number * FRAME_SAMPLES
        return frame


class Picture(Paced):
    """A small grey picture, ten a second, each a little brighter than the one before."""

    kind = "video"
    period_s = 0.1

    async def recv(self) -> VideoFrame:
        number = await self.due()
        frame = VideoFrame(160, 120, "yuv420p")
        for plane, level in zip(frame.planes, (number * 8 % 256, 128, 128), strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        frame.time_base = Fraction(1, 90_000)
        frame.pts = number * 9_000
        return frame


def left_channel(frame: AudioFrame) -> Sequence[int]:
    """The first channel of a decoded frame of interleaved 16-bit samples at 48 kHz."""
    channels = len(frame.layout.channels)
    samples = array("h", bytes(frame.planes[0])[: frame.samples * channels * 2])
    return samples[::channels]


def pitch_hz(samples: Sequence[int]) -> float | None:
    """The strongest frequency from 200 to 1000 Hz, to 1 Hz; `None` for silence."""
    if not samples or math.sqrt(sum(n * n for n in samples) / len(samples)) < QUIET:
        return None
    thinned = samples[::DECIMATION]
    near = max(range(200, 1001, 4), key=lambda hz: _power(thinned, hz))
    return float(max(range(near - 4, near + 5), key=lambda hz: _power(thinned, hz)))


def _power(samples: Sequence[int], hz: float) -> float:
    """Goertzel: how much of one frequency is in the samples."""
    turn = 2 * math.cos(2 * math.pi * hz * DECIMATION / RATE_HZ)
    last = before = 0.0
    for sample in samples:
        last, before = sample + turn * last - before, last
    return last * last + before * before - turn * last * before
