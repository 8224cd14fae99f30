"""Every fact is stored under its kind and version and comes back the same."""

from dataclasses import asdict
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agreements import facts as agreement
from agreements.joint import facts as joint
from rooms import facts as session
from rooms.cases.deeds import deed as case
from rooms.ids import SeatId
from rooms.minutes import facts as minutes
from server.audit.chain import EXACT_INTEGER
from server.audit.facts import ADAPTERS, AnyFact, LoginFailed, ServerFact, decoded, encoded

EVERY = (
    *(*get_args(session.Fact), *get_args(minutes.Fact), *get_args(agreement.Fact)),
    *(*get_args(joint.Fact), *get_args(case.Event), *get_args(ServerFact)),
)


def has_exact_numbers(fact: AnyFact) -> bool:
    """Whether each number is one that JSON has everywhere; ours count lines and tries."""
    return all(abs(value) < EXACT_INTEGER for value in asdict(fact).values() if isinstance(value, int))


@given(st.one_of(*(st.from_type(fact) for fact in EVERY)).filter(has_exact_numbers))
def test_every_fact_comes_back(fact: AnyFact) -> None:
    assert decoded(fact.kind, fact.v, encoded(fact)) == fact


def test_no_two_facts_share_kind_and_version() -> None:
    assert len(ADAPTERS) == len(EVERY)


def test_kinds_fit_their_column() -> None:
    assert max(len(kind) for kind, _ in ADAPTERS) <= 40


def test_the_stored_form_is_canonical() -> None:
    assert encoded(LoginFailed(None, "203.0.113.7")) == '{"account":null,"source":"203.0.113.7"}'
    assert encoded(session.PhaseChanged("joint", by=SeatId("chen"))) == '{"by":"chen","phase":"joint"}'


def test_what_this_build_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        decoded("login.failed", 99, "{}")
    with pytest.raises(ValidationError):
        decoded("login.failed", 1, '{"account":null,"source":"203.0.113.7","password":"x"}')
