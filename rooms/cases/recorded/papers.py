"""What becomes of a paper on file, as far as a court is concerned."""

from dataclasses import replace
from typing import assert_never

from rooms.cases.case import Case
from rooms.cases.deeds.papers import CourtPaperGiven, CourtPaperGivenFor, PaperMarked
from rooms.cases.ids import MaterialId

Papers = PaperMarked | CourtPaperGiven | CourtPaperGivenFor


def after(case: Case, deed: Papers) -> Case:
    """The case with that in it."""
    match deed:
        case PaperMarked(material=paper, use=use):
            marked = (replace(one, use=use) if one.id == paper else one for one in case.materials)
            return replace(case, materials=tuple(marked))
        case CourtPaperGiven(material=paper, given=given):
            return _chosen(case, paper, given, len(case.materials))
        case CourtPaperGivenFor(material=paper, given=given, statement=statement):
            return _chosen(case, paper, given, case.place_of(statement))
        case _:
            assert_never(deed)


def _chosen(case: Case, paper: MaterialId, given: bool, at: int) -> Case:  # noqa: FBT001 - the deed's own word
    there, back = (tuple(one for one in held if one != paper) for held in (case.given, case.kept_back))
    return replace(
        case,
        given=(*there, paper) if given else there,
        kept_back=back if given else (*back, paper),
        chosen_at={**case.chosen_at, paper: at},
    )
