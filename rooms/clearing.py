"""The way through the check: called, identified, informed, warned, cleared (规则 §7, §17; domain.md §4.3 TR10; AT-29).

Who is identified by the face alone is not identified; who scrolls past the notice has not read it. In the check only
the mediator and that seat hear each other, which is decided by their places.
"""

from dataclasses import replace
from typing import Final

from law.beijing import day_of
from law.notice import notice
from law.parameters import parameter
from law.plain_text import in_line
from rooms.checking import require_complete
from rooms.credentials import comes_for_company, identity_paper, lacking
from rooms.effects import RecordFact
from rooms.facts import (
    CompanyAuthorityShown,
    CredentialCompared,
    NoticeWasRead,
    PapersShown,
    PersonDeclared,
    PersonIdentified,
    SeatCleared,
)
from rooms.ids import DocumentId, PersonId, SeatId
from rooms.inputs import (
    CalledToCheck,
    CheckLeft,
    Cleared,
    CodeProved,
    DeclarationMade,
    IdentityConfirmed,
    NoticeFinished,
    NoticeOpened,
    PapersSeen,
)
from rooms.moving import LOBBY, TABLE, Why, moved
from rooms.outcome import Step
from rooms.permissions import entitled, person_in, require, require_person
from rooms.person import Declaration, Declared, Identity, NoticeRead, Person
from rooms.refusals import NotPermitted, Unfit, Unmet
from rooms.rights import Right
from rooms.room import Authority, Place, Role, Room, Seat, Spot
from rooms.settling import phase_changed

COMPANY_LIMIT: Final = 200
"""Characters of who else is in the room."""


def call(room: Room, event: CalledToCheck) -> Step:
    """The mediator and a waiting seat meet in the check; whom the mediator was checking before waits again."""
    actor = require(room, event.by, Right.CHECK)
    seat = guest(room, event.seat)
    so_far = phase_changed(Step(room), "call_to_check", actor.id)
    spot = Spot(Place.CHECK, seat.id)
    if seat.place is not Place.LOBBY and seat.spot != spot:
        raise Unmet("seat.not_waiting")
    if actor.spot != spot:
        so_far = _back_to_waiting(so_far, actor, Why("check_left", actor.id, event.at))
    why = Why("called_to_check", actor.id, event.at)
    return moved(moved(so_far, actor.id, spot, why), seat.id, spot, why)


def leave(room: Room, event: CheckLeft) -> Step:
    """The mediator goes to the joint room; the seat waits again, cleared or not."""
    actor = require(room, event.by, Right.CHECK)
    so_far = phase_changed(Step(room), "leave_check", actor.id)
    if actor.place is not Place.CHECK:
        raise Unmet("check.not_there")
    why = Why("check_left", actor.id, event.at)
    return moved(_back_to_waiting(so_far, actor, why), actor.id, TABLE, why)


def _back_to_waiting(so_far: Step, actor: Seat, why: Why) -> Step:
    if actor.place is not Place.CHECK:
        return so_far
    for seat in so_far.room.present(Place.CHECK, actor.inside):
        if seat.id != actor.id:
            so_far = moved(so_far, seat.id, LOBBY, why)
    return so_far


def clear(room: Room, event: Cleared) -> Step:
    """Everybody in the seat may come to the table; refused with the first thing that is missing, and whose."""
    actor = require(room, event.by, Right.CHECK)
    seat = guest(room, event.seat)
    if seat.place is not Place.CHECK or seat.spot != actor.spot:
        raise Unmet("check.not_there")
    require_complete(room, seat, event.at)
    if seat.cleared_at is not None:
        return Step(room)
    fact = RecordFact(SeatCleared(seat.id, by=actor.id))
    return Step(room.with_seat(replace(seat, cleared_at=event.at)), (fact,))


def confirm_identity(room: Room, event: IdentityConfirmed) -> Step:
    """The mediator compared the live face before them with the document; by the face alone nobody is identified."""
    actor = require(room, event.by, Right.CONFIRM_IDENTITY)
    seat = guest(room, event.seat)
    person = person_in(seat, event.person)
    if event.how is not Identity.DOCUMENT:
        raise Unmet("identity.face_alone")
    if seat.place is not Place.CHECK or seat.spot != actor.spot:
        raise Unmet("identity.not_together")
    proved = identified(room, seat, person, Identity.DOCUMENT, by=actor.id)
    if event.paper is None:
        return proved
    return _compared(proved, seat.id, person.id, identity_paper(room, seat, person.id, event.paper).id, actor.id)


def _compared(so_far: Step, seat_id: SeatId, person_id: PersonId, paper: DocumentId, by: SeatId) -> Step:
    """Which paper it was; the same one again changes nothing."""
    seat = guest(so_far.room, seat_id)
    person = person_in(seat, person_id)
    if person.compared == paper:
        return so_far
    seen = seat.with_person(replace(person, compared=paper))
    fact = RecordFact(CredentialCompared(seat_id, person_id, paper, by))
    return Step(so_far.room.with_seat(seen), (*so_far.effects, fact))


