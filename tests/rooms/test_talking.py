"""Switches and chat at the table."""

from dataclasses import replace

import pytest

from rooms import inputs
from rooms.audibility import hears, reads
from rooms.chat import LINE_LIMIT, ChatLine
from rooms.effects import Reroute, StoreLine
from rooms.hearing import Hearing
from rooms.ids import Medium
from rooms.refusals import Refusal
from rooms.room import Phase, Room
from rooms.step import step
from tests.rooms.stories import (
    COMPANY,
    MEDIATOR,
    NOON,
    WORKER,
    admitted,
    after,
    arrivals,
    entered,
    everyone_at_the_table,
    said,
)


def line_of(room: Room, event: inputs.ChatSent) -> ChatLine:
    return next(effect.line for effect in step(room, event).effects if isinstance(effect, StoreLine))


def test_muting_takes_the_microphone_from_everybody_at_once() -> None:
    now = after(everyone_at_the_table())
    outcome = step(now, inputs.MediaSet(NOON, WORKER, microphone=False, camera=True))
    assert Reroute() in outcome.effects
    assert hears(now) - hears(outcome.room) == {
        Hearing(listener, WORKER, Medium.MICROPHONE) for listener in (MEDIATOR, COMPANY)
    }


def test_threat1_who_waits_hears_nobody_and_is_heard_by_nobody() -> None:
    now = after([entered(MEDIATOR), *arrivals(WORKER, COMPANY), admitted(WORKER)])
    assert {seat for hearing in hears(now) for seat in (hearing.listener, hearing.speaker)} == {MEDIATOR, WORKER}


def test_outside_the_joint_phase_nobody_hears_anybody() -> None:
    table = after(everyone_at_the_table())
    assert hears(table)
    assert all(hears(replace(table, phase=phase)) == frozenset() for phase in Phase if phase is not Phase.JOINT)


def test_lines_are_numbered_in_order_and_stored() -> None:
    now = after(everyone_at_the_table())
    first = step(now, said(WORKER, "一", "m-1"))
    second = step(first.room, said(COMPANY, "二", "m-2"))
    lines = [effect.line.seq for effect in (*first.effects, *second.effects) if isinstance(effect, StoreLine)]
    assert lines == [1, 2]


def test_a_line_sent_again_is_said_once() -> None:
    once = after([*everyone_at_the_table(), said(WORKER)])
    again = step(once, said(WORKER))
    assert (again.room, again.effects) == (once, ())


def test_a_latecomer_reads_from_admission_on() -> None:
    early = after([entered(MEDIATOR), *arrivals(WORKER), admitted(WORKER)])
    line = line_of(early, said(WORKER, "只有先到的人看得到"))
    both = after([said(WORKER, "只有先到的人看得到"), *arrivals(COMPANY), admitted(COMPANY)], early)
    assert reads(both, line) == {MEDIATOR, WORKER}
    assert reads(both, line_of(both, said(COMPANY, "大家都看得到", "m-2"))) == {MEDIATOR, WORKER, COMPANY}


def test_threat4_who_waits_neither_says_nor_reads() -> None:
    waiting = after([entered(MEDIATOR), *arrivals(WORKER, COMPANY), admitted(COMPANY)])
    with pytest.raises(Refusal, match=r"not_permitted\.place"):
        step(waiting, said(WORKER))
    with pytest.raises(Refusal, match=r"not_permitted\.place"):
        step(waiting, inputs.MediaOffered(NOON, WORKER))
    assert WORKER not in reads(waiting, line_of(waiting, said(COMPANY)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "chat.empty"),
        (" \n ", "chat.empty"),
        ("字" * (LINE_LIMIT + 1), "chat.too_long"),
        ("a\u202eb", "text.control_characters"),
        ("a\x00b", "text.control_characters"),
    ],
)
def test_unfit_lines_are_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        step(after(everyone_at_the_table()), said(WORKER, text))
    assert caught.value.code == code


def test_markup_is_text_like_any_other() -> None:
    now = after(everyone_at_the_table())
    assert line_of(now, said(WORKER, "<b>好</b> 👨‍👩‍👧")).text == "<b>好</b> 👨‍👩‍👧"


def test_nobody_confirms_lines_that_do_not_exist() -> None:
    now = after([*everyone_at_the_table(), said(WORKER), inputs.ChatReceived(NOON, COMPANY, 99)])
    company = now.seat(COMPANY)
    assert company is not None
    assert company.received == 1
