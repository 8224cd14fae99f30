"""调解组织主持调解的证明 as data and as a letter (法释〔2011〕5号 §3, AT-19): who was asked, who came, what was agreed.

Every word comes from the case's record of events; nobody writes any of it. What was said in the talks is not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.document import SignatureField
from agreements.letter import Letter, Line, Passage, number_lines
from law.beijing import printed_day

SCHEMA: Final = "mediation-certificate/2"
TITLE: Final = "调解组织主持调解的证明"
DATA: Final = "certificate.json"
DESCRIPTION: Final = "本证明的结构化数据（RFC 8785 规范形式）"
HALF: Final = 32
"""Hex digits of a SHA-256 on one line."""


@dataclass(frozen=True, slots=True)
class CertifiedParty:
    """A party, and each step it was asked about: 在线调解：同意（书面，2026-11-02）."""

    standing: str
    name: str
    representative: str
    consents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertifiedSession:
    """One that was held; times of Beijing. `present`: 张伟（申请人） and since when."""

    begun_at: str
    ended_at: str
    present: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertifiedAgreement:
    """`sha256`: of the agreed text; `pdf_sha256`: of the signed file, or of the stamped scan."""

    number: str
    sha256: str
    pdf_sha256: str
    signed: tuple[str, ...]
    sealed: str
    effective_on: str
    """ISO day."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Days are ISO. `events`: how many records of the case it was filled from."""

    schema: str
    organisation: str
    to: str
    number: str
    court_case_no: str
    cause: str
    lane: str
    received_on: str
    accepted_on: str
    mediator: str
    parties: tuple[CertifiedParty, ...]
    sessions: tuple[CertifiedSession, ...]
    notices: tuple[str, ...]
    result: str
    agreement: CertifiedAgreement
    events: int
    dated_on: str
    fields: tuple[SignatureField, ...] = ()
    """The organisation's seal, where it is put on here."""


def certificate_letter(told: Certificate) -> Letter:
    """With a place for the organisation's electronic seal, or for a stamp."""
    return Letter(
        title=TITLE,
        organisation=told.organisation,
        number=told.number,
        numbers=number_lines(told.number, told.court_case_no),
        to=told.to,
        passages=(
            Passage("", (_opening(told),)),
            Passage("一、当事人及征询意见情况", lines=tuple(map(_party, told.parties))),
            Passage("二、主持调解的经过", lines=tuple(_course(told))),
            Passage("三、调解结果", lines=tuple(_result(told))),
        ),
        closing="特此证明。",
        reporter="",
        dated=printed_day(date.fromisoformat(told.dated_on)),
        dated_on=told.dated_on,
        exact=(told.organisation, told.mediator, *(one.name for one in told.parties)),
        data=DATA,
        description=DESCRIPTION,
        seal_field=told.fields[0].name if told.fields else "",
        signed_here=True,
    )


def printed_texts(told: Certificate) -> Iterator[str]:
    """Every text of the data that a person must find on the pages."""
    yield from (told.organisation, told.to, told.number, told.court_case_no, told.cause, told.lane, told.mediator)
    for party in told.parties:
        yield from (party.name, party.representative, *party.consents)
    for session in told.sessions:
        yield from (session.begun_at, session.ended_at, *session.present, *session.absent)
    agreement = told.agreement
    yield from (*told.notices, told.result, agreement.number, *agreement.signed, agreement.sealed)
    yield from (agreement.sha256, agreement.pdf_sha256)


def _opening(told: Certificate) -> str:
    sides = "、".join(f"{one.standing}{one.name}" for one in told.parties)
    return (
        f"{sides}因{told.cause}一案，由本组织于{_day(told.received_on)}收案，{_day(told.accepted_on)}受理，"
        f"指派调解员{told.mediator}主持调解。以下内容由系统根据本案的{told.events}条办理记录生成。"
    )


def _party(one: CertifiedParty) -> Line:
    speaks = (one.representative,) if one.representative else ()
    return Line(one.standing, (one.name, *speaks, *one.consents))


def _course(told: Certificate) -> Iterator[Line]:
    yield Line("案件来源", (told.lane,))
    for number, one in enumerate(told.sessions, 1):
        there = (f"到场：{'、'.join(one.present)}",) if one.present else ()
        away = (f"未到场：{'、'.join(one.absent)}",) if one.absent else ()
        yield Line(f"第{number}次调解会", (f"{one.begun_at}开始，{one.ended_at}结束", *there, *away))
    if told.notices:
        yield Line("告知和通知", told.notices)


def _result(told: Certificate) -> Iterator[Line]:
    agreement = told.agreement
    yield Line("调解结果", (told.result,))
    if agreement.number:
        yield Line("调解协议书编号", (agreement.number,))
    yield Line("签署", (*agreement.signed, agreement.sealed))
    yield Line("生效日期", (_day(agreement.effective_on),))
    if agreement.sha256:
        yield Line("协议内容 SHA-256", (agreement.sha256[:HALF], agreement.sha256[HALF:]))
    if agreement.pdf_sha256:
        yield Line("协议文件 SHA-256", (agreement.pdf_sha256[:HALF], agreement.pdf_sha256[HALF:]))


def _day(iso: str) -> str:
    return printed_day(date.fromisoformat(iso))
