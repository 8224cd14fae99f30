"""The linter against agreements that somebody wrote from the law without having seen it (AT-62)."""

from typing import Final

import pytest

from agreements.linter import Finding, Level, lint
from tests.agreements.core.golden_agreements import Sample, samples

JUDGED: Final = frozenset({Level.BLOCKS, Level.CONFIRMATION, Level.SUBMISSION})
BAD: Final = samples("bad")
GOOD: Final = samples("good")
MISSED: Final[frozenset[str]] = frozenset()
"""Hard ones that the linter does not reach; what is written here is known, and nothing else may be missed."""


def found(sample: Sample) -> list[Finding]:
    findings = lint(
        sample.agreement, sample.draft, sample.dossier, sample.today, means=sample.means, signed=sample.signed
    )
    return [one for one in findings if one.rule]


def shown(findings: list[Finding]) -> str:
    return "; ".join(f"{one.rule} {one.level} {one.part}.{one.field} {one.code}: {one.zh}" for one in findings)


def lacking(sample: Sample) -> list[str]:
    clauses = {clause["id"] for clause in sample.row["clauses"]}
    here = {(one.rule, one.level.value, one.part if one.part in clauses else None) for one in found(sample)}
    wanted = {(one["rule"], one["level"], one["clause"]) for one in sample.row["expect"]}
    return sorted(map(str, wanted - here))


@pytest.mark.parametrize("sample", BAD, ids=lambda one: one.id)
def test_at62_a_bad_agreement_is_found_out(sample: Sample) -> None:
    if sample.id in MISSED:
        assert lacking(sample), "reached by now: take it off the list"
        return
    assert lacking(sample) == [], shown(found(sample))


@pytest.mark.parametrize("sample", BAD, ids=lambda one: one.id)
def test_at62_a_bad_agreement_is_stopped_for_nothing_else(sample: Sample) -> None:
    meant = {one["rule"] for one in sample.row["expect"]} | sample.may
    other = [one for one in found(sample) if one.level in JUDGED and one.rule not in meant]
    trapped = [one for one in found(sample) if one.rule in sample.must_not]
    assert other + trapped == [], shown(other + trapped)


@pytest.mark.parametrize("sample", GOOD, ids=lambda one: one.id)
def test_at62_a_good_agreement_is_let_pass(sample: Sample) -> None:
    stopped = [one for one in found(sample) if one.level in JUDGED or one.rule in sample.must_not]
    assert stopped == [], shown(stopped)


@pytest.mark.parametrize("sample", GOOD, ids=lambda one: one.id)
def test_at62_a_good_agreement_is_warned_of_only_what_a_reader_would_accept(sample: Sample) -> None:
    false = [one for one in found(sample) if one.level is Level.WARNS and one.rule not in sample.may]
    assert false == [], shown(false)


def test_at62_the_counts() -> None:
    hard = [one for one in BAD if one.hard]
    missed = [one.id for one in hard if lacking(one)]
    print(
        f"AT-62: {len(BAD)} bad, {len(GOOD)} good; hard {len(hard)}, reached {len(hard) - len(missed)}, missed {missed}"
    )
    assert len(BAD) >= 40
    assert len(GOOD) >= 40
    assert set(missed) == MISSED
