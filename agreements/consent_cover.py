"""书面同意封存说明 as data and as a letter: whose signed consent lies in the file as a scan, and since when (AT-53).

A consent given on paper has no signature that a program could check. What can be sealed is which scan it is: its hash,
who filed it and when, and which consents were recorded by it. Any other file in its place does not match.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

import rfc8785

from agreements.letter import Letter, Line, Passage, number_lines
from law.beijing import printed_day

SCHEMA: Final = "consent-scan/1"
TITLE: Final = "书面同意封存说明"
DATA: Final = "consent_scan.json"
DESCRIPTION: Final = "本说明的结构化数据（RFC 8785 规范形式）"
LEAD: Final = "下列同意由当事人在纸上作出，以扫描件或者照片归入本案案卷，文件附于本材料包："
NONE_RECORDED: Final = "案卷中没有根据这份文件登记的同意。"
NOTE: Final = (
    "本说明由平台根据案卷登记生成，没有手写签名；以平台的数字签名和时间戳封存。附件的 SHA-256 与此处不一致的，"
    "不是当时归入案卷的文件。本说明不证明纸上的签名由谁书写。"
)
HALF: Final = 32
"""Hex digits of a SHA-256 on one line."""


@dataclass(frozen=True, slots=True)
class ConsentScan:
    """One file. `whose`: 申请人张三; `consents`: the answers recorded by it; `filed_at`: Beijing, to the second."""

    schema: str
    organisation: str
    number: str
    court_case_no: str
    cause: str
    whose: str
    title: str
    form: str
    bytes: int
    sha256: str
    filed_by: str
    filed_at: str
    consents: tuple[str, ...]
    dated_on: str


def canonical(told: ConsentScan) -> bytes:
    """RFC 8785 JSON."""
    return rfc8785.dumps(asdict(told))


def consent_cover(told: ConsentScan) -> Letter:
    """As it is printed: nobody signs it by hand, the platform alone seals it."""
    return Letter(
        title=TITLE,
        organisation=told.organisation,
        number=told.number,
        numbers=number_lines(told.number, told.court_case_no),
        to="",
        passages=(Passage("", (f"案由：{told.cause}。", LEAD), tuple(_lines(told))),),
        closing="",
        reporter="",
        dated=printed_day(date.fromisoformat(told.dated_on)),
        dated_on=told.dated_on,
        exact=(told.organisation, told.whose, told.filed_by),
        data=DATA,
        description=DESCRIPTION,
        signed_here=True,
        stamped=False,
        note=NOTE,
    )


def printed_texts(told: ConsentScan) -> Iterator[str]:
    """Every text of the data that a person must find on the pages."""
    yield from (told.organisation, told.number, told.cause)
    for line in _lines(told):
        yield from line.texts


def _lines(told: ConsentScan) -> Iterator[Line]:
    yield Line("谁的同意", (told.whose,))
    yield Line("文件名称", (told.title,))
    yield Line("原件情况", (told.form,))
    yield Line("据此登记的同意", told.consents or (NONE_RECORDED,))
    yield Line("归入案卷", (f"{told.filed_at}，{told.filed_by}",))
    yield Line("文件大小", (f"{told.bytes}字节",))
    yield Line("SHA-256", (told.sha256[:HALF], told.sha256[HALF:]))
