"""Fills 权利义务告知书和逐项同意书 (domain.md §3.7) of everybody who answered at the gate of a room of the case.

From the room's own record of each person, and from the case's chain when that person was identified.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from agreements.rights_notice import SCHEMA, AnsweredConsent, RightsNotice, Said, ToldPart
from law.beijing import clock, day_of
from law.causes import cause
from law.notice import Notice, notice_version
from rooms.cases.case import Case
from rooms.course_facts import PersonIdentified
from rooms.ids import PersonId
from rooms.person import Consent, Consents, Declared, Identity, Person
from rooms.room import MEDIATORS, Role, Room, Seat, Side
from server.audit.facts import decoded
from server.storage.case_desk import CaseLine
from server.stores import Stores

STANDINGS: Final[Mapping[Side, str]] = {
    Side.APPLICANT: "申请人",
    Side.RESPONDENT: "被申请人",
    Side.THIRD: "第三人",
}
ROLES: Final[Mapping[Role, str]] = {Role.AGENT: "的代理人", Role.LEGAL_REPRESENTATIVE: "的法定代表人"}
HOW: Final[Mapping[Identity, str]] = {
    Identity.DIGITS: "证件号码后四位",
    Identity.CODE: "一次性验证码",
    Identity.MEDIATOR: "调解员确认",
    Identity.DOCUMENT: "调解员在视频中与证件核对",
}
DECLARED: Final[Mapping[Declared, str]] = {
    Declared.FALSE_MEDIATION: "已知道虚假调解的法律后果",
    Declared.NO_RECORDING: "不私自录音、录像、截屏、直播",
    Declared.COMPANY: "说明了身边是否有其他人：{company}",
}


async def rights_notices(stores: Stores, line: CaseLine, case: Case) -> tuple[RightsNotice, ...]:
    """One for each person and session, in order of time."""
    identified = await _identified(stores, case)
    meetings = await stores.case_rooms.of_case(case.id)
    return tuple(
        _notice(line, case, meeting.room, seat, person, person.consents, identified)
        for meeting in meetings
        for seat in meeting.room.seats
        if seat.role not in MEDIATORS
        for person in seat.persons
        if person.consents is not None
    )


async def _identified(stores: Stores, case: Case) -> Mapping[PersonId, tuple[str, ...]]:
    """How and when each person was identified, by the case's chain."""
    found: dict[PersonId, tuple[str, ...]] = {}
    for record in await stores.audit.records(case.id):
        if record.kind != PersonIdentified.kind:
            continue
        fact = decoded(record.kind, record.v, record.body)
        if isinstance(fact, PersonIdentified) and fact.how in HOW:
            found[fact.person] = (*found.get(fact.person, ()), f"{clock(record.at)}：{HOW[fact.how]}")
    return found


def _notice(
    line: CaseLine,
    case: Case,
    room: Room,
    seat: Seat,
    person: Person,
    said: Consents,
    identified: Mapping[PersonId, tuple[str, ...]],
) -> RightsNotice:
    known, text, read = cause(case.cause, case.received_on), notice_version(said.version), person.notice
    return RightsNotice(
        schema=SCHEMA,
        person=person.id,
        organisation=line.organisation_name,
        number=line.case_no,
        court_case_no=case.court_case_no or "",
        cause=known.zh if known else case.cause,
        mediator=room.account_seat.first.name,
        name=person.name,
        standing=f"{STANDINGS.get(seat.side, '参加人')}{ROLES.get(seat.role, '')}",
        on_behalf_of=person.on_behalf_of or "",
        identity=identified.get(person.id, ()),
        read_version=read.version if read else "",
        read_at=clock(read.at) if read else "",
        read_seconds=read.seconds if read else 0,
        read_aloud=read.aloud if read else False,
        consented_version=said.version,
        consented_at=clock(said.at),
        parts=tuple(_parts(text)),
        consents=tuple(_answers(text, said)),
        declared=tuple(
            Said(DECLARED[one.what].format(company="有" if one.text else "没有"), clock(one.at))
            for one in person.declarations
        ),
        dated_on=day_of(said.at).isoformat(),
    )


def _parts(text: Notice) -> Iterator[ToldPart]:
    for one in text.sections:
        yield ToldPart(one.heading.zh, tuple(one.text.zh.split("\n")), one.statutes)


def _answers(text: Notice, said: Consents) -> Iterator[AnsweredConsent]:
    for one in text.consents:
        yield AnsweredConsent(one.label.zh, one.meaning.zh, one.required, Consent(one.id) in said.given)
