"""Orders to the outside, run one by one in this sequence after the room is stored.

`RecordFact`, `StoreLine` and `StoreDocument` are written in the same transaction as the room. Effects that change
something outside for good are LASTING: they wait in the outbox until done and may run twice.
"""

from dataclasses import dataclass
from datetime import datetime

from rooms.chat import ChatLine
from rooms.document import Document
from rooms.facts import Fact
from rooms.ids import DeviceId, SeatId, SessionId
from rooms.room import EndReason


@dataclass(frozen=True, slots=True)
class RecordFact:
    """Append to the case's audit chain, with the room."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class StoreLine:
    """Keep the line, with the room."""

    line: ChatLine


@dataclass(frozen=True, slots=True)
class StoreDocument:
    """Keep where a document came from and which pictures are its pages (SHA-256 each, in order), with the room."""

    document: Document
    session: SessionId
    device: DeviceId
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndSession:
    """Lasting. Void one tab's token, then close its socket with the reason.

    `media` also takes down the seat's connection.
    """

    seat: SeatId
    session: SessionId
    reason: EndReason
    media: bool


@dataclass(frozen=True, slots=True)
class EndSeat:
    """Lasting. Void every token the seat had by then, those of tabs that never entered too, and cut off all it has."""

    seat: SeatId
    reason: EndReason
    at: datetime
    note: str = ""
    """What the mediator wrote to the person who is removed."""


@dataclass(frozen=True, slots=True)
class Reroute:
    """Bring forwarding in line with `hears(room)`: old routes go before new ones come.

    Where the relay fails, the seats in `moved` are cut off and go to the lobby (`MoveFailed`): never in two rooms.
    """

    moved: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True)
class SendViews:
    """Push every connected seat its whole view, where that changed, and the lines it does not have yet."""


Effect = RecordFact | StoreLine | StoreDocument | EndSession | EndSeat | Reroute | SendViews

LASTING = (EndSession, EndSeat)
