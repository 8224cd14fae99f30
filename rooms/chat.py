"""A line of chat and the zone it belongs to from birth (domain.md §2.6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rooms.ids import MessageId, SeatId

LINE_LIMIT = 2000
"""Characters in one line."""


class Zone(StrEnum):
    """Confidentiality zone; set when content is made, never widened. Private zones join with the caucus."""

    JOINT = "Z2"


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line as stored: `seq` counts from 1 within the room and orders it."""

    seq: int
    id: MessageId
    author: SeatId
    zone: Zone
    at: datetime
    text: str
