"""The mark on each page that is printed to be signed on paper: which text, which page of how many (AT-52).

It stands in a QR code beside the same in plain words. A scan holds when each page of the text is there once, with the
mark of this very text. It says nothing of what else stands on a page: whoever files the scan has looked at it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agreements.ids import Digest

PREFIX: Final = 16
"""Hex digits of the digest: nobody finds another text with the same sixteen."""
_FORM: Final = re.compile(r"MRP1:([0-9a-f]{16}):([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Mark:
    """Of one page, counted from 1."""

    prefix: str
    page: int
    pages: int

    @property
    def code(self) -> str:
        """What the QR code holds."""
        return f"MRP1:{self.prefix}:{self.page}/{self.pages}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a scan is not that text. `code` has its sentences in the server's list; `sheet`: page of the scan, or 0."""

    code: str
    sheet: int
    pages: tuple[int, ...] = ()
    """Of the text."""


def marks(digest: Digest, pages: int) -> tuple[Mark, ...]:
    """Those of a whole text."""
    return tuple(Mark(digest[:PREFIX], page, pages) for page in range(1, pages + 1))


def fault(found: Sequence[Sequence[str]], digest: Digest, pages: int) -> Fault | None:
    """What is wrong with a scan whose sheets hold these codes, the first fault only; codes that are not ours are none.

    The sheets may come in any order, front sides only.
    """
    at: dict[int, int] = {}
    for sheet, codes in enumerate(found, 1):
        seen = {mark for code in codes if (mark := _read(code)) is not None}
        if not seen:
            return Fault("scan.unmarked", sheet)
        if len(seen) > 1:
            return Fault("scan.two_marks", sheet)
        (mark,) = seen
        if mark not in marks(digest, pages):
            return Fault("scan.other_text", sheet)
        if mark.page in at:
            return Fault("scan.twice", sheet, (mark.page,))
        at[mark.page] = sheet
    missing = tuple(page for page in range(1, pages + 1) if page not in at)
    return Fault("scan.missing", 0, missing) if missing else None


def _read(code: str) -> Mark | None:
    read = _FORM.fullmatch(code)
    return Mark(read[1], int(read[2]), int(read[3])) if read else None
