"""The gate before the table: what each person still lacks (规则 §7, §13, §14, §17; domain.md §4.3 TR10, §2.11; AT-38).

`missing` is asked by the mediator's act of clearing, by the opening of the joint session, by every admission, and by
the views: one answer for all.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from law.beijing import day_of
from law.notice import notice
from rooms.ids import PersonId
from rooms.person import SUFFICIENT, Consent, Declared, Person
from rooms.refusals import Unmet
from rooms.room import PRINCIPALS, Authority, Place, Role, Room, Seat

AFFECTED: Final = PRINCIPALS | {Role.AGENT, Role.THIRD_PARTY}
"""Who reads the notice, decides on consents and is warned of false mediation. Staff and guests are not bound by it."""


class Lack(StrEnum):
    """One thing that is missing; its sentence is the refusal `gate.<lack>`."""

    IDENTITY = "identity"
    NOTICE = "notice"
    CONSENTS = "consents"
    ONLINE_MEDIATION = "online_mediation"
    FALSE_MEDIATION = "false_mediation"
    NO_RECORDING = "no_recording"
    COMPANY = "company"
    DISCLOSURE = "disclosure"
    """Somebody has not agreed to go on after a disclosure, or wants another mediator."""
    AUTHORITY = "authority"
    PAPERS = "papers"


class Missing(NamedTuple):
    """What a person lacks. `person` is None where it is the seat that lacks it: an agent's authority and papers."""

    what: Lack
    person: PersonId | None
    name: str


def missing(room: Room, seat: Seat, at: datetime | None = None) -> tuple[Missing, ...]:
    """All that keeps a seat from the table, in the order in which it is done.

    The notice in force on the day of `at` counts; None: on the day the session is planned for.
    """
    version = notice(day_of(at or room.scheduled_at)).version
    lacks = [Missing(what, person.id, person.name) for person in seat.persons for what in _lacks(seat, person, version)]
    if seat.role in PRINCIPALS or stands_alone(room, seat):
        lacks += [Missing(Lack.DISCLOSURE, one.id, one.name) for one in seat.persons if not _goes_on(room, one)]
    if seat.role is Role.AGENT:
        lacks += [Missing(what, None, seat.name) for what in _agent_lacks(seat)]
    return tuple(lacks)


def stands_alone(room: Room, seat: Seat) -> bool:
    """Whether an agent answers disclosures for its side: by special authority, and nobody of theirs has come.

    A general one cannot: to go on with that mediator is the party's own word (规则 §13, 民诉法 §62); the page says so.
    Nor one who is screened from a principal of that side, and may not know whether that one has come.
    """
    special = seat.role is Role.AGENT and seat.authority is Authority.SPECIAL
    principals = [one for one in room.seats if one.role in PRINCIPALS and one.side is seat.side]
    return special and not any(_has_come(one) or room.apart(seat.id, one.id) for one in principals)


def _has_come(seat: Seat) -> bool:
    return seat.place not in {Place.OUTSIDE, Place.REMOVED}


def require_complete(room: Room, seat: Seat, at: datetime | None = None) -> None:
    """Raises Unmet with the first thing that is missing, and whose."""
    for lack in missing(room, seat, at):
        raise Unmet(f"gate.{lack.what}", name=lack.name)


def ready(room: Room, seat: Seat) -> bool:
    """Whether the mediator cleared the seat and nothing has come up since."""
    return seat.cleared_at is not None and not missing(room, seat, seat.cleared_at)


def _lacks(seat: Seat, person: Person, version: str) -> Iterator[Lack]:
    if not person.proofs & SUFFICIENT:
        yield Lack.IDENTITY
    if seat.role in AFFECTED:
        if person.notice is None or person.notice.version != version:
            yield Lack.NOTICE
        if person.consents is None:
            yield Lack.CONSENTS
        elif Consent.ONLINE_MEDIATION not in person.consents.given:
            yield Lack.ONLINE_MEDIATION
        if person.declared(Declared.FALSE_MEDIATION) is None:
            yield Lack.FALSE_MEDIATION
    if person.declared(Declared.NO_RECORDING) is None:
        yield Lack.NO_RECORDING
    if person.declared(Declared.COMPANY) is None:
        yield Lack.COMPANY


def _goes_on(room: Room, person: Person) -> bool:
    """Whether the person agreed to go on after each disclosure of this session."""
    return all(
        any(answer.person == person.id and answer.agrees for answer in disclosure.answers)
        for disclosure in room.disclosures
    )


def _agent_lacks(seat: Seat) -> Iterator[Lack]:
    if seat.authority is None:
        yield Lack.AUTHORITY
    if not seat.papers_seen:
        yield Lack.PAPERS
