"""The load of media.md: rooms of four, each sending 50 sound and 170 picture packets a second, all sealed for real.

A frame's packets leave back to back and differ in size by a byte, as libwebrtc cuts them.
"""

import heapq
import itertools
import selectors
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.signaling.media.rawclient import OPUS, VP8, RawClient, rtp, vp8_payload

SEATS_PER_ROOM = 4
SOUND_SECONDS = 0.02
FRAME_SECONDS = 1 / 30
FRAME_PACKETS = (5, 6, 6)
CONSENT_SECONDS = 5.0
SOUND_BYTES = 100
PICTURE_BYTES = 1000
FRAMES_PER_KEY_FRAME = 60
SAMPLED = 37
"""Every so many received packets one is opened and its age taken."""
DRAIN_SECONDS = 0.5
_STAMP = struct.Struct("!d")


@dataclass
class Sender:
    """One participant: what it sends next."""

    client: RawClient
    sequence: dict[int, int] = field(default_factory=lambda: {OPUS: 0, VP8: 0})
    frame: int = 0

    def sound(self) -> int:
        """One Opus packet."""
        self._send(OPUS, self.client.microphone_ssrc, "0", b"", SOUND_BYTES, time.perf_counter())
        return 1

    def picture(self) -> int:
        """The packets of one frame; returns how many."""
        count, key, now = FRAME_PACKETS[self.frame % 3], self.frame % FRAMES_PER_KEY_FRAME == 0, time.perf_counter()
        for part in range(count):
            head = vp8_payload(self.frame, key=key, start=part == 0, body=b"")
            self._send(VP8, self.client.camera_ssrc, "1", head, PICTURE_BYTES - part % 2, now)
        self.frame += 1
        return count

    def consent(self) -> int:
        """A signed check, as often as browsers send one (RFC 7675); no packet of media."""
        self.client.socket.sendto(bytes(self.client.signed_check()), ("127.0.0.1", self.client.answer.port))
        return 0

    def _send(self, payload_type: int, ssrc: int, mid: str, head: bytes, size: int, now: float) -> None:
        sequence = self.sequence[payload_type]
        self.sequence[payload_type] = sequence + 1
        stamp = int(now * (48_000 if payload_type == OPUS else 90_000)) & 0xFFFFFFFF
        body = head + _STAMP.pack(now)
        packet = rtp(sequence, stamp, ssrc, payload_type, body + bytes(size - 20 - len(body)), mid=mid)
        self.client.socket.sendto(self.client.seal(packet), ("127.0.0.1", self.client.answer.port))


@dataclass
class Tally:
    """What one run sent and got."""

    sent: int = 0
    received: int = 0
    ages_ms: list[float] = field(default_factory=list)

    def age_ms(self, share: float) -> float:
        """A percentile of the sampled ages."""
        return sorted(self.ages_ms)[int(share * (len(self.ages_ms) - 1))] if self.ages_ms else float("nan")


def run(clients: list[RawClient], seconds: float, *, opened: bool) -> Tally:
    """Sends the load for some seconds and counts what comes back. `opened`: sampled packets are under our own keys."""
    tally = Tally()
    selector = selectors.EpollSelector()
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    began = time.perf_counter()
    order = itertools.count()
    events: list[tuple[float, int, Callable[[], int], float]] = []
    for number, client in enumerate(clients):
        sender, phase = Sender(client), number / len(clients)
        acts = [(sender.sound, SOUND_SECONDS), (sender.picture, FRAME_SECONDS)]
        if opened:
            acts.append((sender.consent, CONSENT_SECONDS))
        for act, every in acts:
            heapq.heappush(events, (began + phase * every, next(order), act, every))
    while (now := time.perf_counter()) < began + seconds + DRAIN_SECONDS:
        while events and events[0][0] <= now:
            at, _, act, every = heapq.heappop(events)
            tally.sent += act()
            if at + every < began + seconds:
                heapq.heappush(events, (at + every, next(order), act, every))
        wait = max(0.0, min(0.01, events[0][0] - now)) if events else 0.01
        for key, _ in selector.select(wait):
            _drain(key.data, tally, opened=opened)
    selector.close()
    return tally


def _drain(client: RawClient, tally: Tally, *, opened: bool) -> None:
    receive = client.socket.recv
    for _ in range(64):
        try:
            datagram = receive(2048)
        except BlockingIOError:
            return
        if datagram[0] < 128 or 192 <= datagram[1] <= 223:
            continue
        tally.received += 1
        if opened and tally.received % SAMPLED == 0:
            packet = client.open(datagram)
            at = 20 if packet[1] & 0x7F == OPUS else 26
            tally.ages_ms.append((time.perf_counter() - _STAMP.unpack_from(packet, at)[0]) * 1000)