def prove_code(room: Room, event: CodeProved) -> Step:
    """The one-time code was right: sent to the number on file, or read out by the mediator after a voice check."""
    reader = room.seat(event.by) if event.by is not None else None
    if event.by is not None and (reader is None or not entitled(reader, Right.CHECK)):
        # Wherever the mediator is by then: the telephone was before.
        raise NotPermitted("not_permitted.role")
    seat, person = require_person(room, event.seat, event.person, Right.IDENTIFY)
    return identified(room, seat, person, Identity.CODE, by=event.by)


def identified(room: Room, seat: Seat, person: Person, how: Identity, by: SeatId | None) -> Step:
    """The person with one proof more; the same proof again changes nothing."""
    if how in person.proofs:
        return Step(room)
    proved = seat.with_person(replace(person, proofs=person.proofs | {how}))
    return Step(room.with_seat(proved), (RecordFact(PersonIdentified(seat.id, person.id, how, by)),))


def see_papers(room: Room, event: PapersSeen) -> Step:
    """The mediator looked at an agent's papers: all the law asks for are on file, or uploaded here (民诉法 §62)."""
    actor = require(room, event.by, Right.CHECK)
    seat = guest(room, event.seat)
    if seat.role is not Role.AGENT and not comes_for_company(seat):
        raise Unmet("papers.no_agent")
    authority = Authority.SPECIAL if event.signs else Authority.GENERAL
    if seat.papers_seen and (seat.role is Role.AGENT or seat.authority is authority):
        return Step(room)
    for paper in lacking(room, seat):
        raise Unmet("papers.missing", paper=paper.zh, paper_en=paper.en)
    if seat.role is not Role.AGENT:
        seen = replace(seat, papers_seen=True, authority=authority)
        fact = CompanyAuthorityShown(seat.id, event.signs, by=actor.id)
        return Step(room.with_seat(seen), (RecordFact(fact),))
    return Step(room.with_seat(replace(seat, papers_seen=True)), (RecordFact(PapersShown(seat.id, by=actor.id)),))


def open_notice(room: Room, event: NoticeOpened) -> Step:
    """From now on it is read; opened again, the time runs anew."""
    seat, person = require_person(room, event.seat, event.person, Right.DECLARE)
    return Step(room.with_seat(seat.with_person(replace(person, notice_opened=event.at))))


def finish_notice(room: Room, event: NoticeFinished) -> Step:
    """Read, or heard, to its end in the text that is in force, and not in a moment."""
    seat, person = require_person(room, event.seat, event.person, Right.DECLARE)
    day = day_of(event.at)
    if event.version not in {notice(day).version, notice(day_of(room.scheduled_at)).version}:
        raise Unmet("notice.outdated")
    if person.notice_opened is None:
        raise Unmet("notice.not_opened")
    seconds, least = int((event.at - person.notice_opened).total_seconds()), parameter("notice_seconds", day).value
    if seconds < least:
        raise Unmet("notice.too_fast", seconds=least)
    read = NoticeRead(event.version, event.at, seconds, event.aloud)
    informed = replace(person, notice=read, notice_opened=None)
    fact = RecordFact(NoticeWasRead(seat.id, person.id, event.version, seconds, event.aloud))
    return Step(room.with_seat(seat.with_person(informed)), (fact,))


def declare(room: Room, event: DeclarationMade) -> Step:
    """One thing a person says for themselves; said again, the latest counts."""
    seat, person = require_person(room, event.seat, event.person, Right.DECLARE)
    text = _company(event.text) if event.what is Declared.COMPANY else ""
    known = person.declared(event.what)
    if known is not None and known.text == text:
        return Step(room)
    kept = tuple(one for one in person.declarations if one.what is not event.what)
    said = replace(person, declarations=(*kept, Declaration(event.what, text, event.at)))
    fact = RecordFact(PersonDeclared(seat.id, person.id, event.what, others=int(bool(text))))
    return Step(room.with_seat(seat.with_person(said)), (fact,))


def _company(text: str) -> str:
    """Who else is there, in the person's words; empty: nobody."""
    named = text.strip()
    if len(named) > COMPANY_LIMIT:
        raise Unfit("company.too_long", limit=COMPANY_LIMIT)
    if hidden := in_line(named):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return named


def guest(room: Room, seat_id: SeatId) -> Seat:
    """A seat that comes by a link: any but the host's own, and that of the account, whoever leads."""
    seat = room.seat(seat_id)
    if seat is None or seat.role is Role.MEDIATOR or seat.id == room.account_seat.id:
        raise NotPermitted("seat.unknown")
    return seat
