"""What a case still lacks, asked of its value."""

from dataclasses import replace
from datetime import date

import pytest

from rooms.cases.case import Session
from rooms.cases.open_points import archive_points
from rooms.cases.words import State
from rooms.ids import RoomId
from tests.rooms.cases.docket import active, effective, moved, noon, received

MONDAY = date(2026, 3, 2)
WHOLE = {"application", "rights_notice", "identity", "records", "result", "contents"}


@pytest.mark.parametrize("way", ["self", "weipai", "weituo_ordinary"])
def test_a_file_in_which_nobody_mediated_needs_no_records(way: str) -> None:
    returned = moved(received(way, MONDAY), State.RETURNED, noon(MONDAY))
    assert set(archive_points(returned, MONDAY)) == {"application", "result", "contents"}


def test_a_file_with_a_session_or_an_agreement_needs_all() -> None:
    met = Session(RoomId("r"), noon(MONDAY), noon(MONDAY), noon(MONDAY), held=True)
    talked = replace(active(received("self", MONDAY), noon(MONDAY)), sessions=(met,))
    assert set(archive_points(talked, MONDAY)) == WHOLE
    assert set(archive_points(effective(received("self", MONDAY), noon(MONDAY)), MONDAY)) == WHOLE


def test_an_agreement_made_off_line_has_its_records_elsewhere() -> None:
    agreed = effective(received("offline", MONDAY), noon(MONDAY))
    assert set(archive_points(agreed, MONDAY)) == WHOLE - {"rights_notice", "records"}
