"""A party asks for its application back from the court, behind the own link, or goes on with it after all.

It is a wish and no signature: the court reads it at its desk, asks who it has to ask, and decides (民诉法解释 §357).
Until then the application stands. The other side is told who asked and when; the reason is for court and mediator.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from aiohttp import web

from agreements.ids import Digest
from agreements.joint.refusals import Unmet
from law.beijing import day_of
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import WithdrawalAsked, WithdrawalDropped
from rooms.cases.ids import ParticipantId
from rooms.cases.words import Office, Route
from rooms.rights import Right
from server.app_keys import APPLICATIONS, CASES, CLOCK, CONFIG, PRESS, STORES
from server.applications.docket import Docket, Speaker
from server.audit.facts import CaseFileTaken
from server.cases.withdrawal_letter import SCHEMA, Applicant, WithdrawalLetter, letter_bytes, withdrawal_letter
from server.http.access import Call, Seated, Staff
from server.http.case_door import B, own_case
from server.http.case_notes import Notes
from server.http.case_sealing import NO, refusal, taken
from server.http.case_words import word_or_none
from server.http.files import File
from server.http.paper_files import PDF
from server.http.problems import refused
from server.http.source import source
from server.http.withdrawal_bodies import OwnApplicant, OwnWithdrawal, WithdrawalStep, WithdrawalWishRow
from server.http.withdrawal_rows import lies_at, undecided, wish_rows
from server.storage.case_book import Filing

NAME: Final = "withdrawal-letter"


@dataclass(frozen=True, slots=True)
class _Own:
    """The case, and who at the seat speaks for which of its parties."""

    docket: Docket
    speakers: tuple[Speaker, ...]

    @property
    def case(self) -> Case:
        return self.docket.case

    @property
    def parties(self) -> frozenset[ParticipantId]:
        return frozenset(one.party for one in self.speakers)


async def shown(call: Call[Seated, None]) -> OwnWithdrawal:
    """Whether it can be asked now, and who has."""
    return await _page(call.request.app, await _own(call))


async def said(call: Call[Seated, WithdrawalStep]) -> OwnWithdrawal:
    """The wish, or that it is one no longer, in the name of who says so; durable on return."""
    own, step = await _own(call), call.body
    speaks = next((one for one in own.speakers if step.signer in (None, one.signer)), None)
    if speaks is None:
        raise Unmet("application.not_signer")
    notes, by = Notes(), By(Office.PARTY, speaks.party)
    person = notes.put("person", speaks.name)
    deed: WithdrawalAsked | WithdrawalDropped = WithdrawalDropped(speaks.party, person, by)
    if step.wanted:
        deed = WithdrawalAsked(speaks.party, person, notes.put_any("note", step.note), by)
    await call.request.app[CASES].submit(own.case.id, deed, Filing(notes=notes.texts), saw=step.version)
    return await _page(call.request.app, await _own(call))


async def own_letter(call: Call[Seated, None]) -> File:
    """The same wish as a letter to print and sign, of the own side alone."""
    app, own = call.request.app, await _own(call)
    file = await _letter(app, own.docket, await wish_rows(app[STORES], _only(own.case, own.parties)))
    digest = Digest(hashlib.sha256(file.content).hexdigest())
    fact = CaseFileTaken(call.caller.seat.id, NAME, digest, source(call.request))
    await app[STORES].audit.append(own.case.id, app[CLOCK](), fact)
    return file


async def desk_letter(call: Call[Staff, None]) -> File:
    """The wishes of all who asked, for a court that reads nothing here."""
    app, opened = call.request.app, await own_case(call, Right.KEEP_FILE)
    docket = await app[APPLICATIONS].desk.docket(opened.case.id)
    file = await _letter(app, docket, await wish_rows(app[STORES], opened.case))
    return await taken(call, opened, NAME, file)


async def _own(call: Call[Seated, B]) -> _Own:
    docket = await call.request.app[APPLICATIONS].desk.docket(call.caller.room.case)
    return _Own(docket, docket.speakers(call.caller.room, call.caller.seat))


async def _page(app: web.Application, own: _Own) -> OwnWithdrawal:
    case, stores, today = own.case, app[STORES], app[CONFIG].local_day(app[CLOCK]())
    at = await lies_at(stores, case)
    last = own.docket.apply_by if case.route is Route.CONFIRMATION else None
    asked = {each.participant for each in case.withdrawals}
    return OwnWithdrawal(
        open=undecided(case),
        route=word_or_none("route", case.route, today),
        court=at.word,
        by_paper=at.by_paper,
        last=last,
        days_left=(last - today).days if last else 0,
        own=tuple(
            OwnApplicant(
                signer=each.signer, name=own.docket.bound(each.signer), person=each.name, asked=each.party in asked
            )
            for each in own.speakers
        ),
        wishes=await wish_rows(stores, case, own.parties) if undecided(case) else (),
        version=case.version,
    )


def _only(case: Case, whose: Collection[ParticipantId]) -> Case:
    """The case as far as these asked."""
    return replace(case, withdrawals=tuple(one for one in case.withdrawals if one.participant in whose))


async def _letter(app: web.Application, docket: Docket, wishes: tuple[WithdrawalWishRow, ...]) -> File:
    """Raises Refused where nobody asks, or a name cannot be printed."""
    case, line = docket.case, docket.line
    if not undecided(case) or not wishes or case.route is None or case.submitted_on is None:
        raise refused("withdrawal.none")
    at = await lies_at(app[STORES], case)
    told = WithdrawalLetter(
        schema=SCHEMA,
        court=at.name,
        route=case.route.value,
        number=line.case_no,
        court_case_no=line.court_case_no or "",
        receipt=at.submission.number if at.submission else "",
        cause=docket.cause,
        organisation=line.organisation_name,
        submitted_on=case.submitted_on.isoformat(),
        applicants=tuple(
            Applicant(each.party, each.person, each.reason or "", day_of(each.at).isoformat()) for each in wishes
        ),
        dated_on=day_of(max(each.at for each in wishes)).isoformat(),
    )
    letter = withdrawal_letter(told)
    try:
        made = await app[PRESS].letter(letter, letter_bytes(told))
    except NO as no:
        raise refusal(no) from None
    return File(made.pdf, PDF, f"{line.case_no} {letter.title}.pdf")
