"""Fills the 调解组织主持调解的证明 from a case's events (AT-19); raises NotYet until its agreement is in effect."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from agreements.agreement import Sealed
from agreements.certificate import SCHEMA, Certificate, CertifiedAgreement, CertifiedParty, CertifiedSession
from law.beijing import BEIJING, day_of, printed_day
from law.causes import cause
from law.people import Entity, Party
from rooms.cases.case import Case, Participant, Seal, Session
from rooms.cases.words import SealForm
from rooms.ids import RoomId
from rooms.room import MEDIATORS, Room, Seat
from server.cases.ended import NotYet
from server.cases.report import coded
from server.cases.sealed_text import paper_of, sealed_text
from server.storage.case_desk import CaseLine
from server.storage.case_rooms import Meeting
from server.stores import Stores

SEALS: Final = {SealForm.E_SEAL: "加盖电子印章", SealForm.STAMPED_SCAN: "在纸质协议上加盖印章（扫描件在卷）"}
ROLES: Final = {"applicant": "申请人", "respondent": "被申请人", "third": "第三人"}


async def certificate_of(stores: Stores, line: CaseLine, case: Case, at: datetime) -> Certificate:
    """The certificate as of `at`, its date."""
    if case.effective_at is None or case.seal is None:
        raise NotYet("certificate.not_effective")
    on, known = day_of(at), cause(case.cause, case.received_on)
    courts = {one.id: one.name for one in await stores.cases.courts()}
    people = await stores.case_people.parties(case.id)
    meetings = await stores.case_rooms.of_case(case.id)
    result = "达成调解协议" if case.result is None else coded("result", case.result.result, on).zh
    accepted = day_of(case.accepted_at).isoformat() if case.accepted_at else case.received_on.isoformat()
    return Certificate(
        schema=SCHEMA,
        organisation=line.organisation_name,
        to=courts.get(line.court, "") if line.court else "有关单位",
        number=line.case_no,
        court_case_no=case.court_case_no or "",
        cause=known.zh if known else case.cause,
        lane=coded("lane", line.lane, on).zh,
        received_on=case.received_on.isoformat(),
        accepted_on=accepted,
        mediator=line.host_name or "未登记",
        parties=tuple(_party(one, people[one.id], on) for one in case.participants),
        sessions=tuple(_sessions(case.sessions, {one.room.id: one.room for one in meetings})),
        notices=tuple(_notices(case, {one: who.name for one, who in people.items()}, on)),
        result=result,
        agreement=_agreement(case, case.seal, case.effective_at, meetings, {one: p.name for one, p in people.items()}),
        events=case.version,
        dated_on=on.isoformat(),
    )


def _party(one: Participant, who: Party, on: date) -> CertifiedParty:
    speaks = who.representative if isinstance(who, Entity) else None
    return CertifiedParty(
        standing=coded("standing", one.standing, on).zh,
        name=who.name,
        representative=f"{speaks.title}：{speaks.name}" if speaks else "",
        consents=tuple(
            f"{coded('consent_step', step, on).zh}：{'同意' if answer.given else '不同意'}"
            f"（{coded('consent_how', answer.how, on).zh}，{printed_day(answer.on)}）"
            for step, answer in one.consents.items()
        ),
    )


def _sessions(held: Sequence[Session], rooms: dict[RoomId, Room]) -> Iterator[CertifiedSession]:
    for one in held:
        if not one.held or one.begun_at is None or one.ended_at is None:
            continue
        seats = rooms[one.room].seats if one.room in rooms else ()
        came = [seat for seat in seats if seat.admitted_at is not None or seat.role in MEDIATORS]
        away = [seat for seat in seats if seat not in came]
        yield CertifiedSession(
            _clock(one.begun_at), _clock(one.ended_at), tuple(map(_called, came)), tuple(map(_called, away))
        )


def _called(seat: Seat) -> str:
    """By name, and for whom; since when, where it was let in."""
    side = ROLES.get(seat.side, "调解员" if seat.role in MEDIATORS else "")
    since = f"，{_clock(seat.admitted_at)[-5:]}到场" if seat.admitted_at else ""
    names = "、".join(person.name for person in seat.persons)
    return f"{names}（{side}{since}）" if side or since else names


def _notices(case: Case, names: dict[str, str], on: date) -> Iterator[str]:
    for one in case.notices:
        opened = f"，{_clock(one.opened_at)}打开" if one.opened_at else ""
        yield f"{coded('notice_kind', one.what, on).zh}：{names[one.participant]}，{_clock(one.at)}发出{opened}"


def _agreement(
    case: Case, seal: Seal, effective: datetime, meetings: Sequence[Meeting], names: dict[str, str]
) -> CertifiedAgreement:
    sealed, text = sealed_text(case, meetings), case.text
    signed = [f"{names[who]}：{_clock(at)}签名" for who, at in text.signed.items()] if text else []
    if text and text.mediator_signed:
        signed.append(f"调解员：{_clock(text.mediator_signed)}签名")
    return CertifiedAgreement(
        number=_number(sealed, meetings),
        sha256=sealed.frozen.digest if sealed else "",
        pdf_sha256=paper_of(case, meetings) or "",
        signed=tuple(signed),
        sealed=f"调解组织：{_clock(seal.at)}{SEALS[seal.form]}",
        effective_on=day_of(effective).isoformat(),
    )


def _number(sealed: Sealed | None, meetings: Sequence[Meeting]) -> str:
    found = (one.agreement for one in meetings if one.agreement is not None and one.agreement.stage is sealed)
    return next((one.matter.number for one in found if sealed), "")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
