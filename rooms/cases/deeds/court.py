"""The way to the court and back, and performance (TR23–TR32). What was done elsewhere is entered with its date."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import MaterialId, NoteId, ParticipantId
from rooms.cases.words import ConsentHow, Decision, Form, Route


@dataclass(frozen=True, slots=True)
class RouteChosen:
    """TR23, TR30: which way all parties want. A party's signature on the application is `ApplicationSigned`."""

    kind: ClassVar[str] = "case.route_chosen"
    v: ClassVar[int] = 1
    route: Route
    by: By


@dataclass(frozen=True, slots=True)
class ApplicationSigned:
    """One party signed the joint application; when all have, the case is APPLYING (AT-15)."""

    kind: ClassVar[str] = "case.application_signed"
    v: ClassVar[int] = 1
    participant: ParticipantId
    form: Form
    paper: MaterialId | None
    by: By


@dataclass(frozen=True, slots=True)
class Submitted:
    """TR24. After the deadline only with the court's `override`, the reason in writing (LR-20, AT-57)."""

    kind: ClassVar[str] = "case.submitted"
    v: ClassVar[int] = 1
    on: date
    receipt: str
    """Of its sealed text, where one was written."""
    override: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class CourtAccepted:
    """TR25, with the court's own number."""

    kind: ClassVar[str] = "case.court_accepted"
    v: ClassVar[int] = 1
    court_case_no: str
    on: date
    by: By


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """TR26: everything at once, by that day."""

    kind: ClassVar[str] = "case.correction_asked"
    v: ClassVar[int] = 1
    note: NoteId
    until: date | None
    by: By


@dataclass(frozen=True, slots=True)
class Corrected:
    """TR26: handed in again."""

    kind: ClassVar[str] = "case.corrected"
    v: ClassVar[int] = 1
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class Verified:
    """TR27: the court asked both parties together (民诉法解释 §356)."""

    kind: ClassVar[str] = "case.court_verified"
    v: ClassVar[int] = 1
    on: date
    by: By


@dataclass(frozen=True, slots=True)
class WithdrawalAsked:
    """A party asks to withdraw what was handed in (民诉法解释 §357); the court decides it by `CourtDecided`."""

    kind: ClassVar[str] = "case.withdrawal_asked"
    v: ClassVar[int] = 1
    participant: ParticipantId
    person: NoteId
    """Of the sealed name of who asked: of several people at one device each has the own."""
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class WithdrawalDropped:
    """It goes on with the application after all."""

    kind: ClassVar[str] = "case.withdrawal_dropped"
    v: ClassVar[int] = 1
    participant: ParticipantId
    person: NoteId
    by: By


@dataclass(frozen=True, slots=True)
class CourtDecided:
    """TR28."""

    kind: ClassVar[str] = "case.court_decided"
    v: ClassVar[int] = 1
    decision: Decision
    on: date
    paper: MaterialId | None
    by: By


@dataclass(frozen=True, slots=True)
class DecisionServed:
    """The ruling or 调解书 reached one party; when all have it, PERFORMING (TR29)."""

    kind: ClassVar[str] = "case.decision_served"
    v: ClassVar[int] = 1
    participant: ParticipantId
    how: ConsentHow
    on: date
    by: By


@dataclass(frozen=True, slots=True)
class PerformancePlanned:
    """What is due when, by the agreement's own table; `items` are (id of the sealed name of the term, day)."""

    kind: ClassVar[str] = "case.performance_planned"
    v: ClassVar[int] = 1
    items: tuple[tuple[str, date], ...]
    by: By


@dataclass(frozen=True, slots=True)
class ItemPerformed:
    """One due item: the payee confirms, or the payer's proof is on file. The last one: PERFORMED (TR31)."""

    kind: ClassVar[str] = "case.item_performed"
    v: ClassVar[int] = 1
    item: str
    paper: MaterialId | None
    on: date
    by: By


@dataclass(frozen=True, slots=True)
class Defaulted:
    """TR31: a due item was not performed."""

    kind: ClassVar[str] = "case.defaulted"
    v: ClassVar[int] = 1
    item: str
    note: NoteId | None
    by: By


@dataclass(frozen=True, slots=True)
class Reopened:
    """TR32: the parties change their agreement by mediation; the old one stays on file."""

    kind: ClassVar[str] = "case.reopened"
    v: ClassVar[int] = 1
    by: By
