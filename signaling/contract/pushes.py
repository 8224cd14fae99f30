"""What the server sends by itself."""

from datetime import datetime
from typing import ClassVar, Final

from rooms.chat import Zone
from rooms.room import EndReason, Identity, Phase, Place, Presence, Role, Side
from signaling.contract.agreement_view import AgreementView
from signaling.contract.answers import Message
from signaling.contract.minutes import MinutesView
from signaling.contract.wire import Push, Wire


class SeatView(Wire):
    """One seat as this tab may see it."""

    seat: str
    role: Role
    side: Side
    name: str
    on_behalf_of: str | None
    place: Place
    presence: Presence
    microphone: bool
    camera: bool
    received: int


class DeskRow(Wire):
    """What only the mediator is told of a seat."""

    seat: str
    identity: Identity
    has_id_tail: bool
    tries_left: int
    revoked: bool
    consented: bool
    knocking: bool
    waiting_since: datetime | None
    hold_reason: str | None


class DocumentCard(Wire):
    """A document of the room. Its pages are pictures, fetched over HTTP; `pages` is 0 while they are being made."""

    id: str
    name: str
    by: str
    """Seat."""
    pages: int
    bytes: int
    at: datetime
    sha256: str


class ShownPage(Wire):
    """What somebody shows to all."""

    document: str
    page: int
    by: str


class RoomView(Push):
    """The whole view of this seat. Replaces the former one; an older `version` on the same connection is dropped."""

    event: ClassVar[str] = "room.view"
    version: int
    room: str
    title: str
    cause: str
    scheduled_at: datetime
    help_phone: str
    phase: Phase
    you: SeatView
    hold_reason: str | None
    waiting_since: datetime | None
    seats: tuple[SeatView, ...]
    desk: tuple[DeskRow, ...]
    chat_from: int
    chat_seq: int
    documents: tuple[DocumentCard, ...]
    shown: ShownPage | None


class ChatLine(Wire):
    """One line; `seq` orders it in the room, `id` is its author's. `name`: the author may be gone from the view."""

    seq: int
    id: str
    author: str
    name: str
    zone: Zone
    at: datetime
    text: str


class ChatLines(Push):
    """Lines in rising `seq`; after a (re)connection those missed, then each new one."""

    event: ClassVar[str] = "chat.lines"
    lines: tuple[ChatLine, ...]


class MediaAnswer(Push):
    """The SDP answer to the offer of that number."""

    event: ClassVar[str] = "media.answer"
    offer: int
    sdp: str


class Slot(Wire):
    """A receive slot, by its mid, and whose media it carries now."""

    mid: str
    seat: str


class MediaSlots(Push):
    """The receive slots of this connection that carry somebody; a mid that is not listed is empty."""

    event: ClassVar[str] = "media.slots"
    slots: tuple[Slot, ...]


class MediaSpeaking(Push):
    """Seats this tab hears that are speaking now."""

    event: ClassVar[str] = "media.speaking"
    seats: tuple[str, ...]


class LineFigures(Wire):
    """Of the last two seconds. Loss from 0 to 1, bit rates in bit/s; null where the browser has not told."""

    up_loss: float
    up_jitter_ms: int
    up_bitrate: int
    down_loss: float
    down_jitter_ms: int
    down_bitrate: int
    round_trip_ms: int | None
    bears: int | None
    """What its browser says its line bears."""
    cameras_away: int
    """Pictures it is not sent, so that the sound comes through."""


class SeatLine(Wire):
    """How somebody's line carries: 0 nothing comes, 1 weak, 2 fair, 3 good."""

    seat: str
    grade: int
    sound_first: bool
    """Pictures have given way to the sound; told of one's own line, and to the mediator."""
    figures: LineFigures | None
    """For the mediator."""


class MediaQuality(Push):
    """The lines of this tab's seat and of those it hears or sees; the mediator's tab has all at the table."""

    event: ClassVar[str] = "media.quality"
    lines: tuple[SeatLine, ...]


class SessionEnded(Push):
    """The session of this tab is over; the socket closes after it. The token is void."""

    event: ClassVar[str] = "session.ended"
    reason: EndReason
    message: Message
    note: str
    """What the mediator wrote to the person, or nothing."""


class SessionFault(Push):
    """The client broke the protocol (binary, not JSON); the socket closes after it. The session itself goes on."""

    event: ClassVar[str] = "session.fault"
    code: str
    message: Message


AnyPush = (
    RoomView
    | AgreementView
    | MinutesView
    | ChatLines
    | MediaAnswer
    | MediaSlots
    | MediaSpeaking
    | MediaQuality
    | SessionEnded
    | SessionFault
)

PUSHES: Final[dict[str, type[AnyPush]]] = {push.event: push for push in AnyPush.__args__}
"""Event name to class."""
