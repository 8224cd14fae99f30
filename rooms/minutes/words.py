"""What may be written into minutes: length and characters, the same for entries, notes and reasons."""

from typing import Final

from law.plain_text import in_line
from rooms.minutes.refusals import Unfit

TEXT_CHARACTERS: Final = 2000
"""Of one entry."""
NOTE_CHARACTERS: Final = 500
REASON_CHARACTERS: Final = 200


def text_of(typed: str, limit: int = TEXT_CHARACTERS) -> str:
    """Without the spaces around it; raises Unfit."""
    text = typed.strip()
    if not text:
        raise Unfit("minutes.text_empty")
    if len(text) > limit:
        raise Unfit("minutes.text_too_long", limit=limit)
    _no_controls(text)
    return text


def reason_of(typed: str) -> str:
    """The same for a reason that all read."""
    reason = typed.strip()
    if not 0 < len(reason) <= REASON_CHARACTERS:
        raise Unfit("minutes.reason")
    _no_controls(reason)
    return reason


def _no_controls(text: str) -> None:
    if hidden := in_line(text):
        raise Unfit("minutes.text_characters", characters=" ".join(hidden))
