"""Which papers on file a failed mediation hands back to the court that sent the case (domain.md F12; AT-17, AT-39).

By its kind goes what the procedure itself is made of; of evidence only what the court sent, what a party handed in for
the file and did not keep back, and what a party gave to the court. Whatever is added one day stays until it is named.
"""

from enum import StrEnum

from rooms.cases.case import Case, Material
from rooms.cases.words import MaterialKind

OF_COURT = frozenset({MaterialKind.COURT_LETTER, MaterialKind.COURT_DECISION})
OF_PROCEDURE = frozenset(
    {MaterialKind.APPLICATION, MaterialKind.IDENTITY, MaterialKind.AUTHORITY, MaterialKind.CONSENT}
)
"""A party's, and no evidence: who stands here by which right, and what was asked for and agreed to."""
BY_CHOICE = frozenset({MaterialKind.EVIDENCE, MaterialKind.OTHER})
"""What goes by its use and by its owner's choice."""


class Fate(StrEnum):
    """How it stands with a paper of BY_CHOICE."""

    GIVEN = "given"
    KEPT_BACK = "kept_back"
    FROM_COURT = "from_court"
    RECORD = "record"
    MEDIATION = "mediation"


GOING = frozenset({Fate.GIVEN, Fate.FROM_COURT, Fate.RECORD})


def fate(case: Case, paper: Material) -> Fate | None:
    """The owner's word, then what it was filed for. None: it goes or stays by its kind."""
    if paper.what not in BY_CHOICE:
        return None
    if paper.id in case.given:
        return Fate.GIVEN
    return Fate.KEPT_BACK if paper.id in case.kept_back else Fate(paper.use)


def goes_back(case: Case, paper: Material) -> bool:
    """Whether the court gets it with the failed case. Of papers that are nobody's only what came from the court."""
    own = fate(case, paper)
    if own is not None:
        return own in GOING and (paper.owner is not None or own is Fate.FROM_COURT)
    return paper.what in OF_COURT or (paper.owner is not None and paper.what in OF_PROCEDURE)
