"""撤回申请书: what a party asked for behind its link, as a letter to sign by hand for a court with no desk here."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

import rfc8785

from agreements.letter import Letter, Line, Passage
from law.beijing import printed_day
from law.citations import printed
from rooms.cases.words import Route

SCHEMA: Final = "withdrawal-application/1"
DATA: Final = "withdrawal.json"
DESCRIPTION: Final = "本件的结构化数据（RFC 8785 规范形式）"
ASKED: Final = {Route.CONFIRMATION: "司法确认", Route.COURT_PAPER: "出具民事调解书"}
"""What was applied for."""
ARTICLES: Final = {Route.CONFIRMATION: ("cpl_interpretation.357",), Route.COURT_PAPER: ()}
"""Under which it can be withdrawn."""
COURT: Final = "受理申请的人民法院"
NONE: Final = "没有另行说明。"
BLANK_DAY: Final = "日期：　　　　年　　月　　日"
"""Of signing, by hand; the file is dated by the day it was asked."""
BY_HAND: Final = "本件由平台按照申请人在其专用链接中的请求生成，没有电子签名，由申请人亲笔签名或者盖章后提交法院。"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks; `person`: who said so; `reason` empty: none was given."""

    name: str
    person: str
    reason: str
    asked_on: str


@dataclass(frozen=True, slots=True)
class WithdrawalLetter:
    """Days are ISO; empty: it is not known here."""

    schema: str
    court: str
    route: str
    number: str
    court_case_no: str
    receipt: str
    cause: str
    organisation: str
    submitted_on: str
    applicants: tuple[Applicant, ...]
    dated_on: str


def letter_bytes(told: WithdrawalLetter) -> bytes:
    """RFC 8785 JSON: the same bytes for the same letter."""
    return rfc8785.dumps(asdict(told))


def withdrawal_letter(told: WithdrawalLetter) -> Letter:
    """As it is printed, with a place for each signature."""
    asked = ASKED[Route(told.route)]
    reasons = tuple(Line(one.name, tuple((one.reason or NONE).split("\n"))) for one in told.applicants)
    signatures = tuple(Line(f"{one.name}（签名或者盖章）", ("", "")) for one in told.applicants)
    return Letter(
        title=f"撤回{asked}申请书",
        organisation="",
        number=told.number,
        numbers=(f"调解案件编号：{told.number}",),
        to=told.court or COURT,
        passages=(
            Passage("", lines=tuple(_facts(told))),
            Passage("请求事项", (_request(told, asked),)),
            Passage("理由", lines=reasons),
            Passage("申请人", lines=signatures),
        ),
        closing="",
        reporter="",
        dated=BLANK_DAY,
        dated_on=told.dated_on,
        exact=tuple(name for one in told.applicants for name in (one.name, one.person)),
        data=DATA,
        description=DESCRIPTION,
        stamped=False,
        close=True,
        note=BY_HAND,
    )


def _request(told: WithdrawalLetter, asked: str) -> str:
    names, on = "、".join(one.name for one in told.applicants), printed_day(date.fromisoformat(told.submitted_on))
    keys = ARTICLES[Route(told.route)]
    article = f"依照{printed(keys, date.fromisoformat(told.dated_on)).zh}，" if keys else ""
    return f"{article}{names}请求准许撤回{on}提交的{asked}申请。"


def _facts(told: WithdrawalLetter) -> Iterator[Line]:
    for one in told.applicants:
        behalf = f"（由{one.person}提出）" if one.person != one.name else ""
        day = printed_day(date.fromisoformat(one.asked_on))
        yield Line("申请人", (f"{one.name}{behalf}", f"{day}在线提出"))
    yield Line("案由", (told.cause,))
    yield Line("调解组织", (told.organisation,))
    if told.court_case_no:
        yield Line("法院案号", (told.court_case_no,))
    if told.receipt:
        yield Line("提交回执号", (told.receipt,))
