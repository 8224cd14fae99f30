"""Coming in, consents and those who cannot be reached (TR1-TR5, TR9)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest

from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import PerformancePlanned
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import (
    AgentNamed,
    ConsentRecorded,
    Joined,
    MediationRefused,
    Received,
    Returned,
)
from rooms.cases.deeds.talks import SessionPlanned
from rooms.cases.guards.everywhere import day_within_rules
from rooms.cases.guards.moment import Moment
from rooms.cases.guards.talks import may_begin
from rooms.cases.ids import AgentId, NoteId, ParticipantId
from rooms.cases.refusals import IllegalMove, NotPermitted, Refusal, Unmet
from rooms.cases.words import (
    ConsentHow,
    ContactChannel,
    ContactResult,
    Ground,
    Office,
    ReturnReason,
    Source,
    Standing,
    State,
)
from rooms.person import Consent
from tests.rooms.cases.stories import (
    CHEN,
    COMPANY,
    COURT,
    DESK,
    MEDIATOR,
    MONDAY,
    NOTE,
    ROOM,
    SESSION_BEGUN,
    WORKER,
    Story,
    accept_pending,
    active,
    appointed,
    assigning,
    begun,
    both_agreed,
    consent,
    contact,
    party,
    planned,
    received,
)

PHONE, SMS, LETTER = ContactChannel.PHONE, ContactChannel.SMS, ContactChannel.LETTER
ENDED = MediationRefused(NOTE, MEDIATOR)


def quick() -> Story:
    """A mediator opened a room at once."""
    story = Story()
    by = By(Office.MEDIATOR, CHEN)
    nobody = (replace(one, agreed=None) for one in received().participants)
    story.does(received(source=Source.QUICK_ROOM, by=by, participants=tuple(nobody)))
    return story


def test_at8_without_a_consent_the_case_waits_and_no_session_is_planned_or_begun() -> None:
    story = begun()

    assert story.state is State.CONSENT_PENDING
    for deed in (planned(story), SESSION_BEGUN):
        refusal = story.refused(deed)
        assert (type(refusal), refusal.code) == (Unmet, "consent.missing")
        assert "被申请人尚未同意在线调解" in refusal.zh
        assert "申请人、" not in refusal.zh


def test_at8_a_room_opened_at_once_is_planned_but_does_not_begin_before_all_agreed() -> None:
    story = quick()
    story.does(SessionPlanned(ROOM, story.at, short_notice=False, by=MEDIATOR))

    said = [may_begin(story.case)]
    story.does(consent(WORKER))
    said.append(may_begin(story.case))
    story.does(consent(COMPANY), appointed(story))
    said.append(may_begin(story.case))

    assert [refusal and refusal.code for refusal in said] == ["consent.missing"] * 2 + ["mediator.not_accepted"]
    assert said[0] is not None
    assert "申请人、被申请人" in said[0].zh
    assert story.refused(SESSION_BEGUN).code == "mediator.not_accepted"


def test_at8_a_consent_to_one_step_is_none_to_another() -> None:
    story = begun()
    story.does(ConsentRecorded(COMPANY, Consent.E_SERVICE, True, ConsentHow.LINK, MONDAY, None, party(COMPANY)))

    assert story.state is State.CONSENT_PENDING


def test_the_last_missing_consent_moves_the_case_on() -> None:
    assert begun().moves == [("TR1", State.RECEIVED), ("TR3", State.CONSENT_PENDING)]
    assert assigning().moves[-1] == ("TR5", State.ASSIGNING)


def test_who_comes_with_every_consent_goes_straight_to_choosing() -> None:
    story = Story()
    story.does(both_agreed())
    assert story.moves == [("TR1", State.RECEIVED), ("TR5", State.ASSIGNING)]


@pytest.mark.parametrize("reason", ReturnReason)
def test_at31_an_application_goes_back_for_one_of_four_reasons_in_writing(reason: ReturnReason) -> None:
    story = begun("WEIPAI")
    assert story.refused(Returned(reason, NoteId(""), DESK)).code == "reason.missing"

    story.does(Returned(reason, NOTE, DESK))

    assert (story.state, story.case.returned) == (State.RETURNED, reason)


def test_at31_a_case_that_is_being_mediated_is_not_returned() -> None:
    refusal = active().refused(Returned(ReturnReason.UNSUITABLE, NOTE, DESK))

    assert isinstance(refusal, IllegalMove)
    assert "调解中" in refusal.zh
    assert refusal.data["state"] == "active"


def test_at36_a_refusal_ends_the_case_for_unwillingness() -> None:
    story = begun()
    story.does(consent(COMPANY, given=False), ENDED)
    assert (story.state, story.case.ground) == (State.TERMINATED, Ground.UNWILLING)


def test_at36_a_no_on_the_phone_is_a_refusal_until_it_is_taken_back() -> None:
    story = begun()
    story.does(contact(story, PHONE, ContactResult.REFUSED))
    taken_back = begun()
    taken_back.does(contact(taken_back, PHONE, ContactResult.REFUSED), contact(taken_back, PHONE, ContactResult.AGREED))

    story.does(ENDED)

    assert story.case.ground is Ground.UNWILLING
    assert taken_back.refused(ENDED).code == "contact.too_few"


@pytest.mark.parametrize(
    ("tries", "code"),
    [
        (((0, PHONE), (1, SMS)), "contact.too_few"),
        (((0, PHONE), (1, PHONE), (2, PHONE)), "contact.one_channel"),
        (((0, PHONE), (0, SMS), (0, LETTER)), "contact.one_day"),
    ],
)
def test_at36_says_what_is_lacking_before_somebody_counts_as_out_of_reach(
    tries: tuple[tuple[int, ContactChannel], ...], code: str
) -> None:
    story, first = begun(), begun().at
    for day, channel in tries:
        story.at = first + timedelta(days=day)
        story.does(contact(story, channel))

    assert story.refused(ENDED).code == code


def test_at36_three_tries_by_two_channels_on_two_days_end_it_for_no_contact() -> None:
    story = begun()
    story.does(contact(story, PHONE), contact(story, SMS))
    story.waits(days=1)
    story.does(contact(story, PHONE), ENDED)
    assert (story.state, story.case.ground) == (State.TERMINATED, Ground.NO_CONTACT)


def test_at36_an_answer_begins_the_count_anew() -> None:
    story = begun()
    story.does(contact(story, PHONE), contact(story, SMS), contact(story, PHONE, ContactResult.REACHED))
    story.waits(days=1)
    story.does(contact(story, PHONE))
    assert story.refused(ENDED).code == "contact.too_few"


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (received(participants=received().participants[:1]), "case.one_side"),
        (received("WEIPAI", court_case_no=None), "court.number_missing"),
        (received("WEITUO", material_received_on=None), "court.receipt_missing"),
        (received("WEITUO", procedure=None), "lane.procedure"),
        (received(profile="none"), "lane.unknown"),
        (received(received_on=MONDAY + timedelta(days=1)), "day.ahead"),
        (received(major=True), "case.major_not_collective"),
        (received(source=Source.COURT_ADAPTER), "case.source_of_other"),
        (received(participants=(*received().participants, received().participants[0])), "participant.twice"),
    ],
)
def test_a_case_does_not_come_in(deed: Received, code: str) -> None:
    assert Story().refused(deed).code == code


@pytest.mark.parametrize("day", [date.min, date(2021, 12, 31), date(2100, 1, 1), date.max])
def test_no_deed_names_a_day_that_no_rule_and_no_calendar_knows(day: date) -> None:
    story = begun()
    moment = Moment(story.case, story.at, story.world)
    at = datetime.combine(day, time(), timezone(timedelta(hours=14)))
    deeds = (
        replace(consent(WORKER), on=day),
        replace(contact(story, PHONE), at=at),
        replace(planned(story), at=at),
        PerformancePlanned((("一次性支付", day),), MEDIATOR),
    )
    assert [getattr(day_within_rules(moment, deed), "code", None) for deed in deeds] == ["day.outside"] * 4
    assert story.refused(deeds[0]).code in {"day.outside", "day.ahead"}


def test_a_closed_lane_takes_no_case() -> None:
    assert Story(lane_open=False).refused(received()).code == "lane.closed"


def test_nothing_happens_to_a_case_there_is_not() -> None:
    assert isinstance(Story().refused(consent(WORKER)), IllegalMove)


def test_nobody_comes_in_twice() -> None:
    assert isinstance(begun().refused(received()), IllegalMove)


OTHERS = By(Office.PARTY, "stranger")


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (replace(consent(COMPANY), by=party(WORKER)), "party.not_own"),
        (replace(consent(COMPANY), by=OTHERS), "party.not_of_case"),
        (replace(consent(COMPANY), by=DESK), "link.not_own"),
        (replace(consent(COMPANY), by=COURT), "link.not_own"),
    ],
)
def test_nobody_agrees_for_another(deed: Deed, code: str) -> None:
    refusal = begun().refused(deed)
    assert (type(refusal), refusal.code) == (NotPermitted, code)


def test_an_unknown_participant_is_refused() -> None:
    assert begun().refused(replace(consent(COMPANY), participant="nobody", by=DESK)).code == "participant.unknown"  # type: ignore[arg-type]


def test_a_party_has_two_agents_at_most() -> None:
    story = begun()

    def agent(number: int) -> AgentNamed:
        return AgentNamed(AgentId(f"agent{number}"), WORKER, "lawyer", False, (), (), DESK)

    story.does(agent(1), agent(2))

    assert story.refused(agent(2)).code == "agent.known"
    assert story.refused(agent(3)).code == "agent.too_many"


def test_third_parties_are_not_waited_for() -> None:
    third = Joined(ParticipantId("third"), Standing.THIRD_PARTY, received().participants[0].kind)
    story = Story()
    story.does(received(participants=(*both_agreed().participants, third)))
    assert story.state is State.ASSIGNING


def test_another_mediator_does_nothing_in_the_case() -> None:
    refusal: Refusal = accept_pending().refused(replace(contact(begun(), PHONE), by=By(Office.MEDIATOR, "li")))
    assert refusal.code == "mediator.not_of_case"
