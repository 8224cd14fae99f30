"""What came of a case, as data for whoever sent it (domain.md §3.9): counts, days and words of closed lists.

The only free texts are the four fields of 在线调解规则 §21, or what was entered of the agreement, and titles of papers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

import rfc8785

from law.beijing import BEIJING, day_of
from law.case_notices import ground_cited
from law.causes import cause
from law.people import Entity, Party
from rooms.cases.case import Case, Participant
from rooms.cases.clocks import clocks
from rooms.cases.ids import ParticipantId
from rooms.cases.labels import WordList, label
from rooms.cases.words import ContactResult, Ground, MaterialKind, Result, ReturnReason
from rooms.person import Consent
from server.cases.ended import COURTS, Ended, NotYet, Said
from server.storage.case_materials import StoredMaterial

SCHEMA: Final = "result-report/2"
MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Coded:
    """A word of a closed list and what it is called."""

    id: str
    zh: str


@dataclass(frozen=True, slots=True)
class ToldParty:
    """`number` counts from 1; the other parts of the report name a party by it."""

    number: int
    standing: Coded
    name: str
    representative: str | None
    agents: tuple[str, ...]
    mode: Coded | None


@dataclass(frozen=True, slots=True)
class ToldResult:
    """How many tries came to this."""

    result: Coded
    count: int


@dataclass(frozen=True, slots=True)
class ToldContacts:
    """Every try to reach one party."""

    party: int
    tries: int
    results: tuple[ToldResult, ...]


@dataclass(frozen=True, slots=True)
class ToldSession:
    """One that was held; ISO times of Beijing."""

    begun_at: str
    ended_at: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ToldRest:
    """A time in which mediation rested; `until` None: to the end."""

    reason: Coded
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class ToldPeriod:
    """ISO days. `left_out`: days that did not count."""

    started_on: str
    last_day: str
    extended: tuple[int, ...]
    left_out: int
    rests: tuple[ToldRest, ...]


@dataclass(frozen=True, slots=True)
class ToldGround:
    """Why it ended; `item` is the item of 在线调解规则 §25."""

    ground: Coded
    item: str


@dataclass(frozen=True, slots=True)
class ToldAgreement:
    """What was agreed on. `amount_fen` None: nothing is to be paid. `sha256`: of the paper itself, if it is on file."""

    content: str
    amount_fen: int | None
    performed_at_once: bool
    follow_up: Coded | None
    """The way to the court that was chosen, if one was."""
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """A paper that is handed back, or the agreement itself; `owner` None: the court's, or all parties'."""

    title: str
    owner: int | None
    what: Coded
    form: Coded
    sha256: str


@dataclass(frozen=True, slots=True)
class ToldAddress:
    """Where a party agreed to be served."""

    party: int
    address: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class ResultReport:
    """Days are ISO. `to` None: it stays in the file. `agreement`, `ground` or `returned`: one of them is there."""

    schema: str
    to: str | None
    number: str
    court_case_no: str | None
    organisation: str
    organisation_address: str | None
    mediator: str | None
    lane: Coded
    cause: Coded
    received_on: str
    material_received_on: str | None
    parties: tuple[ToldParty, ...]
    contacts: tuple[ToldContacts, ...]
    sessions: tuple[ToldSession, ...]
    period: ToldPeriod | None
    ended_on: str
    """For an agreement the day it took effect."""
    result: Coded
    agreement: ToldAgreement | None
    ground: ToldGround | None
    returned: Coded | None
    said: Said | None
    materials: tuple[ToldPaper, ...]
    addresses: tuple[ToldAddress, ...]
    reporter: str | None
    dated_on: str


def report_of(told: Ended) -> ResultReport:
    """The report. Raises NotYet where a case that came to nothing has not got its four fields."""
    case, line, on = told.case, told.line, day_of(told.at)
    if told.agreed is None and told.said is None and case.returned is None:
        raise NotYet("handback.report_missing")
    known = cause(case.cause, case.received_on)
    return ResultReport(
        schema=SCHEMA,
        to=told.court if line.lane in COURTS else None,
        number=line.case_no,
        court_case_no=case.court_case_no,
        organisation=line.organisation_name,
        organisation_address=address_of(told),
        mediator=line.host_name,
        lane=coded("lane", line.lane, on),
        cause=Coded(case.cause, known.zh if known else case.cause),
        received_on=case.received_on.isoformat(),
        material_received_on=case.material_received_on.isoformat() if case.material_received_on else None,
        parties=tuple(_party(told, one, number) for number, one in numbered(case)),
        contacts=tuple(_contacts(case, on)),
        sessions=tuple(_sessions(case)),
        period=_period(told),
        ended_on=day_of(case.effective_at or told.at if told.agreed else told.at).isoformat(),
        result=coded("result", _result(case), on),
        agreement=_agreement(told),
        ground=None if case.ground is None or told.agreed else _ground(case.ground, on),
        returned=None if case.returned is None else coded("return_reason", case.returned, on),
        said=told.said,
        materials=tuple(_paper(case, paper, on) for paper in told.materials if _listed(told, paper)),
        addresses=tuple(_addresses(told)) if line.lane in COURTS else (),
        reporter=told.reporter,
        dated_on=told.reported_on.isoformat(),
    )


def report_bytes(report: ResultReport) -> bytes:
    """RFC 8785 JSON: the same bytes for the same report."""
    return rfc8785.dumps(asdict(report))


def numbered(case: Case) -> Iterator[tuple[int, Participant]]:
    """Everybody who stands in the case, counted from 1."""
    return enumerate(case.participants, start=1)


def _listed(told: Ended, paper: StoredMaterial) -> bool:
    """With an agreement everybody keeps their papers: only the agreement itself goes out."""
    return told.agreed is None or paper.what is MaterialKind.SEALED_SCAN


def coded(kind: WordList, word: str, on: date) -> Coded:
    """A word of a closed list as it was called on that day."""
    return Coded(word, label(kind, word, on).zh)


def number_of(case: Case, who: ParticipantId) -> int:
    """Which party that is; raises LookupError where it is none."""
    for number, one in numbered(case):
        if one.id == who:
            return number
    raise LookupError(who)


def address_of(told: Ended) -> str | None:
    """Where the organisation is, if it has said so."""
    return told.office.address if told.office else None


def _result(case: Case) -> Result:
    if case.result is not None:
        return case.result.result
    if case.returned is not None:
        # 在线调解规则 §12: who was asked says that it is not for them; §9: the application cannot be mediated online.
        return Result.DECLINED if case.returned is ReturnReason.NOT_ORGANISATION_SCOPE else Result.RETURNED
    return Result.RECONCILED_WITHDRAWN if case.ground is Ground.SELF_RECONCILED else Result.FAILED


def _agreement(told: Ended) -> ToldAgreement | None:
    if told.agreed is None or told.case.result is None:
        return None
    route = told.case.route
    return ToldAgreement(
        content=told.agreed.content,
        amount_fen=None if told.agreed.amount is None else told.agreed.amount.fen,
        performed_at_once=told.case.result.performed_at_once,
        follow_up=None if route is None else coded("route", route, told.reported_on),
        sha256=told.agreed.sha256,
    )


def _ground(ground: Ground, on: date) -> ToldGround:
    return ToldGround(coded("ground", ground, on), ground_cited(ground, on).zh)


def _party(told: Ended, one: Participant, number: int) -> ToldParty:
    party, on = told.people[one.id], day_of(told.at)
    speaks = party.representative if isinstance(party, Entity) else None
    return ToldParty(
        number=number,
        standing=coded("standing", one.standing, on),
        name=party.name,
        representative=f"{speaks.name}（{speaks.title}）" if speaks else None,
        agents=tuple(told.agents[agent.id].name for agent in one.agents if agent.id in told.agents),
        mode=None if one.mode is None else coded("mode", one.mode, on),
    )


def _contacts(case: Case, on: date) -> Iterator[ToldContacts]:
    for number, one in numbered(case):
        counted = Counter(contact.result for contact in case.contacts if contact.participant == one.id)
        results = (ToldResult(coded("contact_result", each, on), counted[each]) for each in ContactResult)
        if counted:
            yield ToldContacts(number, counted.total(), tuple(each for each in results if each.count))


def _sessions(case: Case) -> Iterator[ToldSession]:
    for one in case.sessions:
        if one.held and one.begun_at is not None and one.ended_at is not None:
            minutes = int((one.ended_at - one.begun_at).total_seconds()) // MINUTE_S
            yield ToldSession(_moment(one.begun_at), _moment(one.ended_at), minutes)


def _period(told: Ended) -> ToldPeriod | None:
    """The period that bound, if one had begun."""
    running = (one for one in clocks(told.case, told.calendar, told.at) if one.id == "period" and one.binding)
    found = next(running, None)
    if found is None:
        return None
    rests = (
        ToldRest(
            reason=coded("suspend_reason", one.reason, day_of(told.at)),
            since=day_of(one.since).isoformat(),
            until=day_of(one.until).isoformat() if one.until else None,
        )
        for one in told.case.suspensions
    )
    return ToldPeriod(
        started_on=found.started_on.isoformat(),
        last_day=found.due.isoformat(),
        extended=told.case.extended,
        left_out=found.deadline.paused_days if found.deadline else 0,
        rests=tuple(rests),
    )


def _paper(case: Case, paper: StoredMaterial, on: date) -> ToldPaper:
    return ToldPaper(
        title=paper.title,
        owner=None if paper.owner is None else number_of(case, paper.owner),
        what=coded("material_kind", paper.what, on),
        form=coded("copy_form", paper.form, on),
        sha256=paper.sha256,
    )


def _addresses(told: Ended) -> Iterator[ToldAddress]:
    """Of those who agreed to electronic service, and did not refuse that data go to the court."""
    for number, one in numbered(told.case):
        service, returning = one.consents.get(Consent.E_SERVICE), one.consents.get(Consent.DATA_RETURN)
        if service is not None and service.given and (returning is None or returning.given):
            yield _address(number, told.people[one.id])


def _address(number: int, party: Party) -> ToldAddress:
    if isinstance(party, Entity):
        return ToldAddress(number, party.domicile, party.representative.phone, party.representative.email)
    return ToldAddress(number, party.habitual_residence or party.domicile, party.phone, party.email)


def _moment(at: datetime) -> str:
    """`2026-03-31T14:05+08:00`: to the minute."""
    return at.astimezone(BEIJING).isoformat(timespec="minutes")


def people_named(report: ResultReport) -> Iterable[str]:
    """Every name in the report: what a printer must show as it is."""
    for party in report.parties:
        yield from (party.name, *([party.representative] if party.representative else []), *party.agents)
    yield from (name for name in (report.organisation, report.to, report.mediator, report.reporter) if name)
