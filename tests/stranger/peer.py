"""One peer connection as §7 of docs/protocol.md has it: an own microphone and camera, and slots to receive in."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Self

from aioice import Candidate
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from tests.stranger.tones import left_channel, pitch_hz

HEARD_FRAMES = 10  # 0.2 s of sound are enough to tell a pitch

Gathering = Callable[[int, list[str]], Awaitable[list[Candidate]]]


class Slot:
    """One receive-only line: counts what was decoded and keeps the last moment of sound."""

    def __init__(self, transceiver: RTCRtpTransceiver) -> None:
        self.transceiver = transceiver
        self.frames = 0
        self._heard: deque[AudioFrame] = deque(maxlen=HEARD_FRAMES)
        self._came = asyncio.Event()

    @property
    def mid(self) -> str:
        return str(self.transceiver.mid)

    @property
    def kind(self) -> str:
        return str(self.transceiver.kind)

    async def packets(self) -> int:
        """RTP packets that came in this slot since the connection began."""
        stats = await self.transceiver.receiver.getStats()
        return sum(stat.packetsReceived for stat in stats.values() if stat.type == "inbound-rtp")

    async def more(self, frames: int) -> None:
        """Waits until that many further frames were decoded."""
        wanted = self.frames + frames
        while self.frames < wanted:
            self._came.clear()
            await self._came.wait()

    async def pitch(self) -> float | None:
        """The pitch of the next fifth of a second."""
        await self.more(HEARD_FRAMES)
        return pitch_hz([sample for frame in self._heard for sample in left_channel(frame)])

    async def follow(self) -> None:
        """Takes frames until the track ends."""
        while True:
            try:
                frame = await self.transceiver.receiver.track.recv()
            except MediaStreamError:
                return
            self.frames += 1
            if isinstance(frame, AudioFrame):
                self._heard.append(frame)
            self._came.set()


class Peer:
    """A peer connection with `slots` sound and picture slots each. `offer()`, then `accept()`; `close()` at the end."""

    def __init__(self, microphone: MediaStreamTrack | None, camera: MediaStreamTrack | None, slots: int = 3) -> None:
        # No STUN server: aiortc would ask one on the internet by itself.
        self.pc = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.pc.addTransceiver(microphone or "audio", "sendonly")
        self.pc.addTransceiver(camera or "video", "sendonly")
        kinds = ["audio"] * slots + ["video"] * slots
        self.slots = [Slot(self.pc.addTransceiver(kind, "recvonly")) for kind in kinds]
        self._followers: list[asyncio.Task[None]] = []

    async def offer(self) -> str:
        """The SDP to send."""
        self._stay_on_loopback()
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return str(self.pc.localDescription.sdp)

    async def accept(self, answer: str) -> Self:
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        self._followers = [asyncio.create_task(slot.follow()) for slot in self.slots]
        return self

    async def close(self) -> None:
        for follower in self._followers:
            follower.cancel()  # the track of a connection that never opened does not end by itself
        await self.pc.close()
        await asyncio.gather(*self._followers, return_exceptions=True)

    def slot(self, mid: str) -> Slot:
        return next(slot for slot in self.slots if slot.mid == mid)

    def _stay_on_loopback(self) -> None:
        """Keeps to 127.0.0.1: aioice leaves it out when it looks for addresses, and aiortc has no setting for it."""
        connection = self.pc.getTransceivers()[0].sender.transport.transport._connection  # noqa: SLF001
        gather = partial(_on_loopback, connection.get_component_candidates)
        setattr(connection, "get_component_candidates", gather)  # noqa: B010  # an instance's method, as mypy has it


async def _on_loopback(gather: Gathering, component: int, addresses: list[str]) -> list[Candidate]:
    return await gather(component, ["127.0.0.1"])
