"""What the parties of a case are told, in texts that are dated data (`law.case_notices`): which, to whom, with what.

A notice follows from where the case stands, and its name from what it is about: looked at twice, it is given once.
Those of a clock (arbitration, confirmation) come from `rooms.cases.automatic`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from law.beijing import BEIJING, day_of
from law.calendar import Calendar
from law.case_notices import NoticeText, Value, case_notice, filled, ground_cited, notice_form
from law.procedures import profile
from law.sentence import Sentence
from rooms.cases.case import Case, Participant
from rooms.cases.clocks import clocks, confirm_by, period_end
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.talks import NoticeGiven
from rooms.cases.ids import NoticeId
from rooms.cases.labels import WordList, label
from rooms.cases.open_points import team
from rooms.cases.words import Decision, NoticeKind, Route, Source, Standing, State

MINUTE: Final = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Names:
    """Who is named in the texts. None: not known, the text has its own words for that."""

    organisation: str
    mediator: str | None
    court: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that has not been given, and what its text says beside the names."""

    given: NoticeGiven
    values: Mapping[str, Value]


def owed(case: Case, calendar: Calendar, at: datetime) -> Iterator[Owed]:
    """What somebody must be told by where the case stands, and has not been."""
    known = {one.id for one in case.notices}
    every = (
        *_ended(case),
        *_extension(case, calendar, at),
        *_disclosed(case, at),
        *_planned(case, at),
        *_at_court(case),
    )
    for what, about, who, values in every:
        notice = NoticeId(f"{case.id}.{who.id}.{what}.{about}")
        if notice not in known:
            version = notice_form(what, profile(case.profile, case.received_on).lane, day_of(at)).version
            yield Owed(NoticeGiven(notice, what, who.id, version, SYSTEM), values)


def text_of(given: NoticeGiven, case: Case, names: Names, values: Mapping[str, Value]) -> NoticeText:
    """The text of a notice. Raises NoCaseNoticeError where a value is missing."""
    said: dict[str, Value] = {"organisation": names.organisation, "received_on": case.received_on, **values}
    mediator = names.mediator or label("office", "mediator", case.received_on).zh
    told = {"mediator": mediator, "court": names.court, "phone": names.phone}
    return filled(case_notice(given.version), **said, **{name: word for name, word in told.items() if word})


def values_of(given: NoticeGiven, case: Case, calendar: Calendar, at: datetime) -> Mapping[str, Value]:
    """What the text of a clock's notice says: its last day."""
    last = confirm_by(case, calendar) if given.what is NoticeKind.CONFIRM_BY else _arbitration(case, calendar, at)
    return {} if last is None else {"last_day": last}


Told = tuple[NoticeKind, str, Participant, Mapping[str, Value]]
"""What, about which of its kind, to whom, with what."""


def _arbitration(case: Case, calendar: Calendar, at: datetime) -> Value | None:
    return next((one.due for one in clocks(case, calendar, at) if one.id == "arbitration_notice"), None)


def _ended(case: Case) -> Iterator[Told]:
    on = day_of(case.since)
    if case.state is State.TERMINATED and case.ground is not None:
        words, item = _word("ground", case.ground, case), ground_cited(case.ground, on)
        ground = Sentence(f"{words.zh}（{item.zh}）", f"{words.en} ({item.en})")
        for one in case.parties:
            yield NoticeKind.TERMINATION, "", one, {"ended_on": on, "ground": ground}
    if case.state is State.RETURNED and case.returned is not None:
        reason = _word("return_reason", case.returned, case)
        for one in case.parties:
            if one.standing is Standing.APPLICANT:
                yield NoticeKind.RETURN, "", one, {"reason": reason}


