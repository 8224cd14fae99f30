"""What talking leaves in the case: modes, sessions, rests, more time, notices (TR9-TR15)."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from rooms.cases.case import Case, Notice, Session, Suspension
from rooms.cases.deeds.talks import (
    Extended,
    ExtensionAnswered,
    ExtensionAsked,
    ModeSet,
    NoticeGiven,
    NoticeOpened,
    Reminded,
    Resumed,
    SessionBegun,
    SessionEnded,
    SessionPlanned,
    Suspended,
)
from rooms.ids import RoomId

Talks = (
    ModeSet
    | SessionPlanned
    | SessionBegun
    | SessionEnded
    | Suspended
    | Resumed
    | ExtensionAsked
    | ExtensionAnswered
    | Extended
    | NoticeGiven
    | NoticeOpened
    | Reminded
)
Meeting = SessionPlanned | SessionBegun | SessionEnded
MoreTime = ExtensionAsked | ExtensionAnswered | Extended


def after(case: Case, deed: Talks, at: datetime) -> Case:  # noqa: PLR0911 - one line per deed, nothing else
    """The case with that in it. A rest ends when the case leaves SUSPENDED (`fold`)."""
    match deed:
        case ModeSet():
            return case.with_participant(replace(case.the(deed.participant), mode=deed.mode))
        case SessionPlanned() | SessionBegun() | SessionEnded():
            return _meeting(case, deed, at)
        case Suspended():
            return replace(case, suspensions=(*case.suspensions, Suspension(deed.reason, at, back_to=case.state)))
        case ExtensionAsked() | ExtensionAnswered() | Extended():
            return _more_time(case, deed)
        case NoticeGiven():
            notice = Notice(deed.notice, deed.what, deed.participant, deed.version, at)
            return replace(case, notices=(*case.notices, notice))
        case NoticeOpened():
            opened = (replace(one, opened_at=at) if one.id == deed.notice else one for one in case.notices)
            return replace(case, notices=tuple(opened))
        case Reminded():
            return replace(case, reminded=case.reminded | {(deed.clock, deed.due, deed.days_before)})
        case Resumed():
            return case
        case _:
            assert_never(deed)


def _meeting(case: Case, deed: Meeting, at: datetime) -> Case:
    match deed:
        case SessionPlanned():
            others = tuple(one for one in case.sessions if one.room != deed.room)
            return replace(case, sessions=(*others, Session(deed.room, deed.at)))
        case SessionBegun():
            return _in_session(case, deed.room, begun_at=at)
        case SessionEnded():
            return _in_session(case, deed.room, ended_at=at, held=deed.held)
        case _:
            assert_never(deed)


def _in_session(
    case: Case, room: RoomId, *, begun_at: datetime | None = None, ended_at: datetime | None = None, held: bool = False
) -> Case:
    def told(one: Session) -> Session:
        return replace(one, begun_at=one.begun_at or begun_at, ended_at=one.ended_at or ended_at, held=one.held or held)

    return replace(case, sessions=tuple(told(one) if one.room == room else one for one in case.sessions))


def _more_time(case: Case, deed: MoreTime) -> Case:
    match deed:
        case ExtensionAsked():
            return replace(_unanswered(case), extension_asked=deed.days)
        case ExtensionAnswered():
            return case.with_participant(replace(case.the(deed.participant), extension=deed.agreed))
        case Extended():
            return replace(_unanswered(case), extension_asked=None, extended=(*case.extended, deed.days))
        case _:
            assert_never(deed)


def _unanswered(case: Case) -> Case:
    return replace(case, participants=tuple(replace(one, extension=None) for one in case.participants))
