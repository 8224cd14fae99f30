"""Who may hear and read whom, written from domain.md §2.6 and issue 6 apart from the product that decides it."""

from rooms.chat import Channel, ChannelKind
from rooms.room import Phase, Place, Role, Room, Seat, Side

MEDIATING = {Role.MEDIATOR, Role.CO_MEDIATOR}
CAMPS = {Side.APPLICANT, Side.RESPONDENT}
AT_TABLE = {Place.JOINT, Place.CAUCUS}


def may_hear(room: Room, one: Seat, other: Seat) -> bool:
    """Whether these two may hear each other, where they stand: domain.md §2.6, TR13, issue lines 1 and 5."""
    if room.phase in {Phase.PLANNED, Phase.INTERRUPTED, Phase.CLOSED} or one.spot != other.spot:
        return False
    if {(one.id, other.id), (other.id, one.id)} & set(room.screened):
        return False
    company = [seat for seat in room.seats if seat.spot == one.spot]
    attended = any(seat.role in MEDIATING for seat in company)
    begun = room.phase in {Phase.JOINT, Phase.CAUCUS}
    match one.place:
        case Place.CHECK:
            pair = {one.id: one.role, other.id: other.role}
            return str(one.inside) in pair and any(
                role in MEDIATING for seat, role in pair.items() if seat != one.inside
            )
        case Place.JOINT:
            return begun and (attended or (one.side is other.side and one.side in CAMPS))
        case Place.CAUCUS:
            sides = {seat.side for seat in company}
            return begun and (attended or (len(sides) == 1 and sides <= CAMPS))
        case _:
            return False


def may_ever_read(channel: Channel, seat: Seat, then: Seat) -> bool:
    """Whether `seat`, who stood as `then` when it was said, may ever read a line of that channel."""
    mediates = seat.role in MEDIATING or then.role in MEDIATING
    match channel.kind:
        case ChannelKind.JOINT:
            return then.place in AT_TABLE or mediates
        case ChannelKind.CAUCUS:
            return then.place is Place.CAUCUS and then.inside == channel.of
        case ChannelKind.SIDE:
            return not mediates and seat.side == channel.of and then.place in AT_TABLE
        case ChannelKind.LOBBY | ChannelKind.IDENTITY:
            return seat.id == channel.of or mediates
        case ChannelKind.NOTES | ChannelKind.WHISPER:
            return mediates
