"""The minutes step by step: who confirms what, what an edit clears, what keeps a text from being fixed."""

from dataclasses import replace

import pytest

from rooms.ids import PersonId
from rooms.minutes.acts import (
    Confirmed,
    Corrected,
    Dissented,
    EndAsked,
    Excused,
    FreezeAsked,
    Happened,
    Headed,
    Reopened,
    Sealed,
    Struck,
    Written,
)
from rooms.minutes.facts import MinutesClosed, MinutesEnded, MinutesFrozen, MinutesReopened
from rooms.minutes.minutes import Closed, Ended, Entry, EntryId, EntryKind, Frozen, Mark, Minutes, Open, Result
from rooms.minutes.reading import settled_by
from rooms.minutes.refusals import Refusal, Unfit, Unmet
from rooms.minutes.step import step
from tests.rooms.minutes.minutes_story import (
    DIGEST,
    MANAGER,
    MEDIATOR,
    NOON,
    PEOPLE,
    WORKER,
    after,
    all_confirmed,
    at,
    confirms,
    entry,
    freeze_of,
    minutes,
    read_back,
    said,
)


def confirmed_by(now: Minutes, person: PersonId) -> list[bool]:
    return [person in each.confirmed for each in now.entries]


def refused(now: Minutes, act: object) -> str:
    with pytest.raises(Refusal) as refusal:
        step(now, act)  # type: ignore[arg-type] # any act
    assert refusal.value.zh
    assert refusal.value.en
    return refusal.value.code


def test_at40_an_edit_clears_the_changed_entry_and_those_behind_it_alone() -> None:
    now = read_back(4)
    now = after(now, confirms(now, WORKER))
    assert confirmed_by(now, WORKER) == [True] * 4
    now = after(now, Corrected(at(5), MEDIATOR, entry(3), 0, "第三句话，更正"))
    assert confirmed_by(now, WORKER) == [True, True, False, False]
    assert [old.text for old in now.entries[2].history] == ["第3句话"]


def test_at40_a_strike_clears_the_same_and_keeps_the_words() -> None:
    now = read_back(3)
    now = after(now, confirms(now, WORKER), confirms(now, MANAGER))
    now = after(now, Struck(at(5), MEDIATOR, entry(2), 0, "重复记录"))
    assert confirmed_by(now, WORKER) == confirmed_by(now, MANAGER) == [True, False, False]
    assert now.entries[1].text == "第2句话"
    assert now.entries[1].struck is not None
    assert refused(now, Corrected(at(6), MEDIATOR, entry(2), 1, "改")) == "minutes.entry_struck"


def test_a_new_entry_clears_nothing() -> None:
    now = read_back(2)
    now = after(now, confirms(now, WORKER), said(3, "又一句"))
    assert confirmed_by(now, WORKER) == [True, True, False]


def test_only_the_words_before_the_eyes_are_confirmed() -> None:
    now = read_back(2)
    seen = confirms(now, WORKER)
    now = after(now, Corrected(at(5), MEDIATOR, entry(1), 0, "别的话"))
    assert refused(now, seen) == "minutes.entry_changed"
    assert confirmed_by(now, WORKER) == [False, False]


def test_what_was_not_read_back_cannot_be_confirmed_or_disputed() -> None:
    now = after(read_back(1), said(2, "还没有宣读"))
    assert refused(now, Confirmed(NOON, WORKER, ((entry(2), 0),))) == "minutes.not_offered"
    assert refused(now, Dissented(NOON, WORKER, entry(2), "不对")) == "minutes.not_offered"


def test_a_dissent_stands_beside_and_blocks_nothing() -> None:
    now = read_back(2)
    others = tuple(confirms(now, person) for person in (WORKER, MEDIATOR))
    now = after(now, *others, Confirmed(NOON, MANAGER, ((entry(1), 0),)), Dissented(NOON, MANAGER, entry(2), "没说过"))
    now = after(now, Headed(NOON, MEDIATOR, None, Result.NOT_AGREED))
    assert now.entries[1].text == "第2句话"
    assert isinstance(after(now, freeze_of(now)).stage, Frozen)


def test_a_dissent_is_of_the_words_it_was_written_to() -> None:
    now = after(read_back(1), Dissented(NOON, MANAGER, entry(1), "不对"))
    assert settled_by(now.entries[0], MANAGER)
    now = after(now, Corrected(at(2), MEDIATOR, entry(1), 0, "改过的话"))
    assert now.entries[0].dissents
    assert not settled_by(now.entries[0], MANAGER)


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (replace(all_confirmed(), result=None), "minutes.result_missing"),
        (after(all_confirmed(), said(9, "后来的话")), "minutes.unread"),
        (after(all_confirmed(), Corrected(at(9), MEDIATOR, entry(4), 0, "更正")), "minutes.unconfirmed"),
        (after(all_confirmed(), Excused(at(9), MEDIATOR, MEDIATOR, "离开")), "minutes.no_signers"),
        (minutes(), "minutes.nothing_written"),
    ],
)
def test_what_is_missing_before_the_text_is_fixed_is_named(spoilt: Minutes, code: str) -> None:
    assert refused(spoilt, freeze_of(spoilt)) == code


def test_who_is_missing_is_named() -> None:
    now = after(all_confirmed(), Corrected(at(9), MEDIATOR, entry(4), 0, "更正"))
    now = after(now, *(confirms(now, person) for person in (WORKER, MEDIATOR)))
    with pytest.raises(Unmet, match=r"minutes\.unconfirmed") as refusal:
        step(now, freeze_of(now))
    assert refusal.value.data["names"] == "李四"


