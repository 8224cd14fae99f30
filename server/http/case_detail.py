"""The whole case page, as far as the asker may see it (domain.md §4.6).

Who works on the case reads all of it. A court and a keeper of the seal read where it stands, its clocks and what
happened; of the papers the court its own, and who keeps the seal those that bear it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from aiohttp import web

from agreements.agreement import Closing, Freezing, Sealed, Signing
from agreements.freezing import is_partial
from agreements.performance import agreed_sum
from law.procedures import ProcedureProfile, profile
from rooms.cases.case import Case
from rooms.cases.choice import choice
from rooms.cases.clocks import clocks, confirm_by
from rooms.cases.words import MaterialKind, Office
from rooms.rights import Right
from server.app_keys import CLOCK, CONFIG, STORES
from server.audit.facts import decoded
from server.cases.sealed_text import sealed_text
from server.http.case_bodies import CaseDetail, DueRow, ExtensionAnswerRow, ExtensionState, ResultRow
from server.http.case_courts import court_names
from server.http.case_door import Opened
from server.http.case_file_rows import (
    Written,
    contact_rows,
    disclosure_rows,
    item_names,
    material_rows,
    notice_rows,
    report_data,
    result_row,
    session_rows,
)
from server.http.case_offers import offers
from server.http.case_party_rows import Known, bare_row, full_row
from server.http.case_rows import case_row, clock_row
from server.http.case_timeline import timeline_rows
from server.http.case_words import sentence, sentence_or_none, word_or_none
from server.http.withdrawal_rows import desk_withdrawal
from server.storage.case_materials import StoredMaterial
from server.storage.case_rooms import Meeting
from server.storage.case_texts import SUMMARY
from server.stores import Stores

READ_BY: Final = {
    Office.COURT: frozenset({MaterialKind.COURT_LETTER, MaterialKind.COURT_DECISION}),
    Office.SEAL_KEEPER: frozenset(
        {MaterialKind.SEALED_SCAN, MaterialKind.CERTIFICATE, MaterialKind.TERMINATION_NOTICE}
    ),
}
"""The papers an office reads that does not work on the case."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """What the page is made from, at one moment."""

    opened: Opened
    known: Known
    written: Written
    staff: Mapping[str, str]
    items: Mapping[str, str]
    today: date
    at: datetime

    @property
    def case(self) -> Case:
        return self.opened.case


async def case_detail(app: web.Application, opened: Opened) -> CaseDetail:
    """The page."""
    stores, at = app[STORES], app[CLOCK]()
    moment = _Moment(
        opened,
        known=Known(await stores.case_people.parties(opened.case.id), await stores.case_people.agents(opened.case.id)),
        written=await _written(stores, opened),
        staff=await _staff(stores, opened.case),
        items=await item_names(stores, opened.case),
        today=app[CONFIG].local_day(at),
        at=at,
    )
    calendar = await stores.calendars.calendar()
    names = moment.known.names
    return CaseDetail.model_validate(
        {
            **dict(case_row(opened.line, moment.today)),
            **_matter(moment, await court_names(stores)),
            **_people(moment),
            **(await _file(stores, moment)),
            "result": await _result(stores, moment),
            "withdrawal": await desk_withdrawal(stores, opened.case) if opened.works else None,
            **_course(moment),
            "clocks": tuple(
                clock_row(one, {**names, **moment.items}, moment.today) for one in clocks(opened.case, calendar, at)
            ),
            "confirm_by": confirm_by(opened.case, calendar),
            "offers": await offers(app, opened),
            "timeline": await timeline_rows(app, opened),
        }
    )


def readable(opened: Opened, paper: StoredMaterial) -> bool:
    """Whether the asker reads that paper."""
    return opened.works or paper.what in READ_BY.get(opened.by.office, frozenset())


async def _written(stores: Stores, opened: Opened) -> Written:
    if not opened.works:
        return Written({}, ())
    records = await stores.audit.records(opened.case.id)
    facts = tuple(decoded(record.kind, record.v, record.body) for record in records)
    return Written(await stores.case_texts.notes(opened.case.id), facts)


async def _staff(stores: Stores, case: Case) -> Mapping[str, str]:
    """Names of all who have or had to do with the case as mediators, by id."""
    ranked = {who for one in case.participants for who in one.ranked or ()}
    asked: set[str | None] = {case.host, *case.others, *(one.made_by for one in case.disclosures), *ranked}
    return {one.id: one.name for one in await stores.accounts.accounts() if one.id in asked}


def _matter(moment: _Moment, courts: Mapping[str, str]) -> dict[str, object]:
    case, today = moment.case, moment.today
    ways: ProcedureProfile = profile(case.profile, case.received_on)
    return {
        "version": case.version,
        "profile": sentence(ways.label),
        "profile_source": ways.source,
        "profile_settled": ways.settled,
        "profile_note": sentence_or_none(ways.note),
        "channel": word_or_none("channel", case.channel, today),
        "procedure": word_or_none("procedure", case.procedure, today),
        "court": courts.get(case.court) if case.court else None,
        "summary": moment.written.text(SUMMARY),
        "collective": case.collective,
        "major": case.major,
        "material_received_on": case.material_received_on,
    }


def _people(moment: _Moment) -> dict[str, object]:
    case, opened = moment.case, moment.opened
    row = full_row if opened.works else bare_row
    joint = choice(case) if opened.works else None
    asked = [one.participant for one in case.changes if one.granted is None]
    return {
        "co_mediators": tuple(moment.staff.get(one, one) for one in case.others),
        "joint_choice": moment.staff.get(joint, joint) if joint else None,
        "participants": tuple(row(one, moment.known, moment.today) for one in case.participants),
        "change_asked_by": moment.known.name(asked[-1]) if asked and opened.works else None,
    }


async def _file(stores: Stores, moment: _Moment) -> dict[str, object]:
    case, today, written = moment.case, moment.today, moment.written
    papers = await stores.case_materials.of_case(case.id)
    theirs = material_rows(case, (one for one in papers if readable(moment.opened, one)), today)
    if not moment.opened.works:
        nothing = dict.fromkeys(("sessions", "contacts", "disclosures", "notices"), ())
        unread = dict.fromkeys(("report", "agreed_amount", "agreed_partly", "text"))
        return {**nothing, **unread, "materials": theirs}
    meetings = await stores.case_rooms.of_case(case.id)
    sealed = sealed_text(case, meetings)
    amount = agreed_sum(sealed.frozen.draft) if sealed else None
    return {
        "text": _text(meetings),
        "sessions": session_rows(case, {one.room.id: one.room for one in meetings}),
        "agreed_amount": amount.text if amount else None,
        "agreed_partly": is_partial(sealed.frozen.draft) if sealed else None,
        "contacts": contact_rows(case, written, today),
        "materials": theirs,
        "disclosures": disclosure_rows(case, written, moment.staff, today),
        "notices": notice_rows(case, await stores.case_texts.notices(case.id), today),
        "report": report_data(case, written),
    }


async def _result(stores: Stores, moment: _Moment) -> ResultRow | None:
    """Read where the letter about it is, and by the whole team."""
    opened = moment.opened
    if opened.case.result is None or not (opened.works or opened.reaches(Right.READ_CASE_PAPERS)):
        return None
    return result_row(opened.case, await stores.case_texts.notes(opened.case.id), moment.today)


def _text(meetings: Iterable[Meeting]) -> str | None:
    stages = [one.agreement.stage for one in meetings if one.agreement is not None]
    if any(isinstance(stage, Freezing | Signing | Closing) for stage in stages):
        return "fixed"
    return "signed" if any(isinstance(stage, Sealed) for stage in stages) else None


def _course(moment: _Moment) -> dict[str, object]:
    case, today = moment.case, moment.today
    resting = case.suspensions[-1] if case.suspensions and case.suspensions[-1].until is None else None
    return {
        "extension": extension_state(case),
        "performance": tuple(
            DueRow(id=one.name, name=moment.items.get(one.name, one.name), day=one.day, done_on=one.done_on)
            for one in case.performance
        ),
        "suspended": word_or_none("suspend_reason", resting.reason if resting else None, today),
        "effective_at": case.effective_at,
        "ground": word_or_none("ground", case.ground, today),
        "route": word_or_none("route", case.route, today),
    }


def extension_state(case: Case) -> ExtensionState | None:
    """The proposal that stands, with each party's answer."""
    if case.extension_asked is None:
        return None
    answers = tuple(ExtensionAnswerRow(participant=one.id, agreed=one.extension) for one in case.parties)
    return ExtensionState(days=case.extension_asked, answers=answers)
