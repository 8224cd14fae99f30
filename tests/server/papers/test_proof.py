"""What of the audit chain the court may read."""

from dataclasses import fields
from typing import Final, get_args

from server.audit.facts import AnyFact
from server.papers.proof import OPEN_KINDS

TYPED: Final = frozenset({"reason", "note", "text", "words", "said"})
"""Fields that hold what a person wrote."""


def test_threat31_no_fact_that_goes_to_the_court_has_room_for_what_somebody_typed() -> None:
    opened = [fact for fact in get_args(AnyFact) if fact.kind in OPEN_KINDS]
    assert {fact.kind for fact in opened} == OPEN_KINDS
    assert [fact for fact in opened if TYPED & {each.name for each in fields(fact)}] == []
