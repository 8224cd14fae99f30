"""What a tab can ask of the session: the way in, private talks, moderation, the ledger. Same rules as `commands`."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from rooms.person import Declared
from signaling.contract.wire import Command, SeatRef

NewId = Annotated[str, Field(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
"""Made once by the client (UUID) and kept when sending again."""
Words = Annotated[str, Field(max_length=2000)]
"""Free text; how much is taken the room says, with a reason."""


class NoticeOpen(Command):
    """The notice of rights is before this person's eyes; its seconds are counted from here, by the server."""

    event: ClassVar[str] = "notice.open"
    person: SeatRef


class NoticeFinish(Command):
    """Read, or heard (`aloud`), to the end."""

    event: ClassVar[str] = "notice.finish"
    person: SeatRef
    version: Annotated[str, Field(min_length=1, max_length=40)]
    aloud: bool


class DeclarationMake(Command):
    """One declaration of one person; `text` is for `company`: who else is in the room, empty for nobody."""

    event: ClassVar[str] = "declaration.make"
    person: SeatRef
    what: Annotated[Declared, Field(strict=False)]
    text: Words


class CheckCall(Command):
    """Mediator: call a waiting seat to the check, and go there."""

    event: ClassVar[str] = "check.call"
    seat: SeatRef


class CheckLeave(Command):
    """Mediator: back from the check; the seat waits again."""

    event: ClassVar[str] = "check.leave"


class CheckClear(Command):
    """Mediator: everybody in the seat may come to the table. Refused with what is missing."""

    event: ClassVar[str] = "check.clear"
    seat: SeatRef


class PapersSeen(Command):
    """Mediator: saw the agent's papers; or the authority of who came for a company, which `signs` the agreement."""

    event: ClassVar[str] = "papers.seen"
    seat: SeatRef
    signs: bool = False


class JointOpen(Command):
    """Mediator: begin the joint session with all who are cleared."""

    event: ClassVar[str] = "joint.open"


class SeatAdmitAll(Command):
    """Mediator: let everybody in who waits and is cleared."""

    event: ClassVar[str] = "seat.admit_all"


class SeatToLobby(Command):
    """Mediator: ask a seat back to the lobby, with the reason the person reads."""

    event: ClassVar[str] = "seat.to_lobby"
    seat: SeatRef
    reason: Words


class SeatsScreen(Command):
    """Mediator: these two never see, hear or read each other; or no longer."""

    event: ClassVar[str] = "seats.screen"
    first: SeatRef
    second: SeatRef
    apart: bool


class CaucusOpen(Command):
    """Mediator: call these seats into a private talk. `comes`: I go too; `named`: others may be told with whom."""

    event: ClassVar[str] = "caucus.open"
    id: NewId
    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=40, strict=False)]
    comes: bool
    named: bool


class CaucusCall(Command):
    """Mediator: call more seats into it, or the same ones again."""

    event: ClassVar[str] = "caucus.call"
    caucus: NewId
    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=40, strict=False)]


class CaucusAnswer(Command):
    """I come, or not now."""

    event: ClassVar[str] = "caucus.answer"
    caucus: NewId
    accepts: bool


class CaucusJoin(Command):
    """Mediator: go in. Former member: back in, where it is not locked."""

    event: ClassVar[str] = "caucus.join"
    caucus: NewId


class CaucusLeave(Command):
    """Back to the others, after the notice."""

    event: ClassVar[str] = "caucus.leave"


class CaucusClose(Command):
    """Mediator: end this private talk, and no other; its members go back after the notice."""

    event: ClassVar[str] = "caucus.close"
    caucus: NewId


class CaucusSet(Command):
    """Mediator: lock it, and say whether others may be told with whom."""

    event: ClassVar[str] = "caucus.set"
    caucus: NewId
    locked: bool
    named: bool


class CaucusWant(Command):
    """I want to talk with the mediator alone; or no longer."""

    event: ClassVar[str] = "caucus.want"
    wanted: bool


class MediatorCall(Command):
    """请调解员进来: from inside a private talk; or no longer."""

    event: ClassVar[str] = "mediator.call"
    wanted: bool


class BreakBegin(Command):
    """Mediator: a pause for all, for so many minutes or until further notice."""

    event: ClassVar[str] = "break.begin"
    minutes: Annotated[int, Field(ge=1, le=240)] | None


class BreakEnd(Command):
    """Mediator: the joint session goes on."""

    event: ClassVar[str] = "break.end"


class SessionSuspend(Command):
    """Mediator: interrupt; everybody to the lobby, with the reason and perhaps the time to go on."""

    event: ClassVar[str] = "session.suspend"
    note: Words
    until: Annotated[datetime, Field(strict=False)] | None