def test_somebody_excused_is_not_waited_for() -> None:
    now = after(all_confirmed(), Corrected(at(9), MEDIATOR, entry(4), 0, "更正"))
    now = after(now, *(confirms(now, person) for person in (WORKER, MEDIATOR)))
    now = after(now, Excused(at(9), MEDIATOR, MANAGER, "中途退出，拒绝签名"))
    stage = after(now, freeze_of(now)).stage
    assert isinstance(stage, Frozen)
    assert stage.signers == (WORKER, MEDIATOR)
    assert after(now, Excused(at(9), MEDIATOR, MANAGER, " ")).excuses == ()


def test_a_fixed_text_is_reopened_with_a_reason_and_closed_only_as_itself() -> None:
    now = all_confirmed()
    frozen = step(now, freeze_of(now))
    assert frozen.facts == (MinutesFrozen(now.room, DIGEST, (WORKER, MANAGER, MEDIATOR), MEDIATOR),)
    assert refused(frozen.minutes, said(7, "再写一句")) == "minutes.not_open"
    assert refused(frozen.minutes, Sealed(at(11), "cd" * 32)) == "minutes.not_frozen"
    again = step(frozen.minutes, Reopened(at(11), MEDIATOR, "漏记一句", signed=2))
    assert isinstance(again.facts[0], MinutesReopened)
    assert isinstance(again.minutes.stage, Open)
    assert again.minutes.entries == now.entries
    closed = step(frozen.minutes, Sealed(at(12), DIGEST))
    assert closed.facts == (MinutesClosed(now.room, DIGEST),)
    assert isinstance(closed.minutes.stage, Closed)
    assert refused(closed.minutes, Reopened(at(13), MEDIATOR, "晚了", signed=3)) == "minutes.closed"


def test_minutes_end_unsigned_only_with_a_reason_at_every_name() -> None:
    now = after(all_confirmed(), Excused(at(10), MEDIATOR, WORKER, "拒绝签名"))
    act = EndAsked(at(11), MEDIATOR, DIGEST, "时间已到", PEOPLE)
    with pytest.raises(Unmet, match=r"minutes\.unsigned") as refusal:
        step(now, act)
    assert refusal.value.data["names"] == "李四、王调解"
    now = after(now, *(Excused(at(11), MEDIATOR, person, "时间已到") for person in (MANAGER, MEDIATOR)))
    assert refused(now, replace(act, reason=" ")) == "minutes.reason"
    ended = step(now, act)
    assert ended.facts == (MinutesEnded(now.room, DIGEST, MEDIATOR, "时间已到", (WORKER, MANAGER, MEDIATOR)),)
    assert isinstance(ended.minutes.stage, Ended)
    for late in (said(7, "再写一句"), Reopened(at(12), MEDIATOR, "晚了", signed=0), freeze_of(now), act):
        assert refused(ended.minutes, late) == "minutes.closed"


def test_only_what_a_keeper_wrote_has_to_be_signed() -> None:
    begun = Entry(EntryId("a1"), NOON, EntryKind.EVENT, "共同会谈开始。", mark=Mark.BEGUN)
    now = after(minutes(), Happened((begun,), 1))
    assert not now.typed
    now = after(now, said(1, "一句"))
    assert now.typed
    assert not after(now, Struck(at(2), MEDIATOR, entry(1), 0, "误记")).typed


def test_another_version_than_the_one_seen_is_not_fixed() -> None:
    now = all_confirmed()
    stale = FreezeAsked(at(10), MEDIATOR, now.version - 1, DIGEST, PEOPLE, MEDIATOR)
    assert refused(now, stale) == "minutes.entry_changed"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (said(1, "  "), "minutes.text_empty"),
        (said(1, "长" * 2001), "minutes.text_too_long"),
        (said(1, "看\u202e不见"), "minutes.text_characters"),
        (Written(NOON, MEDIATOR, EntryId("短"), EntryKind.NOTICE, MEDIATOR, "告知"), "minutes.entry_id"),
        (Written(NOON, MEDIATOR, entry(1), EntryKind.EVENT, MEDIATOR, "会谈开始"), "minutes.entry_kind"),
        (Corrected(NOON, MEDIATOR, entry(5), 0, "没有的"), "minutes.entry_unknown"),
        (Struck(NOON, MEDIATOR, entry(5), 0, "没有的"), "minutes.entry_unknown"),
        (Reopened(NOON, MEDIATOR, "没有定稿", 0), "minutes.not_frozen"),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(act: object, code: str) -> None:
    assert refused(minutes(), act) == code


def test_the_same_entry_sent_again_is_written_once() -> None:
    now = after(minutes(), said(1, "一句"))
    assert after(now, said(1, "一句")) == now
    other = Written(NOON, PersonId("recorder"), entry(1), EntryKind.STATEMENT, WORKER, "两句")
    with pytest.raises(Unfit, match=r"minutes\.entry_id"):
        step(now, other)


def test_events_are_looked_at_once() -> None:
    event = Entry(EntryId("a3"), at(3), EntryKind.EVENT, "会谈开始。", mark=Mark.BEGUN)
    now = after(minutes(), Happened((event,), 3))
    assert now.entries == (event,)
    assert after(now, Happened((event,), 3)) == now
    assert after(now, Happened((event,), 4)).entries == (event,)
