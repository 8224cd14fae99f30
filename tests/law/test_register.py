from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from law.beijing import BEIJING
from law.register import (
    SENTENCES,
    EntryState,
    ExpertEntry,
    RegisterEntry,
    Standing,
    SubjectKind,
    expert_standing,
    standing,
)

CONFIRMED = datetime(2026, 3, 1, 9, tzinfo=BEIJING)
TEN = datetime(2026, 11, 22, 10, tzinfo=BEIJING)
MINUTE = timedelta(minutes=1)
ENTRY = RegisterEntry(
    "e1",
    "沪0104",
    SubjectKind.MEDIATOR,
    "m1",
    "特邀2026007",
    date(2026, 3, 1),
    date(2027, 2, 28),
    EntryState.COURT_CONFIRMED,
    CONFIRMED,
    "法院平台消息",
)
EXPERT = ExpertEntry("m1", "310000", CONFIRMED, CONFIRMED + timedelta(days=5), date(2026, 3, 1), None, ("欠薪",))


def at(moment: datetime, *entries: RegisterEntry) -> Standing:
    return standing(entries, "沪0104", "m1", moment)


def test_a_confirmed_mediator_stands_and_the_entry_is_named() -> None:
    found = at(TEN, ENTRY)
    assert (found.stands, found.code, found.entry) == (True, "register.standing", "e1")


def test_at20_removed_at_ten_cannot_accept_at_one_past_ten() -> None:
    removed = replace(ENTRY, state=EntryState.REMOVED, removed_at=TEN)
    assert at(TEN - MINUTE, removed).stands
    assert not at(TEN, removed).stands
    after = at(TEN + MINUTE, removed)
    assert (after.stands, after.code) == (False, "register.removed")
    assert "2026-11-22 10:00:00" in after.sentence.zh
    assert "2026-11-22 10:00:00" in after.sentence.en


def test_who_is_not_entered_for_that_court_does_not_stand() -> None:
    assert at(TEN).code == "register.not_entered"
    assert standing([ENTRY], "沪0105", "m1", TEN).code == "register.not_entered"
    assert standing([ENTRY], "沪0104", "m2", TEN).code == "register.not_entered"


def test_a_court_may_use_the_register_of_a_higher_one() -> None:
    high = replace(ENTRY, court="沪")
    assert at(TEN, high).code == "register.not_entered"
    assert standing([high], "沪0104", "m1", TEN, used={"沪"}).stands


def test_submitted_is_not_confirmed_and_confirmation_has_a_time() -> None:
    submitted = replace(ENTRY, state=EntryState.SUBMITTED, confirmed_at=None)
    assert at(TEN, submitted).code == "register.not_confirmed"
    assert at(CONFIRMED - MINUTE, ENTRY).code == "register.not_confirmed"
    assert at(CONFIRMED, ENTRY).stands


def test_the_first_and_the_last_day_count_in_beijing() -> None:
    early = replace(ENTRY, confirmed_at=datetime(2026, 2, 1, tzinfo=BEIJING))
    before = at(datetime(2026, 2, 28, 23, 59, tzinfo=BEIJING), early)
    assert (before.stands, before.code) == (False, "register.not_begun")
    assert "2026年3月1日" in before.sentence.zh
    assert at(datetime(2026, 3, 1, 0, 0, tzinfo=BEIJING), early).stands
    assert at(datetime(2027, 2, 28, 23, 59, tzinfo=BEIJING), ENTRY).stands
    assert at(datetime(2027, 3, 1, tzinfo=BEIJING), ENTRY).code == "register.expired"
    expired = replace(ENTRY, state=EntryState.EXPIRED)
    assert at(datetime(2027, 3, 1, tzinfo=BEIJING), expired).code == "register.expired"


def test_one_good_entry_is_enough_else_the_latest_says_why() -> None:
    removed = replace(ENTRY, id="e0", valid_from=date(2025, 3, 1), state=EntryState.REMOVED, removed_at=CONFIRMED)
    assert at(TEN, removed, ENTRY).stands
    again = replace(ENTRY, id="e2", state=EntryState.SUBMITTED, confirmed_at=None)
    found = at(TEN, again, removed)
    assert (found.code, found.entry) == ("register.not_confirmed", "e2")


def test_state_and_times_must_agree() -> None:
    with pytest.raises(ValueError, match="confirmation"):
        replace(ENTRY, confirmed_at=None)
    with pytest.raises(ValueError, match="confirmation"):
        replace(ENTRY, state=EntryState.SUBMITTED)
    with pytest.raises(ValueError, match="removal"):
        replace(ENTRY, state=EntryState.REMOVED)
    with pytest.raises(ValueError, match="removal"):
        replace(ENTRY, removed_at=TEN)
    with pytest.raises(ValueError, match="last day"):
        replace(ENTRY, state=EntryState.EXPIRED, valid_to=None)


def test_an_expert_needs_both_confirmations_and_the_province() -> None:
    assert expert_standing([EXPERT], "310000", "m1", TEN).stands
    assert expert_standing([EXPERT], "320000", "m1", TEN).code == "pool.not_entered"
    assert expert_standing([EXPERT], "310000", "m1", CONFIRMED + timedelta(days=4)).code == "pool.not_confirmed"
    half = replace(EXPERT, authority_confirmed_at=None)
    assert expert_standing([half], "310000", "m1", TEN).code == "pool.not_confirmed"
    over = replace(EXPERT, valid_to=date(2026, 11, 21))
    assert expert_standing([over], "310000", "m1", TEN).code == "pool.expired"
    later = replace(EXPERT, valid_from=date(2026, 11, 23))
    assert expert_standing([later], "310000", "m1", TEN).code == "pool.not_begun"


def test_every_sentence_is_whole_in_both_languages() -> None:
    for words in SENTENCES.values():
        assert words.zh.endswith("。")
        assert words.en.endswith(".")
