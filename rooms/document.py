"""A document laid on the table: who brought what, and whose eyes it is for. Its bytes are kept elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from rooms.chat import Zone
from rooms.ids import DocumentId, SeatId

DOCUMENT_LIMIT = 40
"""Documents in one room."""
NAME_LIMIT = 100
"""Characters of a document's name."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document; it never changes but for its readers, who only become more."""

    id: DocumentId
    name: str
    by: SeatId
    media_type: str
    bytes: int
    """Length of the original."""
    sha256: str
    """Of the original, as it came."""
    pages: int
    at: datetime
    zone: Zone
    readers: frozenset[SeatId]
    """Seats admitted before it came, or when it was shown to all: a latecomer reads from then on (domain.md §2.6)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody at the table has before their eyes, turned by the seat `by`, which is at the table too."""

    document: DocumentId
    page: int
    """From 1."""
    by: SeatId
