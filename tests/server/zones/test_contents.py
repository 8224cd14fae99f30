"""Every stored value that holds somebody's words or files says its zone from birth (domain.md §2.6)."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final, get_args, get_type_hints

import pytest

from agreements.agreement import Agreement, Code
from agreements.application import Application
from agreements.bundle import bundle
from agreements.proposals import Proposal
from rooms.chat import ChatLine
from rooms.minutes.minutes import Minutes
from rooms.room import Room
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
