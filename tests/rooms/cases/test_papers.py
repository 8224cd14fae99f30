"""Which papers on file go to a court, by whose word, and what a failed mediation hands back (AT-17, AT-39)."""

from dataclasses import replace
from itertools import product

import pytest

from rooms.cases.case import Case, Material
from rooms.cases.deeds.by import By
from rooms.cases.deeds.papers import CourtPaperGiven, CourtPaperGivenFor, PaperMarked
from rooms.cases.guards.papers import DECIDED_AT_MOST
from rooms.cases.ids import MaterialId, ParticipantId, Sha256
from rooms.cases.refusals import NotPermitted
from rooms.cases.step import step
from rooms.cases.to_court import Fate, fate, goes_back
from rooms.cases.words import MaterialKind, PaperUse
from tests.rooms.cases.stories import (
    CASE,
    COMPANY,
    COURT,
    DESK,
    MEDIATOR,
    WORKER,
    Story,
    active,
    filed,
    party,
    terminated,
)

SLIP, LETTER_OF_COURT, WORD, THEIRS = map(MaterialId, ("slip", "letter-of-court", "statement", "theirs"))
K, U = MaterialKind, PaperUse


def given(paper: MaterialId = SLIP, *, by: By | None = None, given: bool = True) -> CourtPaperGiven:
    return CourtPaperGiven(paper, given, by or party(WORKER))


def on_its_word(
    paper: MaterialId = SLIP, word: MaterialId = WORD, *, who: ParticipantId = WORKER, given: bool = True
) -> CourtPaperGivenFor:
    return CourtPaperGivenFor(who, paper, given, word, MEDIATOR)


def files(
    story: Story, paper: MaterialId, what: MaterialKind = K.EVIDENCE, owner: ParticipantId | None = WORKER
) -> Story:
    story.does(replace(filed(paper, what), owner=owner))
    return story


def with_slip(lane: str = "WEITUO") -> Story:
    """The worker's own evidence is on file, and a paper of the court."""
    return files(files(active(lane), SLIP), LETTER_OF_COURT, K.COURT_LETTER)


def stands(story: Story, paper: MaterialId = SLIP) -> tuple[Fate | None, bool]:
    """What is said of it, and whether it goes with a failed case."""
    one = story.case.materials[story.case.place_of(paper)]
    return fate(story.case, one), goes_back(story.case, one)


def test_at39_a_party_alone_gives_its_own_evidence_to_the_court_and_takes_it_back() -> None:
    story = with_slip()
    assert stands(story) == (Fate.MEDIATION, False)

    assert type(story.refused(given(by=party(COMPANY)))) is NotPermitted
    for somebody in (MEDIATOR, DESK, COURT):
        assert type(story.refused(given(by=somebody))) is NotPermitted
    for paper in (LETTER_OF_COURT, MaterialId("none")):
        assert story.refused(given(paper)).code == "paper.not_on_file"

    for wanted, expected in ((True, (Fate.GIVEN, True)), (False, (Fate.KEPT_BACK, False)), (True, (Fate.GIVEN, True))):
        story.does(given(given=wanted))
        assert stands(story) == expected
        assert story.refused(given(given=wanted)).code == "court_paper.so_already"


def test_at39_what_nobody_gave_can_be_kept_back_beforehand_and_stays_whatever_it_is_called_later() -> None:
    story = with_slip()
    story.does(PaperMarked(SLIP, U.RECORD, DESK))
    assert stands(story) == (Fate.RECORD, True)
    story.does(given(given=False))
    assert stands(story) == (Fate.KEPT_BACK, False)
    story.does(PaperMarked(SLIP, U.FROM_COURT, DESK))
    assert stands(story) == (Fate.KEPT_BACK, False)


def test_at17_what_a_paper_was_filed_for_is_said_of_evidence_in_a_courts_case_alone() -> None:
    story = files(with_slip(), THEIRS, owner=None)
    assert story.refused(PaperMarked(LETTER_OF_COURT, U.RECORD, DESK)).code == "paper.not_on_file"
    assert story.refused(PaperMarked(THEIRS, U.RECORD, DESK)).code == "paper_use.nobodys"
    assert story.refused(PaperMarked(SLIP, U.MEDIATION, DESK)).code == "court_paper.so_already"
    assert type(story.refused(PaperMarked(SLIP, U.RECORD, party(WORKER)))) is NotPermitted
    story.does(PaperMarked(THEIRS, U.FROM_COURT, DESK), PaperMarked(SLIP, U.FROM_COURT, DESK))
    assert (stands(story, THEIRS), stands(story)) == ((Fate.FROM_COURT, True), (Fate.FROM_COURT, True))
    assert story.refused(given(given=False)).code == "court_paper.from_court"
    assert with_slip("SELF").refused(PaperMarked(SLIP, U.RECORD, DESK)).code == "lane.not_of_court"
    over = terminated("WEITUO")
    assert over.refused(PaperMarked(SLIP, U.RECORD, DESK)).code == "state.other"


