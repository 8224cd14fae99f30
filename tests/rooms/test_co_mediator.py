"""A co-mediator comes by a link, and has a mediator's eyes only once they have been checked (T1, T4)."""

from rooms.chat import ChannelKind
from rooms.views import view_for
from tests.rooms.stories import (
    CO_MEDIATOR,
    MEDIATOR,
    after,
    arrivals,
    everyone_at_the_table,
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
