"""A text fixed here and signed by hand on its print: who, on which day, and what that gives."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from agreements.acts import PaperFiled
from agreements.agreement import Agreement, Closing
from agreements.evidence import effects, evidence_of
from agreements.facts import PaperTakenIn
from agreements.ids import SignerId
from agreements.paper_signing import signed_on_paper
from agreements.refusals import Refusal
from agreements.step import step
from agreements.work import CloseWork, due
from law.beijing import day_of
from tests.agreements.core.stories import (
    COMPANY,
    LATER,
    MEDIATOR,
    WORKER,
    after,
    authorises,
    blob,
    digest,
    frozen,
    signed,
)

READY = frozen()
TODAY = day_of(LATER)
ALL = dict.fromkeys((COMPANY, WORKER, MEDIATOR), TODAY)
SCAN = blob("scan")


def filed(now: Agreement, days: Mapping[SignerId, date], by: SignerId = MEDIATOR) -> PaperFiled:
    return PaperFiled(LATER, by, digest(now), SCAN, days)


def refused(now: Agreement, act: PaperFiled) -> str:
    with pytest.raises(Refusal) as caught:
        step(now, act)
    return caught.value.code


def test_all_sign_the_print_and_the_file_is_closed_without_any_electronic_signature() -> None:
    outcome = step(READY, filed(READY, ALL))
    stage = outcome.agreement.stage
    assert isinstance(stage, Closing)
    assert not any(slot.applied for slot in stage.slots)
    assert isinstance(due(outcome.agreement), CloseWork)
    [fact] = outcome.facts
    assert isinstance(fact, PaperTakenIn)
    assert (fact.scan, set(fact.signed), set(fact.days)) == (SCAN, set(ALL), {TODAY})
    page = evidence_of(outcome.agreement, pdf=blob("closed"), sealed_at=LATER)
    assert {(one.certificate_serial, one.activated_at, one.code) for one in page.signers} == {("", "", "")}
    assert all("打印件" in one.ink for one in page.signers)
    assert any(SCAN in event.what for event in page.events)
    assert "打印件上的签名" in page.not_proved[-1]


def test_the_days_written_down_are_what_takes_effect() -> None:
    now = step(READY, filed(READY, ALL)).agreement
    assert {day_of(at) for at in signed_on_paper(now).values()} == {TODAY}
    found = effects(now, today=TODAY)
    assert found.earliest is not None
    assert day_of(found.earliest) == TODAY
    assert effects(READY, today=TODAY).earliest is None


def test_who_signed_here_keeps_the_signature() -> None:
    half = signed(READY, WORKER)
    assert refused(half, filed(half, ALL)) == "paper.signers"
    now = step(half, filed(half, {COMPANY: TODAY, MEDIATOR: TODAY})).agreement
    assert isinstance(now.stage, Closing)
    assert set(signed_on_paper(now)) == {COMPANY, MEDIATOR}
    page = evidence_of(now, pdf=blob("closed"), sealed_at=LATER)
    assert [bool(one.certificate_serial) for one in page.signers] == [True, False, False]


@pytest.mark.parametrize(
    ("now", "act", "code"),
    [
        (READY, filed(READY, ALL, by=WORKER), "member.mediator_only"),
        (READY, filed(READY, {WORKER: TODAY, COMPANY: TODAY}), "paper.signers"),
        (READY, filed(READY, {**ALL, WORKER: TODAY + timedelta(days=1)}), "paper.day"),
        (READY, filed(READY, {**ALL, WORKER: TODAY - timedelta(days=400)}), "paper.day"),
        (READY, replace(filed(READY, ALL), digest=blob("another")), "agreement.changed"),
        (after(authorises(READY, WORKER), READY), filed(READY, ALL), "paper.applying"),
    ],
)
def test_what_cannot_be_filed_is_refused(now: Agreement, act: PaperFiled, code: str) -> None:
    assert refused(now, act) == code
