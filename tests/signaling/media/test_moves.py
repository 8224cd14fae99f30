"""A plane under load: what is told to stop has stopped when the order is acknowledged, and that is soon.

Whole moves, by the control and with all that comes in between, are in test_caucus.py.
"""

import asyncio
import random
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from signaling.media.plane import Route
from tests.signaling.media.rawclient import OPUS, rtp
from tests.signaling.media.rig import SOUND, SOUND_SLOT, Rig, body

pytestmark = pytest.mark.alone

MOVES = 250
PROMISED_S = 0.5
NOBODY = 0
READ_BETWEEN = 4
"""Packets the plane reads after each move, before we look what came through."""


@contextmanager
def talking(rig: Rig, peer: int) -> Iterator[None]:
    """Sound of a speaker from a thread of its own, some thousand packets a second, each numbered, until the end."""
    client, ending = rig.peers[peer], threading.Event()
    at = ("127.0.0.1", client.answer.port)

    def talk() -> None:
        number = 0
        while not ending.wait(0.002):
            for _ in range(8):
                number += 1
                packet = rtp(
                    number, number * 960, client.microphone_ssrc, OPUS, struct.pack("!BL", peer, number), mid="0"
                )
                client.socket.sendto(client.seal(packet), at)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(timeout=10)


def arrived(rig: Rig, listener: int) -> list[bytes]:
    """All datagrams that have come to the listener."""
    found = []
    while True:
        try:
            found.append(rig.peers[listener].socket.recv(2048))
        except BlockingIOError:
            return found


def speakers(rig: Rig, listener: int, datagrams: list[bytes]) -> set[int]:
    """Whose packets these are."""
    sound = [each for each in datagrams if each[0] >= 128 and not 192 <= each[1] <= 223]
    return {body(rig.peers[listener].open(each))[0] for each in sound}


async def reads(rig: Rig, packets: int) -> None:
    """Returns when the plane has read so many more."""
    until = rig.counted("packets_in") + packets
    async with asyncio.timeout(10):
        while rig.counted("packets_in") < until:  # noqa: ASYNC110 - a thread in C has no event for us
            await asyncio.sleep(0)


async def test_threat2_moves_under_load_and_no_packet_after_an_acknowledgement(
    rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, took, reached = random.Random(5), [], set()  # noqa: S311 - any sequence of moves will do
    with talking(rig, 1), talking(rig, 2):
        heard = NOBODY
        for _ in range(MOVES):
            moved = chance.choice([each for each in (NOBODY, 1, 2) if each != heard])
            began = time.perf_counter()
            rig.plane.reroute([(3, SOUND_SLOT)], [Route(3, SOUND_SLOT, moved, SOUND)] if moved != NOBODY else [])
            took.append(time.perf_counter() - began)
            # On loopback what was sent lies in the listener's socket: all that comes later was sent after the answer.
            speakers(rig, 3, arrived(rig, 3))
            await reads(rig, READ_BETWEEN)
            later = speakers(rig, 3, arrived(rig, 3))
            assert later <= {moved}, f"{later} heard after the move to {moved}"
            reached |= later
            heard = moved
    took.sort()
    with capsys.disabled():
        print(f" p99 {took[int(0.99 * MOVES)] * 1000:.2f} ms, worst {took[-1] * 1000:.2f} ms", end=" ")
    assert reached == {1, 2}, "there was no load"
    assert took[-1] < PROMISED_S
