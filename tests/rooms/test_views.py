"""What a view lets nobody learn: what happens elsewhere leaves not one field of it changed (T1, T4; domain.md §2.6).

Each secret is one change of the room. A view that is the same before and after has not told it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any, Final

import pytest

from rooms import inputs, papers
from rooms.caucus import Caucus, Invitation, Summons
from rooms.chat import JOINT, NOTES, WHISPER, Channel
from rooms.ids import DeviceId, MessageId, SeatId, SessionId
from rooms.person import Identity
from rooms.room import MEDIATORS, Hold, Knock, Phase, Place, Presence, Room, Spot, Told
from rooms.seen import RoomView
from rooms.talking import say
from rooms.views import view_for
from tests.rooms.tables import (
    APPLICANTS,
    AT_TABLE,
    C1,
    C2,
    CO,
    COMPANY,
    COURT,
    EVERYBODY,
    HELPER,
    HOST,
    LATER,
    LAWYER,
    NOON,
    OURS,
    RECORDER,
    RESPONDENTS,
    THEIRS,
    THIRD,
    WAITING,
    WORKER,
    in_caucus,
    lobby_of,
    put,
    seat_of,
    session,
    told,
    within,
)
from tests.rooms.test_papers import added, shown

Secret = Callable[[Room], Room]


def private_talk() -> Room:
    """The host is alone with the respondents; everybody else is at the joint table; papers and lines everywhere."""
    now = told(session(), added(WORKER, 1))
    now = in_caucus(now, C1, HOST, COMPANY, LAWYER)
    now = told(now, added(COMPANY, 2, channel=within(C1)), added(LAWYER, 3, channel=RESPONDENTS))
    now = told(now, added(HOST, 4, channel=NOTES))
    lines = ((COMPANY, within(C1)), (COMPANY, RESPONDENTS), (HOST, NOTES), (HOST, WHISPER), (HOST, lobby_of(LAWYER)))
    return told(now, *(inputs.ChatSent(NOON, by, MessageId(f"{to}"), "机密", to) for by, to in lines))


def change(seat_id: SeatId, **what: Any) -> Secret:  # noqa: ANN401 - any field of a seat
    def changed(room: Room) -> Room:
        return room.with_seat(replace(seat_of(room, seat_id), **what))

    return changed


def line(seat: SeatId, channel: Channel) -> Secret:
    return lambda room: say(room, inputs.ChatSent(NOON, seat, MessageId("m"), "机密", channel)).room


def comes(channel: Channel, *seats: SeatId) -> Secret:
    """They have what was said there."""
    return lambda room: told(room, *(inputs.ChatReceived(NOON, seat, 1, channel) for seat in seats))


def paper(seat: SeatId, channel: Channel) -> Secret:
    return lambda room: papers.add(room, added(seat, 9, channel=channel)).room


def page(seat: SeatId, number: int) -> Secret:
    return lambda room: papers.settled(room, papers.show(room, shown(seat, number)).room)


def of_caucus(**what: Any) -> Secret:  # noqa: ANN401 - any field of a caucus
    def changed(room: Room) -> Room:
        caucus = room.caucus(C1)
        assert caucus is not None
        return room.with_caucus(replace(caucus, **what))

    return changed


def called_elsewhere(room: Room) -> Room:
    return room.with_caucus(Caucus(C2, 2, NOON, HOST, (Invitation(LAWYER, Summons.CALLING, NOON),), hosts_come=True))


def tried(room: Room) -> Room:
    seat = seat_of(room, COMPANY)
    return room.with_seat(seat.with_person(replace(seat.first, tries_left=1, proofs=frozenset({Identity.DIGITS}))))


KNOCK: Final = Knock(DeviceId("other"), SessionId("other"), NOON)

OF_THE_CAUCUS: Final[Mapping[str, Secret]] = {
    **{f"company {what}": change(COMPANY, **{what: False}) for what in ("microphone", "camera")},
    **{f"company {what}": change(COMPANY, **{what: True}) for what in ("screen", "muted", "may_share")},
    **{f"company {what}": change(COMPANY, **{what: LATER}) for what in ("hand", "unmute_asked", "wants_caucus")},
    "company returns": change(COMPANY, returns_at=LATER),
    "company drops": change(COMPANY, presence=Presence.RECONNECTING, away_since=LATER),
    "company is held": change(COMPANY, hold=Hold("机密", NOON)),
    "company knocks": change(COMPANY, knock=KNOCK),
    "company's digits": tried,
    "the lawyer goes": lambda room: put(room, LAWYER, Spot(Place.OUTSIDE)),
    "the lawyer changes rooms": lambda room: in_caucus(room, C2, LAWYER),
    "host's microphone": change(HOST, microphone=False, camera=False, muted=True, hand=LATER, screen=True),
    "door": of_caucus(locked=False),
    "wish": of_caucus(wants_mediator=LATER),
    "its end": of_caucus(closes_at=LATER),
    "line": line(COMPANY, within(C1)),
    "line of the host": line(HOST, within(C1)),
    "line comes": comes(within(C1), HOST, LAWYER),
    "paper": paper(COMPANY, within(C1)),
    "page": page(COMPANY, 2),
    "joint page": page(COMPANY, 1),
    "spotlight": lambda room: replace(room, spotlight=COMPANY),
    "call": called_elsewhere,
    "screen": lambda room: replace(room, screened=((COMPANY, CO),)),
}
OF_THE_RESPONDENTS: Final[Mapping[str, Secret]] = {
    "line": line(LAWYER, RESPONDENTS),
    "line comes": comes(RESPONDENTS, LAWYER),
    "paper": paper(COMPANY, RESPONDENTS),
}
OF_THE_MEDIATORS: Final[Mapping[str, Secret]] = {
    "note": line(HOST, NOTES),
    "paper": paper(HOST, NOTES),
    "whisper": line(HOST, WHISPER),
    "note comes": comes(NOTES, HOST, CO),
    "whisper comes": comes(WHISPER, HOST, CO, COURT),
    "lobby line comes": comes(lobby_of(LAWYER), HOST, CO, LAWYER),
    "lobby": line(HOST, lobby_of(LAWYER)),
    "tick": lambda room: replace(room, script=(Told("effect", NOON, HOST),)),
}


def spots(seat: SeatId) -> tuple[Spot, ...]:
    """Everywhere but in a caucus."""
    return (AT_TABLE, WAITING, Spot(Place.OUTSIDE), Spot(Place.REMOVED), Spot(Place.CHECK, seat))


def view(room: Room, seat: SeatId) -> RoomView:
    """Without the version, which is counted anew for each connection."""
    return replace(view_for(room, seat_of(room, seat)), version=0)


def learnt(before: Room, after: Room, seat: SeatId) -> set[str]:
    """Names of the fields that changed."""
    one, other = view(before, seat), view(after, seat)
    return {field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)}


def texts(value: object) -> set[str]:
    """Every string in a view."""
    if isinstance(value, str):
        return {str(value)}
    if isinstance(value, dict):
        return set().union(*map(texts, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(texts, value))
    return set()


def names(*seats: SeatId) -> set[str]:
    return {person.name for seat in seats for person in seat_of(session(), seat).persons}


@pytest.mark.parametrize("secret", OF_THE_CAUCUS)
def test_threat1_what_happens_in_a_caucus_is_in_no_view_outside_it(secret: str) -> None:
    for viewer in (WORKER, HELPER, THIRD, RECORDER, COURT):
        for spot in (*spots(viewer), Spot(Place.CAUCUS, C2)):
            before = put(private_talk(), viewer, spot)
            if spot.place is Place.CAUCUS:
                before = in_caucus(before, C2, viewer)
            if secret == "the lawyer changes rooms" and spot.inside == C2:
                continue
            assert learnt(before, OF_THE_CAUCUS[secret](before), viewer) == set(), (viewer, spot)


@pytest.mark.parametrize("secret", OF_THE_RESPONDENTS)
def test_threat1_what_a_side_says_for_itself_is_in_no_other_view_the_mediators_included(secret: str) -> None:
    before = private_talk()
    for viewer in set(EVERYBODY) - set(THEIRS):
        assert learnt(before, OF_THE_RESPONDENTS[secret](before), viewer) == set(), viewer
    assert learnt(before, OF_THE_RESPONDENTS[secret](before), COMPANY)


@pytest.mark.parametrize("secret", OF_THE_MEDIATORS)
def test_threat1_what_the_mediators_keep_for_themselves_is_in_no_party_view(secret: str) -> None:
    before = put(private_talk(), HOST, AT_TABLE)
    for viewer in (WORKER, HELPER, COMPANY, THIRD, RECORDER):
        for spot in spots(viewer):
            here = put(before, viewer, spot)
            assert learnt(here, OF_THE_MEDIATORS[secret](here), viewer) == set(), (viewer, spot)
    assert learnt(before, OF_THE_MEDIATORS[secret](before), CO)


@pytest.mark.parametrize("viewer", [COMPANY, LAWYER])
def test_threat1_who_is_in_a_caucus_learns_nothing_of_those_left_outside(viewer: SeatId) -> None:
    before = private_talk()
    for changed in (
        change(WORKER, microphone=False, camera=False, muted=True, hand=NOON, screen=True, may_share=True),
        change(WORKER, presence=Presence.RECONNECTING),
        change(CO, microphone=False, camera=False),
        line(WORKER, APPLICANTS),
        page(WORKER, 1),
        lambda room: put(room, THIRD, Spot(Place.OUTSIDE)),
    ):
        assert learnt(before, changed(before), viewer) == set()


@pytest.mark.parametrize("viewer", EVERYBODY)
def test_threat4_nobody_finds_a_name_in_the_view_but_of_those_they_are_with(viewer: SeatId) -> None:
    for spot in spots(viewer):
        now = put(private_talk(), viewer, spot)
        together = {seat.id for seat in now.seats if seat.spot == spot and spot.place in {Place.JOINT, Place.CHECK}}
        known = set(EVERYBODY) if seat_of(now, viewer).role in MEDIATORS else {viewer, HOST, CO, *together}
        found = texts(asdict(view(now, viewer)))
        unknown = names(*(set(EVERYBODY) - known))
        assert not {name for name in unknown if any(name in text for text in found)}, spot


def test_threat1_others_learn_that_the_mediator_is_in_private_talk_and_with_whom_only_by_leave() -> None:
    now = private_talk()
    talk = view(now, WORKER).private_talk
    assert talk is not None
    assert (talk.since, talk.company) == (NOON, ())
    named = of_caucus(named=True)(now)
    said_aloud = view(named, WORKER).private_talk
    assert said_aloud is not None
    assert set(said_aloud.company) == names(COMPANY, LAWYER)
    assert view(put(named, WORKER, WAITING), WORKER).private_talk is None


def test_threat1_a_screened_person_is_in_no_field_of_the_others_view() -> None:
    now = put(replace(session(), screened=((WORKER, COMPANY), (WORKER, LAWYER))), HOST, AT_TABLE)
    for viewer, hidden in ((WORKER, THEIRS), (COMPANY, (WORKER,)), (LAWYER, (WORKER,))):
        assert not {seat.seat for seat in view(now, viewer).seats} & set(hidden)
        assert not {name for name in names(*hidden) if any(name in text for text in texts(asdict(view(now, viewer))))}
    for changed in (change(COMPANY, microphone=False, hand=NOON), lambda room: replace(room, spotlight=COMPANY)):
        assert learnt(now, changed(now), WORKER) == set()
    aloud = of_caucus(named=True)(in_caucus(now, C1, HOST, COMPANY))
    private = view(aloud, WORKER).private_talk
    assert private is not None
    assert private.company == ()
    assert view(aloud, THIRD).private_talk != private


def test_only_mediators_have_a_desk_the_caucuses_and_the_script() -> None:
    now = told(put(private_talk(), HOST, AT_TABLE), inputs.ScriptTold(NOON, HOST, "effect", told=True))
    for seat in now.seats:
        seen = view(now, seat.id)
        leads = seat.role in MEDIATORS
        assert (bool(seen.desk), bool(seen.caucuses), bool(seen.script)) == (leads, leads, leads)


def test_the_phase_tells_nobody_outside_that_there_is_a_caucus_or_a_check() -> None:
    now = private_talk()
    assert view(now, HOST).phase is view(now, COMPANY).phase is Phase.CAUCUS
    assert view(now, WORKER).phase is Phase.JOINT
    assert view(put(now, WORKER, Spot(Place.CHECK, WORKER)), WORKER).phase is Phase.JOINT
    checking = replace(put(put(session(), WORKER, Spot(Place.CHECK, WORKER)), COMPANY, WAITING), phase=Phase.CHECK)
    assert (view(checking, WORKER).phase, view(checking, COMPANY).phase) == (Phase.CHECK, Phase.LOBBY)


def test_each_seat_has_open_just_the_conversations_it_may_read() -> None:
    now = private_talk()
    opened = {seat.id: {channel.channel for channel in view(now, seat.id).channels} for seat in now.seats}
    own = {seat: str(lobby_of(seat)) for seat in EVERYBODY}
    lobbies = set(own.values()) - {own[HOST]}
    assert opened[HOST] == {str(JOINT), str(NOTES), str(WHISPER), str(within(C1)), *lobbies}
    assert opened[CO] == {str(JOINT), str(NOTES), str(WHISPER), *lobbies}
    assert opened[COURT] == {str(JOINT), str(WHISPER), own[COURT]}
    assert all(opened[seat] == {str(JOINT), str(APPLICANTS), own[seat]} for seat in OURS)
    assert all(opened[seat] == {str(JOINT), str(RESPONDENTS), str(within(C1)), own[seat]} for seat in THEIRS)
    waiting = put(now, WORKER, WAITING)
    assert {channel.channel for channel in view(waiting, WORKER).channels} == {own[WORKER]}


def test_who_left_a_caucus_sees_it_end_where_they_left() -> None:
    now = told(private_talk(), inputs.ChatSent(NOON, COMPANY, MessageId("m-1"), "早", within(C1)))
    left = put(now, LAWYER, AT_TABLE).with_conversation(now.conversation(within(C1)).leaving(LAWYER))
    later = told(left, inputs.ChatSent(NOON, COMPANY, MessageId("m-2"), "晚", within(C1)))
    assert learnt(left, later, LAWYER) == set()


def delivered(room: Room, seat: SeatId, channel: Channel) -> int:
    return next(one.delivered for one in view(room, seat).channels if one.channel == str(channel))


def test_a_private_line_is_delivered_when_all_have_it_who_read_there_and_are_with_its_author() -> None:
    now = private_talk()
    assert [delivered(told(now), COMPANY, channel) for channel in (within(C1), RESPONDENTS)] == [0, 0]
    assert delivered(comes(within(C1), LAWYER)(now), COMPANY, within(C1)) == 0, "the host has it not"
    assert delivered(comes(within(C1), LAWYER, HOST)(now), COMPANY, within(C1)) == 1
    assert delivered(comes(RESPONDENTS, LAWYER)(now), COMPANY, RESPONDENTS) == 1
    away = put(comes(RESPONDENTS, LAWYER)(now), LAWYER, AT_TABLE)
    assert delivered(away, COMPANY, RESPONDENTS) == 0, "what comes to somebody elsewhere would tell that it is there"
    waits = comes(lobby_of(LAWYER), LAWYER)(put(now, LAWYER, WAITING))
    assert delivered(waits, CO, lobby_of(LAWYER)) == 0, "nor has the other mediator"
    assert delivered(comes(lobby_of(LAWYER), HOST)(waits), CO, lobby_of(LAWYER)) == 1


def test_the_oracle_sees_what_there_is_to_see() -> None:
    """Each secret is one: a mediator, who may know of it, or whom it is about does see it."""
    now = private_talk()
    unseen = {
        name
        for name, secret in OF_THE_CAUCUS.items()
        if not learnt(now, secret(now), HOST) and not learnt(now, secret(now), COMPANY)
    }
    assert unseen == set()
