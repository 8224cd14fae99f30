"""A party asks the court for its application back; the court alone lets it go (TR28, 民诉法解释 §357)."""

from dataclasses import replace

import pytest

from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import (
    Corrected,
    CorrectionAsked,
    CourtAccepted,
    RouteChosen,
    WithdrawalAsked,
    WithdrawalDropped,
)
from rooms.cases.deeds.intake import AgentNamed
from rooms.cases.ids import AgentId, NoteId, ParticipantId
from rooms.cases.refusals import IllegalMove, NotPermitted
from rooms.cases.words import Decision, Office, Route, State
from tests.rooms.cases.stories import (
    COMPANY,
    COURT,
    DESK,
    MEDIATOR,
    NOTE,
    PARTIES,
    SCAN,
    WORKER,
    applied,
    decided,
    effective,
    filed,
    party,
    submission,
    submitted,
)

NAME = NoteId("name")


def wishes(who: ParticipantId = WORKER, by: By | None = None) -> WithdrawalAsked:
    return WithdrawalAsked(who, NAME, NOTE, by or party(who))


def drops(who: ParticipantId = WORKER) -> WithdrawalDropped:
    return WithdrawalDropped(who, NAME, party(who))


@pytest.mark.parametrize(("lane", "route"), [("SELF", Route.CONFIRMATION), ("WEITUO", Route.COURT_PAPER)])
def test_tr28_a_party_asks_to_withdraw_and_nothing_moves_but_by_the_courts_answer(lane: str, route: Route) -> None:
    story = submitted(lane)
    assert story.case.route is route
    assert story.refused(drops()).code == "withdrawal.not_asked"
    story.does(wishes())
    assert story.state is State.SUBMITTED
    assert [(one.participant, one.person, one.note) for one in story.case.withdrawals] == [(WORKER, NAME, NOTE)]
    assert story.refused(wishes()).code == "withdrawal.asked_already"

    story.does(CorrectionAsked(NOTE, None, COURT), wishes(COMPANY), Corrected(None, MEDIATOR))
    story.does(CourtAccepted("no", story.today, COURT), drops(COMPANY))
    assert [one.participant for one in story.case.withdrawals] == [WORKER]
    assert story.moves[-1] == ("TR25", State.COURT_REVIEW)

    story.does(filed(SCAN), replace(decided(story, Decision.WITHDRAWN), paper=SCAN))
    assert story.moves[-1] == ("TR28", State.EFFECTIVE)
    assert isinstance(story.refused(wishes(COMPANY)), IllegalMove)
    story.does(RouteChosen(route, MEDIATOR), *map(applied, PARTIES), submission(story))
    assert story.case.withdrawals == (), "what is handed in anew nobody has asked to withdraw"


def test_a_court_that_has_a_withdrawal_before_it_may_go_on() -> None:
    story = submitted()
    story.does(wishes(), CourtAccepted("no", story.today, COURT), filed(SCAN))
    story.does(replace(decided(story, Decision.CONFIRMED), paper=SCAN))
    assert story.state is State.CONFIRMED
    assert isinstance(story.refused(drops()), IllegalMove)


def test_each_party_asks_for_itself_and_an_agent_with_the_authority_for_it() -> None:
    story = submitted()
    assert isinstance(story.refused(wishes(COMPANY, party(WORKER))), NotPermitted)
    for other in (MEDIATOR, DESK, COURT):
        assert isinstance(story.refused(wishes(WORKER, other)), NotPermitted)
    lawyer = By(Office.PARTY, "lawyer")
    story.does(AgentNamed(AgentId("lawyer"), WORKER, "lawyer", False, (), (), MEDIATOR))
    assert story.refused(wishes(WORKER, lawyer)).code == "agent.not_special"
    story.does(AgentNamed(AgentId("other"), COMPANY, "lawyer", True, (), (), MEDIATOR))
    story.does(wishes(COMPANY, By(Office.PARTY, "other")))
    assert [one.participant for one in story.case.withdrawals] == [COMPANY]


@pytest.mark.parametrize("route", [Route.WITHDRAWAL, Route.ARBITRATION_REVIEW])
def test_what_the_courts_withdrawn_would_answer_otherwise_is_not_withdrawn_here(route: Route) -> None:
    story = effective("WEITUO" if route is Route.WITHDRAWAL else "SELF")
    story.does(RouteChosen(route, MEDIATOR), *map(applied, PARTIES if route is not Route.WITHDRAWAL else (WORKER,)))
    assert isinstance(story.refused(wishes()), IllegalMove)
    story.does(submission(story))
    assert story.refused(wishes()).code == "withdrawal.other_route"
