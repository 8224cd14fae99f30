"""Somebody whose line has gone dead without a goodbye is shown as coming back, soon, and keeps the seat."""

from asyncio import get_running_loop
from collections.abc import Callable
from datetime import UTC, datetime

from tests.stranger.client import Person
from tests.stranger.room import FOURTH_HZ, Room


def present(person: Person, seat: str, presence: str) -> Callable[[], bool]:
    return lambda: (person.seat(seat) or {}).get("presence") == presence


async def test_silence_is_seen_within_three_seconds_and_so_is_the_return(full_room: Room) -> None:
    """No beats, no media; the TCP connection stays open."""
    fourth, clock = full_room.fourth, get_running_loop().time
    await full_room.mediator.hears(fourth.me, FOURTH_HZ)

    full_room.network.fall_silent()
    silent_s, silent_at = clock(), datetime.now(UTC)
    for person in full_room.others:
        await person.until(present(person, fourth.me, "reconnecting"))
    noticed_after_s = clock() - silent_s
    # However late silence is known for what it is, it is dated by the last sign.
    row = next(row for row in full_room.mediator.view["desk"] if row["seat"] == fourth.me)
    assert abs((datetime.fromisoformat(row["away_since"]) - silent_at).total_seconds()) < 1.0

    full_room.network.flow()
    back_s = clock()
    for person in full_room.others:
        await person.until(present(person, fourth.me, "here"))
    back_after_s = clock() - back_s

    print(f"reconnecting after {noticed_after_s:.2f} s, here again after {back_after_s:.2f} s")
    assert 1.0 < noticed_after_s < 3.0
    assert back_after_s < 2.0
    assert fourth.connected
    assert fourth.view["you"]["place"] == "joint"
    await full_room.mediator.hears(fourth.me, FOURTH_HZ)
