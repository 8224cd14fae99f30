"""The result of an agreement: when it may be entered, what it may say, and when it falls (domain.md §3.9)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import CorrectionAsked, Defaulted, Reopened
from rooms.cases.deeds.ending import ResultEntered, Terminated
from rooms.cases.ids import NoteId
from rooms.cases.refusals import IllegalMove, NotPermitted, Unmet
from rooms.cases.words import Ground, Result
from tests.rooms.cases import stories as told
from tests.rooms.cases.stories import COURT, DESK, MEDIATOR, NOTE, REPORT, SEAL, WORKER, Story, party

ENTERED = ResultEntered(Result.AGREEMENT_FULL, NOTE, NoteId("amount"), performed_at_once=False, by=MEDIATOR)


def defaulted() -> Story:
    story = told.performing().waits(days=2)
    story.does(Defaulted("first", None, MEDIATOR))
    return story


def corrected() -> Story:
    story = told.submitted()
    story.does(CorrectionAsked(NOTE, None, COURT))
    return story


FROM_EFFECT_ON: tuple[Callable[[], Story], ...] = (
    *(told.effective, told.offline, told.applying, told.submitted, told.under_review, told.confirmed_by_court),
    *(told.not_confirmed, told.performing, told.all_performed, defaulted, corrected),
)
"""Every state from EFFECTIVE on."""


@pytest.mark.parametrize("story_of", FROM_EFFECT_ON)
@pytest.mark.parametrize("by", [MEDIATOR, DESK], ids=str)
def test_it_is_entered_wherever_an_agreement_stands_and_moves_nothing(story_of: Callable[[], Story], by: By) -> None:
    story = story_of()
    before = story.state
    story.does(replace(ENTERED, by=by))
    assert story.state is before
    assert story.case.result == replace(ENTERED, by=by)


@pytest.mark.parametrize("story_of", [told.active, told.drafting, told.signing, told.terminated])
def test_without_an_agreement_in_effect_there_is_none(story_of: Callable[[], Story]) -> None:
    assert isinstance(story_of().refused(ENTERED), IllegalMove)


@pytest.mark.parametrize("by", [party(WORKER), COURT, SEAL], ids=str)
def test_nobody_else_enters_it(by: By) -> None:
    assert isinstance(told.effective().refused(replace(ENTERED, by=by)), NotPermitted)


@pytest.mark.parametrize("result", [one for one in Result if not one.startswith("agreement")])
def test_what_is_no_agreement_is_not_entered_here(result: Result) -> None:
    refusal = told.effective().refused(replace(ENTERED, result=result))
    assert (type(refusal), refusal.code) == (Unmet, "result.no_agreement")


def test_it_says_what_was_agreed() -> None:
    assert told.effective().refused(replace(ENTERED, content=NoteId(""))).code == "result.content"


def test_what_is_still_due_was_not_performed_at_once() -> None:
    at_once = replace(ENTERED, performed_at_once=True)
    story = told.performing()
    assert story.refused(at_once).code == "result.items_open"
    story.does(told.performed(story, "first"), told.performed(story, "second"), at_once)
    assert told.effective().does(at_once).case.result == at_once


def test_the_last_entry_counts_and_both_are_on_record() -> None:
    story, mended = told.effective(), replace(ENTERED, result=Result.AGREEMENT_PARTIAL, amount=None, by=DESK)
    story.does(ENTERED, mended)
    assert story.case.result == mended
    assert [event for _, event in story.records if isinstance(event, ResultEntered)] == [ENTERED, mended]


@pytest.mark.parametrize(
    "end", [Reopened(DESK), Terminated(Ground.TOO_FAR, REPORT, MEDIATOR)], ids=lambda one: one.kind
)
def test_it_falls_with_its_agreement(end: Reopened | Terminated) -> None:
    story = told.not_confirmed()
    story.does(ENTERED, end)
    assert story.case.result is None
