"""A move is acknowledged or failed; what is forwarded is told from the plane's own table."""

import asyncio
import contextlib
import resource
import time
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from signaling.media.plane import Plane, PlaneStalled, Profile, Route
from signaling.media.refusals import RerouteFailed
from signaling.media.relay import RelayPlane
from tests.signaling.media.conftest import ROOM, Join, everyone
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
from tests.signaling.media.rig import SOUND, SOUND_SLOT, Rig
from tests.signaling.media.test_shards import fill_queue
from tests.signaling.media.witness import Witness

A, B, C, D = map(SeatId, "abcd")
PROMISED_S = 0.6
"""Half a second for the acknowledgement, and some for this machine."""
HEARD = everyone("a", "b", "c", "d")


Moves = list[tuple[Sequence[tuple[int, int]], Sequence[Route]]]


class Tardiness:
    """Acknowledges no move while `late`, and may obey it afterwards all the same."""

    late: Moves | None = None

    def heed(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        """Raises PlaneStalled while it is late."""
        if self.late is not None:
            self.late.append((gone, new))
            raise PlaneStalled("in half a second nothing came")

    def taken_up(self) -> Moves:
        """What it has not obeyed; it is late no more."""
        orders, self.late = self.late or [], None
        return orders


class TardyRelay(Tardiness, RelayPlane):
    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        self.heed(gone, new)
        super().reroute(gone, new)


class TardyNative(Tardiness, NativePlane):
    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        self.heed(gone, new)
        super().reroute(gone, new)


Tardy = TardyRelay | TardyNative


def obey_late(plane: Tardy) -> None:
    """The plane comes to what it was told."""
    for order in plane.taken_up():
        plane.reroute(*order)


@pytest.fixture(params=[TardyRelay, TardyNative], ids=["python", "native"])
def plane(request: pytest.FixtureRequest) -> Tardy:
    made: Callable[[], Tardy] = request.param
    return made()


@pytest.fixture
async def control(witness: Witness, plane: Plane) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="127.0.0.1"), plane, witness)
    await made.start()
    yield made
    await made.close()


async def say(client: RawClient, number: int) -> None:
    await client.send(rtp(number, number * 960, client.microphone_ssrc, OPUS, b"said %d" % number, mid="0"))


async def all_say(control: MediaControl, clients: Sequence[RawClient], number: int) -> None:
    """Returns when the plane has forwarded what it will of it."""
    until = control.stats()["packets_in"] + len(clients)
    for client in clients:
        await say(client, number)
    async with asyncio.timeout(5):
        while control.stats()["packets_in"] < until:  # noqa: ASYNC110 - a thread in C has no event for us
            await asyncio.sleep(0)
    control.forwarding(ROOM)  # an order is obeyed after what was read before it has been sent


def sounds(client: RawClient) -> int:
    """How many RTP packets have come since it was last asked."""
    count = 0
    with contextlib.suppress(BlockingIOError):
        while datagram := client.socket.recv(2048):
            count += datagram[0] >= 128 and not 192 <= datagram[1] <= 223
    return count


async def test_what_is_forwarded_is_told_from_the_table_and_whenever_it_changes(
    control: MediaControl, plane: Plane, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, HEARD)
    assert control.forwarding(ROOM) == frozenset(), "nobody is there yet"
    await join("a", audio=3, video=3)
    await join("b", audio=3, video=3)
    pair = frozenset(each for each in everyone("a", "b") if each.medium is not Medium.SCREEN)
    await witness.until(lambda seen: seen.forwarded.get(ROOM) == pair)
    assert control.forwarding(ROOM) == pair
    heard = frozenset({Hearing(A, B, Medium.MICROPHONE)})
    control.reroute(ROOM, heard)
    assert control.forwarding(ROOM) == heard
    await witness.until(lambda seen: seen.forwarded.get(ROOM) == heard)
    control.drop(B)
    await witness.until(lambda seen: seen.forwarded.get(ROOM) == frozenset())


async def test_threat2_a_route_that_nobody_ordered_is_told_and_closed(
    control: MediaControl, plane: Plane, join: Join, witness: Witness
) -> None:
    control.reroute(ROOM, frozenset({Hearing(A, B, Medium.CAMERA)}))
    a, b = await join("a"), await join("b")
    plane.reroute([], [Route(1, 2, 2, 0)])
    astray = Hearing(A, B, Medium.MICROPHONE)
    assert astray in control.forwarding(ROOM)
    ordered = control.forwarding(ROOM) - {astray}
    told = [("forwarding", ROOM, ordered | {astray}), ("forwarding", ROOM, ordered)]
    await witness.until(lambda seen: seen.told[-2:] == told)
    assert control.alarms() == ["media_route_astray"]
    await all_say(control, [b], 1)
    assert sounds(a) == 0


async def moved_in_vain(control: MediaControl, plane: Tardy) -> RerouteFailed:
    """`a` should go from `b` to `c`, but no plane acknowledges it."""
    control.reroute(ROOM, everyone("a", "b") | everyone("c", "d"))
    plane.late = []
    with pytest.raises(RerouteFailed) as failed:
        control.reroute(ROOM, everyone("a", "c") | everyone("c", "d"), frozenset({A}))
    return failed.value


