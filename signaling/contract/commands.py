"""What a tab can ask for. One class, one event name, one entry in `COMMANDS`."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from rooms.chat import LineTag
from signaling.contract.drafting import AgreementCommand
from signaling.contract.minutes import MinutesCommand
from signaling.contract.session import SessionCommand
from signaling.contract.wire import ChannelRef, Command, SeatRef

SDP_LIMIT_BYTES: Final = 64 * 1024
"""Longest offer taken; Chromium's with sixteen receive slots has about 20 kB."""


class RoomEnter(Command):
    """Take the seat: the table for the mediator, the lobby or the former place for a party.

    The switches count for newcomers only.
    """

    event: ClassVar[str] = "room.enter"
    microphone: bool
    camera: bool


class RoomLeave(Command):
    """Leave by oneself; the link leads back to the lobby."""

    event: ClassVar[str] = "room.leave"


class RoomClose(Command):
    """Mediator: end the session for all, for good. `unsigned`: why not everybody signs the minutes any more."""

    event: ClassVar[str] = "room.close"
    unsigned: Annotated[str, Field(max_length=200)] | None = None


class SeatAdmit(Command):
    """Mediator: let a waiting seat in."""

    event: ClassVar[str] = "seat.admit"
    seat: SeatRef


class SeatHold(Command):
    """Mediator: not yet, with the reason the person reads."""

    event: ClassVar[str] = "seat.hold"
    seat: SeatRef
    reason: str


class SeatRemove(Command):
    """Mediator: remove a seat; gone within a second."""

    event: ClassVar[str] = "seat.remove"
    seat: SeatRef
    reason: str


class DeviceAllow(Command):
    """Mediator: nod to the other device that asks for this seat."""

    event: ClassVar[str] = "device.allow"
    seat: SeatRef


class DeviceRefuse(Command):
    """Mediator: turn the other device away."""

    event: ClassVar[str] = "device.refuse"
    seat: SeatRef


class IdentityConfirm(Command):
    """Mediator: the live face was compared with the ID document.

    `how: face`: by the face alone, which never suffices and is refused with the reason. `paper`: which uploaded one;
    null: one that was held into the camera.
    """

    event: ClassVar[str] = "identity.confirm"
    seat: SeatRef
    person: SeatRef
    how: Literal["document", "face"]
    paper: SeatRef | None = None


class MediaSet(Command):
    """The own switches, all at once; the relay obeys at once."""

    event: ClassVar[str] = "media.set"
    microphone: bool
    camera: bool
    screen: bool


class MediaOffer(Command):
    """The one offer of this seat's peer connection, or its ICE restart.

    `offer` counts up and comes back in `media.answer`.
    """

    event: ClassVar[str] = "media.offer"
    offer: Annotated[int, Field(ge=1, le=2**31)]
    sdp: Annotated[str, Field(max_length=SDP_LIMIT_BYTES)]


class ChatSend(Command):
    """Say a line in a channel. `id` is made once per line by the client (UUID) and kept when sending again.

    `tag: proposal` marks a 让步/方案.
    """

    event: ClassVar[str] = "chat.send"
    id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    text: str
    channel: ChannelRef
    tag: Annotated[LineTag, Field(strict=False)]


class ChatReceived(Command):
    """All lines of that channel up to `seq` are here."""

    event: ClassVar[str] = "chat.received"
    channel: ChannelRef
    seq: Annotated[int, Field(ge=0, le=2**53)]


class DocumentShow(Command):
    """Turn everyone's page: this document, this page (from 1)."""

    event: ClassVar[str] = "document.show"
    document: SeatRef
    page: Annotated[int, Field(ge=1, le=999)]


class DocumentHide(Command):
    """Nothing is shown to all any more."""

    event: ClassVar[str] = "document.hide"


class Beat(Command):
    """Still here; once a second."""

    event: ClassVar[str] = "beat"


AnyCommand = (
    RoomEnter
    | RoomLeave
    | RoomClose
    | SeatAdmit
    | SeatHold
    | SeatRemove
    | DeviceAllow
    | DeviceRefuse
    | IdentityConfirm
    | MediaSet
    | MediaOffer
    | ChatSend
    | ChatReceived
    | DocumentShow
    | DocumentHide
    | SessionCommand
    | AgreementCommand
    | MinutesCommand
    | Beat
)

COMMANDS: Final[dict[str, type[AnyCommand]]] = {command.event: command for command in AnyCommand.__args__}
"""Event name to class: the only list the dispatch looks names up in."""
