"""Every stored value that holds somebody's words or files says its zone from birth (domain.md §2.6)."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final, get_args, get_type_hints

import pytest

from agreements.agreement import Agreement, Code
from agreements.application import Application
from agreements.bundle import bundle
from agreements.proposals import Proposal
from law.zone import Zone, ZoneDisagrees, as_born
from rooms.chat import ChatLine
from rooms.minutes.minutes import Minutes
from rooms.room import Room
from server.cases import handback
from server.storage import case_tables, tables
from server.storage.case_materials import StoredMaterial
from server.storage.case_texts import StoredNotice

ROOTS: Final = (Room, ChatLine, Agreement, Application, Proposal, Minutes, StoredMaterial, StoredNotice)
"""What is stored, or handed out, of talks and papers."""
WORDS: Final = frozenset({"text", "words", "sha256", "value"})
"""Fields that hold what somebody said, wrote or brought; but for a `Code`, of which nothing is kept but a hash."""


def uncovered(kind: object, over: tuple[type, ...] = ()) -> Iterator[str]:
    """Content below `kind` that is in no value with a zone, by the way to it."""
    if not isinstance(kind, type) or not is_dataclass(kind):
        for part in get_args(kind):
            yield from uncovered(part, over)
        return
    if "zone" in get_type_hints(kind) or hasattr(kind, "zone") or kind in {Code, *over}:
        return
    hints = get_type_hints(kind)
    if WORDS.intersection(hints):
        yield ".".join(each.__name__ for each in (*over, kind))
    for field in fields(kind):
        yield from uncovered(hints[field.name], (*over, kind))


@pytest.mark.parametrize("root", ROOTS)
def test_whatever_is_stored_of_what_people_say_and_bring_has_a_zone(root: type) -> None:
    assert list(uncovered(root)) == []


COURT: Final = {
    Zone.CASE: "yes",
    Zone.JOINT: "no",
    Zone.UNDISPUTED: "yes",
    Zone.CAUCUS: "never",
    Zone.SIDE: "never",
    Zone.MEDIATORS: "no",
    Zone.DEAL: "final only",
}
"""The last column of domain.md §2.6, zone by zone, copied by hand."""


@pytest.mark.parametrize("zone", Zone)
def test_at39_what_may_leave_is_what_the_rules_let_leave(zone: Zone) -> None:
    """A failed case has no deal, and its facts stay with those who stated them: it hands back the file alone."""
    assert (zone in bundle.LEAVING) == (COURT[zone] in {"yes", "final only"})
    assert (zone in handback.LEAVING) == (zone is Zone.CASE)


KEEPING: Final = (
    *(tables.ChatLines, tables.Documents, tables.Agreements, tables.Proposals, tables.Minutes),
    *(case_tables.CaseTexts, case_tables.Materials, case_tables.CaseNotices),
)
"""Tables whose rows are somebody's words or files."""


@pytest.mark.parametrize("table", KEEPING)
def test_every_row_of_words_or_files_carries_its_zone(table: type[tables.ChatLines]) -> None:
    assert not table.__table__.c.zone.nullable


def test_a_row_of_another_zone_than_its_kind_is_refused() -> None:
    assert as_born("Z1", Zone.CASE) is Zone.CASE
    for stored in ("Z4", "", "z1"):
        with pytest.raises(ZoneDisagrees):
            as_born(stored, Zone.CASE)
