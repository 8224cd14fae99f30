"""无争议事实确认书 as data and as a letter (规则 §18, §22; domain.md §2.6 Z3): the words that every party confirmed.

Only facts that were entered stand here, each with who confirmed these very words and when. What was proposed, refused
or withdrawn was talk, and stays where it was said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import rfc8785

from agreements.letter import Letter, Line, Passage, number_lines
from law.beijing import printed_day

SCHEMA: Final = "undisputed-facts/1"
TITLE: Final = "无争议事实确认书"
DATA: Final = "undisputed_facts.json"
DESCRIPTION: Final = "本确认书的结构化数据（RFC 8785 规范形式）"
LEAD: Final = "在调解过程中，各方当事人逐项、逐字确认下列事实无争议："
NOTE: Final = (
    "未经各方全部确认的事实不在其中。本确认书由平台根据各方在线确认的记录生成，没有手写签名；"
    "以平台的数字签名和时间戳封存，封存后的任何改动都可以查出。"
)


@dataclass(frozen=True, slots=True)
class ConfirmedFact:
    """`confirmed`: 张三（2026-11-22 14:20）, each who did."""

    words: str
    confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndisputedFacts:
    """Of one session. `dated_on`: ISO day of the last confirmation."""

    schema: str
    organisation: str
    number: str
    court_case_no: str
    cause: str
    mediator: str
    parties: tuple[str, ...]
    facts: tuple[ConfirmedFact, ...]
    dated_on: str


def canonical(told: UndisputedFacts) -> bytes:
    """RFC 8785 JSON."""
    facts = [{"words": one.words, "confirmed": list(one.confirmed)} for one in told.facts]
    plain = {name: getattr(told, name) for name in ("schema", "organisation", "number", "court_case_no", "cause")}
    rest = {"mediator": told.mediator, "parties": list(told.parties), "dated_on": told.dated_on}
    return rfc8785.dumps({**plain, **rest, "facts": facts})


def undisputed_letter(told: UndisputedFacts) -> Letter:
    """As it is printed: nobody signs it by hand, the platform alone seals it."""
    return Letter(
        title=TITLE,
        organisation=told.organisation,
        number=told.number,
        numbers=number_lines(told.number, told.court_case_no),
        to="、".join(told.parties),
        passages=(
            Passage("", (f"案由：{told.cause}。调解员：{told.mediator}。", LEAD), tuple(_lines(told)), numbered=True),
            Passage("", (NOTE,)),
        ),
        closing="",
        reporter="",
        dated=printed_day(date.fromisoformat(told.dated_on)),
        dated_on=told.dated_on,
        exact=(told.organisation, told.mediator, *told.parties),
        data=DATA,
        description=DESCRIPTION,
        signed_here=True,
        stamped=False,
    )


def printed_texts(told: UndisputedFacts) -> Iterator[str]:
    """Every text of the data that a person must find on the pages."""
    yield from (told.organisation, told.number, told.cause, told.mediator, *told.parties)
    for fact in told.facts:
        yield from (*fact.words.split("\n"), *fact.confirmed)


def _lines(told: UndisputedFacts) -> Iterator[Line]:
    for number, fact in enumerate(told.facts, start=1):
        yield Line(str(number), (*fact.words.split("\n"), f"确认：{'；'.join(fact.confirmed)}"))