def test_at39_the_desk_gives_for_a_party_on_a_statement_of_that_very_party_alone() -> None:
    story = with_slip()
    assert story.refused(on_its_word()).code == "court_paper.no_statement"
    assert type(story.refused(replace(on_its_word(), by=party(WORKER)))) is NotPermitted
    files(story, MaterialId("consent"), K.CONSENT)
    files(story, MaterialId("of-company"), K.STATEMENT, COMPANY)
    files(story, THEIRS, owner=COMPANY)
    for word in ("consent", "of-company", "none"):
        assert story.refused(on_its_word(word=MaterialId(word))).code == "court_paper.no_statement"
    files(story, WORD, K.STATEMENT)
    assert story.refused(on_its_word(THEIRS)).code == "court_paper.of_other"
    assert story.refused(on_its_word(THEIRS, who=COMPANY)).code == "court_paper.no_statement"
    assert story.refused(on_its_word(LETTER_OF_COURT)).code == "paper.not_on_file"
    story.does(on_its_word())
    assert stands(story) == (Fate.GIVEN, True)
    story.does(on_its_word(given=False))
    assert stands(story) == (Fate.KEPT_BACK, False)
    assert stands(story, WORD) == (None, False), "a statement may name what stays, so it goes nowhere"


def test_at39_a_statement_does_not_outlive_what_the_party_said_after_it() -> None:
    story = files(with_slip(), WORD, K.STATEMENT)
    story.does(given(given=False))
    assert story.refused(on_its_word()).code == "court_paper.statement_older"
    later = MaterialId("later")
    files(story, later, K.STATEMENT).does(on_its_word(word=later))
    assert stands(story) == (Fate.GIVEN, True)
    assert story.refused(on_its_word(given=False)).code == "court_paper.statement_older"


@pytest.mark.parametrize(("what", "owner", "use"), list(product(K, (WORKER, None), U)))
def test_at17_a_failed_case_hands_back_only_what_is_named(
    what: MaterialKind, owner: ParticipantId | None, use: PaperUse
) -> None:
    paper = Material(SLIP, owner, what, Sha256("0" * 64), use)
    case: Case = replace(active("WEITUO").case, materials=(paper,))
    if what in (K.COURT_LETTER, K.COURT_DECISION):
        expected = True
    elif what in (K.APPLICATION, K.IDENTITY, K.AUTHORITY, K.CONSENT):
        expected = owner is not None
    elif what in (K.EVIDENCE, K.OTHER):
        expected = use is U.FROM_COURT or (owner is not None and use is U.RECORD)
    else:
        expected = False
    assert goes_back(case, paper) is expected
    if what in (K.EVIDENCE, K.OTHER):
        assert not goes_back(replace(case, kept_back=(SLIP,)), paper)
        assert goes_back(replace(case, given=(SLIP,)), paper) is (owner is not None)


@pytest.mark.parametrize(("people", "share"), [(2, 60), (40, 10)])
def test_at39_each_side_gives_its_share_of_what_a_bundle_takes_and_uses_up_no_others(people: int, share: int) -> None:
    story = files(with_slip(), THEIRS, owner=COMPANY)
    case = story.case
    slip, others = case.materials[case.place_of(SLIP)], case.participants * (people // 2 - 1)
    full = tuple(replace(slip, id=MaterialId(f"paper-{number}")) for number in range(share))
    story.now = replace(
        case,
        materials=(*case.materials, *full),
        given=tuple(one.id for one in full),
        participants=(*case.participants, *others),
    )
    refused = story.refused(given())
    assert (refused.code, refused.data["limit"]) == ("court_paper.too_many", share)
    step(story.now, CASE, given(THEIRS, by=party(COMPANY)), story.at, story.world)
    story.now = replace(story.now, given=story.now.given[1:])
    step(story.now, CASE, given(), story.at, story.world)


def test_a_party_decides_on_so_many_papers_those_taken_back_included() -> None:
    story = files(with_slip(), THEIRS, owner=COMPANY)
    slip = story.case.materials[story.case.place_of(SLIP)]
    back = tuple(replace(slip, id=MaterialId(f"slip-{number}")) for number in range(DECIDED_AT_MOST))
    full = replace(story.case, materials=(*story.case.materials, *back), kept_back=tuple(one.id for one in back))
    story.now = full
    assert story.refused(given()).code == "court_paper.too_many_own"
    for again in (given(back[-1].id), given(THEIRS, by=party(COMPANY))):
        step(full, CASE, again, story.at, story.world)
