"""What an aiortc client hears and sees at this moment: it takes every frame of every slot as it comes."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Sequence

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from tests.signaling.media.aiortcclient import AiortcClient, left_channel, loudness

WAIT_S = 15.0
"""On a starved machine a picture gives way to sound; by then it is back."""
BLOCK_FRAMES = 5
"""A tenth of a second, in which every multiple of 10 Hz has whole turns: each is nothing in another's filter."""
QUIET = 100
PURE = 0.8
"""Share of the power that is the tone's own."""
STALE_S = 0.3
PICTURES = 5


class Ear:
    """One sound slot."""

    def __init__(self, pitches: Sequence[int]) -> None:
        self._pitches = pitches
        self._block: list[int] = []
        self._frames = 0
        self._at = -math.inf
        self._pitch = 0

    def take(self, frame: object) -> None:
        """Collects a block, then judges it."""
        assert isinstance(frame, AudioFrame)
        self._block += left_channel(frame)
        self._frames += 1
        if self._frames == BLOCK_FRAMES:
            self._pitch, self._at = self._judged(), asyncio.get_running_loop().time()
            self._block, self._frames = [], 0

    @property
    def pitch(self) -> int:
        """Hz of the known pitch it hears; 0 for silence, -1 for anything else."""
        return self._pitch if asyncio.get_running_loop().time() - self._at < STALE_S else 0

    def _judged(self) -> int:
        power = sum(sample * sample for sample in self._block) / len(self._block)
        if power < QUIET * QUIET:
            return 0
        amplitude, pitch = max((loudness(self._block, pitch), pitch) for pitch in self._pitches)
        return pitch if amplitude * amplitude / 2 > PURE * power else -1


class Eye:
    """One picture slot."""

    def __init__(self) -> None:
        self.pictures = 0
        self._last: VideoFrame | None = None

    def take(self, frame: object) -> None:
        """Counts a picture and keeps it."""
        assert isinstance(frame, VideoFrame)
        self.pictures += 1
        self._last = frame

    @property
    def colour(self) -> str:
        """The strongest of the primary colours in the last picture."""
        if self._last is None:
            return ""
        pixel = bytes(self._last.reformat(width=16, height=16, format="rgb24").planes[0])[:3]
        return ("red", "lime", "blue")[pixel.index(max(pixel))]


@contextlib.asynccontextmanager
async def _told(what: Callable[[], str]) -> AsyncIterator[None]:
    """Gives the body its time; when that is over, says what there is instead."""
    try:
        async with asyncio.timeout(WAIT_S):
            yield
    except TimeoutError as over:
        raise TimeoutError(what()) from over


class Audience:
    """The ears and eyes of one client, by their slots."""

    def __init__(self, client: AiortcClient, pitches: Sequence[int]) -> None:
        slots = [each for each in client.pc.getTransceivers() if each.direction == "recvonly"]
        self._ears = {each.receiver.track: Ear(pitches) for each in slots if each.kind == "audio"}
        self._eyes = {each.receiver.track: Eye() for each in slots if each.kind == "video"}
        self._news = asyncio.Event()
        organs: dict[MediaStreamTrack, Ear | Eye] = {**self._ears, **self._eyes}
        self._tasks = [asyncio.create_task(self._follow(track, organ)) for track, organ in organs.items()]

    async def hears(self, pitches: list[int]) -> None:
        """Returns when exactly these pitches sound, each in one slot. Raises TimeoutError that tells what sounds."""
        async with _told(lambda: f"hears {[ear.pitch for ear in self._ears.values()]}"):
            while sorted(ear.pitch for ear in self._ears.values() if ear.pitch) != pitches:
                await self._next()

    async def sees(self, colours: list[str]) -> None:
        """Returns when slots of exactly these colours went on by some pictures each, and no other slot by any."""
        before = self._counts()
        async with _told(lambda: f"sees {[(eye.colour, eye.pictures) for eye in self._eyes.values()]}"):
            while True:
                await self._next()
                gains = [now - then for now, then in zip(self._counts(), before, strict=True)]
                moved = sorted(eye.colour for eye, gain in zip(self._eyes.values(), gains, strict=True) if gain)
                enough = sum(gain >= PICTURES for gain in gains) == len(colours)
                if enough and moved == colours:
                    return
                if enough or len(moved) > len(colours):
                    before = self._counts()

    def _counts(self) -> list[int]:
        return [eye.pictures for eye in self._eyes.values()]

    async def _next(self) -> None:
        self._news.clear()
        await self._news.wait()

    async def _follow(self, track: MediaStreamTrack, organ: Ear | Eye) -> None:
        with contextlib.suppress(MediaStreamError):  # the client was closed
            while True:
                organ.take(await track.recv())
                self._news.set()
