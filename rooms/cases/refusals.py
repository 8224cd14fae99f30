"""What a case says no to, in three kinds; each leaves it as it was."""

from collections.abc import Mapping
from typing import ClassVar

from law.dated import rows
from law.refusal import SpokenRefusal


class Refusal(SpokenRefusal):
    """A plain no; the sentences by code are data (`rooms/data/case_sentences.json`)."""

    sentences: ClassVar[Mapping[str, tuple[str, str]]] = {
        row["code"]: (row["zh"], row["en"]) for row in rows("case_sentences.json", package="rooms")
    }


class NotPermitted(Refusal):
    """That office may not do that."""


class IllegalMove(Refusal):
    """Not from this state; `data` has its name."""


class Unmet(Refusal):
    """A guard is missing: `code` names it, the sentence says it in plain words (AT-57)."""
