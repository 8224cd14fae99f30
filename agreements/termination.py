"""终止调解告知书 as data and as a letter (domain.md §3.10): the text that was given, to whom, and why it is over.

The same paper tells that an application is returned. The text is the one that was sent; what stands above and below it
are the facts of the case and where to turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.document import SignatureField
from agreements.letter import Letter, Line, Passage, number_lines
from law.beijing import printed_day

SCHEMA: Final = "termination-notice/1"
DATA: Final = "notice.json"
DESCRIPTION: Final = "本件的结构化数据（RFC 8785 规范形式）"
CLOSING: Final = "特此告知。"
BY_SEAL: Final = "本件由平台以数字签名封存，并加盖本组织的电子印章。"
BY_PLATFORM: Final = "本件由平台以数字签名封存，没有加盖本组织的电子印章；需要印章的，可以向本组织索取盖章的纸质件。"


@dataclass(frozen=True, slots=True)
class TerminationNotice:
    """Days are ISO. `fields`: the organisation's seal, where it is put on here."""

    schema: str
    kind: str
    """`termination` or `return`."""
    paper: str
    """Id of this paper."""
    number: str
    court_case_no: str
    organisation: str
    to: tuple[str, ...]
    cause: str
    lane: str
    title: str
    version: str
    """Of the text."""
    ended_on: str
    ground: str
    """The one of the eight, in words; empty for an application that is returned."""
    ground_cited: str
    paragraphs: tuple[str, ...]
    statutes: str
    """As cited on that day."""
    address: str
    complaints: str
    """Whom complaints go to."""
    dated_on: str
    fields: tuple[SignatureField, ...]


def termination_letter(told: TerminationNotice) -> Letter:
    """As it is printed."""
    sealed = bool(told.fields)
    cited = (f"依据：{told.statutes}。",) if told.statutes else ()
    return Letter(
        title=told.title,
        organisation=told.organisation,
        number=told.number,
        numbers=number_lines(told.number, told.court_case_no),
        to="、".join(told.to),
        passages=(
            Passage("", lines=tuple(_facts(told))),
            Passage("", (*told.paragraphs, *cited)),
            Passage("", lines=tuple(_contact(told))),
        ),
        closing=CLOSING,
        reporter="",
        dated=printed_day(date.fromisoformat(told.dated_on)),
        dated_on=told.dated_on,
        exact=(*told.to, told.organisation),
        data=DATA,
        description=DESCRIPTION,
        seal_field=told.fields[0].name if sealed else "",
        signed_here=True,
        note=BY_SEAL if sealed else BY_PLATFORM,
    )


def printed_texts(told: TerminationNotice) -> Iterator[str]:
    """Every text of the data that a person must find on the pages."""
    yield from (told.organisation, told.number, told.court_case_no, told.cause, told.lane, *told.to)
    yield from (told.title, told.ground, told.ground_cited, *told.paragraphs, told.statutes)
    yield from (told.address, told.complaints)


def _facts(told: TerminationNotice) -> Iterator[Line]:
    yield Line("案由", (told.cause,))
    yield Line("案件来源", (told.lane,))
    yield Line("终止日期" if told.ground else "退回日期", (printed_day(date.fromisoformat(told.ended_on)),))
    if told.ground:
        yield Line("法定事由", (told.ground, told.ground_cited))


def _contact(told: TerminationNotice) -> Iterator[Line]:
    if told.address:
        yield Line("领取材料、咨询", (told.address,))
    if told.complaints:
        yield Line("投诉和反映意见", (told.complaints,))
