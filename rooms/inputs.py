"""What happened or was asked. A closed union: `step` matches it to the end.

Time (`at`) and every new id are part of the input; the core has neither clock nor chance.
Inputs by a person carry `by` or `seat` from the authenticated session, never from a payload.
"""

from dataclasses import dataclass
from datetime import datetime

from rooms.ids import DeviceId, DocumentId, MessageId, SeatId, SessionId
from rooms.room import Consent


@dataclass(frozen=True, slots=True)
class IdentityOffered:
    """A person confirmed the name and gave the last four digits; `digits_match` is None where none are on file."""

    at: datetime
    seat: SeatId
    digits_match: bool | None


@dataclass(frozen=True, slots=True)
class ConsentsGiven:
    """A person decided each switch; what is not in `given` was refused."""

    at: datetime
    seat: SeatId
    device: DeviceId
    session: SessionId
    version: str
    given: frozenset[Consent]


@dataclass(frozen=True, slots=True)
class EnterRequested:
    """A tab asks for its place: the lobby for a party, the table for the mediator."""

    at: datetime
    seat: SeatId
    device: DeviceId
    session: SessionId
    microphone: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class Admitted:
    """The mediator lets a waiting seat in."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The mediator says "not yet" and why."""

    at: datetime
    by: SeatId
    seat: SeatId
    reason: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The mediator removes a seat: gone within a second, socket, media and tokens."""

    at: datetime
    by: SeatId
    seat: SeatId
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceAllowed:
    """The mediator nods to another device."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class DeviceRefused:
    """The mediator refuses another device."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class IdentityConfirmed:
    """The mediator knows the person, by papers or by sight."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class PersonCorrected:
    """Who a seat is for, as the case knows it now. `renumbered`: the digits that are asked for are others."""

    at: datetime
    seat: SeatId
    name: str
    on_behalf_of: str | None
    has_id_tail: bool
    renumbered: bool


@dataclass(frozen=True, slots=True)
class InviteRevoked:
    """The mediator withdraws a link; whoever came by it is cut off."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class InviteRenewed:
    """The mediator issues a new link: the seat starts afresh, devices, digits and removal forgotten."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class MediaSet:
    """A person switched the own microphone or camera."""

    at: datetime
    seat: SeatId
    microphone: bool
    camera: bool


@dataclass(frozen=True, slots=True)
class MediaOffered:
    """A person's client wants its peer connection; the core only says whether it may."""

    at: datetime
    seat: SeatId


@dataclass(frozen=True, slots=True)
class ChatSent:
    """A person said a line; `id` is the client's own."""

    at: datetime
    seat: SeatId
    id: MessageId
    text: str


@dataclass(frozen=True, slots=True)
class ChatReceived:
    """A client has every line up to `seq`."""

    at: datetime
    seat: SeatId
    seq: int


@dataclass(frozen=True, slots=True)
class DocumentAdded:
    """A person brought a document: its original and the pictures of its pages are kept already, by their SHA-256."""

    at: datetime
    seat: SeatId
    device: DeviceId
    session: SessionId
    id: DocumentId
    name: str
    media_type: str
    bytes: int
    sha256: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A person turns everyone's page."""

    at: datetime
    seat: SeatId
    document: DocumentId
    page: int


@dataclass(frozen=True, slots=True)
class DocumentHidden:
    """A person takes what is shown to all out of sight."""

    at: datetime
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Left:
    """A person left by themselves and may come back through the lobby."""

    at: datetime
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Closed:
    """The mediator ends the session for all."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class SeatHeard:
    """The seat's tab is connected, or is heard of again."""

    at: datetime
    seat: SeatId
    session: SessionId


@dataclass(frozen=True, slots=True)
class SeatSilent:
    """Nothing from the seat for three seconds, or its socket closed."""

    at: datetime
    seat: SeatId
    session: SessionId


@dataclass(frozen=True, slots=True)
class SeatGone:
    """Silent for so long that nobody should wait: shown as offline, place kept."""

    at: datetime
    seat: SeatId
    session: SessionId


@dataclass(frozen=True, slots=True)
class NodeStarted:
    """The node took the room up again: nobody is connected yet."""

    at: datetime


Command = (
    EnterRequested
    | Left
    | Admitted
    | HeldBack
    | Removed
    | DeviceAllowed
    | DeviceRefused
    | IdentityConfirmed
    | Closed
    | MediaSet
    | MediaOffered
    | ChatSent
    | ChatReceived
    | DocumentAdded
    | DocumentShown
    | DocumentHidden
)
"""What a tab that speaks for a seat can say."""


@dataclass(frozen=True, slots=True)
class FromTab:
    """A command as it came from one authenticated tab of `seat`."""

    seat: SeatId
    session: SessionId
    said: Command


Input = (
    FromTab
    | IdentityOffered
    | ConsentsGiven
    | EnterRequested
    | Admitted
    | HeldBack
    | Removed
    | DeviceAllowed
    | DeviceRefused
    | IdentityConfirmed
    | PersonCorrected
    | InviteRevoked
    | InviteRenewed
    | MediaSet
    | MediaOffered
    | ChatSent
    | ChatReceived
    | DocumentAdded
    | DocumentShown
    | DocumentHidden
    | Left
    | Closed
    | SeatHeard
    | SeatSilent
    | SeatGone
    | NodeStarted
)
