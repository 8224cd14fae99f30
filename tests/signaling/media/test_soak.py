"""Ten thousand people come, speak and go: nothing of them stays."""

import asyncio
import gc
from pathlib import Path

import pytest

from rooms.ids import RoomId, SeatId
from signaling.media.control import MediaConfig, MediaControl
from tests.signaling.media.conftest import MakePlane, everyone
from tests.signaling.media.rawclient import OPUS, VP8, RawClient, rtp, vp8_payload
from tests.signaling.media.witness import Witness

PEOPLE = 10_000
PER_ROOM = 4
WARM = 1_000
"""After so many every pool, cache and arena has its size."""
GROWTH_KB = 6_000
"""What may be added by the other nine thousand: less than a kilobyte for each."""


def memory_kb() -> int:
    gc.collect()
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0])


def held() -> tuple[int, int]:
    """Descriptors and tasks."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir()), len(asyncio.all_tasks())


async def visit(control: MediaControl, witness: Witness, number: int) -> None:
    """A room of four: all join, each is heard and seen by the next, half say goodbye and half are dropped."""
    room = RoomId(f"r{number}")
    seats = [SeatId(f"s{place}") for place in range(PER_ROOM)]
    clients = [RawClient(audio=PER_ROOM - 1, video=PER_ROOM - 1) for _ in seats]
    control.reroute(room, everyone(*seats))
    for seat, client in zip(seats, clients, strict=True):
        await client.connect(await control.answer(room, seat, client.offer()))
    speaker = clients[0]
    await speaker.send(rtp(1, 1, speaker.microphone_ssrc, OPUS, b"sound", mid="0"))
    await speaker.send(rtp(1, 1, speaker.camera_ssrc, VP8, vp8_payload(1, key=True), mid="1"))
    kinds = {(await clients[1].receive_rtp())[1] & 0x7F for _ in range(2)}
    assert kinds == {OPUS, VP8}
    for place, client in enumerate(clients):
        if place % 2:
            await client.goodbye()
        else:
            control.drop(seats[place])
    await witness.until(lambda seen: not any(seen.alive.get(seat) for seat in seats[1::2]))
    control.reroute(room, frozenset())
    for client in clients:
        client.close()
    for seat in seats:
        witness.alive.pop(seat, None)
        witness.slots.pop(seat, None)
    witness.told.clear()


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_threat33_ten_thousand_come_and_go_and_nothing_stays(make_plane: MakePlane) -> None:
    witness = Witness()
    # The same four seats each time: how often each offered is remembered for a minute, which is no leak.
    control = MediaControl(MediaConfig(host="127.0.0.1", offers_per_minute=PEOPLE), make_plane(), witness)
    await control.start()
    for number in range(WARM // PER_ROOM):
        await visit(control, witness, number)
    memory, before = memory_kb(), held()
    for number in range(WARM // PER_ROOM, PEOPLE // PER_ROOM):
        await visit(control, witness, number)
    grown = memory_kb() - memory
    print(f"{PEOPLE - WARM} more people: {grown} KB grown, descriptors and tasks {before} -> {held()}", end=" ")
    assert control.stats()["connections"] == 0
    assert held() == before
    assert grown < GROWTH_KB
    await control.close()
