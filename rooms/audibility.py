"""Who may hear, see and read whom: the one place where confidentiality is decided (architecture.md §3.7).

`hears`, `reads` and `sees` are the upper bound; what the relay or the push selects within them is always a subset.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

from rooms.chat import Channel, ChannelKind, ChatLine
from rooms.document import Document, Shown
from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from rooms.ledger import UndisputedFact
from rooms.room import MEDIATORS, Phase, Place, Role, Room, Seat, Side, Spot

TALKING: Final = frozenset({Place.CHECK, Place.JOINT, Place.CAUCUS})
"""Places in which anybody hears anybody at all; nobody does in the lobby."""
INSIDE: Final = frozenset({Place.LOBBY, *TALKING})
AT_TABLE: Final = frozenset({Place.JOINT, Place.CAUCUS})
SILENT: Final = frozenset({Phase.PLANNED, Phase.LOBBY, Phase.CHECK, Phase.BREAK})
"""Phases in which only a check has sound: the session has not begun, or is at rest."""
STILL: Final = frozenset({Phase.PLANNED, Phase.INTERRUPTED, Phase.CLOSED})
"""Phases in which nobody hears anybody anywhere."""
PARTISAN: Final = frozenset({Side.APPLICANT, Side.RESPONDENT})
"""Sides whose members are of one camp; neutrals are not, nor are third parties, each with an interest of its own."""


def hears(room: Room) -> frozenset[Hearing]:
    """`(listener, speaker, medium)` triples; never oneself, never what is switched off or kept shut."""
    if room.phase in STILL:
        return frozenset()
    return frozenset(
        Hearing(listener.id, speaker.id, medium)
        for together in _companies(room)
        for speaker in together
        for medium in _sends(speaker)
        for listener in together
        if listener.id != speaker.id and _may_meet(room, together, listener, speaker)
    )


def reads(room: Room, line: ChatLine) -> frozenset[SeatId]:
    """Seats that may read `line` now: among those named as readers before it was said, where they stand for it."""
    conversation = room.conversation(line.channel)
    return frozenset(
        seat.id
        for seat in room.seats
        if conversation.readable(seat.id, line.seq) and may_read(room, seat, line.channel)
        if not room.apart(seat.id, line.author)
    )


def sees(room: Room, document: Document) -> frozenset[SeatId]:
    """Seats that may look at `document` now: among those it was laid or shown to, where they stand for its channel.

    Papers of identity have no such list: every mediator there is may compare them.
    """
    return frozenset(
        seat.id
        for seat in room.seats
        if (seat.id in document.readers or document.channel.kind is ChannelKind.IDENTITY)
        and may_read(room, seat, document.channel)
        and not room.apart(seat.id, document.by)
    )


def shown_to(room: Room, seat: Seat) -> tuple[Shown, ...]:
    """What is shown where that seat is, but by whom a screen keeps from it; the last is before its eyes."""
    there = {other.id for other in room.present(*seat.spot)} - room.parted(seat.id)
    return tuple(one for one in room.shown if one.by in there)


def facts_for(room: Room, seat: Seat) -> tuple[UndisputedFact, ...]:
    """The facts that this seat may know of; the words of somebody behind a screen come to it by a mediator only."""
    return tuple(one for one in room.facts if not room.apart(seat.id, one.by))


def may_read(room: Room, seat: Seat, channel: Channel) -> bool:
    """Whether a seat in its place may have that channel open at all."""
    if seat.place not in INSIDE or seat.revoked or room.phase in {Phase.PLANNED, Phase.CLOSED}:
        return False
    match channel.kind:
        case ChannelKind.JOINT | ChannelKind.CAUCUS:
            # Whoever sits somewhere at the table; a mediator beside a latecomer who is checked keeps what is theirs.
            return seat.place in (TALKING if is_trusted(room, seat) else AT_TABLE)
        case ChannelKind.SIDE:
            # Not from the lobby, where somebody may wait who only has the link (T4).
            return seat.side == channel.of and seat.side is not Side.NEUTRAL and seat.place in AT_TABLE
        case ChannelKind.LOBBY | ChannelKind.IDENTITY:
            return seat.id == channel.of or is_trusted(room, seat)
        case ChannelKind.NOTES:
            return is_trusted(room, seat)
        case ChannelKind.WHISPER:
            return is_trusted(room, seat) or seat.role is Role.COURT


def may_say(room: Room, seat: Seat, channel: Channel) -> bool:
    """Whether a line of that seat may be said there now.

    The joint conversation rests while no mediator is in the joint room: those left there read their own side only.
    """
    if not may_read(room, seat, channel) or (room.phase is Phase.INTERRUPTED and channel.kind is not ChannelKind.LOBBY):
        return False
    match channel.kind:
        case ChannelKind.JOINT:
            return seat.place is Place.JOINT and attended(room, seat.spot)
        case ChannelKind.CAUCUS:
            return seat.inside == channel.of and (attended(room, seat.spot) or _of_one_side(_company(room, seat.spot)))
        case ChannelKind.LOBBY:
            return seat.role in MEDIATORS or seat.place in {Place.LOBBY, Place.CHECK}
        case ChannelKind.IDENTITY:
            # Papers only, by a right of their own (`credentials`).
            return False
        case _:
            return True


def is_trusted(room: Room, seat: Seat) -> bool:
    """Whether a seat has a mediator's eyes: a co-mediator came by a link, and has them once cleared."""
    return seat.role in MEDIATORS and (seat.id == room.account_seat.id or seat.cleared_at is not None)


