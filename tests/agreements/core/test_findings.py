"""What keeps a draft from being frozen, and what is only pointed out (LR-01, 02, 03, 15, 18)."""

from dataclasses import replace

import pytest

from agreements import acts
from agreements.acts import Act
from agreements.agreement import Agreement
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.linter import Finding, Level, lint
from agreements.linter.rules import rules_on
from agreements.members import opened
from agreements.refusals import Refusal
from agreements.step import step
from law.people import NaturalPerson
from tests.agreements.core.stories import (
    COMPANY,
    FACTS,
    MATTER,
    MEDIATOR,
    MEMBERS,
    NOON,
    PAYMENT,
    TODAY,
    WORKER,
    added,
    after,
    agreement,
    blob,
    draft_of,
    put,
    remarked,
    written,
)

CLAUSE = PartId("clause-other")


def found(now: Agreement) -> list[Finding]:
    # Without what only a court asks: the company here signs by a 人事经理, and test_linter has that.
    return [one for one in lint(now, draft_of(now), None, TODAY) if one.level is not Level.CONFIRMATION]


def codes(now: Agreement, *, blocks: bool) -> set[tuple[str, str | None]]:
    told = [each for each in found(now) if each.level is not Level.UNCHECKED]
    return {(finding.code, finding.field) for finding in told if finding.blocks is blocks}


def with_clause(kind: Kind, **values: str) -> Agreement:
    """A draft without fault, and one clause more."""
    extra: list[Act] = [added(CLAUSE, kind), *(put(CLAUSE, name, value) for name, value in values.items())]
    return after([*written(), *extra])


def test_a_whole_draft_has_nothing_against_it() -> None:
    assert {each.level for each in found(after(written()))} <= {Level.UNCHECKED}


def test_an_empty_draft_lacks_facts_addresses_and_a_term() -> None:
    assert codes(agreement(), blocks=True) == {
        ("field.missing", "facts"),
        ("field.missing", "domicile"),
        ("clauses.none", None),
    }


@pytest.mark.parametrize("field", ["payer", "payee", "amount", "due", "method"])
def test_lr01_a_payment_without_any_of_its_five_blocks_freezing(field: str) -> None:
    now = after([put(PAYMENT, field, "", saw=1)], after(written()))
    assert codes(now, blocks=True) == {("payment.field", field)}
    with pytest.raises(Refusal) as refused:
        step(now, acts.FreezeAsked(NOON, MEDIATOR, draft_of(now).version, blob("x")))
    assert (refused.value.code, refused.value.data) == ("draft.incomplete", {"count": 1})


def test_lr01_nobody_pays_oneself() -> None:
    now = after([put(PAYMENT, "payee", COMPANY, saw=1)], after(written()))
    assert ("party.same", "payee") in codes(now, blocks=True)


def test_lr02_instalments_must_give_the_total_and_go_forward() -> None:
    now = with_clause(
        Kind.INSTALMENTS,
        payer=COMPANY,
        payee=WORKER,
        total="900",
        periods="3",
        first_due="2026-12-01",
        method="cash",
        **{"amount.1": "900", "due.2": "2026-11-30"},
    )
    assert codes(now, blocks=True) == {("schedule.sum", "total"), ("schedule.dates", "first_due")}


def test_lr03_vague_words_are_pointed_out_and_do_not_block() -> None:
    now = with_clause(Kind.FREE, text="公司尽快安排适当的补偿")
    assert codes(now, blocks=True) == set()
    vague = [finding for finding in found(now) if finding.code == "words.vague"]
    assert [finding.field for finding in vague] == ["text"]
    assert "尽快、适当" in vague[0].zh


def test_lr15_leaving_without_a_certificate_is_pointed_out() -> None:
    now = with_clause(Kind.LABOUR_RELATION, act="dissolved", date="2026-11-30", proposed_by="employer")
    assert codes(now, blocks=True) == set()
    assert ("labour.certificate", "certificate_due") in codes(now, blocks=False)


def test_lr18_a_wrong_id_number_in_the_file_blocks() -> None:
    wrong = [
        replace(one, party=NaturalPerson("张伟", "110105194912310021")) if one.id == WORKER else one for one in MEMBERS
    ]
    now = opened(agreement().id, MATTER, wrong, NOON)
    assert ("party.data", None) in codes(now, blocks=True)


def test_an_unknown_number_or_identity_is_pointed_out() -> None:
    unknown = [
        replace(one, party=NaturalPerson("张伟"), identity="unconfirmed") if one.id == WORKER else one
        for one in MEMBERS
    ]
    now = opened(agreement().id, MATTER, unknown, NOON)
    assert {("party.no_id", None), ("party.unconfirmed", None)} <= codes(now, blocks=False)


def test_accounts_past_days_and_open_remarks_are_pointed_out() -> None:
    changes: list[Act] = [
        put(PAYMENT, "account_holder", "李静", saw=1),
        put(PAYMENT, "account_number", "", saw=1),
        put(PAYMENT, "due", "2026-11-22", saw=1),
        remarked(WORKER),
    ]
    now = after(changes, after(written()))
    assert codes(now, blocks=True) == set()
    assert codes(now, blocks=False) == {
        ("account.missing", "account_number"),
        ("account.holder", "account_holder"),
        ("date.past", "due"),
        ("comment.open", None),
    }


def test_every_finding_can_be_said_in_both_languages() -> None:
    for saying in rules_on(TODAY).sayings.values():
        for said in filter(None, (saying.says, saying.mend)):
            assert said.zh.endswith(("。", "{zh}"))
            assert said.en.endswith((".", "{en}"))


def test_every_required_field_of_every_clause_is_asked_for() -> None:
    kinds = [kind for kind in Kind if kind not in {Kind.HEAD, Kind.PARTY}]
    facts = [put(part, field, value) for (part, field), value in FACTS.items()]
    now = after([*facts, *(added(PartId(f"clause-{kind}"), kind) for kind in kinds)])
    lacking = {finding.part for finding in found(now) if finding.code in {"field.missing", "payment.field"}}
    assert lacking == {PartId(f"clause-{kind}") for kind in kinds}
