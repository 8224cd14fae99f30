"""A document laid on the table: who brought what, and whose eyes it is for. Its bytes are kept elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from law.plain_text import in_name
from law.zone import Zone
from rooms.chat import Channel
from rooms.ids import DocumentId, PersonId, SeatId
from rooms.refusals import Unfit

DOCUMENT_LIMIT = 40
"""Documents of one conversation."""
NAME_LIMIT = 100
"""Characters of a document's name."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a paper laid before the mediators is: whose in the seat, and which (ids of `law.agent_rules`)."""

    person: PersonId
    paper: str


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
    channel: Channel
    """Where it was brought; its zone for ever."""
    readers: frozenset[SeatId]
    """Seats admitted before it came, or when it was shown to all: a latecomer reads from then on (domain.md §2.6)."""
    credential: Credential | None = None
    """Of a paper in an identity channel."""

    @property
    def zone(self) -> Zone:
        return self.channel.zone


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody in `by`'s place has before their eyes, turned by that seat."""

    document: DocumentId
    page: int
    """From 1."""
    by: SeatId


def name_kept(name: str) -> str:
    """A document's name as it is kept; raises Unfit."""
    kept = name.strip()
    if not kept or len(kept) > NAME_LIMIT:
        raise Unfit("document.name", limit=NAME_LIMIT)
    if hidden := in_name(kept):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return kept
