"""The clocks of domain.md §4.5 and the numbers beside them."""

from datetime import date

import pytest

from law.clock_rules import ClockRule, OwedBy, UnknownClockRule, rule, rules
from law.deadlines import Span, Unit
from law.parameters import UnknownParameter, parameter, parameters

TODAY = date(2026, 11, 22)
LENGTHS = {
    "return_check": (3, Unit.WORKING_DAYS),
    "joint_choice": (2, Unit.WORKING_DAYS),
    "court_appoints": (3, Unit.WORKING_DAYS),
    "mediator_accepts": (3, Unit.WORKING_DAYS),
    "contact_other_side": (3, Unit.WORKING_DAYS),
    "period": (7, Unit.DAYS),
    "arbitration_notice": (15, Unit.DAYS),
    "confirmation": (30, Unit.DAYS),
    "arbitration_review": (15, Unit.DAYS),
    "court_accept": (3, Unit.DAYS),
    "court_decide": (15, Unit.DAYS),
    "court_decide_extended": (10, Unit.DAYS),
    "court_decide_special": (30, Unit.DAYS),
    "objection_party": (15, Unit.DAYS),
    "objection_third_person": (6, Unit.MONTHS),
    "enforcement": (2, Unit.YEARS),
    "archive": (30, Unit.DAYS),
}


def test_at58_every_clock_has_its_length() -> None:
    assert {one.id: (one.span.count, one.span.unit) for one in rules(TODAY)} == LENGTHS
    assert all(rule(one, TODAY).id == one for one in LENGTHS)


def test_at45_only_the_notice_of_arbitration_does_not_roll() -> None:
    still = {one.id for one in rules(TODAY) if one.span.unit is not Unit.WORKING_DAYS and not one.span.rolls}
    assert still == {"arbitration_notice"}
    assert rule("arbitration_notice", TODAY).span == Span(15, Unit.DAYS, rolls=False)
    assert not rule("arbitration_notice", TODAY).pausable


def test_at42_only_the_period_of_mediation_can_stand_still() -> None:
    assert [one.id for one in rules(TODAY) if one.pausable] == ["period"]


@pytest.mark.parametrize("one", rules(TODAY), ids=lambda one: one.id)
def test_what_is_not_settled_says_so_to_people(one: ClockRule) -> None:
    assert one.label.zh
    assert one.label.en.isascii()
    assert one.source
    assert one.settled or one.note is not None
    if one.note is not None:
        assert one.note.zh.endswith("。")
        assert one.note.en.endswith(".")
    assert one.citations or not one.settled


def test_reminders_come_before_the_last_day_and_in_order() -> None:
    for one in rules(TODAY):
        assert list(one.remind_before_days) == sorted(one.remind_before_days, reverse=True)
        assert all(days >= 1 for days in one.remind_before_days)
        assert one.owed_by is not OwedBy.COURT or one.id == "court_appoints" or not one.remind_before_days


def test_there_is_no_clock_before_the_rules_and_none_by_another_name() -> None:
    with pytest.raises(UnknownClockRule):
        rule("confirmation", date(2021, 12, 31))
    with pytest.raises(UnknownClockRule):
        rule("midnight", TODAY)


def test_the_numbers_beside_the_clocks() -> None:
    assert {one.key: one.value for one in parameters(TODAY)} == {
        "contact_tries": 3,
        "contact_channels": 2,
        "contact_days": 2,
        "session_notice_hours": 24,
        "unsigned_hours": 72,
        "signing_reminder_hours": 24,
        "duplicate_months": 12,
        "collective_parties": 10,
        "agents_per_side": 2,
        "notice_seconds": 10,
        "private_zone_days": 30,
        "unclosed_room_days": 14,
        "archival_renewal_days": 365,
    }
    for one in parameters(TODAY):
        assert parameter(one.key, TODAY) == one
        assert one.source
        assert one.settled or (one.note is not None and one.note.zh.endswith("。"))


def test_an_unknown_number_is_an_error_of_ours() -> None:
    with pytest.raises(UnknownParameter):
        parameter("patience", TODAY)
    with pytest.raises(UnknownParameter):
        parameter("agents_per_side", date(2021, 1, 1))
