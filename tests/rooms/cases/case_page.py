"""docs/case.md: its tables and picture from the case machine's own; what stands above the mark is written by hand.

`python -m tests.rooms.cases.case_page` writes it anew.
"""

from datetime import date
from typing import Final

from law.parameters import parameters
from rooms.cases.diagram import clock_lines, mermaid, transition_lines
from rooms.cases.transitions import RECORDS, TABLE
from tests.architecture.source import ROOT

PAGE: Final = ROOT / "docs" / "case.md"
ON: Final = date(2026, 11, 23)
"""The day whose rules the page shows."""

MARK: Final = "<!-- From here on made from the tables: python -m tests.rooms.cases.case_page; a test compares them. -->"


def page() -> str:
    """The whole page, with the words by hand as they are."""
    parts = (
        PAGE.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n",
        "## 流程图 Diagram\n",
        f"```mermaid\n{mermaid(TABLE, ON)}\n```\n",
        "## 流转 Transitions\n",
        *transition_lines(TABLE, ON),
        "\n## 只作记录、不改变环节的事 Recorded without a move\n",
        *transition_lines(RECORDS, ON),
        f"\n## 期限 Clocks, as of {ON}\n",
        *clock_lines(ON),
        "\n## 本系统的设定 Numbers of our own\n",
        *_numbers(),
    )
    return "\n".join(parts) + "\n"


def _numbers() -> list[str]:
    found = parameters(ON)
    lines = [f"| `{one.key}` | {one.value} | {one.source} | {one.note.zh if one.note else '–'} |" for one in found]
    return ["| 名称 | 数 | 来源 | 说明 |", "|---|---|---|---|", *lines]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
