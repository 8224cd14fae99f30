"""The table of rights against the same matrix written by hand (domain.md §4.6, §1.2), its page, and who asks it."""

import re

import pytest

from rooms.rights import TABLE, Extent, Holder, Right, extent
from tests.architecture.source import product_files
from tests.rooms.rights_page import PAGE, page

LETTERS = {
    "-": None,
    "y": Extent.YES,
    "o": Extent.OWN,
    "g": Extent.OWN_ORGANISATION,
    "c": Extent.OWN_COURT,
    "s": Extent.SPECIAL,
}
COLUMNS = tuple(Holder)
"""anonymous invited | party agent third_party | mediator co_mediator recorder interpreter court_guest | seal_keeper |
court_clerk judge | org_admin platform_admin"""
BY_HAND = {
    "read_public": "yy yyy yyyyy y yy yy",
    "sign_in": "yy yyy yyyyy y yy yy",
    "use_ticket": "yy yyy yyyyy y yy yy",
    "report_delivery": "yy yyy yyyyy y yy yy",
    "use_account": "-- --- o---- o oo oo",
    "read_courts": "-- --- yy--- - -- y-",
    "list_rooms": "-- --- o---- - -- --",
    "create_room": "-- --- o---- - -- --",
    "read_room": "-- --- o---- - -- --",
    "write_to_parties": "-- --- o---- - -- --",
    "come_by_link": "-o --- ----- - -- --",
    "read_seat": "-- ooo ooooo - -- --",
    "identify": "-- ooo ooooo - -- --",
    "consent": "-- ooo ----- - -- --",
    "declare": "-- ooo -oooo - -- --",
    "show_credential": "-- ooo ooooo - -- --",
    "enter": "-- ooo ooooo - -- --",
    "leave": "-- ooo ooooo - -- --",
    "set_media": "-- ooo ooooo - -- --",
    "share_screen": "-- ooo ooooo - -- --",
    "offer_media": "-- ooo ooooo - -- --",
    "chat": "-- ooo ooooo - -- --",
    "acknowledge_chat": "-- ooo ooooo - -- --",
    "whisper": "-- --- oo--o - -- --",
    "note": "-- --- oo--- - -- --",
    "add_document": "-- ooo ooooo - -- --",
    "show_document": "-- ooo ooooo - -- --",
    "hide_document": "-- ooo ooooo - -- --",
    "raise_hand": "-- ooo -oooo - -- --",
    "want_caucus": "-- ooo ----- - -- --",
    "answer_summons": "-- ooo ooooo - -- --",
    "join_caucus": "-- ooo ooooo - -- --",
    "leave_caucus": "-- ooo ooooo - -- --",
    "call_mediator": "-- ooo --ooo - -- --",
    "propose_fact": "-- oo- ooo-- - -- --",
    "answer_fact": "-- ooo oo--- - -- --",
    "answer_disclosure": "-- os- ----- - -- --",
    "draft": "-- --- oo--- - -- --",
    "remark": "-- oo- oo--- - -- --",
    "sign": "-- os- oo--- - -- --",
    "read_papers": "-- oo- oo--- - -- --",
    "keep_papers": "-- oo- ----- - -- --",
    "keep_minutes": "-- --- ooo-- - -- --",
    "confirm_minutes": "-- ooo oooo- - -- --",
    "check": "-- --- o---- - -- --",
    "open_joint": "-- --- o---- - -- --",
    "admit": "-- --- o---- - -- --",
    "hold": "-- --- o---- - -- --",
    "send_back": "-- --- o---- - -- --",
    "remove": "-- --- o---- - -- --",
    "judge_device": "-- --- o---- - -- --",
    "confirm_identity": "-- --- o---- - -- --",
    "revoke_invite": "-- --- o---- - -- --",
    "renew_invite": "-- --- o---- - -- --",
    "caucus": "-- --- oo--- - -- --",
    "pause": "-- --- o---- - -- --",
    "take_over": "-- --- -o--- - -- --",
    "moderate": "-- --- o---- - -- --",
    "tell_script": "-- --- o---- - -- --",
    "disclose": "-- --- oo--- - -- --",
    "seat_others": "-- --- o---- - -- --",
    "screen_others": "-- --- o---- - -- --",
    "reschedule": "-- --- o---- - -- --",
    "close": "-- --- o---- - -- --",
    "list_cases": "-- --- o---- g cc g-",
    "read_case": "-- --- o---- g cc g-",
    "open_case": "-- --- o---- - -- g-",
    "contact_parties": "-- --- o---- - -- g-",
    "suspend_case": "-- --- o---- - -- g-",
    "work_case": "-- --- o---- - -- --",
    "keep_file": "-- --- o---- - -- g-",
    "appoint": "-- --- ----- - cc g-",
    "accept_case": "-- --- o---- - -- --",
    "seal_case": "-- --- ----- g -- --",
    "answer_case": "-- os- ----- - -- --",
    "own_case_notices": "-- oo- ----- - -- --",
    "read_case_papers": "-- --- o---- g cc g-",
    "export_case": "-- --- o---- - cc g-",
    "court_act": "-- --- ----- - cc --",
    "enter_court_act": "-- --- ----- - -- g-",
    "override_deadline": "-- --- ----- - cc --",
    "read_court_papers": "-- --- ----- - cc --",
    "read_register": "-- --- g---- g cc g-",
    "keep_register": "-- --- ----- - -- g-",
    "confirm_register": "-- --- ----- - cc --",
    "keep_profile": "-- --- ----- - cc g-",
    "keep_court_policy": "-- --- ----- - cc g-",
    "switch_lanes": "-- --- ----- - cc --",
    "keep_calendar": "-- --- ----- - -- -y",
}


@pytest.mark.parametrize("right", Right)
def test_at59_the_table_is_the_matrix_written_by_hand(right: Right) -> None:
    said = BY_HAND[right].replace(" ", "")
    assert {each: extent(each, right) for each in Holder} == {
        each: LETTERS[letter] for each, letter in zip(COLUMNS, said, strict=True)
    }


def test_at59_every_right_has_its_row_and_an_empty_row_stands_for_nothing() -> None:
    assert set(TABLE) == set(Right)
    assert set(BY_HAND) == {right.value for right in Right}
    assert [right for right, row in TABLE.items() if not row] == []


def test_every_right_is_asked_somewhere() -> None:
    asked = {
        name
        for file in product_files()
        if file.name not in {"rights.py", "permissions.py"}
        for name in re.findall(r"\bRight\.([A-Z_]+)", file.read_text(encoding="utf-8"))
    }
    assert set(Right.__members__) - asked == set()


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
