"""From the word to the seal (TR16-TR22): who confirms, signs, closes, seals, and what makes a text fall."""

from dataclasses import replace
from datetime import timedelta

import pytest

from law.beijing import day_of
from rooms.cases.deeds.assignment import ChangeAsked, ChangeDecided
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.ending import Terminated, Withdrew
from rooms.cases.deeds.intake import AgentNamed
from rooms.cases.deeds.text import (
    OfflineAgreement,
    PartySigned,
    PrincipleAgreed,
    SigningGivenUp,
    TextConfirmed,
    TextFell,
    TextFixed,
)
from rooms.cases.ids import AgentId
from rooms.cases.refusals import IllegalMove, NotPermitted
from rooms.cases.words import FellBecause, Form, Ground, MaterialKind, Office, SealForm, State
from tests.rooms.cases.stories import (
    COMPANY,
    DESK,
    LI,
    MEDIATOR,
    MONDAY,
    NOTE,
    OTHER_TEXT,
    REPORT,
    SCAN,
    TEXT,
    WORKER,
    Story,
    accepted,
    active,
    agreed,
    appointed,
    both_agreed,
    closed,
    confirmed,
    drafting,
    effective,
    effective_from,
    filed,
    fixed,
    mediator_signed,
    offline,
    party,
    reminded_to_sign,
    sealed,
    signed,
    signing,
)


def fell(because: FellBecause, by: By = MEDIATOR) -> TextFell:
    return TextFell(TEXT, because, by)


GIVEN_UP = SigningGivenUp(NOTE, MEDIATOR)


def test_drafting_begins_when_the_last_side_agrees_in_principle() -> None:
    story = active()
    story.does(PrincipleAgreed(WORKER, Form.LINK, party(WORKER)))
    assert story.state is State.ACTIVE
    refusal = story.refused(TextFixed(TEXT, MEDIATOR))
    assert refusal.code == "principle.missing"
    assert refusal.zh.startswith("被申请人还没有")

    story.does(PrincipleAgreed(COMPANY, Form.ORAL, MEDIATOR))

    assert story.moves[-1] == ("TR16", State.DRAFTING)


def test_a_text_fixed_while_talking_moves_twice_where_all_agreed_before() -> None:
    story = drafting()
    story.does(TextFixed(TEXT, MEDIATOR))
    assert story.moves[-1] == ("TR17", State.READ_THROUGH)


def test_after_another_mediator_took_over_the_text_is_fixed_from_active() -> None:
    story = drafting()
    story.does(ChangeAsked(WORKER, None, NOTE, party(WORKER)), ChangeDecided(True, None, DESK))
    story.does(appointed(story, LI), accepted(LI), TextFixed(TEXT, By(Office.MEDIATOR, LI)))
    assert story.moves[-2:] == [("TR16", State.DRAFTING), ("TR17", State.READ_THROUGH)]


def test_signing_begins_when_the_last_has_confirmed_and_one_may_sign_before() -> None:
    story = fixed(drafting())
    story.does(TextConfirmed(TEXT, WORKER, party(WORKER)), PartySigned(TEXT, WORKER, story.at, party(WORKER)))
    assert story.state is State.READ_THROUGH
    assert story.refused(PartySigned(TEXT, COMPANY, story.at, party(COMPANY))).code == "text.not_confirmed"

    story.does(TextConfirmed(TEXT, COMPANY, party(COMPANY)))

    assert story.moves[-1] == ("TR19", State.SIGNING)


def test_another_text_is_neither_confirmed_nor_signed() -> None:
    story = signing()
    assert story.refused(TextConfirmed(OTHER_TEXT, WORKER, party(WORKER))).code == "text.other"
    assert story.refused(PartySigned(OTHER_TEXT, WORKER, story.at, party(WORKER))).code == "text.other"


