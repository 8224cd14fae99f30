"""The session's one table: complete, as the golden moves say, refusing in plain words, and drawn as it is."""

import csv
from collections.abc import Iterator
from itertools import product

import pytest

from rooms import inputs, session_moves
from rooms.audibility import hears
from rooms.diagram import NAMES, mermaid, move_lines
from rooms.facts import Fact, PhaseChanged
from rooms.inputs import Input
from rooms.refusals import SENTENCES, NotPermitted, Refusal
from rooms.room import Phase, Place, Room
from rooms.session_moves import EVENTS, GUARDS, TABLE, WHEN, Move
from rooms.step import step
from tests.architecture.source import ROOT, product_files
from tests.rooms.session_page import PAGE, page
from tests.rooms.stories import (
    AGENT,
    CAUCUS,
    COMPANY,
    LATER,
    MEDIATOR,
    NOON,
    WORKER,
    admitted,
    after,
    arrivals,
    aside,
    called_aside,
    cleared,
    entered,
    everyone_at_the_table,
    opened,
    waiting,
    with_seats,
)

BEFORE: list[Input] = [*waiting(WORKER, COMPANY), *arrivals(AGENT)]
"""Two are cleared, one has just come."""
BEGUN: list[Input] = [*everyone_at_the_table(), *arrivals(AGENT)]
"""Begun, and somebody came late."""
CHECK = inputs.CalledToCheck(LATER, MEDIATOR, AGENT)
STORIES: dict[Phase, list[Input]] = {
    Phase.PLANNED: [],
    Phase.LOBBY: BEFORE,
    Phase.CHECK: [*BEFORE, CHECK],
    Phase.JOINT: BEGUN,
    Phase.CAUCUS: [*BEGUN, *aside(WORKER)],
    Phase.BREAK: [*BEGUN, inputs.BreakBegun(LATER, MEDIATOR, None)],
    Phase.INTERRUPTED: [*BEGUN, inputs.Suspended(LATER, MEDIATOR, "停电", None)],
    Phase.CLOSED: [*BEGUN, inputs.Closed(LATER, MEDIATOR)],
}
"""How a session comes into each phase."""

ACTS: dict[str, Input] = {
    "call_to_check": CHECK,
    "check_done": inputs.CheckLeft(LATER, MEDIATOR),
    "open_joint": opened(),
    "open_caucus": called_aside(COMPANY),
    "begin_break": inputs.BreakBegun(LATER, MEDIATOR, 10),
    "end_break": inputs.BreakEnded(LATER, MEDIATOR),
    "suspend": inputs.Suspended(LATER, MEDIATOR, "停电", None),
    "resume": inputs.Resumed(LATER, MEDIATOR),
    "close": inputs.Closed(LATER, MEDIATOR),
}
DIFFERENT = {
    ("planned", "close"): "closed",  # a session that was planned in error is closed too
    ("lobby", "host_lost"): "refused",  # nobody hears anybody in the lobby: there is nothing to interrupt
    ("joint", "open_caucus"): "joint",  # CAUCUS begins when the first who was called has come
    ("joint", "last_caucus_closed"): "joint",  # so a caucus nobody came to ends without a change
    ("interrupted", "last_caucus_closed"): "refused",
    ("interrupted", "resume"): "joint",  # everybody goes back where the interruption found them
}
"""Where the golden row is one of several readings, and this is ours."""


def golden() -> list[dict[str, str]]:
    with (ROOT / "tests/rooms/golden/session_moves.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", golden(), ids=lambda row: f"{row['phase']}-{row['event']}{row['when']}")
def test_the_golden_moves(row: dict[str, str]) -> None:
    if row["when"] == "caucus_open":
        assert not [one for one in told(*STORIES[Phase.BREAK]).caucuses if one.open], "a break ends all of them"
        return
    phase, event = row["phase"], row["event"]
    assert reached(Phase(phase), event) == DIFFERENT.get((phase, event), row["to"])


def reached(phase: Phase, event: str) -> str:
    """The phase after a golden event, or `refused`."""
    now = told(*STORIES[phase])
    assert now.phase is phase
    if event in ACTS:
        if phase in {Phase.JOINT, Phase.CAUCUS, Phase.BREAK} and event == "check_done":
            now = step(now, CHECK).room
        if phase in {Phase.LOBBY, Phase.CHECK} and event == "open_joint":
            now = told(*BEFORE, *cleared(AGENT))
            now = step(now, CHECK).room if phase is Phase.CHECK else now
        return _outcome(now, ACTS[event])
    (row,) = rows_of(event, phase)
    return "refused" if row.missing else str(row.target or phase)


def told(*events: Input) -> Room:
    return after(list(events), with_seats(AGENT))


def _outcome(now: Room, event: Input) -> str:
    try:
        return str(step(now, event).room.phase)
    except Refusal:
        return "refused"


def rows_of(event: str, phase: Phase) -> list[Move]:
    return [move for move in TABLE if move.event == event and phase in move.sources]


