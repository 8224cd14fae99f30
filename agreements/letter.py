"""A letter of a mediation organisation as text: what is printed, for a stamp or for a seal that is put on here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is called, and what is said, line by line."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """`heading` empty: it goes on without one. `minor`: a heading of the second level. `numbered`: so are the lines."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    minor: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the paper, from top to bottom. Below the passages is room for the organisation's stamp."""

    title: str
    organisation: str
    number: str
    """On each page."""
    numbers: tuple[str, ...]
    """Whole lines, such as `案号：…`."""
    to: str
    """Whom it addresses; empty: nobody."""
    passages: tuple[Passage, ...]
    closing: str
    reporter: str
    """A whole line, such as `报告人：…`; empty: nobody signs by name."""
    dated: str
    """As printed: 2026年3月31日."""
    dated_on: str
    """The same day, ISO; the file is dated by it."""
    exact: tuple[str, ...]
    """Names: each of their characters is printed as it is, or the letter is refused. What cannot be shown elsewhere is
    spelled out as `〔U+1F600〕`, since what was written down is not written again for the printer's sake."""
    data: str
    """File name of the structured data inside the PDF."""
    description: str
    seal_field: str = ""
    """Name of the signature field for the organisation's electronic seal; empty: room for a stamp."""
    signed_here: bool = False
    """Under the platform's signature at least: each page says that it is a trial's."""
    stamped: bool = True
    """Whether a stamp or seal belongs on it."""
    close: bool = False
    """Set closely: a long text that everybody gets."""
    note: str = ""
    """Small, below everything: how it is sealed."""


def number_lines(number: str, court_case_no: str) -> tuple[str, ...]:
    """What a case goes by, as lines of a letter; `court_case_no` empty: no court sent it."""
    return (f"编号：{number}", *((f"案号：{court_case_no}",) if court_case_no else ()))
