"""A co-mediator comes by a link, and has a mediator's eyes only once they have been checked (T1, T4)."""

import pytest

from rooms import inputs
from rooms.chat import ChannelKind
from rooms.ids import SeatId
from rooms.inputs import Input
from rooms.refusals import Refusal
from rooms.room import Place, Role, Room
from rooms.step import step
from rooms.views import view_for
from tests.rooms.stories import (
    CAUCUS,
    CO_MEDIATOR,
    COMPANY,
    LATER,
    MEDIATOR,
    OTHERS,
    RECORDER,
    WORKER,
    after,
    arrivals,
    entered,
    everyone_at_the_table,
    session,
    with_seats,
)


def test_threat4_whoever_only_has_a_co_mediators_link_learns_what_the_lobby_learns() -> None:
    waiting = after(arrivals(CO_MEDIATOR), after(everyone_at_the_table(), with_seats(CO_MEDIATOR)))
    seat = waiting.seat(CO_MEDIATOR)
    assert seat is not None
    view = view_for(waiting, seat)
    assert {one.seat for one in view.seats} <= {CO_MEDIATOR, MEDIATOR}
    assert (view.desk, view.caucuses, view.script, view.facts) == ((), (), (), ())
    assert {one.kind for one in view.channels} <= {ChannelKind.LOBBY}
    assert {one.channel for one in view.channels} <= {f"lobby.{CO_MEDIATOR}"}


def taken_over() -> Room:
    """The mediator has left; the co-mediator, who was checked, leads."""
    at_table = after(everyone_at_the_table(CO_MEDIATOR), with_seats(CO_MEDIATOR))
    return after([inputs.Left(LATER, MEDIATOR), inputs.HostTakenOver(LATER, CO_MEDIATOR)], at_table)


ACTS: dict[str, Input] = {
    "renew": inputs.InviteRenewed(LATER, CO_MEDIATOR, WORKER),
    "revoke": inputs.InviteRevoked(LATER, CO_MEDIATOR, WORKER),
    "seat": inputs.SeatAdded(LATER, CO_MEDIATOR, OTHERS[RECORDER]),
    "screen": inputs.Screened(LATER, CO_MEDIATOR, WORKER, COMPANY, apart=True),
    "caucus": inputs.CaucusOpened(LATER, CO_MEDIATOR, CAUCUS, (WORKER,), comes=True),
    "mute": inputs.Muted(LATER, CO_MEDIATOR, WORKER, locked=True),
    "break": inputs.BreakBegun(LATER, CO_MEDIATOR, 10),
    "suspend": inputs.Suspended(LATER, CO_MEDIATOR, "停电", None),
    "remove": inputs.Removed(LATER, CO_MEDIATOR, WORKER, "扰乱秩序"),
    "close": inputs.Closed(LATER, CO_MEDIATOR),
}


@pytest.mark.parametrize("act", ACTS)
def test_who_took_over_may_do_what_the_mediator_may_and_before_that_may_not(act: str) -> None:
    before = after(everyone_at_the_table(CO_MEDIATOR), with_seats(CO_MEDIATOR))
    assert refusal(before, ACTS[act]) in {"not_permitted.role", "caucus.not_delegated"}
    after([ACTS[act]], taken_over())


@pytest.mark.parametrize(
    "act",
    [
        inputs.InviteRenewed(LATER, CO_MEDIATOR, MEDIATOR),
        inputs.InviteRevoked(LATER, CO_MEDIATOR, MEDIATOR),
        inputs.Removed(LATER, CO_MEDIATOR, MEDIATOR, "原因"),
    ],
    ids=lambda act: type(act).__name__,
)
def test_threat4_who_took_over_cannot_shut_out_the_mediator_whose_case_it_is(act: Input) -> None:
    assert refusal(taken_over(), act) == "seat.unknown"
    back = after([entered(MEDIATOR, tab=2)], taken_over())
    assert [(seat.role, seat.place) for seat in back.seats if seat.id == MEDIATOR] == [(Role.CO_MEDIATOR, Place.JOINT)]


def test_who_took_over_and_left_comes_back_by_the_link_and_straight_to_the_table() -> None:
    """Nobody is there who could let them in."""
    gone = after([inputs.Left(LATER, CO_MEDIATOR)], taken_over())
    assert place(gone, CO_MEDIATOR) is Place.OUTSIDE
    again = after([inputs.IdentityOffered(LATER, CO_MEDIATOR, None), entered(CO_MEDIATOR, tab=2)], gone)
    assert place(again, CO_MEDIATOR) is Place.JOINT
    assert [seat.session for seat in again.seats if seat.id == CO_MEDIATOR] == [session(CO_MEDIATOR, 2)]


def place(room: Room, seat_id: SeatId) -> Place:
    return next(seat.place for seat in room.seats if seat.id == seat_id)


def refusal(room: Room, event: Input) -> str:
    with pytest.raises(Refusal) as refused:
        step(room, event)
    return refused.value.code
