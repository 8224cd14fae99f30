"""What is said, shown and kept in order where people talk."""

from dataclasses import dataclass
from datetime import datetime

from rooms.chat import JOINT, Channel, LineTag
from rooms.ids import DeviceId, DisclosureId, DocumentId, FactId, MessageId, PersonId, SeatId, SessionId


@dataclass(frozen=True, slots=True)
class MediaSet:
    """A person switched the own microphone or camera."""

    at: datetime
    seat: SeatId
    microphone: bool
    camera: bool
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Muted:
    """The mediator shuts a microphone; `locked`: and keeps it shut. Opening is the owner's alone."""

    at: datetime
    by: SeatId
    seat: SeatId
    locked: bool


@dataclass(frozen=True, slots=True)
class AllMuted:
    """The same for everybody in the mediator's place but the mediators."""

    at: datetime
    by: SeatId
    locked: bool


@dataclass(frozen=True, slots=True)
class MuteLifted:
    """The mediator lets a seat, or everybody (None), open the microphone again."""

    at: datetime
    by: SeatId
    seat: SeatId | None


@dataclass(frozen=True, slots=True)
class UnmuteAsked:
    """The mediator asks a seat to open its microphone."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class HandRaised:
    """A person wants to speak."""

    at: datetime
    seat: SeatId


@dataclass(frozen=True, slots=True)
class HandLowered:
    """The own hand, or for a mediator anybody's."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Spotlit:
    """The mediator puts one seat before everybody's eyes; None: nobody."""

    at: datetime
    by: SeatId
    seat: SeatId | None


@dataclass(frozen=True, slots=True)
class ScreenAllowed:
    """The mediator lets a seat share its screen, or no longer."""

    at: datetime
    by: SeatId
    seat: SeatId
    allowed: bool


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
    channel: Channel = JOINT
    tag: LineTag = LineTag.NONE


@dataclass(frozen=True, slots=True)
class ChatReceived:
    """A client has every line of that channel up to `seq`."""

    at: datetime
    seat: SeatId
    seq: int
    channel: Channel = JOINT


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
    channel: Channel = JOINT


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
class ScriptTold:
    """The mediator told an item of the opening script, or takes the tick back."""

    at: datetime
    by: SeatId
    item: str
    told: bool


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The mediator discloses a relation in the room (规则 §13)."""

    at: datetime
    by: SeatId
    id: DisclosureId
    text: str


@dataclass(frozen=True, slots=True)
class DisclosureAnswered:
    """A principal agrees to go on, or wants another mediator."""

    at: datetime
    seat: SeatId
    person: PersonId
    id: DisclosureId
    agrees: bool


@dataclass(frozen=True, slots=True)
class FactProposed:
    """Words for the undisputed facts; `line`: the joint line they were taken from."""

    at: datetime
    seat: SeatId
    id: FactId
    words: str
    line: int | None = None
    speaker: SeatId | None = None
    """Author of that line, as the store knows it."""
    proposal: bool = False
    """Whether that line was a 让步/方案, as the store knows it."""


@dataclass(frozen=True, slots=True)
class FactReworded:
    """Other words for a proposed fact; every confirmation is gone."""

    at: datetime
    seat: SeatId
    id: FactId
    words: str


@dataclass(frozen=True, slots=True)
class FactAnswered:
    """A person confirms the exact words of `version`, or refuses them."""

    at: datetime
    seat: SeatId
    person: PersonId
    id: FactId
    version: int
    confirms: bool


@dataclass(frozen=True, slots=True)
class FactWithdrawn:
    """Who proposed it, or the mediator, takes a fact back that has not been entered."""

    at: datetime
    seat: SeatId
    id: FactId
