"""Which of the papers on file go to a court (domain.md §2.6, §3.13; AT-17, AT-39)."""

from dataclasses import dataclass
from typing import ClassVar

from rooms.cases.deeds.by import By
from rooms.cases.ids import MaterialId, ParticipantId
from rooms.cases.words import PaperUse


@dataclass(frozen=True, slots=True)
class PaperMarked:
    """What a paper was filed for, as whoever took it in was told; until it is said, for mediation alone."""

    kind: ClassVar[str] = "case.paper_use"
    v: ClassVar[int] = 1
    material: MaterialId
    use: PaperUse
    by: By


@dataclass(frozen=True, slots=True)
class CourtPaperGiven:
    """A party gives one of its own papers on file to the court (domain.md §3.13, slot 09), or keeps it back."""

    kind: ClassVar[str] = "case.court_paper"
    v: ClassVar[int] = 1
    material: MaterialId
    given: bool
    by: By


@dataclass(frozen=True, slots=True)
class CourtPaperGivenFor:
    """The same, done by the desk for `participant` on the `statement` that it signed and that is on file."""

    kind: ClassVar[str] = "case.court_paper_for"
    v: ClassVar[int] = 1
    participant: ParticipantId
    material: MaterialId
    given: bool
    statement: MaterialId
    by: By