def test_at57_each_act_waits_for_the_one_before_and_the_seal_comes_last() -> None:
    story = signed(signing(), who=(WORKER,))
    waits = [story.refused(deed).code for deed in (mediator_signed(story), closed(story), sealed(story))]
    assert waits == ["signature.missing"] * 3

    signed(story, who=(COMPANY,))
    assert [story.refused(deed).code for deed in (closed(story), sealed(story))] == ["signature.mediator_missing"] * 2
    story.does(mediator_signed(story))
    assert story.refused(sealed(story)).code == "text.not_closed"
    story.does(closed(story))
    assert story.state is State.SIGNING
    story.does(sealed(story))

    assert (story.moves[-1], story.case.ground) == (("TR22", State.EFFECTIVE), Ground.AGREEMENT)


def test_at44_what_may_be_claimed_is_the_latest_and_the_thirty_days_count_from_the_last_party() -> None:
    story = signed(signing(), who=(WORKER,))
    signed(story.waits(days=1), who=(COMPANY,))
    both = story.at
    story.waits(days=1).does(mediator_signed(story), closed(story))
    story.waits(days=1).does(sealed(story))

    assert story.case.effective_at == story.at == story.case.ended_at
    assert story.case.counts_from == day_of(both)


def test_a_stamped_scan_stands_for_the_seal_only_when_it_is_on_file() -> None:
    story = signed(signing())
    story.does(mediator_signed(story), closed(story), filed(SCAN))
    assert story.refused(sealed(story, SealForm.STAMPED_SCAN)).code == "seal.no_scan"
    assert story.refused(sealed(story, SealForm.STAMPED_SCAN, SCAN)).code == "seal.no_scan"
    scan = type(SCAN)("stamped")
    story.does(filed(scan, MaterialKind.SEALED_SCAN), sealed(story, SealForm.STAMPED_SCAN, scan))
    assert story.state is State.EFFECTIVE


@pytest.mark.parametrize("lane", ["WEIPAI", "WEITUO", "SELF", "COURT_HOSTED"])
def test_every_lane_with_a_mediator_comes_to_an_agreement(lane: str) -> None:
    assert effective(lane).state is State.EFFECTIVE


def test_at18_an_agreement_on_paper_counts_from_the_day_it_was_signed() -> None:
    story = offline()
    assert story.moves == [("TR1", State.RECEIVED), ("TR22", State.EFFECTIVE)]
    assert story.case.counts_from == MONDAY - timedelta(days=3)


def test_at18_paper_needs_its_lane_its_scan_and_both_sides() -> None:
    story = Story("OFFLINE")
    story.does(both_agreed("OFFLINE"), filed(SCAN))
    entered = OfflineAgreement(SCAN, MONDAY, DESK)
    assert story.refused(entered).code == "seal.no_scan"
    assert story.refused(replace(entered, signed_on=MONDAY + timedelta(days=1))).code == "day.ahead"
    assert isinstance(active().refused(entered), IllegalMove)


@pytest.mark.parametrize(
    ("because", "by"),
    [
        (FellBecause.OBJECTION, party(COMPANY)),
        (FellBecause.REFUSAL, party(COMPANY)),
        (FellBecause.REOPENED, MEDIATOR),
        (FellBecause.EXPIRED, SYSTEM),
    ],
)
def test_a_text_falls_with_all_its_signatures(because: FellBecause, by: By) -> None:
    reading, story = fixed(drafting()), signed(signing(), who=(WORKER,))
    for one, row in ((reading, "TR18"), (story, "TR20")):
        one.does(fell(because, by))
        assert (one.moves[-1], one.case.text) == ((row, State.DRAFTING), None)
        assert effective_from(confirmed(fixed(one, OTHER_TEXT), OTHER_TEXT), OTHER_TEXT).state is State.EFFECTIVE