def attended(room: Room, spot: Spot) -> bool:
    """Whether a mediator is there; one whose line has dropped for a moment still is."""
    return any(seat.role in MEDIATORS for seat in _company(room, spot))


def is_paused(room: Room, spot: Spot) -> bool:
    """Whether those in `spot` hear nobody, or only their own side, for want of a mediator."""
    if spot.place is Place.JOINT:
        return room.phase not in SILENT | STILL and not attended(room, spot)
    return spot.place is Place.CAUCUS and not attended(room, spot) and not _of_one_side(_company(room, spot))


def _companies(room: Room) -> Iterator[tuple[Seat, ...]]:
    """Those who are together, place by place; never in the lobby, nor outside."""
    talking = sorted(
        (seat for seat in room.seats if seat.place in TALKING), key=lambda seat: (seat.place, seat.inside or "")
    )
    for spot, company in groupby(talking, key=attrgetter("spot")):
        if spot.place is Place.CHECK or room.phase not in SILENT:
            yield tuple(company)


def _company(room: Room, spot: Spot) -> tuple[Seat, ...]:
    return tuple(room.present(spot.place, spot.inside))


def _may_meet(room: Room, together: tuple[Seat, ...], listener: Seat, speaker: Seat) -> bool:
    if room.apart(listener.id, speaker.id) or listener.revoked or speaker.revoked:
        return False
    if speaker.place is Place.CHECK:
        return any(
            one.role in MEDIATORS and other.id == one.inside
            for one, other in ((listener, speaker), (speaker, listener))
        )
    if any(seat.role in MEDIATORS for seat in together):
        return True
    match speaker.place:
        case Place.CAUCUS:
            return _of_one_side(together)
        case Place.JOINT:
            return listener.side is speaker.side and speaker.side in PARTISAN
        case _:
            return False


def _of_one_side(together: tuple[Seat, ...]) -> bool:
    sides = {seat.side for seat in together}
    return len(sides) == 1 and sides <= PARTISAN


def _sends(seat: Seat) -> Iterator[Medium]:
    if seat.microphone and not seat.muted:
        yield Medium.MICROPHONE
    if seat.camera:
        yield Medium.CAMERA
    if seat.screen and (seat.may_share or seat.role in MEDIATORS):
        yield Medium.SCREEN
