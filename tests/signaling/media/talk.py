"""People who talk without end: numbered frames on every line, from a thread of its own, whatever is ordered."""

import contextlib
import struct
import threading
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rooms.ids import SeatId
from tests.signaling.media.rawclient import OPUS, VP8, RawClient, rtp, vp8_payload

PAUSE_S = 0.004
SIGNED = struct.Struct("!cL")
"""Who speaks, and the number of the frame: the last octets of each payload."""


class Heard(NamedTuple):
    """A frame that came to somebody."""

    speaker: SeatId
    number: int


class Talk:
    """Seats are named by one letter."""

    def __init__(self) -> None:
        self._clients: dict[SeatId, RawClient] = {}
        self._said: dict[SeatId, int] = {}
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._talk)

    def said(self) -> dict[SeatId, int]:
        """The number of the last frame that each has sent: greater ones are sent after this has returned."""
        with self._lock:
            return dict(self._said)

    def speaks(self, seat: SeatId, client: RawClient) -> None:
        """From now on with this connection."""
        with self._lock:
            self._clients[seat] = client
            self._said.setdefault(seat, 0)

    def falls_silent(self, seat: SeatId) -> RawClient:
        """Not one frame more."""
        with self._lock:
            return self._clients.pop(seat)

    @property
    def clients(self) -> Mapping[SeatId, RawClient]:
        """Who talks now."""
        return self._clients

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """While the body runs."""
        self._thread.start()
        try:
            yield
        finally:
            self._ending.set()
            self._thread.join(timeout=10)

    def _talk(self) -> None:
        while not self._ending.wait(PAUSE_S):
            with self._lock:
                for seat, client in self._clients.items():
                    self._said[seat] += 1
                    _say(seat, client, self._said[seat])


def _say(seat: SeatId, client: RawClient, number: int) -> None:
    """Sound, camera and screen, each picture one that can be started with."""
    signed = SIGNED.pack(seat.encode(), number)
    picture = vp8_payload(number & 0x7FFF, key=True, body=signed)
    frames = (
        rtp(number, number * 960, client.microphone_ssrc, OPUS, signed, mid="0"),
        rtp(number, number * 900, client.camera_ssrc, VP8, picture, mid="1"),
        rtp(number, number * 900, client.screen_ssrc, VP8, picture, mid="2"),
    )
    for frame in frames:
        client.socket.sendto(client.seal(frame), (client.server, client.answer.port))


def arrived(client: RawClient) -> list[bytes]:
    """Every RTP packet that has come, opened."""
    packets = []
    with contextlib.suppress(BlockingIOError):
        while True:
            datagram = client.socket.recv(2048)
            if datagram[0] >= 128 and not 192 <= datagram[1] <= 223:
                packets.append(client.open(datagram))
    return packets


def heard(client: RawClient) -> list[Heard]:
    """Whose frames have come, and which."""
    signs = (SIGNED.unpack(packet[-SIGNED.size :]) for packet in arrived(client))
    return [Heard(SeatId(speaker.decode()), number) for speaker, number in signs]
