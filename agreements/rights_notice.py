"""权利义务告知书和逐项同意书 of one person as data and as a letter (domain.md §3.7, AT-29).

What was put before that person, how long it was read or heard, and the answer to each consent, as the gate kept them.
Nobody wrote by hand at the gate, and the paper says so: what stands behind it are the platform's signature and the
case's chain of records.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.letter import Letter, Line, Passage, number_lines
from law.beijing import printed_day

SCHEMA: Final = "rights-notice/1"
TITLE: Final = "权利义务告知书和逐项同意书"
DATA: Final = "rights-notice.json"
DESCRIPTION: Final = "本件的结构化数据（RFC 8785 规范形式）"
SIGNED: Final = (
    "以上各项由{name}在其专用链接中逐项选择并提交，没有手写签名。提交的时间以平台服务器时间为准，并已记入本案的办理记录。",
    "本件由平台根据当时的记录生成，以平台的数字签名和时间戳封存；封存后的任何改动都可以查出。",
)


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One section of the notice in the version that was read."""

    heading: str
    paragraphs: tuple[str, ...]
    statutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnsweredConsent:
    """One switch, in the words it was asked in."""

    item: str
    meaning: str
    required: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What the person declared besides."""

    what: str
    at: str


@dataclass(frozen=True, slots=True)
class RightsNotice:
    """Times are of Beijing, days ISO; empty: it is not on record."""

    schema: str
    person: str
    """Id in the room."""
    organisation: str
    number: str
    court_case_no: str
    cause: str
    mediator: str
    name: str
    standing: str
    on_behalf_of: str
    identity: tuple[str, ...]
    """How and when the person was identified, one line each."""
    read_version: str
    read_at: str
    read_seconds: int
    read_aloud: bool
    consented_version: str
    consented_at: str
    parts: tuple[ToldPart, ...]
    consents: tuple[AnsweredConsent, ...]
    declared: tuple[Said, ...]
    dated_on: str
    """Day of the answer."""


def rights_letter(told: RightsNotice) -> Letter:
    """As it is printed: the platform alone seals it."""
    return Letter(
        title=TITLE,
        organisation=told.organisation,
        number=told.number,
        numbers=number_lines(told.number, told.court_case_no),
        to=told.name,
        passages=(
            Passage("", lines=tuple(_head(told))),
            *(_part(one) for one in told.parts),
            Passage(
                "十二、逐项同意",
                (f"以下各项由{told.name}逐项选择，于{told.consented_at}一并提交：",),
                tuple(map(_answer, told.consents)),
            ),
            *((Passage("十三、本人声明", lines=tuple(map(_said, told.declared))),) if told.declared else ()),
            Passage("签署方式", tuple(each.format(name=told.name) for each in SIGNED)),
        ),
        closing="",
        reporter="",
        dated=printed_day(date.fromisoformat(told.dated_on)),
        dated_on=told.dated_on,
        exact=tuple(filter(None, (told.organisation, told.mediator, told.name, told.on_behalf_of))),
        data=DATA,
        description=DESCRIPTION,
        signed_here=True,
        stamped=False,
        close=True,
    )


def printed_texts(told: RightsNotice) -> Iterator[str]:
    """Every text of the data that a person must find on the pages."""
    yield from (told.organisation, told.number, told.name, told.standing, told.read_version, told.read_at)
    yield from (told.consented_version, told.consented_at, *told.identity)
    for part in told.parts:
        yield from (part.heading, *part.paragraphs, *part.statutes)
    for consent in told.consents:
        yield from (consent.item, *consent.meaning.split("\n"))
    for said in told.declared:
        yield from (said.what, said.at)


def _head(told: RightsNotice) -> Iterator[Line]:
    behalf = f"（代表{told.on_behalf_of}）" if told.on_behalf_of else ""
    yield Line("被告知人", (f"{told.standing}：{told.name}{behalf}",))
    yield Line("案由", (told.cause,))
    yield Line("调解员", (told.mediator,))
    yield Line("身份核验", told.identity or ("没有记录",))
    yield Line("阅读", _read(told))
    yield Line("提交同意", (told.consented_at, f"告知书版本：{told.consented_version}"))


def _read(told: RightsNotice) -> tuple[str, ...]:
    if not told.read_at:
        return ("没有记录",)
    how = "听读" if told.read_aloud else "阅读"
    minutes, seconds = divmod(told.read_seconds, 60)
    lasted = f"{minutes}分{seconds}秒（{told.read_seconds}秒）" if minutes else f"{seconds}秒"
    return (f"{told.read_at}{how}到末尾，用时{lasted}", f"告知书版本：{told.read_version}")


def _part(one: ToldPart) -> Passage:
    cited = (f"依据：{'；'.join(one.statutes)}。",) if one.statutes else ()
    return Passage(one.heading, (*one.paragraphs, *cited))


def _answer(one: AnsweredConsent) -> Line:
    needed = "（参加的前提）" if one.required else "（可选）"
    return Line(f"{'同意' if one.given else '不同意'}", (f"{one.item}{needed}", *one.meaning.split("\n")))


def _said(one: Said) -> Line:
    return Line(one.at, (one.what,))
