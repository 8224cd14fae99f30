"""The 终止调解告知书 as a letter (domain.md §3.10): the text that was given, as it was given, to whom it was given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import rfc8785

from agreements.letter import Letter, Line, Passage
from law.beijing import day_of, printed_day
from law.causes import cause
from law.citations import printed
from server.cases.ended import Ended, NotYet
from server.cases.report import address_of
from server.cases.report_letter import DESCRIPTION
from server.storage.case_texts import StoredNotice

SCHEMA: Final = "case-notice/1"
DATA: Final = "notice.json"
CLOSING: Final = "特此告知。"


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """A letter, and the canonical JSON inside it."""

    letter: Letter
    canonical: bytes


def notice_paper(told: Ended, notices: Sequence[StoredNotice]) -> NoticePaper:
    """One paper for these notices, whose texts are the same. Raises NotYet where there is none."""
    if not notices:
        raise NotYet("handback.notice_missing")
    first, case, line = notices[0], told.case, told.line
    names = [told.people[one.participant].name for one in notices]
    known, day = cause(case.cause, case.received_on), day_of(first.at)
    text, about = first.text, known.zh if known else case.cause
    address = address_of(told)
    data = {
        "schema": SCHEMA,
        "number": line.case_no,
        "court_case_no": case.court_case_no,
        "organisation": line.organisation_name,
        "organisation_address": address,
        "to": names,
        "cause": about,
        "version": first.version,
        "title": text.title.zh,
        "paragraphs": [one.zh for one in text.paragraphs],
        "statutes": list(text.statutes),
        "dated_on": day.isoformat(),
    }
    numbers = (f"编号：{line.case_no}", f"案由：{about}", *([f"案号：{case.court_case_no}"] * bool(case.court_case_no)))
    cited = f"依据：{printed(text.statutes, day).zh}。"
    letter = Letter(
        title=text.title.zh,
        organisation=line.organisation_name,
        number=line.case_no,
        numbers=numbers,
        to="、".join(names),
        passages=(Passage("", (*(one.zh for one in text.paragraphs), cited)), *_contact(address)),
        closing=CLOSING,
        reporter="",
        dated=printed_day(day),
        dated_on=day.isoformat(),
        exact=(*names, line.organisation_name),
        data=DATA,
        description=DESCRIPTION,
    )
    return NoticePaper(letter, rfc8785.dumps(data))


def _contact(address: str | None) -> Iterator[Passage]:
    """Where the party can go; it is no part of the text that was given."""
    if address:
        yield Passage("", lines=(Line("取回材料、反映意见", (address,)),))