def _extension(case: Case, calendar: Calendar, at: datetime) -> Iterator[Told]:
    days, today = case.extension_asked, day_of(at)
    end = period_end(case, calendar, today)
    until = period_end(replace(case, extended=(*case.extended, days or 0)), calendar, today)
    if days is None or end is None or until is None:
        return
    for one in case.parties:
        if one.extension is None:
            about = f"{len(case.extended)}.{days}"
            yield NoticeKind.EXTENSION_ASKED, about, one, {"days": days, "period_end": end, "until": until}


def _disclosed(case: Case, at: datetime) -> Iterator[Told]:
    for number, told in enumerate(case.disclosures, 1):
        if told.relations and told.made_by in team(case):
            words = [label("relation", one, day_of(at)) for one in told.relations]
            relations = Sentence("；".join(one.zh for one in words), "; ".join(one.en for one in words))
            for one in case.parties:
                yield NoticeKind.DISCLOSURE, str(number), one, {"relations": relations}


def _planned(case: Case, at: datetime) -> Iterator[Told]:
    """A room that was opened at once is told of by its link."""
    if case.state is not State.ACTIVE:
        return
    for number, session in enumerate(case.sessions):
        if session.begun_at is None and session.ended_at is None and session.at > at:
            if number == 0 and case.source is Source.QUICK_ROOM:
                continue
            time = session.at.astimezone(BEIJING).strftime(MINUTE)
            for one in case.parties:
                yield NoticeKind.SESSION, f"{session.room}.{int(session.at.timestamp())}", one, {"time": time}


def concerned(case: Case) -> tuple[Participant, ...]:
    """To whom a court's answer is told and shown: the parties, and a third person who applied with them."""
    return tuple(one for one in case.participants if one in case.parties or one.application is not None)


def _at_court(case: Case) -> Iterator[Told]:
    """TR25 to TR28. A text of dated data says what it means; nothing of it goes by short message."""
    commission = case.route is Route.ARBITRATION_REVIEW
    body = _COMMISSION if commission else _COURT
    found = _answer(case)
    if found is not None:
        what, about, values = found
        for one in concerned(case):
            yield what, about, one, {"body": body, **values}


def _answer(case: Case) -> tuple[NoticeKind, str, Mapping[str, Value]] | None:
    """What stands now of what the court did, and of which of its acts."""
    entered, decided = str(int(case.since.timestamp())), case.decision
    match case.state:
        case State.COURT_REVIEW:
            return NoticeKind.COURT_ACCEPTED, entered, {"court_case_no": case.court_case_no or ""}
        case State.CORRECTION:
            until = {} if case.correction_until is None else {"until": case.correction_until}
            return NoticeKind.COURT_CORRECTION, entered, until
        case _ if decided is None or case.decided_on is None:
            return None
        case _ if (kind := _TOLD.get((case.state, decided))) is not None:
            # By its day: the state is come back to without another answer.
            word = _word("decision", decided, case)
            return kind, case.decided_on.isoformat(), {"decided_on": case.decided_on, "decision": word}
        case _:
            return None


_COURT: Final = Sentence("法院", "court")
_COMMISSION: Final = Sentence("仲裁委员会", "arbitration commission")
_TOLD: Final[Mapping[tuple[State, Decision], NoticeKind]] = {
    (State.CONFIRMED, Decision.CONFIRMED): NoticeKind.COURT_CONFIRMED,
    (State.CONFIRMED, Decision.PAPER_ISSUED): NoticeKind.COURT_PAPER,
    (State.NOT_CONFIRMED, Decision.REJECTED): NoticeKind.COURT_REFUSED,
    (State.NOT_CONFIRMED, Decision.NOT_ACCEPTED): NoticeKind.COURT_REFUSED,
    (State.EFFECTIVE, Decision.WITHDRAWN): NoticeKind.APPLICATION_WITHDRAWN,
    (State.PERFORMING, Decision.WITHDRAWN): NoticeKind.SUIT_WITHDRAWN,
}


def _word(kind: WordList, word: str, case: Case) -> Sentence:
    found = label(kind, word, day_of(case.since))
    return Sentence(found.zh, found.en)