async def test_threat2_a_move_that_fails_leaves_the_moved_nowhere_and_says_whom(
    control: MediaControl, plane: Tardy, join: Join, witness: Witness
) -> None:
    a, b, c, d = [await join(seat, audio=3, video=3) for seat in "abcd"]
    failed = await moved_in_vain(control, plane)
    assert failed.room == ROOM
    assert failed.seats == {A}
    talking = frozenset(each for each in everyone("c", "d") if each.medium is not Medium.SCREEN)
    assert control.forwarding(ROOM) == talking, "the others talk on"
    obey_late(plane)
    await all_say(control, (a, b, c, d), 1)
    assert [sounds(client) for client in (a, b, c, d)] == [0, 0, 1, 1]
    assert control.stats()["connections"] == 3


async def test_threat2_where_others_were_to_be_parted_they_are(control: MediaControl, plane: Tardy, join: Join) -> None:
    """The mediator goes, and the sides must no longer hear each other: their slots change by each other."""
    clients = [await join(seat, audio=3, video=3) for seat in "abc"]
    control.reroute(ROOM, everyone("a", "b", "c"))
    plane.late = []
    with pytest.raises(RerouteFailed) as failed:
        control.reroute(ROOM, frozenset(), frozenset({A}))
    assert failed.value.seats == {A, B}
    await all_say(control, clients, 1)
    assert [sounds(client) for client in clients] == [0, 0, 0]
    assert control.forwarding(ROOM) == frozenset()


async def test_after_a_failed_move_all_come_back_and_hear_as_they_may(
    control: MediaControl, plane: Tardy, join: Join, witness: Witness
) -> None:
    for seat in "abcd":
        await join(seat, audio=3, video=3)
    await moved_in_vain(control, plane)
    obey_late(plane)
    allowed = everyone("b", "c") | everyone("c", "d")
    control.reroute(ROOM, allowed)
    await join("a", audio=3, video=3)
    now = frozenset(each for each in allowed if each.medium is not Medium.SCREEN)
    await witness.until(lambda seen: seen.forwarded.get(ROOM) == now)
    assert control.forwarding(ROOM) == now


async def test_threat3_a_seat_can_be_dropped_although_no_plane_acknowledges(
    control: MediaControl, plane: Tardy, join: Join
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    a, b = await join("a"), await join("b")
    plane.late = []
    control.drop(A)
    await all_say(control, [a], 1)
    assert control.stats()["dropped_stranger"] == 1
    obey_late(plane)
    assert control.forwarding(ROOM) == frozenset()
    assert sounds(b) == 0


async def test_threat2_a_severed_peer_is_cut_off_though_its_thread_obeys_nothing() -> None:
    """The queue of a thread that has ended is full: not even the removal can be ordered."""
    plane = NativePlane(1)
    plane.start("127.0.0.1", 0, lambda *_: None)
    rig = Rig(plane)
    for peer in (1, 2, 3):
        rig.add(peer, Profile.AEAD_AES_128_GCM)
    rig.route(SOUND_SLOT, 1, SOUND)
    plane.halt(0)
    async with asyncio.timeout(5):
        while not plane.fallen():  # noqa: ASYNC110 - a thread in C has no event for us
            await asyncio.sleep(0.005)
    with pytest.raises(PlaneStalled):
        fill_queue(plane)
    plane.sever(1)
    plane.revive(0)
    plane.reroute([], [Route(3, SOUND_SLOT, 1, SOUND), Route(1, SOUND_SLOT, 2, SOUND)])
    assert plane.routes([1, 2, 3]) == []
    for peer in (1, 2):
        await rig.sound(peer, 1)
    async with asyncio.timeout(5):
        while plane.stats()["packets_in"] < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert plane.levels() == {}
    assert plane.stats()["dropped_stranger"] == 1
    assert plane.stats()["packets_out"] == 0
    plane.remove_peer(1)
    rig.close()


async def test_threat2_a_fallen_plane_that_cannot_be_revived_fails_the_move(witness: Witness) -> None:
    """The machine has no descriptor left for its socket."""
    plane = NativePlane(1)
    control = MediaControl(MediaConfig(host="127.0.0.1"), plane, witness)
    await control.start()
    clients = [RawClient(), RawClient()]
    for seat, client in zip((A, B), clients, strict=True):
        await client.connect(await control.answer(ROOM, seat, client.offer()))
    control.reroute(ROOM, everyone("a", "b"))
    plane.halt(0)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    began = time.monotonic()
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
        with pytest.raises(RerouteFailed) as failed:
            control.reroute(ROOM, frozenset())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert time.monotonic() - began < PROMISED_S
    assert failed.value.seats == {A}, "which parts it from the other"
    assert control.stats()["connections"] == 1
    assert control.forwarding(ROOM) == frozenset()
    assert "media_shard_stalled" in control.alarms()
    await control.close()
    for client in clients:
        client.close()
