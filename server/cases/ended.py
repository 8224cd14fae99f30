"""What of a case that ended without agreement may leave the house, taken out of the stores by name (domain.md §2.6).

An allow-list: rooms, chats, documents on the table, drafts, offers, and every note but the four fields of 在线调解规则
§21 are never looked at here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from law import agents as law
from law.beijing import day_of
from law.calendar import Calendar
from law.organisations import MediationOrg
from law.people import Party
from rooms.cases.case import Case
from rooms.cases.deeds.by import By
from rooms.cases.deeds.ending import Moved, Report, Reported, Terminated
from rooms.cases.deeds.intake import Returned
from rooms.cases.ids import AgentId, NoteId, ParticipantId
from rooms.cases.words import Ground, NoticeKind, State
from server.audit.chain import Record
from server.audit.facts import decoded
from server.audit.heads import Head
from server.ids import AccountId
from server.storage.case_desk import CaseLine
from server.storage.case_materials import StoredMaterial
from server.storage.case_texts import StoredNotice
from server.storage.profiles import ORGANISATION
from server.stores import Stores

OVER: Final = frozenset({State.RETURNED, State.TERMINATED, State.HANDED_BACK, State.ARCHIVED})
ENDS: Final = frozenset({State.RETURNED, State.TERMINATED})
"""Where a case without agreement comes to its end; what follows only puts it away."""
TELLING: Final = frozenset(fact.kind for fact in (Moved, Terminated, Reported, Returned))
TOLD: Final = frozenset({NoticeKind.TERMINATION, NoticeKind.RETURN})


class NotYet(Exception):
    """There is nothing to hand out so far; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    """The four fields of 在线调解规则 §21, as they were written."""

    basics: str
    reasons: str
    cost_conduct: str
    court_matters: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that came to nothing, and all of it that may be told. `said` None: it was returned before any talk."""

    line: CaseLine
    case: Case
    office: MediationOrg | None
    """What the organisation published of itself by then."""
    court: str | None
    people: Mapping[ParticipantId, Party]
    agents: Mapping[AgentId, law.Agent]
    calendar: Calendar
    at: datetime
    said: Said | None
    reporter: str | None
    reported_on: date
    materials: tuple[StoredMaterial, ...]
    notices: tuple[StoredNotice, ...]
    """Of the end, one for each who was told."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The end as the chain has it: when the case moved there, and who wrote of it when."""

    at: datetime
    seq: int
    by: By | None
    on: date


def failed(case: Case) -> bool:
    """Whether it is over, and no agreement came of it."""
    without = case.returned is not None or case.ground not in (None, Ground.AGREEMENT)
    return case.state in OVER and without


async def ended(stores: Stores, line: CaseLine, case: Case) -> Ended:
    """Everything that may be told of the case; raises NotYet while it runs, and where an agreement came of it."""
    if not failed(case):
        raise NotYet("handback.not_failed")
    last = _last(await stores.audit.records(case.id))
    courts = {one.id: one.name for one in await stores.cases.courts()}
    notes = await stores.case_texts.notes(case.id)
    told = await stores.case_texts.notices(case.id)
    reporter = await stores.accounts.by_id(AccountId(last.by.id)) if last.by else None
    return Ended(
        line=line,
        case=case,
        office=await stores.profiles.read(ORGANISATION, line.organisation, last.at),
        court=courts.get(line.court) if line.court else None,
        people=await stores.case_people.parties(case.id),
        agents=await stores.case_people.agents(case.id),
        calendar=await stores.calendars.calendar(),
        at=last.at,
        said=None if case.report is None else _said(case.report, notes),
        reporter=reporter.name if reporter else None,
        reported_on=last.on,
        materials=_filed(case, await stores.case_materials.of_case(case.id)),
        notices=_told(case, [one for one in told if one.what in TOLD and one.at >= last.at]),
    )


async def head_of_end(stores: Stores, case: Case, at: datetime) -> Head:
    """The node's signed word on the chain as the case ended: the same whenever it is asked for.

    `at`: when it is signed, should nobody have done so yet.
    """
    end = _last(await stores.audit.records(case.id)).seq
    signed = (head for head in await stores.audit.heads(case.id) if head.seq >= end)
    return next(signed, None) or await stores.audit.sign_head(case.id, at)


def _last(records: Sequence[Record]) -> _Last:
    """Raises NotYet where the case never ended."""
    end, by, on = None, None, None
    for record in records:
        if record.kind not in TELLING:
            continue
        match decoded(record.kind, record.v, record.body):
            case Moved(target=target) if target in ENDS:
                end = record
            case Terminated(by=who) | Reported(by=who) | Returned(by=who):
                by, on = who, day_of(record.at)
            case _:
                continue
    if end is None:
        raise NotYet("handback.not_failed")
    return _Last(end.at, end.seq, by, on or day_of(end.at))


def _filed(case: Case, papers: Sequence[StoredMaterial]) -> tuple[StoredMaterial, ...]:
    """In the order of the chain: many may be filed in one moment."""
    known = {each.id: each for each in papers}
    return tuple(known[one.id] for one in case.materials)


def _told(case: Case, notices: Sequence[StoredNotice]) -> tuple[StoredNotice, ...]:
    """In the order of the parties."""
    return tuple(each for one in case.participants for each in notices if each.participant == one.id)


def _said(report: Report, notes: Mapping[NoteId, str]) -> Said:
    return Said(notes[report.basics], notes[report.reasons], notes[report.cost_conduct], notes[report.court_matters])
