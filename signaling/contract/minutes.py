"""The 笔录 on the wire: what a tab can ask of it, and the view of it. Same rules as `commands`."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from rooms.minutes.minutes import EntryKind, Mark, Result
from signaling.contract.agreement_view import AgreementView
from signaling.contract.answers import Message
from signaling.contract.drafting import InkDrawn
from signaling.contract.wire import Command, DigestRef, NewId, Push, SeatRef, Version, Wire

EntryRef = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
"""An entry's id."""
Words = Annotated[str, Field(max_length=4000)]
"""Free text; how much is taken the minutes say, with a reason."""


class MinutesWrite(Command):
    """Keeper: one more entry. `speaker`: the person who said it."""

    event: ClassVar[str] = "minutes.write"
    id: NewId
    kind: Literal["statement", "notice", "answer"]
    speaker: SeatRef
    text: Words


class MinutesCorrect(Command):
    """Keeper: other words (and speaker; null: as it was) for revision `saw` of an entry; the old ones stay beside."""

    event: ClassVar[str] = "minutes.correct"
    entry: EntryRef
    saw: Version
    text: Words
    speaker: SeatRef | None


class MinutesStrike(Command):
    """Keeper: this entry no longer counts; its words stay."""

    event: ClassVar[str] = "minutes.strike"
    entry: EntryRef
    saw: Version
    reason: Words


class MinutesHead(Command):
    """Keeper: 争议焦点 and result; null: as it was."""

    event: ClassVar[str] = "minutes.head"
    focus: Words | None
    result: Literal["agreed", "partly", "not_agreed", "continued"] | None


class MinutesOffer(Command):
    """Keeper: read back up to this entry, for confirmation."""

    event: ClassVar[str] = "minutes.offer"
    entry: EntryRef


class SeenEntry(Wire):
    """An entry as it was before the person's eyes."""

    entry: EntryRef
    revision: Version


# Strict models take no list for a tuple, and JSON has nothing but lists: `strict=False` below is for that.


class MinutesConfirm(Command):
    """A person of this seat agrees to these words."""

    event: ClassVar[str] = "minutes.confirm"
    person: SeatRef
    seen: Annotated[tuple[SeenEntry, ...], Field(min_length=1, max_length=1000, strict=False)]


class MinutesDissent(Command):
    """A person of this seat notes a 不同意见 beside an entry; it blocks nothing."""

    event: ClassVar[str] = "minutes.dissent"
    person: SeatRef
    entry: EntryRef
    text: Words


class MinutesExcuse(Command):
    """Keeper: why that person does not sign; empty takes it back."""

    event: ClassVar[str] = "minutes.excuse"
    person: SeatRef
    reason: Words


class MinutesFreeze(Command):
    """Keeper: fix the minutes as of version `saw`, for reading and signing."""

    event: ClassVar[str] = "minutes.freeze"
    saw: Version


class MinutesReopen(Command):
    """Keeper: back to writing; every signature is void."""

    event: ClassVar[str] = "minutes.reopen"
    reason: Words


class MinutesRefuse(Command):
    """A signer who has not signed: no, and why; back to writing, every signature is void."""

    event: ClassVar[str] = "minutes.refuse"
    person: SeatRef
    reason: Words


class MinutesRead(Command):
    """Seconds for which a page of the fixed text was on the screen."""

    event: ClassVar[str] = "minutes.read"
    person: SeatRef
    digest: DigestRef
    page: Annotated[int, Field(ge=1, le=999)]
    seconds: Annotated[int, Field(ge=0, le=86_400)]


class MinutesAffirm(Command):
    """The exact sentence, with the version of the e-signature terms it stands beside."""

    event: ClassVar[str] = "minutes.affirm"
    person: SeatRef
    digest: DigestRef
    sentence: Annotated[str, Field(max_length=100)]
    esign_version: Annotated[str, Field(min_length=1, max_length=40)]


class MinutesCode(Command):
    """Send this person a one-time code for this text."""

    event: ClassVar[str] = "minutes.code"
    person: SeatRef
    digest: DigestRef


class MinutesSign(Command):
    """Sign; as `agreement.sign`."""

    event: ClassVar[str] = "minutes.sign"
    person: SeatRef
    id: NewId
    digest: DigestRef
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    ink: InkDrawn


MinutesCommand = (
    MinutesWrite
    | MinutesCorrect
    | MinutesStrike
    | MinutesHead
    | MinutesOffer
    | MinutesConfirm
    | MinutesDissent
    | MinutesExcuse
    | MinutesFreeze
    | MinutesReopen
    | MinutesRefuse
    | MinutesRead
    | MinutesAffirm
    | MinutesCode
    | MinutesSign
)
"""Commands the minutes decide on, not the room."""


class OldWords(Wire):
    """Words that were changed, when, and by whom (name)."""

    text: str
    speaker: str
    """Name, or empty."""
    until: datetime
    by: str


class DissentNote(Wire):
    """A person's own note beside an entry."""

    person: str
    name: str
    at: datetime
    text: str
    revision: int
    """Of the entry, when it was written: words changed since wait for the person again."""


class MinutesEntry(Wire):
    """One entry, numbered from 1; numbers stay. `speaker` is a person's id, null for the room's events."""

    number: int
    id: str
    at: datetime
    kind: EntryKind
    mark: Mark
    text: str
    speaker: str | None
    speaker_name: str
    revision: int
    history: tuple[OldWords, ...]
    struck: str | None
    """Why it no longer counts."""
    confirmed: tuple[str, ...]
    """Persons who agreed to these words."""
    dissents: tuple[DissentNote, ...]


class MinutesPerson(Wire):
    """Somebody who takes part, in the order in which they sign. `unsettled`: entries not confirmed or disputed yet."""

    person: str
    seat: str
    name: str
    label: str
    """申请人, 被申请人的委托代理人, 调解员, …"""
    signs: bool
    excuse: str
    unsettled: int


class MinutesFall(Wire):
    """Why the fixed text fell last. `by`: a name, or empty where it could not be printed."""

    by: str
    reason: Message
    at: datetime
    signatures: int


MinutesStage = Literal["open", "freezing", "signing", "closing", "sealed"]
"""From `freezing` on nothing in the minutes changes, unless they are reopened."""


class MinutesView(Push):
    """The minutes for this seat; replaces the former view but for `entries`.

    `entries` are all there are where `whole`, else those that are new or changed since the last view on this
    connection, to be put in by number; none is ever taken out.
    """

    event: ClassVar[str] = "minutes.view"
    version: int
    text_version: int
    """Goes back as `saw` where the minutes are fixed."""
    stage: MinutesStage
    number: str
    whole: bool
    entries: tuple[MinutesEntry, ...]
    offered: int
    focus: str
    result: Result | None
    people: tuple[MinutesPerson, ...]
    may_keep: bool
    fall: MinutesFall | None
    signer: str | None
    """The person of this seat whose signature `paper.own` is about; null: nobody here signs any more."""
    paper: AgreementView | None
    """What is read and signed, in the terms of the agreement's ceremony; null while the minutes are open."""
