"""What of a case whose mediation is over may leave the house, taken out of the stores by name (domain.md §2.6).

An allow-list: rooms, chats, documents on the table, drafts, offers, and every note but the four fields of 在线调解规则
§21, or what was entered of an agreement, are never looked at here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from law import agents as law
from law.beijing import day_of
from law.calendar import Calendar
from law.money import Money
from law.organisations import MediationOrg
from law.people import Party
from law.procedures import Lane
from rooms.cases.case import Case, Material
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import RouteChosen
from rooms.cases.deeds.ending import Moved, Report, Reported, ResultEntered, Terminated
from rooms.cases.deeds.intake import Returned
from rooms.cases.ids import AgentId, NoteId, ParticipantId
from rooms.cases.to_court import OF_COURT, goes_back
from rooms.cases.words import Ground, NoticeKind, State
from server.audit.chain import Record
from server.audit.facts import decoded
from server.audit.heads import Head
from server.cases.sealed_text import paper_of
from server.ids import AccountId
from server.storage.case_desk import CaseLine
from server.storage.case_materials import StoredMaterial
from server.storage.case_texts import StoredNotice
from server.storage.profiles import ORGANISATION
from server.stores import Stores

COURTS: Final = frozenset({Lane.WEIPAI, Lane.WEITUO, Lane.COURT_HOSTED})
"""Lanes in which the report goes to a court; in the others it stays in the organisation's file."""
OVER: Final = frozenset({State.RETURNED, State.TERMINATED, State.HANDED_BACK, State.ARCHIVED})
ENDS: Final = frozenset({State.RETURNED, State.TERMINATED})
"""Where a case without agreement comes to its end; what follows only puts it away."""
TELLING: Final = frozenset(fact.kind for fact in (Moved, Terminated, Reported, Returned, ResultEntered, RouteChosen))
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
class Agreed:
    """What was written of an agreement; the paper itself goes its own way, named by its SHA-256."""

    content: str
    amount: Money | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A case whose mediation is over, and all of it that may be told.

    `said` None: it was returned before any talk, or there is an agreement. `agreed` None: it came to nothing.
    """

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
    agreed: Agreed | None
    reporter: str | None
    reported_on: date
    materials: tuple[StoredMaterial, ...]
    """Of a case that came to nothing what is handed back: to the court that sent it, else each party's own to it."""
    notices: tuple[StoredNotice, ...]
    """Of the end, one for each who was told."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The end as the chain has it: when the case moved there without agreement, and who wrote of it when."""

    end: Record | None
    by: By | None
    on: date | None


def failed(case: Case) -> bool:
    """Whether it is over, and no agreement came of it."""
    without = case.returned is not None or case.ground not in (None, Ground.AGREEMENT)
    return case.state in OVER and without


async def ended(stores: Stores, line: CaseLine, case: Case) -> Ended:
    """Everything that may be told of a case without agreement; raises NotYet of any other."""
    if not failed(case):
        raise NotYet("handback.not_failed")
    return await concluded(stores, line, case)


async def concluded(stores: Stores, line: CaseLine, case: Case) -> Ended:
    """Everything that may be told of the case; raises NotYet while it runs, and until its agreement is entered."""
    if not failed(case) and case.result is None:
        raise NotYet("handback.result_missing" if case.ground is Ground.AGREEMENT else "handback.not_failed")
    last = _last(await stores.audit.records(case.id))
    at = _ended_at(case, last)
    courts = {one.id: one.name for one in await stores.cases.courts()}
    notes = await stores.case_texts.notes(case.id)
    told = await stores.case_texts.notices(case.id)
    reporter = await stores.accounts.by_id(AccountId(last.by.id)) if last.by else None
    return Ended(
        line=line,
        case=case,
        office=await stores.profiles.read(ORGANISATION, line.organisation, at),
        court=courts.get(line.court) if line.court else None,
        people=await stores.case_people.parties(case.id),
        agents=await stores.case_people.agents(case.id),
        calendar=await stores.calendars.calendar(),
        at=at,
        said=None if case.report is None else _said(case.report, notes),
        agreed=None if case.result is None else await _agreed(stores, case, case.result, notes),
        reporter=reporter.name if reporter else None,
        reported_on=last.on or day_of(at),
        materials=_filed(case, line.lane, await stores.case_materials.of_case(case.id)),
        notices=_told(case, [one for one in told if one.what in TOLD and one.at >= at]),
    )


async def head_of_end(stores: Stores, case: Case, at: datetime) -> Head:
    """The node's signed word on the chain as the case ended: the same whenever it is asked for.

    `at`: when it is signed, should nobody have done so yet.
    """
    end = _last(await stores.audit.records(case.id)).end
    if end is None:
        raise NotYet("handback.not_failed")
    signed = (head for head in await stores.audit.heads(case.id) if head.seq >= end.seq)
    return next(signed, None) or await stores.audit.sign_head(case.id, at)


def _last(records: Sequence[Record]) -> _Last:
    end, by, on = None, None, None
    for record in records:
        if record.kind not in TELLING:
            continue
        match decoded(record.kind, record.v, record.body):
            case Moved(target=target) if target in ENDS:
                end = record
            case Terminated(by=who) | Reported(by=who) | Returned(by=who) | ResultEntered(by=who):
                by, on = who, day_of(record.at)
            case RouteChosen():
                on = day_of(record.at)
            case _:
                continue
    return _Last(end, by, on)


def _ended_at(case: Case, last: _Last) -> datetime:
    """When mediation ended. Raises NotYet where it has not."""
    at = last.end.at if last.end else case.ended_at
    if at is None:
        raise NotYet("handback.not_failed")
    return at


def _filed(case: Case, lane: str, papers: Sequence[StoredMaterial]) -> tuple[StoredMaterial, ...]:
    """In the order of the chain: many may be filed in one moment. With an agreement all that is on file.

    To a court goes what `rooms.cases.to_court` names (AT-17, AT-39). Where no court sent the case each party gets a
    folder with its own papers; the organisation keeps its own, and what its owner kept back stays here all the same.
    """
    known = {each.id: each for each in papers}
    if not failed(case):
        going = case.materials
    elif lane in COURTS:
        going = tuple(one for one in case.materials if goes_back(case, one))
    else:
        going = tuple(one for one in case.materials if one.id not in case.kept_back and _somebodys(one))
    return tuple(known[one.id] for one in going)


def _somebodys(paper: Material) -> bool:
    return paper.owner is not None or paper.what in OF_COURT


def _told(case: Case, notices: Sequence[StoredNotice]) -> tuple[StoredNotice, ...]:
    """In the order of the parties."""
    return tuple(each for one in case.participants for each in notices if each.participant == one.id)


async def _agreed(stores: Stores, case: Case, result: ResultEntered, notes: Mapping[NoteId, str]) -> Agreed:
    amount = None if result.amount is None else Money.parsed(notes[result.amount])
    return Agreed(notes[result.content], amount, paper_of(case, await stores.case_rooms.of_case(case.id)))


def _said(report: Report, notes: Mapping[NoteId, str]) -> Said:
    return Said(notes[report.basics], notes[report.reasons], notes[report.cost_conduct], notes[report.court_matters])
