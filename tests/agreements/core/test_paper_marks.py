"""A scan is that text when each page's mark is in it once; every other scan is refused by its first fault (AT-52)."""

import pytest

from agreements.ids import Digest
from agreements.paper_marks import Fault, fault, marks

TEXT, OTHER = Digest("ab" * 32), Digest("ab" * 7 + "cd" * 25)
ONE, TWO, THREE = (mark.code for mark in marks(TEXT, 3))
FOREIGN = "https://example.org/?MRP1"


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        ([[ONE], [TWO], [THREE]], None),
        ([[THREE], [ONE, FOREIGN], [TWO, TWO]], None),
        ([[ONE], [], [THREE]], Fault("scan.unmarked", 2)),
        ([[ONE], [FOREIGN], [THREE]], Fault("scan.unmarked", 2)),
        ([[ONE], [marks(OTHER, 3)[1].code], [THREE]], Fault("scan.other_text", 2)),
        ([[ONE], [marks(TEXT, 4)[1].code], [THREE]], Fault("scan.other_text", 2)),
        ([[ONE], [TWO.replace("2/", "4/")], [THREE]], Fault("scan.other_text", 2)),
        ([[ONE], [TWO, THREE], [THREE]], Fault("scan.two_marks", 2)),
        ([[ONE], [TWO], [TWO]], Fault("scan.twice", 3, (2,))),
        ([[TWO]], Fault("scan.missing", 0, (1, 3))),
        ([[ONE], [TWO], [THREE], []], Fault("scan.unmarked", 4)),
    ],
)
def test_at52_each_page_is_there_once_or_the_fault_is_named(sheets: list[list[str]], found: Fault | None) -> None:
    assert fault(sheets, TEXT, 3) == found
