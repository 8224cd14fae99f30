"""The whole way with aiortc as the client: Opus and VP8 are encoded, forwarded and decoded for real."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from rooms.ids import SeatId
from signaling.media.control import MediaControl
from tests.signaling.media.aiortcclient import AiortcClient, loudness, pitch_of
from tests.signaling.media.conftest import ROOM, everyone
from tests.signaling.media.witness import Witness

Enter = Callable[..., Awaitable[AiortcClient]]


@pytest.fixture
async def enter(control: MediaControl) -> AsyncIterator[Enter]:
    clients: list[AiortcClient] = []

    async def entered(seat: str, voice_hz: float | None, *, slots: int = 2, camera: bool = True) -> AiortcClient:
        client = AiortcClient(voice_hz=voice_hz, slots=slots, camera=camera)
        clients.append(client)
        await client.join(lambda offer: control.answer(ROOM, SeatId(seat), offer))
        return client

    yield entered
    for client in clients:
        await client.close()


def mid_of(witness: Witness, listener: str, speaker: str, medium: str) -> str:
    return next(slot.mid for slot in witness.slots[SeatId(listener)] if slot.seat == speaker and slot.medium == medium)


def has_slots(*wanted: tuple[str, int]) -> Callable[[Witness], bool]:
    return lambda seen: all(len(seen.slots.get(SeatId(seat), ())) == count for seat, count in wanted)


async def test_a_tone_and_a_picture_arrive_and_a_muted_tone_does_not(
    control: MediaControl, enter: Enter, witness: Witness
) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    await enter("a", 440.0)
    b = await enter("b", None)
    await witness.until(has_slots(("a", 2), ("b", 2)))
    mid = mid_of(witness, "b", "a", "microphone")
    samples = await b.listen(mid)
    assert abs(pitch_of(samples) - 440) <= 5
    assert loudness(samples, pitch_of(samples)) > 1000
    picture = await b.watch(mid_of(witness, "b", "a", "camera"), 15)
    assert (picture.width, picture.height) == (640, 480)
    control.reroute(ROOM, frozenset(hearing for hearing in everyone("a", "b") if hearing.medium != "microphone"))
    await b.silence(mid)


async def test_two_voices_come_in_two_slots_and_a_switch_keeps_the_picture_going(
    control: MediaControl, enter: Enter, witness: Witness
) -> None:
    seats = ("a", "b", "c")
    control.reroute(ROOM, everyone(*seats))
    await enter("a", 440.0)
    await enter("b", 600.0)
    c = await enter("c", None, slots=1, camera=False)
    await witness.until(has_slots(("c", 2)))
    one = witness.slots[SeatId("c")][0].seat
    first, second = ("a", "b") if one == "a" else ("b", "a")
    pitches = {"a": 440, "b": 600}
    assert abs(pitch_of(await c.listen("2")) - pitches[first]) <= 5
    await c.watch("3", 5)
    control.reroute(ROOM, frozenset(hearing for hearing in everyone(*seats) if hearing.speaker == second))
    await witness.until(lambda seen: seen.slots[SeatId("c")][0].seat == second)
    assert abs(pitch_of(await c.listen("2", skip=20)) - pitches[second]) <= 5
    await c.watch("3", 10)


async def test_who_only_listens_hears(control: MediaControl, enter: Enter, witness: Witness) -> None:
    control.reroute(ROOM, everyone("a", "b"))
    b = await enter("b", None, camera=False)
    await enter("a", 440.0, camera=False)
    await witness.until(has_slots(("b", 2)))
    assert abs(pitch_of(await b.listen(mid_of(witness, "b", "a", "microphone"))) - 440) <= 5
