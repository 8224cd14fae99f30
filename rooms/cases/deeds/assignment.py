"""Who mediates, and what they must say of themselves (TR5–TR8, 规则 §10–14)."""

from dataclasses import dataclass
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import EntryId, NoteId, ParticipantId, StaffId
from rooms.cases.words import ChosenBy


@dataclass(frozen=True, slots=True)
class MediatorsRanked:
    """One party's list, best first; the first common one is chosen jointly (AT-32)."""

    kind: ClassVar[str] = "case.mediators_ranked"
    v: ClassVar[int] = 1
    participant: ParticipantId
    ranked: tuple[StaffId, ...]
    by: By


@dataclass(frozen=True, slots=True)
class Appointed:
    """TR6. One host, others beside (AT-33). `entry`: the register entry that was good at that moment."""

    kind: ClassVar[str] = "case.appointed"
    v: ClassVar[int] = 1
    host: StaffId
    others: tuple[StaffId, ...]
    chosen_by: ChosenBy
    entry: EntryId | None
    by: By


@dataclass(frozen=True, slots=True)
class Accepted:
    """TR7: the clock starts. The disclosure form is part of it (规则 §13); empty `relations`: nothing to tell."""

    kind: ClassVar[str] = "case.accepted"
    v: ClassVar[int] = 1
    relations: tuple[str, ...]
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class Declined:
    """TR8, with the reason in writing."""

    kind: ClassVar[str] = "case.declined"
    v: ClassVar[int] = 1
    note: NoteId
    by: By


@dataclass(frozen=True, slots=True)
class AcceptanceLapsed:
    """TR8: three working days without an answer (AT-10)."""

    kind: ClassVar[str] = "case.acceptance_lapsed"
    v: ClassVar[int] = 1
    host: StaffId
    by: By


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The mediator tells of a relation while mediating (AT-34)."""

    kind: ClassVar[str] = "case.disclosed"
    v: ClassVar[int] = 1
    relations: tuple[str, ...]
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class KnownAndContinued:
    """知悉并同意继续: one party knows the `number`-th disclosure (from 1) and goes on."""

    kind: ClassVar[str] = "case.known_and_continued"
    v: ClassVar[int] = 1
    participant: ParticipantId
    number: int
    by: By


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A party asks for another mediator (规则 §14, 特邀 §15). `ground`: a recusal ground, if one is claimed."""

    kind: ClassVar[str] = "case.change_asked"
    v: ClassVar[int] = 1
    participant: ParticipantId
    ground: str | None
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class ChangeDecided:
    """The organisation, in a court's case the court, answers; granted, the case is ASSIGNING again."""

    kind: ClassVar[str] = "case.change_decided"
    v: ClassVar[int] = 1
    granted: bool
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class ChoiceRefused:
    """After a change still refusing, and choosing nobody: taken as refusing to mediate (AT-35)."""

    kind: ClassVar[str] = "case.choice_refused"
    v: ClassVar[int] = 1
    participant: ParticipantId
    note: NoteId | None
    by: By