@pytest.mark.parametrize(("event", "phase"), list(product(EVENTS, Phase)))
def test_every_event_has_an_answer_in_every_phase(event: str, phase: Phase) -> None:
    rows = rows_of(event, phase)
    assert rows
    assert len(rows) == 1 or all(row.when is not None for row in rows), "one row, or a choice by conditions"
    for row in rows:
        assert (row.missing is None) == (row.label is not None)
        assert row.missing is None or (row.missing in SENTENCES and not row.guards and row.target is None)


def test_each_guard_and_condition_has_its_sentence_and_its_row() -> None:
    named = {name for move in TABLE for name in (*move.guards, *((move.when,) if move.when else ()))}
    conditions = {name for name in WHEN if name.removeprefix("was_") not in {"planned", "interrupted", "closed"}}
    assert named == set(GUARDS) | conditions
    assert {f"guard.{name}" for name in named} == {code for code in SENTENCES if code.startswith("guard.")}


ASKED_IN_VAIN: list[tuple[Phase, Input, str]] = [
    (Phase.LOBBY, inputs.Admitted(NOON, MEDIATOR, WORKER), "session.not_begun"),
    (Phase.LOBBY, inputs.AllAdmitted(NOON, MEDIATOR), "session.not_begun"),
    (Phase.LOBBY, called_aside(WORKER), "session.not_begun"),
    (Phase.LOBBY, inputs.BreakBegun(NOON, MEDIATOR, None), "session.not_begun"),
    (Phase.JOINT, opened(), "session.begun"),
    (Phase.JOINT, inputs.BreakEnded(NOON, MEDIATOR), "session.no_break"),
    (Phase.JOINT, inputs.Resumed(NOON, MEDIATOR), "session.not_interrupted"),
    (Phase.BREAK, inputs.BreakBegun(NOON, MEDIATOR, None), "session.in_break"),
    (Phase.BREAK, called_aside(WORKER), "session.in_break"),
    (Phase.INTERRUPTED, inputs.Admitted(NOON, MEDIATOR, WORKER), "session.interrupted"),
    (Phase.INTERRUPTED, inputs.BreakBegun(NOON, MEDIATOR, None), "session.interrupted"),
    (Phase.INTERRUPTED, CHECK, "session.interrupted"),
]


@pytest.mark.parametrize(("phase", "event", "code"), ASKED_IN_VAIN)
def test_an_illegal_move_is_refused_with_what_is_missing(phase: Phase, event: Input, code: str) -> None:
    with pytest.raises(NotPermitted) as refusal:
        step(told(*STORIES[phase]), event)
    assert refusal.value.code == code
    assert refusal.value.zh.endswith("。")


def test_nobody_but_the_table_decides_on_a_phase() -> None:
    setters = {
        file.stem
        for file in product_files()
        if file.parent.name == "rooms" and ("phase=phase" in (text := file.read_text()) or "phase=Phase" in text)
    }
    assert setters == {"settling", "pausing"}, "both ask next_phase first"
    assert session_moves.next_phase(after([entered(MEDIATOR)]), "enter") is Phase.LOBBY


def test_the_whole_way_is_on_record() -> None:
    story: list[Input] = [
        *[entered(MEDIATOR), *arrivals(WORKER), *cleared(WORKER), opened(), *aside(WORKER)],
        inputs.CaucusClosed(LATER, MEDIATOR, CAUCUS),
        inputs.Elapsed(LATER.replace(minute=30)),
        inputs.BreakBegun(LATER, MEDIATOR, None),
        inputs.BreakEnded(LATER, MEDIATOR),
        inputs.Closed(LATER, MEDIATOR),
    ]
    phases = [fact.phase for fact in facts(story) if isinstance(fact, PhaseChanged)]
    assert phases == ["lobby", "check", "lobby", "joint", "caucus", "joint", "break", "joint", "closed"]


def facts(story: list[Input]) -> Iterator[Fact]:
    now = after([])
    for event in story:
        outcome = step(now, event)
        now = outcome.room
        yield from (effect.fact for effect in outcome.effects if hasattr(effect, "fact"))


def test_a_latecomer_is_checked_while_the_session_goes_on() -> None:
    checked = told(*BEGUN, CHECK)
    assert checked.phase is Phase.JOINT
    assert {seat.id for seat in checked.present(Place.CHECK, AGENT)} == {MEDIATOR, AGENT}
    assert {one.speaker for one in hears(checked) if one.listener == WORKER} == set(), "no mediator is with the others"
    late = told(*BEGUN, *cleared(AGENT), admitted(AGENT))
    assert {seat.id for seat in late.present(Place.JOINT)} == {MEDIATOR, WORKER, COMPANY, AGENT}


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.rooms.session_page"


def test_every_phase_and_every_change_is_in_the_picture() -> None:
    picture = mermaid(TABLE).splitlines()
    assert set(NAMES) == set(Phase)
    for move in TABLE:
        for source in move.sources if move.target else ():
            assert sum(line.startswith(f"    {source} --> {move.target} :") for line in picture) == 1
    assert len(list(move_lines(TABLE))) == len(TABLE) + 2
