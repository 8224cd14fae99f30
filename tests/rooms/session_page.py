"""docs/session.md from the table of the session's moves: `python -m tests.rooms.session_page` writes it anew."""

from typing import Final

from rooms.diagram import mermaid, move_lines
from rooms.session_moves import TABLE
from tests.architecture.source import ROOT

PAGE: Final = ROOT / "docs" / "session.md"
INTRODUCTION: Final = """# 调解会的进程 The session

Written from `rooms/data/session_moves.json` by `python -m tests.rooms.session_page`; a test compares them. The same
rows decide in `rooms/session_moves.py`: a move that is not here, or whose guard does not hold, is refused with the
sentence below. 等候 and 核验 are places of one person too: a latecomer passes them while the session goes on.
Who may ask for what is in [rights.md](rights.md); the case around the session is in [case.md](case.md).
"""


def page() -> str:
    """The whole page."""
    parts = (
        INTRODUCTION,
        "## 流程图 Diagram\n",
        f"```mermaid\n{mermaid(TABLE)}\n```\n",
        "## 流转 Moves\n",
        *move_lines(TABLE),
    )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
