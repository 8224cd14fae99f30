"""What a court did is told to both sides, once, in words that say what it means: pure (AT-16, TR25 to TR28)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from law.procedures import Lane
from rooms.cases.deeds.court import CorrectionAsked, CourtAccepted, RouteChosen
from rooms.cases.ids import ParticipantId
from rooms.cases.words import Decision, NoticeKind, Route, Standing, State
from server.cases.notices import Names, Owed, concerned, owed, text_of
from tests.rooms.cases.stories import (
    COURT,
    DESK,
    MEDIATOR,
    NOTE,
    PARTIES,
    Story,
    applied,
    confirmed_by_court,
    decided,
    effective,
    submission,
    submitted,
    under_review,
)

NAMES = Names("某街道人民调解委员会", "陈某", None, None)


def told(story: Story) -> list[Owed]:
    return list(owed(story.case, story.calendar, story.at))


def said(story: Story, one: Owed) -> str:
    text = text_of(one.given, story.case, NAMES, one.values)
    return "\n".join((text.title.zh, *(each.zh for each in text.paragraphs)))


def corrected() -> Story:
    story = submitted()
    story.does(CorrectionAsked(NOTE, None, COURT))
    return story


def answered(story: Story, decision: Decision) -> Story:
    story.does(decided(story, decision))
    return story


@pytest.mark.parametrize(
    ("made", "kind", "words"),
    [
        (under_review, NoticeKind.COURT_ACCEPTED, "法院已经受理"),
        (corrected, NoticeKind.COURT_CORRECTION, "要求补正"),
        (confirmed_by_court, NoticeKind.COURT_CONFIRMED, "强制执行"),
        (lambda: confirmed_by_court(Lane.WEITUO), NoticeKind.COURT_PAPER, "签收后生效"),
        (lambda: answered(under_review(), Decision.REJECTED), NoticeKind.COURT_REFUSED, "裁定驳回"),
        (lambda: answered(under_review(), Decision.NOT_ACCEPTED), NoticeKind.COURT_REFUSED, "不予受理"),
        (lambda: answered(under_review(), Decision.WITHDRAWN), NoticeKind.APPLICATION_WITHDRAWN, "调解协议仍然有效"),
    ],
)
def test_at16_each_act_of_the_court_is_told_to_both_sides_once(
    made: Callable[[], Story], kind: NoticeKind, words: str
) -> None:
    story = made()
    first = told(story)
    assert [(one.given.what, one.given.participant) for one in first] == [(kind, who) for who in PARTIES]
    assert all(words in said(story, one) for one in first)
    story.does(*(one.given for one in first))
    story.waits(hours=30)
    assert told(story) == []


def test_at16_what_was_let_go_is_not_told_again_when_the_way_to_the_court_is_left_once_more() -> None:
    story = answered(under_review(), Decision.WITHDRAWN)
    story.does(*(one.given for one in told(story)))
    story.waits(hours=1)
    story.does(RouteChosen(Route.CONFIRMATION, MEDIATOR), *map(applied, PARTIES))
    assert told(story) == []
    story.does(RouteChosen(Route.ARBITRATION_REVIEW, MEDIATOR))
    assert story.state is State.EFFECTIVE
    assert told(story) == []


def test_an_answer_of_the_arbitration_commission_is_not_called_the_courts() -> None:
    story = effective()
    story.does(RouteChosen(Route.ARBITRATION_REVIEW, MEDIATOR), *map(applied, PARTIES))
    story.does(submission(story), CourtAccepted("1", story.today, DESK))
    words = said(story, told(story)[0])
    assert "仲裁委员会已经受理" in words
    assert "法院" not in words


def test_a_third_person_is_told_where_it_applied_too() -> None:
    story = under_review()
    case = story.case
    third = replace(case.participants[1], id=ParticipantId("third"), standing=Standing.THIRD_PARTY)
    with_it = replace(case, participants=(*case.participants, third))
    assert concerned(with_it) == with_it.participants
    bystander = replace(third, application=None)
    assert concerned(replace(case, participants=(*case.participants, bystander))) == case.participants
