"""How a mediation ends, what is told of it, and what becomes of its file (TR33–TR35)."""

from dataclasses import dataclass
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import NoteId, ParticipantId
from rooms.cases.words import Ground, Result, State


@dataclass(frozen=True, slots=True)
class Report:
    """The four fields of 在线调解规则 §21, each a sealed text; "none" is written out, never left empty."""

    basics: NoteId
    reasons: NoteId
    cost_conduct: NoteId
    """Conduct that raised the other side's costs."""
    court_matters: NoteId
    """What the court should be told."""


@dataclass(frozen=True, slots=True)
class Terminated:
    """TR33: exactly one of the eight grounds, and the report. In ACTIVE and its drafting, G1 is not among them."""

    kind: ClassVar[str] = "case.terminated"
    v: ClassVar[int] = 1
    ground: Ground
    report: Report
    by: By


@dataclass(frozen=True, slots=True)
class Withdrew:
    """A party goes: reconciled (G2) or unwilling (G4); an agent only with special authority. The report may follow."""

    kind: ClassVar[str] = "case.withdrew"
    v: ClassVar[int] = 1
    participant: ParticipantId
    ground: Ground
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class Recalled:
    """The court takes its case back (G8)."""

    kind: ClassVar[str] = "case.recalled"
    v: ClassVar[int] = 1
    note: NoteId
    by: By


@dataclass(frozen=True, slots=True)
class Reported:
    """The four fields for a case that ended without them (TR4, TR21, withdrawn, recalled)."""

    kind: ClassVar[str] = "case.reported"
    v: ClassVar[int] = 1
    report: Report
    by: By


@dataclass(frozen=True, slots=True)
class ResultEntered:
    """What came of a mediation that ended in an agreement (domain.md §3.9); entered again, the last one counts."""

    kind: ClassVar[str] = "case.result_entered"
    v: ClassVar[int] = 1
    result: Result
    """AGREEMENT_FULL or AGREEMENT_PARTIAL."""
    content: NoteId
    """The agreement in short."""
    amount: NoteId | None
    """In yuan, as `law.money` writes it; None: nothing is to be paid."""
    performed_at_once: bool
    by: By


@dataclass(frozen=True, slots=True)
class HandedBack:
    """TR34: the file went back, and somebody signed for it."""

    kind: ClassVar[str] = "case.handed_back"
    v: ClassVar[int] = 1
    receipt: str
    """Of its sealed text, where one was written."""
    by: By


@dataclass(frozen=True, slots=True)
class Archived:
    """TR35: the checklist is complete. `checked`: its points."""

    kind: ClassVar[str] = "case.archived"
    v: ClassVar[int] = 1
    checked: tuple[str, ...]
    by: By


@dataclass(frozen=True, slots=True)
class Moved:
    """The state changed. Never asked for: it follows from the deed recorded before it."""

    kind: ClassVar[str] = "case.moved"
    v: ClassVar[int] = 1
    row: str
    """The transition, `TR1` … `TR35`."""
    source: State | None
    target: State
