"""Who may hear, see and read whom: the one place where confidentiality is decided (architecture.md §3.7).

`hears` and `reads` are the upper bound; what the relay or the push selects within them is always a subset.
"""

from collections.abc import Iterator

from rooms.chat import ChatLine, Zone
from rooms.document import Document
from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from rooms.room import Phase, Place, Room, Seat


def hears(room: Room) -> frozenset[Hearing]:
    """`(listener, speaker, medium)` triples.

    Only those at the table in the joint phase; never oneself, never what is switched off.
    """
    if room.phase is not Phase.JOINT:
        return frozenset()
    table = tuple(room.present(Place.JOINT))
    return frozenset(
        Hearing(listener.id, speaker.id, medium)
        for speaker in table
        for medium in _sends(speaker)
        for listener in table
        if listener.id != speaker.id
    )


def reads(room: Room, line: ChatLine) -> frozenset[SeatId]:
    """Seats that may read `line` now: at the table, and admitted before it was said (domain.md §2.6)."""
    match line.zone:
        case Zone.JOINT:
            return frozenset(seat.id for seat in room.present(Place.JOINT) if reads_from(seat, line.seq))


def sees(room: Room, document: Document) -> frozenset[SeatId]:
    """Seats that may look at `document` now: at the table, and among those it was laid or shown to."""
    if room.phase is not Phase.JOINT:
        return frozenset()
    match document.zone:
        case Zone.JOINT:
            return frozenset(seat.id for seat in room.present(Place.JOINT) if seat.id in document.readers)


def reads_from(seat: Seat, seq: int) -> bool:
    """Whether line `seq` lies after the seat's first admission."""
    return seat.reads_after is not None and seq > seat.reads_after


def _sends(seat: Seat) -> Iterator[Medium]:
    if seat.microphone:
        yield Medium.MICROPHONE
    if seat.camera:
        yield Medium.CAMERA
