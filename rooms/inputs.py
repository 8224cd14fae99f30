"""What happened or was asked. A closed union: `step` matches it to the end.

Time (`at`) and every new id are part of the input; the core has neither clock nor chance.
Inputs by a person carry `by` or `seat` from the authenticated session, never from a payload. `person` names one of the
persons in that very seat: who else sits there, or in another seat, is nobody the tab can speak for.
"""

from dataclasses import dataclass
from datetime import datetime

from rooms.chat import JOINT, Channel, LineTag
from rooms.ids import (
    CaucusId,
    DeviceId,
    DisclosureId,
    DocumentId,
    FactId,
    MessageId,
    PersonId,
    SeatId,
    SessionId,
)
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


@dataclass(frozen=True, slots=True)
class PapersSeen:
    """The mediator saw an agent's power of attorney."""

    at: datetime
    by: SeatId
    seat: SeatId


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
class Rescheduled:
    """Another time for a session that has not begun."""

    at: datetime
    by: SeatId
    scheduled_at: datetime
    planned_minutes: int


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


@dataclass(frozen=True, slots=True)
class CaucusOpened:
    """The mediator opens a private room for any set of seats, who are called. `comes`: and goes there."""

    at: datetime
    by: SeatId
    id: CaucusId
    seats: tuple[SeatId, ...]
    comes: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class CaucusCalled:
    """The mediator calls more seats into an open caucus, or the same ones again."""

    at: datetime
    by: SeatId
    caucus: CaucusId
    seats: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class SummonsAnswered:
    """A called seat comes, or not now."""

    at: datetime
    seat: SeatId
    caucus: CaucusId
    accepts: bool


@dataclass(frozen=True, slots=True)
class CaucusJoined:
    """A mediator goes into an open caucus; a former member goes back into one that is not locked."""

    at: datetime
    seat: SeatId
    caucus: CaucusId


@dataclass(frozen=True, slots=True)
class CaucusLeft:
    """A member goes back: a mediator at once, anybody else after the notice."""

    at: datetime
    seat: SeatId


@dataclass(frozen=True, slots=True)
class CaucusClosed:
    """The mediator ends one caucus, not the others; its members go back after the notice."""

    at: datetime
    by: SeatId
    caucus: CaucusId


@dataclass(frozen=True, slots=True)
class CaucusSet:
    """The mediator locks or opens a caucus' door, and says whether others may be told who is in it."""

    at: datetime
    by: SeatId
    caucus: CaucusId
    locked: bool
    named: bool


@dataclass(frozen=True, slots=True)
class CaucusWanted:
    """A party asks to talk with the mediator alone, or no longer."""

    at: datetime
    seat: SeatId
    wanted: bool


@dataclass(frozen=True, slots=True)
class MediatorCalled:
    """请调解员进来: somebody in a caucus asks for the mediator, or no longer."""

    at: datetime
    seat: SeatId
    wanted: bool


@dataclass(frozen=True, slots=True)
class BreakBegun:
    """A pause for all (TR12); open caucuses end."""

    at: datetime
    by: SeatId
    minutes: int | None


@dataclass(frozen=True, slots=True)
class BreakEnded:
    """The joint session goes on."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Suspended:
    """The mediator interrupts the session: everybody to the lobby, with a reason and perhaps a time to go on."""

    at: datetime
    by: SeatId
    note: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on where it was: everybody back, whoever is there."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Extended:
    """More minutes than were planned."""

    at: datetime
    by: SeatId
    minutes: int


@dataclass(frozen=True, slots=True)
class HostTakenOver:
    """A co-mediator becomes the host while the host is lost."""

    at: datetime
    by: SeatId


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


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The instant that `due` named has come."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MoveFailed:
    """The relay could not carry a move out: these seats are in the lobby now, and in no room at all."""

    at: datetime
    seats: tuple[SeatId, ...]


Command = (
    EnterRequested
    | Left
    | CalledToCheck
    | CheckLeft
    | Cleared
    | JointOpened
    | Admitted
    | AllAdmitted
    | HeldBack
    | SentToLobby
    | Removed
    | DeviceAllowed
    | DeviceRefused
    | IdentityConfirmed
    | PapersSeen
    | Screened
    | NoticeOpened
    | NoticeFinished
    | DeclarationMade
    | CaucusOpened
    | CaucusCalled
    | SummonsAnswered
    | CaucusJoined
    | CaucusLeft
    | CaucusClosed
    | CaucusSet
    | CaucusWanted
    | MediatorCalled
    | BreakBegun
    | BreakEnded
    | Suspended
    | Resumed
    | Extended
    | HostTakenOver
    | ScriptTold
    | Disclosed
    | DisclosureAnswered
    | FactProposed
    | FactReworded
    | FactAnswered
    | FactWithdrawn
    | Closed
    | MediaSet
    | Muted
    | AllMuted
    | MuteLifted
    | UnmuteAsked
    | HandRaised
    | HandLowered
    | Spotlit
    | ScreenAllowed
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


Said = (
    Command
    | IdentityOffered
    | CodeProved
    | ConsentsGiven
    | PersonCorrected
    | SeatAdded
    | Rescheduled
    | InviteRevoked
    | InviteRenewed
    | SeatHeard
    | SeatSilent
    | SeatGone
    | NodeStarted
    | Elapsed
    | MoveFailed
)
"""What a tab said, or the server saw: whatever has a handler."""

Input = FromTab | Said
