"""Who hears one, told from a table; and whose picture comes first."""

from dataclasses import replace

from rooms import inputs
from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from rooms.room import Room
from signaling.audience import listeners
from signaling.contract.media_pushes import Audible
from signaling.media.routing import Preference
from signaling.preferences import Choice, Preferences
from tests.node import Scene
from tests.rooms.stories import CAUCUS, COMPANY, LATER, MEDIATOR, WORKER, after, everyone_at_the_table


def in_caucus() -> Room:
    """The mediator and the worker in private talk; the company's representative stayed."""
    called = inputs.CaucusOpened(LATER, MEDIATOR, CAUCUS, (WORKER,), comes=True)
    return after([*everyone_at_the_table(), called, inputs.SummonsAnswered(LATER, WORKER, CAUCUS, accepts=True)])


def told(room: Room, seat_id: SeatId, *table: Hearing) -> tuple[Audible, ...]:
    seat = room.seat(seat_id)
    assert seat is not None
    return listeners(room, seat, frozenset(table))


def test_who_hears_me_is_read_from_the_table_and_not_from_what_it_should_be() -> None:
    room = in_caucus()
    heard = Hearing(MEDIATOR, WORKER, Medium.MICROPHONE)
    seen = Hearing(MEDIATOR, WORKER, Medium.CAMERA)
    assert told(room, WORKER) == ()
    assert told(room, WORKER, heard) == (Audible(seat=MEDIATOR, microphone=True, camera=False, screen=False),)
    assert told(room, WORKER, heard, seen)[0].camera
    assert told(room, MEDIATOR, heard, seen) == ()


def test_threat1_nobody_is_named_who_is_not_in_the_view() -> None:
    assert told(in_caucus(), WORKER, Hearing(COMPANY, WORKER, Medium.MICROPHONE)) == ()


class Relay:
    """Notes what listeners want."""

    def __init__(self) -> None:
        self.told: list[tuple[SeatId, Preference]] = []

    def prefer(self, seat: SeatId, preference: Preference) -> None:
        self.told.append((seat, preference))


def test_the_own_choice_of_a_face_goes_before_the_one_before_all_eyes() -> None:
    relay = Relay()
    preferences, room = Preferences(relay), after(everyone_at_the_table())
    preferences.settle(room)
    assert relay.told == []
    lit = replace(room, spotlight=WORKER)
    preferences.settle(lit)
    preferences.settle(lit)
    assert relay.told == [(MEDIATOR, Preference(spotlight=WORKER)), (COMPANY, Preference(spotlight=WORKER))]
    preferences.choose(lit, COMPANY, Choice(audio_only=True, pinned=MEDIATOR))
    assert relay.told[2:] == [(COMPANY, Preference(audio_only=True, spotlight=MEDIATOR))]
    preferences.settle(room)
    assert relay.told[3:] == [(MEDIATOR, Preference())]


def test_who_is_elsewhere_is_before_nobodys_eyes_and_what_ended_is_forgotten() -> None:
    relay = Relay()
    preferences = Preferences(relay)
    preferences.settle(replace(in_caucus(), spotlight=WORKER))
    assert relay.told == [(MEDIATOR, Preference(spotlight=WORKER))]
    preferences.forget(MEDIATOR)
    preferences.settle(replace(in_caucus(), spotlight=WORKER))
    assert relay.told[1:] == relay.told[:1]


async def test_only_the_mediators_are_told_of_the_sides_times(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    await scene.in_caucus(mediator, (scene.worker, worker))
    clock = await mediator.until("fairness.clock", lambda push: push["sides"][0]["caucus_s"] > 0, wait_s=15)
    assert [one["side"] for one in clock["sides"]] == ["applicant", "respondent"]
    assert clock["sides"][1]["caucus_s"] == 0
    assert worker.seen("fairness.clock") == company.seen("fairness.clock") == []