def test_who_signed_does_not_go_back_on_it_and_nobody_does_once_the_mediator_signed() -> None:
    story = signed(signing(), who=(WORKER,))
    assert story.refused(fell(FellBecause.REFUSAL, party(WORKER))).code == "text.signed_stays"
    assert story.refused(fell(FellBecause.OBJECTION, party(WORKER))).code == "text.signed_stays"
    assert isinstance(story.refused(fell(FellBecause.REOPENED, party(COMPANY))), NotPermitted)
    assert isinstance(story.refused(fell(FellBecause.REFUSAL)), NotPermitted)
    assert story.refused(fell(FellBecause.EXPIRED, MEDIATOR)).code == "text.expired_by_system"

    signed(story, who=(COMPANY,))
    assert story.refused(fell(FellBecause.EXPIRED, SYSTEM)).code == "text.all_signed"
    story.does(mediator_signed(story))

    assert story.refused(fell(FellBecause.REOPENED)).code == "text.all_signed"


@pytest.mark.parametrize(
    "end", [Terminated(Ground.TOO_FAR, REPORT, MEDIATOR), Withdrew(COMPANY, Ground.UNWILLING, None, party(COMPANY))]
)
def test_when_all_parties_have_signed_the_mediation_is_not_ended_any_more(end: Deed) -> None:
    story = signed(signing())
    assert story.refused(end).code == "text.all_signed"
    assert isinstance(effective().refused(end), IllegalMove)


def test_a_refusal_that_stands_ends_it_by_the_mediator() -> None:
    story = signing()
    assert story.refused(GIVEN_UP).code == "signing.not_reminded"
    story.does(fell(FellBecause.REOPENED))
    assert story.refused(GIVEN_UP).code == "signing.not_refused"
    confirmed(fixed(story))
    story.does(fell(FellBecause.REFUSAL, party(COMPANY)))
    assert isinstance(story.refused(SigningGivenUp(None, SYSTEM)), NotPermitted)

    story.does(GIVEN_UP)

    assert (story.moves[-1], story.case.ground) == (("TR21", State.TERMINATED), Ground.REFUSE_SIGN)


def test_after_a_reminder_and_its_days_the_system_ends_it() -> None:
    story = signed(signing(), who=(WORKER,))
    story.waits(days=1).does(reminded_to_sign(story))
    given_up = SigningGivenUp(None, SYSTEM)
    assert story.waits(days=3).refused(given_up).code == "signing.running"
    story.waits(days=1).does(given_up)
    assert (story.state, story.case.ground) == (State.TERMINATED, Ground.REFUSE_SIGN)


def test_a_reminder_of_a_text_that_fell_counts_for_no_other() -> None:
    story = signing()
    story.does(reminded_to_sign(story))
    story.waits(days=5).does(fell(FellBecause.REOPENED))
    confirmed(fixed(story, OTHER_TEXT), OTHER_TEXT)
    assert story.refused(GIVEN_UP).code == "signing.not_reminded"


def test_an_agent_signs_with_special_authority_only() -> None:
    story = active()
    plain, special = AgentId("plain"), AgentId("special")
    for agent in (plain, special):
        story.does(AgentNamed(agent, COMPANY, "lawyer", agent == special, (), (), DESK))
    by_plain, by_special = By(Office.PARTY, plain), By(Office.PARTY, special)
    assert story.refused(PrincipleAgreed(COMPANY, Form.LINK, by_plain)).code == "agent.not_special"
    assert isinstance(story.refused(PrincipleAgreed(WORKER, Form.LINK, by_special)), NotPermitted)

    story.does(PrincipleAgreed(COMPANY, Form.LINK, by_special), PrincipleAgreed(WORKER, Form.LINK, party(WORKER)))
    fixed(story)
    for who, by in ((WORKER, party(WORKER)), (COMPANY, by_special)):
        story.does(TextConfirmed(TEXT, who, by), PartySigned(TEXT, who, story.at, by))

    assert story.refused(fell(FellBecause.REFUSAL, by_special)).code == "text.signed_stays"
    assert effective_from_signed(story).state is State.EFFECTIVE


def effective_from_signed(story: Story) -> Story:
    story.does(mediator_signed(story), closed(story), sealed(story))
    return story


def test_what_was_agreed_in_principle_is_not_agreed_again() -> None:
    assert isinstance(agreed(active()).refused(PrincipleAgreed(WORKER, Form.LINK, party(WORKER))), IllegalMove)
