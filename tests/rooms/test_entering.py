"""From the link to the lobby: identity, consents, devices, tabs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rooms import inputs
from rooms.effects import EndSeat, EndSession, RecordFact
from rooms.facts import PresenceChanged
from rooms.person import Consent, Identity
from rooms.refusals import NotPermitted, Refusal
from rooms.room import EndReason, Phase, Place, Presence
from rooms.step import step
from tests.rooms.stories import (
    COMPANY,
    MEDIATOR,
    NOON,
    STRANGER,
    WORKER,
    after,
    arrivals,
    cleared,
    consented,
    device,
    effects_of,
    entered,
    everyone_at_the_table,
    identified,
    room,
    session,
)


def refusal_of(start: object, event: inputs.Input) -> str:
    with pytest.raises(Refusal) as caught:
        step(start, event)  # type: ignore[arg-type] # a Room in every caller
    return caught.value.code


def test_the_mediator_enters_at_the_table_and_opens_the_lobby() -> None:
    now = after([entered(MEDIATOR)])
    assert (now.phase, now.seats[0].place, now.seats[0].presence) == (Phase.LOBBY, Place.JOINT, Presence.HERE)


def test_a_party_waits_in_the_lobby() -> None:
    now = after(arrivals(WORKER))
    worker = now.seat(WORKER)
    assert worker is not None
    assert (worker.place, worker.waiting_since, worker.identity) == (Place.LOBBY, NOON, Identity.DIGITS)


def test_nobody_enters_without_identity_where_digits_are_on_file() -> None:
    assert refusal_of(after([consented(WORKER)]), entered(WORKER)) == "identity.first"


def test_without_digits_on_file_the_mediator_confirms_in_the_check() -> None:
    now = after([entered(MEDIATOR), *arrivals(COMPANY), *cleared(COMPANY)])
    company = now.seat(COMPANY)
    assert company is not None
    assert company.identity is Identity.DOCUMENT


def test_nobody_enters_without_deciding_on_consents() -> None:
    assert refusal_of(after([identified(WORKER)]), entered(WORKER)) == "consents.first"


def test_online_mediation_is_the_one_consent_that_opens_the_door() -> None:
    everything_else = set(Consent) - {Consent.ONLINE_MEDIATION}
    now = after([identified(WORKER), consented(WORKER, *everything_else)])
    assert refusal_of(now, entered(WORKER)) == "consents.online_mediation"


def test_threat5_only_the_bound_device_decides_on_consents() -> None:
    now = after(everyone_at_the_table())
    forged = replace(consented(COMPANY, *Consent), device=device(COMPANY, 2))
    assert refusal_of(now, forged) == "device.waiting"


def test_a_knock_goes_when_its_tab_falls_silent() -> None:
    knocking = step(after(everyone_at_the_table()), entered(WORKER, number=2, tab=2)).room
    gone = after([inputs.SeatSilent(NOON, WORKER, session(WORKER, 2))], knocking).seat(WORKER)
    assert gone is not None
    assert (gone.knock, gone.session, gone.presence) == (None, session(WORKER), Presence.HERE)


def test_the_silence_of_a_former_tab_is_nobodys_absence() -> None:
    moved = after([*everyone_at_the_table(), entered(WORKER, tab=2)])
    quiet = after([inputs.SeatSilent(NOON, WORKER, session(WORKER, 2))], moved)
    assert step(quiet, inputs.SeatGone(NOON, WORKER, session(WORKER))).room == quiet
    gone = after([inputs.SeatGone(NOON, WORKER, session(WORKER, 2))], quiet).seat(WORKER)
    assert gone is not None
    assert (gone.presence, gone.place) == (Presence.AWAY, Place.JOINT)


def test_the_record_says_since_when_a_seat_was_silent_and_when_it_was_back() -> None:
    """A drop by the last sign, however late it is known; a return by the tab that comes back or by its beat."""
    dropped_at, gone_at, back_at = (NOON + timedelta(seconds=seconds) for seconds in (10, 70, 75))
    now, told = after(everyone_at_the_table()), []
    tab = session(WORKER)
    for event in (
        inputs.SeatSilent(dropped_at, WORKER, tab),
        inputs.SeatGone(gone_at, WORKER, tab),
        replace(entered(WORKER), at=back_at),
        inputs.SeatHeard(back_at, WORKER, tab),
    ):
        outcome = step(now, event)
        now = outcome.room
        told += [effect.fact for effect in outcome.effects if isinstance(effect, RecordFact)]
    assert told == [
        PresenceChanged(WORKER, Presence.RECONNECTING, dropped_at),
        PresenceChanged(WORKER, Presence.AWAY, dropped_at),
        PresenceChanged(WORKER, Presence.HERE, back_at),
    ]


def test_five_wrong_digits_lock_the_link() -> None:
    now = room()
    codes = []
    for _ in range(5):
        outcome = step(now, identified(WORKER, right=False))
        assert outcome.refusal is not None
        codes.append((outcome.refusal.code, outcome.refusal.data.get("tries_left")))
        now = outcome.room
    assert codes == [("identity.digits_wrong", left) for left in (4, 3, 2, 1)] + [("identity.locked", None)]
    assert refusal_of(now, identified(WORKER)) == "identity.locked"


def test_a_new_link_gives_five_new_tries_and_forgets_the_device() -> None:
    now = after([entered(MEDIATOR), *arrivals(WORKER), inputs.InviteRenewed(NOON, MEDIATOR, WORKER)])
    worker = now.seat(WORKER)
    assert worker is not None
    assert (worker.place, worker.device, worker.identity, worker.tries_left) == (
        Place.OUTSIDE,
        None,
        Identity.UNCONFIRMED,
        5,
    )


def test_a_reload_of_the_same_tab_changes_nothing_but_the_presence() -> None:
    now = after(everyone_at_the_table())
    again = after([entered(WORKER, microphone=False, camera=False)], now)
    assert again.seat(WORKER) == now.seat(WORKER)


def test_a_second_tab_takes_the_seat_over_and_keeps_the_switches() -> None:
    now = after([*everyone_at_the_table(), inputs.MediaSet(NOON, WORKER, microphone=False, camera=True)])
    outcome = step(now, entered(WORKER, tab=2))
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert (worker.session, worker.place, worker.microphone) == (session(WORKER, 2), Place.JOINT, False)
    assert EndSession(WORKER, session(WORKER), EndReason.TAKEN_OVER, media=True) in outcome.effects


def test_another_device_waits_for_the_mediators_nod() -> None:
    now = after(everyone_at_the_table())
    outcome = step(now, entered(WORKER, number=2, tab=2))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "device.waiting"
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert worker.session == session(WORKER)


def test_a_nod_gives_the_seat_to_the_other_device_and_ends_the_first() -> None:
    knocking = step(after(everyone_at_the_table()), entered(WORKER, number=2, tab=2)).room
    outcome = step(knocking, inputs.DeviceAllowed(NOON, MEDIATOR, WORKER))
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert (worker.device, worker.session, worker.place) == (device(WORKER, 2), session(WORKER, 2), Place.JOINT)
    assert EndSession(WORKER, session(WORKER), EndReason.TAKEN_OVER, media=True) in outcome.effects


def test_a_refused_device_is_ended_and_the_first_stays() -> None:
    knocking = step(after(everyone_at_the_table()), entered(WORKER, number=2, tab=2)).room
    outcome = step(knocking, inputs.DeviceRefused(NOON, MEDIATOR, WORKER))
    worker = outcome.room.seat(WORKER)
    assert worker is not None
    assert (worker.session, worker.knock) == (session(WORKER), None)
    assert EndSession(WORKER, session(WORKER, 2), EndReason.DEVICE_REFUSED, media=False) in outcome.effects


def test_a_knocking_tab_can_say_nothing_but_ask_again() -> None:
    knocking = step(after(everyone_at_the_table()), entered(WORKER, number=2, tab=2)).room
    forged = inputs.FromTab(WORKER, session(WORKER, 2), inputs.MediaSet(NOON, WORKER, microphone=True, camera=True))
    assert refusal_of(knocking, forged) == "session.stale"


def test_who_left_comes_back_through_the_lobby() -> None:
    left = after([*everyone_at_the_table(), inputs.Left(NOON, WORKER)])
    worker = left.seat(WORKER)
    assert worker is not None
    assert (worker.place, worker.session, worker.microphone) == (Place.OUTSIDE, None, False)
    back = after([entered(WORKER, tab=2)], left).seat(WORKER)
    assert back is not None
    assert back.place is Place.LOBBY


def test_nobody_enters_a_closed_session() -> None:
    closed = after([*everyone_at_the_table(), inputs.Closed(NOON, MEDIATOR)])
    with pytest.raises(NotPermitted, match=r"not_permitted\.phase"):
        step(closed, entered(WORKER))


def test_a_revoked_link_lets_nobody_in_and_cuts_off_who_is() -> None:
    now = after(everyone_at_the_table())
    assert EndSeat(WORKER, EndReason.REVOKED, NOON) in effects_of(now, inputs.InviteRevoked(NOON, MEDIATOR, WORKER))
    revoked = after([inputs.InviteRevoked(NOON, MEDIATOR, WORKER)], now)
    assert refusal_of(revoked, entered(WORKER)) == "invite.revoked"


def test_an_unknown_seat_is_nobody() -> None:
    now = room()
    stranger = replace(entered(WORKER), seat=STRANGER)
    assert refusal_of(now, stranger) == "seat.unknown"
