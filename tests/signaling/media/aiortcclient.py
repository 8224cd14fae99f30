"""A whole independent client: aiortc with a tone for a voice and a colour for a face."""

import asyncio
import fractions
import math
from collections.abc import Awaitable, Callable

import aioice.ice
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import VideoStreamTrack
from av import AudioFrame, VideoFrame

# aioice leaves 127.0.0.1 out of its candidates; tests stay on the loopback.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]  # noqa: ARG005

RATE_HZ = 48_000
FRAME_SAMPLES = 960
Answering = Callable[[str], Awaitable[str]]


class Tone(MediaStreamTrack):
    """A sine of a given pitch, in real time."""

    kind = "audio"

    def __init__(self, pitch_hz: float) -> None:
        super().__init__()
        self._pitch_hz = pitch_hz
        self._at = 0
        self._began = asyncio.get_running_loop().time()

    async def recv(self) -> AudioFrame:
        """The next 20 ms."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._began + self._at / RATE_HZ - loop.time()))
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        wave = bytearray()
        for sample in range(self._at, self._at + FRAME_SAMPLES):
            wave += int(8000 * math.sin(2 * math.pi * self._pitch_hz * sample / RATE_HZ)).to_bytes(
                2, "little", signed=True
            )
        frame.planes[0].update(bytes(wave))
        frame.pts, frame.sample_rate, frame.time_base = self._at, RATE_HZ, fractions.Fraction(1, RATE_HZ)
        self._at += FRAME_SAMPLES
        return frame


class Paint(MediaStreamTrack):
    """A picture of one colour, given as (Cb, Cr), whose brightness keeps changing; ten a second."""

    kind = "video"
    WIDTH, HEIGHT, RATE = 320, 240, 10

    def __init__(self, colour: tuple[int, int]) -> None:
        super().__init__()
        self._colour = colour
        self._at = 0
        self._began = asyncio.get_running_loop().time()

    async def recv(self) -> VideoFrame:
        """The next picture, when its time has come."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._began + self._at / self.RATE - loop.time()))
        frame = VideoFrame(self.WIDTH, self.HEIGHT, "yuv420p")
        for plane, value in zip(frame.planes, (80 + self._at % 10 * 4, *self._colour), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts, frame.time_base = self._at * 9000, fractions.Fraction(1, 90_000)
        self._at += 1
        return frame


def loudness(samples: list[int], pitch_hz: float) -> float:
    """Amplitude at a pitch by Goertzel's filter, in sample units."""
    turn = 2 * math.cos(2 * math.pi * pitch_hz / RATE_HZ)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    return 2 * math.sqrt(max(0.0, one * one + two * two - turn * one * two)) / len(samples)


def pitch_of(samples: list[int]) -> float:
    """The loudest pitch between 200 and 1000 Hz, in steps of 5 Hz around the best of 20 Hz."""
    coarse = max(range(200, 1001, 20), key=lambda pitch: loudness(samples, pitch))
    return float(max(range(coarse - 20, coarse + 21, 2), key=lambda pitch: loudness(samples, pitch)))


def left_channel(frame: AudioFrame) -> list[int]:
    """Samples of an interleaved 16-bit frame."""
    step = len(frame.layout.channels)
    return memoryview(bytes(frame.planes[0])[: frame.samples * step * 2]).cast("h").tolist()[::step]


class AiortcClient:
    """One seat: microphone, camera, then sound and picture slots."""

    def __init__(self, *, voice_hz: float | None, slots: int = 2, camera: MediaStreamTrack | bool = True) -> None:
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.pc.addTransceiver("audio" if voice_hz is None else Tone(voice_hz), direction="sendonly")
        picture = VideoStreamTrack() if camera is True else camera or "video"
        self.pc.addTransceiver(picture, direction="sendonly")
        for kind in ("audio", "video"):
            for _ in range(slots):
                self.pc.addTransceiver(kind, direction="recvonly")

    async def join(self, answering: Answering) -> None:
        """Offers, and takes the answer."""
        await self.pc.setLocalDescription(await self.pc.createOffer())
        answer = await answering(self.pc.localDescription.sdp)
        await self.pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    def slot(self, mid: str) -> MediaStreamTrack:
        """The track of a receive slot."""
        return next(each.receiver.track for each in self.pc.getTransceivers() if each.mid == mid)

    async def listen(self, mid: str, *, frames: int = 25, skip: int = 10) -> list[int]:
        """Half a second of a sound slot, after leaving out what the jitter buffer held."""
        samples: list[int] = []
        for number in range(skip + frames):
            frame = await asyncio.wait_for(self.slot(mid).recv(), 8)
            assert isinstance(frame, AudioFrame)
            if number >= skip:
                samples += left_channel(frame)
        return samples

    async def watch(self, mid: str, frames: int) -> VideoFrame:
        """The last of some pictures of a slot."""
        seen = None
        for _ in range(frames):
            seen = await asyncio.wait_for(self.slot(mid).recv(), 8)
        assert isinstance(seen, VideoFrame)
        return seen

    async def silence(self, mid: str) -> None:
        """Returns when the slot has given nothing for half a second."""
        while True:
            try:
                await asyncio.wait_for(self.slot(mid).recv(), 0.5)
            except TimeoutError:
                return

    async def close(self) -> None:
        """Closes the connection."""
        await self.pc.close()