class SessionResume(Command):
    """Mediator: go on where it was."""

    event: ClassVar[str] = "session.resume"


class SessionExtend(Command):
    """Mediator: more minutes than were planned."""

    event: ClassVar[str] = "session.extend"
    minutes: Annotated[int, Field(ge=5, le=240)]


class HostTakeOver(Command):
    """Co-mediator: lead the session while its host is lost."""

    event: ClassVar[str] = "host.take_over"


class SeatMute(Command):
    """Mediator: shut a microphone; `locked`: and keep it shut."""

    event: ClassVar[str] = "seat.mute"
    seat: SeatRef
    locked: bool


class SeatMuteAll(Command):
    """Mediator: the same for everybody here but mediators."""

    event: ClassVar[str] = "seat.mute_all"
    locked: bool


class SeatUnlock(Command):
    """Mediator: this seat, or all (null), may open the microphone again."""

    event: ClassVar[str] = "seat.unlock"
    seat: SeatRef | None


class SeatAskUnmute(Command):
    """Mediator: ask a seat to open its microphone; nobody but its owner opens it."""

    event: ClassVar[str] = "seat.ask_unmute"
    seat: SeatRef


class HandRaise(Command):
    """I want to speak."""

    event: ClassVar[str] = "hand.raise"


class HandLower(Command):
    """The own hand, or for a mediator anybody's."""

    event: ClassVar[str] = "hand.lower"
    seat: SeatRef


class SeatSpotlight(Command):
    """Mediator: this seat before everybody's eyes; null: nobody."""

    event: ClassVar[str] = "seat.spotlight"
    seat: SeatRef | None


class ScreenAllow(Command):
    """Mediator: this seat may share its screen, or no longer."""

    event: ClassVar[str] = "screen.allow"
    seat: SeatRef
    allowed: bool


class MediaPrefer(Command):
    """What this tab wants to receive: `audio_only` spares a weak line all faces; `pinned` is the face of its choice."""

    event: ClassVar[str] = "media.prefer"
    audio_only: bool
    pinned: SeatRef | None


class ScriptTell(Command):
    """Mediator: an item of the opening script was told; or the tick taken back."""

    event: ClassVar[str] = "script.tell"
    item: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]
    told: bool


class DisclosureMake(Command):
    """Mediator: disclose a relation, in the room."""

    event: ClassVar[str] = "disclosure.make"
    id: NewId
    text: Words


class DisclosureAnswer(Command):
    """知悉并同意继续, or the wish for another mediator."""

    event: ClassVar[str] = "disclosure.answer"
    person: SeatRef
    disclosure: NewId
    agrees: bool


class FactPropose(Command):
    """Words for the undisputed facts; `line`: the joint line they come from."""

    event: ClassVar[str] = "fact.propose"
    id: NewId
    words: Words
    line: Annotated[int, Field(ge=1, le=2**53)] | None


class FactReword(Command):
    """Other words; what was confirmed is confirmed no longer."""

    event: ClassVar[str] = "fact.reword"
    fact: NewId
    words: Words


class FactAnswer(Command):
    """Confirm the exact words of that version, or refuse them."""

    event: ClassVar[str] = "fact.answer"
    person: SeatRef
    fact: NewId
    version: Annotated[int, Field(ge=1, le=2**31)]
    confirms: bool


class FactWithdraw(Command):
    """Take back what has not been entered."""

    event: ClassVar[str] = "fact.withdraw"
    fact: NewId


SessionCommand = (
    NoticeOpen
    | NoticeFinish
    | DeclarationMake
    | CheckCall
    | CheckLeave
    | CheckClear
    | PapersSeen
    | JointOpen
    | SeatAdmitAll
    | SeatToLobby
    | SeatsScreen
    | CaucusOpen
    | CaucusCall
    | CaucusAnswer
    | CaucusJoin
    | CaucusLeave
    | CaucusClose
    | CaucusSet
    | CaucusWant
    | MediatorCall
    | BreakBegin
    | BreakEnd
    | SessionSuspend
    | SessionResume
    | SessionExtend
    | HostTakeOver
    | SeatMute
    | SeatMuteAll
    | SeatUnlock
    | SeatAskUnmute
    | HandRaise
    | HandLower
    | SeatSpotlight
    | ScreenAllow
    | MediaPrefer
    | ScriptTell
    | DisclosureMake
    | DisclosureAnswer
    | FactPropose
    | FactReword
    | FactAnswer
    | FactWithdraw
)
