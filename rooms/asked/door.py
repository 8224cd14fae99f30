"""What was asked at the door: who comes, who is checked and let in, whose seat it is."""

from dataclasses import dataclass
from datetime import datetime

from rooms.ids import DeviceId, DocumentId, PersonId, SeatId, SessionId
from rooms.person import Consent, Declared, Identity
from rooms.room import Seat


@dataclass(frozen=True, slots=True)
class IdentityOffered:
    """A person confirmed the name and gave the last four digits; `digits_match` is None where none are on file."""

    at: datetime
    seat: SeatId
    digits_match: bool | None
    person: PersonId | None = None
    """None: the first of the seat."""


@dataclass(frozen=True, slots=True)
class CodeProved:
    """A person gave the one-time code that was sent, or read out on the telephone by `by` after a voice check."""

    at: datetime
    seat: SeatId
    person: PersonId
    by: SeatId | None = None


@dataclass(frozen=True, slots=True)
class NoticeOpened:
    """A person has the notice of rights before their eyes, or its reading aloud has begun."""

    at: datetime
    seat: SeatId
    person: PersonId


@dataclass(frozen=True, slots=True)
class NoticeFinished:
    """A person read, or heard, that version of the notice to its end."""

    at: datetime
    seat: SeatId
    person: PersonId
    version: str
    aloud: bool


@dataclass(frozen=True, slots=True)
class DeclarationMade:
    """A person declared one thing; `text` names who else is in the room with them, and is empty for all else."""

    at: datetime
    seat: SeatId
    person: PersonId
    what: Declared
    text: str


@dataclass(frozen=True, slots=True)
class ConsentsGiven:
    """A person decided each switch; what is not in `given` was refused."""

    at: datetime
    seat: SeatId
    device: DeviceId
    session: SessionId
    version: str
    given: frozenset[Consent]
    person: PersonId | None = None
    """None: the first of the seat."""


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
class CalledToCheck:
    """The mediator calls a waiting seat to be checked, and goes there."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class CheckLeft:
    """The mediator leaves the check for the joint room; the seat waits again, cleared or not."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Cleared:
    """The mediator ends the check of a seat well: everybody in it may come to the table."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class JointOpened:
    """The mediator begins the joint session with all who are cleared (TR10)."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Admitted:
    """The mediator lets a waiting seat that is cleared in, while the session goes on."""

    at: datetime
    by: SeatId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class AllAdmitted:
    """The mediator lets everybody in who waits and is cleared."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class SentToLobby:
    """The mediator asks a seat back to the lobby, and why."""

    at: datetime
    by: SeatId
    seat: SeatId
    reason: str


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
    """The mediator compared the live face with the ID document; `how` is DOCUMENT. By the face alone: refused."""

    at: datetime
    by: SeatId
    seat: SeatId
    person: PersonId | None = None
    """None: the first of the seat."""
    how: Identity = Identity.DOCUMENT
    paper: DocumentId | None = None
    """Which uploaded document it was; None: one that was held into the camera."""


@dataclass(frozen=True, slots=True)
class CredentialAdded:
    """A paper for the mediators' eyes: its original and the pictures of its pages are kept already, by their SHA-256.

    `by` is the seat itself, or a mediator who has the paper.
    """

    at: datetime
    by: SeatId
    device: DeviceId
    session: SessionId
    seat: SeatId
    person: PersonId
    paper: str
    id: DocumentId
    name: str
    media_type: str
    bytes: int
    sha256: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PapersSeen:
    """The mediator looked at an agent's papers, which are all there; or at the authority of who came for a company.

    `signs`: of the latter, that it names the signing of the agreement; an agent's authority is on file.
    """

    at: datetime
    by: SeatId
    seat: SeatId
    signs: bool = False


@dataclass(frozen=True, slots=True)
class SeatAdded:
    """The mediator adds a seat to the session (an agent, a recorder, an interpreter, somebody of the court …)."""

    at: datetime
    by: SeatId
    seat: Seat


@dataclass(frozen=True, slots=True)
class Screened:
    """The mediator screens two seats from each other, or takes the screen away."""

    at: datetime
    by: SeatId
    first: SeatId
    second: SeatId
    apart: bool


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
class Left:
    """A person left by themselves and may come back through the lobby."""

    at: datetime
    seat: SeatId
