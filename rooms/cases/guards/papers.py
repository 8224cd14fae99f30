"""Guards of which papers go to a court: whose, of what kind, and on whose word (AT-39)."""

from collections.abc import Sequence

from rooms.cases.case import Case, Material
from rooms.cases.deeds.papers import CourtPaperGiven, CourtPaperGivenFor, PaperMarked
from rooms.cases.guards.moment import Moment
from rooms.cases.ids import MaterialId
from rooms.cases.open_points import side
from rooms.cases.refusals import NotPermitted, Refusal, Unmet
from rooms.cases.to_court import BY_CHOICE
from rooms.cases.words import MaterialKind, PaperUse

GIVEN_AT_MOST = 400
"""Papers of one case, of the 500 files that a bundle takes (`agreements.bundle.archive`); each giver has its share."""
DECIDED_AT_MOST = 60
"""Papers of one party that it gave or kept back: whoever gives and takes back anew leaves a file each time."""


def use_fits(moment: Moment, deed: PaperMarked) -> Refusal | None:
    """Papers that go by their kind have no use to be named; only a party hands in for the file."""
    paper = _paper(moment.case, deed.material)
    if paper is None:
        return Unmet("paper.not_on_file")
    if deed.use is PaperUse.RECORD and paper.owner is None:
        return Unmet("paper_use.nobodys")
    return Unmet("court_paper.so_already") if paper.use is deed.use else None


def court_paper_own(moment: Moment, deed: CourtPaperGiven) -> Refusal | None:
    """A party's own evidence, given or kept back once."""
    paper, whose = _paper(moment.case, deed.material), side(moment.case, deed.by.id)
    if paper is None:
        return Unmet("paper.not_on_file")
    if whose is None or whose[0].id != paper.owner:
        return NotPermitted("party.not_own")
    return _chosen(moment.case, paper, given=deed.given)


def court_paper_signed(moment: Moment, deed: CourtPaperGivenFor) -> Refusal | None:
    """Of the party named, on a statement of that very party, which it has not overtaken by a later word."""
    case = moment.case
    paper = _paper(case, deed.material)
    if paper is None:
        return Unmet("paper.not_on_file")
    if paper.owner != deed.participant:
        return Unmet("court_paper.of_other")
    statement = _paper(case, deed.statement, (MaterialKind.STATEMENT,))
    if statement is None or statement.owner != deed.participant:
        return Unmet("court_paper.no_statement")
    if case.place_of(deed.statement) < case.chosen_at.get(paper.id, 0):
        return Unmet("court_paper.statement_older")
    return _chosen(case, paper, given=deed.given)


def _chosen(case: Case, paper: Material, *, given: bool) -> Refusal | None:
    if paper.id in (case.given if given else case.kept_back):
        return Unmet("court_paper.so_already")
    if paper.use is PaperUse.FROM_COURT and not given and paper.id not in case.given:
        return Unmet("court_paper.from_court")
    share = min(DECIDED_AT_MOST, GIVEN_AT_MOST // len(case.participants))
    if given and sum(one.id in case.given and one.owner == paper.owner for one in case.materials) >= share:
        return Unmet("court_paper.too_many", limit=share)
    decided = {*case.given, *case.kept_back}
    own = sum(one.id in decided and one.owner == paper.owner for one in case.materials)
    full = given and paper.id not in decided and own >= DECIDED_AT_MOST
    return Unmet("court_paper.too_many_own", limit=DECIDED_AT_MOST) if full else None


def _paper(case: Case, paper: MaterialId, kinds: Sequence[MaterialKind] = tuple(BY_CHOICE)) -> Material | None:
    return next((one for one in case.materials if one.id == paper and one.what in kinds), None)
