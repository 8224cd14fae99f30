"""What the server sends by itself."""

from datetime import datetime
from typing import ClassVar, Final

from law.zone import Zone
from rooms.caucus import Summons
from rooms.chat import ChannelKind, LineTag
from rooms.ledger import Standing
from rooms.person import Identity
from rooms.room import Authority, Cause, EndReason, Phase, Place, Presence, Role, Side
from signaling.contract.agreement_view import AgreementChanged, AgreementView
from signaling.contract.answers import Message
from signaling.contract.media_pushes import (
    FairnessClock,
    MediaAnswer,
    MediaAudience,
    MediaQuality,
    MediaSlots,
    MediaSpeaking,
)
from signaling.contract.minutes import MinutesView
from signaling.contract.proposing import ProposalsView
from signaling.contract.wire import Push, Wire


class PersonView(Wire):
    """Somebody in a seat; several on one device are an assisted seat."""

    person: str
    name: str


class SeatView(Wire):
    """One seat as this tab may see it. `inside`: which check (a seat) or caucus, where that is told."""

    seat: str
    role: Role
    side: Side
    name: str
    persons: tuple[PersonView, ...]
    on_behalf_of: str | None
    place: Place
    inside: str | None
    presence: Presence
    microphone: bool
    camera: bool
    screen: bool
    muted: bool
    """The mediator keeps the microphone shut."""
    may_share: bool
    hand: datetime | None
    received: int
    """Of the joint conversation."""


class PaperName(Wire):
    """A sort of paper that is handed in for the check, by its name in both languages."""

    id: str
    zh: str
    en: str


class CredentialCard(Wire):
    """A paper laid before the mediators; told to them and to the seat it is of. Its pages are fetched over HTTP."""

    id: str
    seat: str
    person: str
    paper: PaperName
    name: str
    pages: int
    at: datetime
    by: str


class PersonGate(Wire):
    """How far somebody's way to the table is. `missing`: what still lacks, as words of `rooms.checking.Lack`."""

    person: str
    name: str
    identity: Identity
    has_id_tail: bool
    tries_left: int
    notice_seconds: int | None
    notice_aloud: bool
    consented: bool
    company: str | None
    """Who else is in the room, in the person's words; null: not answered, empty: nobody."""
    compared: str | None
    """The uploaded identity document that the mediator compared with the live face."""
    missing: tuple[str, ...]


class DeskRow(Wire):
    """What only the mediators are told of a seat."""

    seat: str
    identity: Identity
    has_id_tail: bool
    tries_left: int
    revoked: bool
    consented: bool
    knocking: bool
    waiting_since: datetime | None
    hold_reason: str | None
    persons: tuple[PersonGate, ...]
    cleared: bool
    authority: Authority | None
    papers_seen: bool
    asks: tuple[PaperName, ...]
    """Papers that can be uploaded for this seat."""
    lacks: tuple[str, ...]
    """Ids of the papers an agent still lacks."""
    away_since: datetime | None
    wants_caucus: datetime | None
    admitted: bool
    screened_from: tuple[str, ...]


class InvitationView(Wire):
    """How far somebody's invitation into a private talk is."""

    seat: str
    state: Summons
    at: datetime


class CaucusView(Wire):
    """A private room as its members and the mediators see it; `invited` is for the mediators."""

    id: str
    number: int
    opened_at: datetime
    members: tuple[str, ...]
    invited: tuple[InvitationView, ...]
    locked: bool
    named: bool
    wants_mediator: datetime | None
    closes_at: datetime | None
    paused: bool
    """No sound: no mediator is there, and not all are of one side."""


class Call(Wire):
    """The mediator calls this seat into a private talk, with these (names). Lapses after half a minute."""

    caucus: str
    at: datetime
    company: tuple[str, ...]


class PrivateTalk(Wire):
    """调解员正与另一方单独会谈; with whom (names) only where the mediator allows."""

    since: datetime
    company: tuple[str, ...]


class ChannelView(Wire):
    """A conversation that this tab may have open; lines `after + 1` to `seq` are its own to read.

    `delivered`: up to which of them everybody has confirmed whom this seat meets there; 0 where that is nobody.
    """

    channel: str
    kind: ChannelKind
    zone: Zone
    after: int
    seq: int
    delivered: int
    may_say: bool
    title: str
    """The waiting person's name, for a lobby conversation; else empty."""


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
    zone: Zone
    channel: str


class ShownPage(Wire):
    """What somebody shows to all who are where this tab is."""

    document: str
    page: int
    by: str


class FactView(Wire):
    """An undisputed fact, or words proposed for one. Persons who confirmed, and whose word is still awaited."""

    id: str
    words: str
    by: str
    version: int
    standing: Standing
    confirmed: tuple[str, ...]
    awaited: tuple[str, ...]


class DisclosureView(Wire):
    """What the mediator disclosed; persons who agreed to go on, and who want another mediator."""

    id: str
    text: str
    at: datetime
    agreed: tuple[str, ...]
    objected: tuple[str, ...]


class InterruptionView(Wire):
    """Why the session stands still, and when it is meant to go on."""

    cause: Cause
    at: datetime
    note: str
    until: datetime | None


class RoomView(Push):
    """The whole view of this seat. Replaces the former one; an older `version` on the same connection is dropped.

    `version` counts the views of this connection, and nothing else.
    """

    event: ClassVar[str] = "room.view"
    version: int
    room: str
    title: str
    cause: str
    scheduled_at: datetime
    planned_minutes: int
    help_phone: str
    practice: bool
    phase: Phase
    host: str
    host_away: bool
    break_until: datetime | None
    interruption: InterruptionView | None
    you: SeatView
    gate: tuple[PersonGate, ...]
    cleared: bool
    hold_reason: str | None
    waiting_since: datetime | None
    unmute_asked: datetime | None
    wants_caucus: datetime | None
    returns_at: datetime | None
    """Back among the others then; the notice before microphones are open again."""
    call: Call | None
    caucus: CaucusView | None
    private_talk: PrivateTalk | None
    paused: bool
    """No mediator is here: only the own side is heard, or nobody."""
    seats: tuple[SeatView, ...]
    spotlight: str | None
    desk: tuple[DeskRow, ...]
    caucuses: tuple[CaucusView, ...]
    channels: tuple[ChannelView, ...]
    documents: tuple[DocumentCard, ...]
    asks: tuple[PaperName, ...]
    """Papers this seat can lay before the mediators, and nobody else."""
    credentials: tuple[CredentialCard, ...]
    """Such papers: the own seat's; for the mediators, everybody's."""
    shown: ShownPage | None
    facts: tuple[FactView, ...]
    disclosures: tuple[DisclosureView, ...]
    script: tuple[str, ...]


class ChatLine(Wire):
    """One line; `seq` orders it in its channel, `id` is its author's. `name`: the author may be gone from the view."""

    channel: str
    seq: int
    id: str
    author: str
    name: str
    zone: Zone
    at: datetime
    text: str
    tag: LineTag


class ChatLines(Push):
    """Lines of one or more channels, in rising `seq` each; after a (re)connection those missed, then each new one."""

    event: ClassVar[str] = "chat.lines"
    lines: tuple[ChatLine, ...]


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
    | AgreementChanged
    | ProposalsView
    | MinutesView
    | ChatLines
    | MediaAnswer
    | MediaSlots
    | MediaSpeaking
    | MediaQuality
    | MediaAudience
    | FairnessClock
    | SessionEnded
    | SessionFault
)

PUSHES: Final[dict[str, type[AnyPush]]] = {push.event: push for push in AnyPush.__args__}
"""Event name to class."""
