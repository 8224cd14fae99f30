"""The court's desk: what was handed in to the own court, and what the court does with it.

Whatever is looked at, taken away or done stands in the case's audit chain with account, time and address, and on the
page itself: whoever works at the same court sees who else was there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from pydantic import ValidationError

from rooms.cases.clocks import ClockState, clocks
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import Corrected
from rooms.cases.deeds.intake import MaterialFiled
from rooms.cases.guards.court import ANSWERS, EARLY
from rooms.cases.ids import MaterialId, NoteId, Sha256
from rooms.cases.words import CopyForm, Decision, MaterialKind, Office, State
from rooms.rights import Right
from server.app_keys import CLOCK, CONFIG, COURT_ACTS, STORES, WORLDS
from server.audit.chain import Record
from server.audit.facts import SubmissionRead, SubmissionTaken, decoded
from server.http.access import Call, Staff, Whose, reaches
from server.http.case_courts import court_names
from server.http.case_notes import plain
from server.http.case_words import cause_word, sentence, word
from server.http.court_door import B, HandedIn, own_submission, read, with_case
from server.http.problems import invalid, refused
from server.http.source import source
from server.http.submission_bodies import (
    AcceptAct,
    AccessRow,
    AdmitAct,
    CorrectionAct,
    CourtActRequest,
    CourtClock,
    CourtSubmission,
    CourtSubmissionList,
    CourtSubmissionRow,
    DecisionHead,
    FileChange,
    ReceiveAct,
    VerifyAct,
)
from server.http.submission_rows import other_rows, slot_rows, standing, submission_rows
from server.http.withdrawal_rows import undecided, wish_rows
from server.ids import AccountId, new_id
from server.media_types import Untakable, recognised
from server.mistakes import in_words
from server.submissions.changes import changes
from server.submissions.court_acts import At, acts

OF_COURT: Final = frozenset({"court_accept", "court_decide", "court_decide_special", "correction"})
"""Clocks that a clerk looks at; none of them is enforced here."""
LOOKED: Final = (SubmissionRead.kind, SubmissionTaken.kind)


async def listed(call: Call[Staff, None]) -> CourtSubmissionList:
    """All of the own court, newest first."""
    court = call.caller.account.court
    every = await call.request.app[STORES].submissions.of_court(court) if court else ()
    found = [await with_case(call, one) for one in every]
    return CourtSubmissionList(submissions=tuple([await _row(call, one) for one in found if one is not None]))


async def shown(call: Call[Staff, None]) -> CourtSubmission:
    """One of them, whole; that it was looked at is on record."""
    found = await own_submission(call)
    await read(call, found.one, "")
    return await _page(call, found)


async def done(call: Call[Staff, CourtActRequest]) -> CourtSubmission:
    """What the court does, if the case is still as the clerk saw it."""
    found, said, desk = await own_submission(call), call.body.act, call.request.app[COURT_ACTS]
    at = _at(call, call.body.version)
    match said:
        case ReceiveAct():
            await desk.receive(found.one, call.caller.account.id, at.source)
        case AdmitAct():
            if not reaches(call.caller, Right.OVERRIDE_DEADLINE, Whose(court=found.one.court)):
                raise refused("access.not_permitted")
            await desk.admit(found.one, plain("reason", said.reason), at)
        case CorrectionAct():
            await desk.correct(found.one, tuple(plain("points", one) for one in said.points), said.until, at)
        case AcceptAct():
            await desk.accept(found.one, plain("court_case_no", said.court_case_no), said.on, at)
        case VerifyAct():
            await desk.verify(found.one, said.on, at)
    return await _page(call, await own_submission(call))


async def decided(call: Call[Staff, bytes]) -> CourtSubmission:
    """The answer, with its document as the body: filed and decided in one step."""
    app, found, head = call.request.app, await own_submission(call), _head(call)
    at, title = _at(call, head.version), plain("title", head.title)
    try:
        media_type = recognised(call.body)
    except Untakable as no:
        raise refused(no.code) from None
    paper = MaterialFiled(
        material=MaterialId(new_id()),
        owner=None,
        what=MaterialKind.COURT_DECISION,
        form=CopyForm.ORIGINAL,
        sha256=Sha256(await app[STORES].blobs.put(call.body)),
        bytes=len(call.body),
        media_type=media_type,
        by=at.by,
    )
    await app[COURT_ACTS].decide(found.one, head.decision, head.on, paper, title, at)
    return await _page(call, await own_submission(call))


def _at(call: Call[Staff, B], saw: int) -> At:
    return At(By(Office.COURT, call.caller.account.id), source(call.request), saw)


def _head(call: Call[Staff, bytes]) -> DecisionHead:
    """What the query says of the document; raises Refused (422)."""
    try:
        return DecisionHead.model_validate_strings(dict(call.request.query))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        zh, en = in_words(first)
        raise invalid(".".join(map(str, first["loc"])), zh, en) from None


async def _row(call: Call[Staff, B], found: HandedIn) -> CourtSubmissionRow:
    one, line, today = found.one, found.line, _today(call)
    ahead = await _clocks(call, found)
    return CourtSubmissionRow(
        id=one.id,
        number=one.number,
        case_no=line.case_no,
        court_case_no=line.court_case_no,
        cause=cause_word(line.cause, today).zh,
        organisation=line.organisation_name,
        parties=found.parties,
        route=word("route", one.route, today),
        at=one.at,
        position=one.position,
        late=one.late,
        standing=standing(found.case, one, found.is_newest),
        state=word("state", found.case.state, today),
        received_at=one.received_at,
        due=next((each.due for each in ahead if not each.met), None),
        withdrawal=found.is_newest and bool(found.case.withdrawals) and undecided(found.case),
        version=found.case.version,
    )


async def _page(call: Call[Staff, B], found: HandedIn) -> CourtSubmission:
    stores, one, case, today = call.request.app[STORES], found.one, found.case, _today(call)
    notes, names = await stores.case_texts.notes(case.id), await court_names(stores)
    records = await stores.audit.records(case.id)
    place = found.every.index(one)
    before = found.every[place - 1] if place else None
    people = {each.id: each.name for each in await stores.accounts.accounts()}
    return CourtSubmission(
        **dict(await _row(call, found)),
        sha256=one.sha256,
        bytes=one.size,
        channel=one.channel.value,
        received_by=people.get(AccountId(one.received_by or ""), one.received_by),
        admitted_at=one.admitted_at,
        override=notes.get(case.override) if case.override else None,
        correction=notes.get(one.correction) if one.correction else None,
        correction_until=case.correction_until if found.is_newest else None,
        answer=_answer(records, notes) if before else None,
        slots=slot_rows(one),
        other=other_rows(one),
        changes=None if before is None else _changes(found),
        clocks=await _clocks(call, found),
        acts=acts(case, one) if found.is_newest else (),
        decisions=tuple(word("decision", each, today) for each in _decisions(found)),
        accesses=_accesses(records, one.id, people),
        earlier=submission_rows(case, found.every, notes, names, today),
        wishes=await wish_rows(stores, case) if found.is_newest else (),
    )


def _changes(found: HandedIn) -> tuple[FileChange, ...]:
    place = found.every.index(found.one)
    return tuple(
        FileChange(slot=each.file.slot, title=each.file.title, path=each.file.path, change=each.change.value)
        for each in changes(found.every[place - 1], found.one)
    )


def _answer(records: tuple[Record, ...], notes: Mapping[NoteId, str]) -> str | None:
    """What was written with the last corrections."""
    told = [decoded(each.kind, each.v, each.body) for each in records if each.kind == Corrected.kind]
    last = next((each.note for each in reversed(told) if isinstance(each, Corrected)), None)
    return notes.get(last) if last else None


def _decisions(found: HandedIn) -> tuple[Decision, ...]:
    """How this application can be answered now."""
    case = found.case
    if case.route is None or "decide" not in acts(case, found.one):
        return ()
    early = case.state is not State.COURT_REVIEW
    return tuple(one for one in Decision if one in ANSWERS[case.route] and (one in EARLY or not early))


def _accesses(records: tuple[Record, ...], submission: str, people: dict[AccountId, str]) -> tuple[AccessRow, ...]:
    """Newest first; each page that was looked at has its line."""
    told = ((each.at, decoded(each.kind, each.v, each.body)) for each in records if each.kind in LOOKED)
    rows = list[AccessRow]()
    for at, fact in told:
        match fact:
            case SubmissionRead(submission=of, account=who, what=what) if of == submission:
                rows.append(AccessRow(at=at, who=people.get(who, who), what=what, taken=False, source=fact.source))
            case SubmissionTaken(submission=of, who=who, file=what) if of == submission:
                name = people.get(AccountId(who), who)
                rows.append(AccessRow(at=at, who=name, what=what, taken=True, source=fact.source))
            case _:
                continue
    return tuple(reversed(rows))


async def _clocks(call: Call[Staff, B], found: HandedIn) -> tuple[CourtClock, ...]:
    app = call.request.app
    at = app[CLOCK]()
    world = await app[WORLDS].of_case(found.case, at)
    return tuple(
        CourtClock(label=sentence(one.label), due=one.due, days_left=one.days_left, met=one.state is ClockState.MET)
        for one in clocks(found.case, world.calendar, at)
        if one.id in OF_COURT and one.state is not ClockState.VOID
    )


def _today(call: Call[Staff, B]) -> date:
    return call.request.app[CONFIG].local_day(call.request.app[CLOCK]())
