"""What is printed of the machine is what it goes by."""

from typing import get_args

from law.clock_rules import rules
from law.procedures import profiles
from rooms.cases.deeds.deed import Deed
from rooms.cases.diagram import clock_lines, mermaid, transition_lines
from rooms.cases.labels import labels
from rooms.cases.transitions import RECORDS, TABLE
from rooms.cases.words import State
from tests.rooms.cases.case_page import ON, PAGE, page

NAMED = {name for row in (*TABLE, *RECORDS) for name in (*row.needs, *row.checks, *((row.when,) if row.when else ()))}


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.rooms.cases.case_page"


def test_every_state_and_every_move_is_in_the_picture() -> None:
    picture = mermaid(TABLE, ON).splitlines()
    for state in State:
        assert sum(line.endswith(f" as {state}") for line in picture) == 1
    for row in TABLE:
        for source in row.sources if row.target else ():
            (arrow,) = (line for line in picture if line.startswith(f"    {source} --> {row.target} :"))
            assert row.id in arrow.partition(" : ")[2].split(", ")


def test_every_row_has_a_line_and_every_deed_is_in_one() -> None:
    assert len(list(transition_lines(TABLE, ON))) == len(TABLE) + 2
    assert {kind for row in (*TABLE, *RECORDS) for kind in row.deeds} == set(get_args(Deed))


def test_guards_are_named_in_plain_words_and_no_word_is_left_over() -> None:
    assert {one.id for one in labels("guard", ON)} == NAMED


def test_every_clock_has_a_line_with_its_length_and_whether_it_is_settled() -> None:
    lines = list(clock_lines(ON))[2:]
    periods = [one for one in profiles(ON) if one.period is not None]
    assert len(lines) == len(rules(ON)) - 1 + len(periods)
    assert all("有定论" in line or "法律未明确" in line for line in lines)


def test_the_table_names_no_clock_that_is_not_there() -> None:
    known = {one.id for one in rules(ON)} | {one.id for one in labels("set_day", ON)}
    assert {row.clock for row in (*TABLE, *RECORDS) if row.clock} <= known
