"""How long a fixed text is waited for, and what falls when the time is over."""

from datetime import timedelta

import pytest

from agreements.acts import TimeOver
from agreements.agreement import Agreement, Drafting
from agreements.deadline import awaited, signing_time, time_of
from agreements.facts import TextExpired
from agreements.refusals import Stale
from agreements.step import step
from tests.agreements.core.stories import COMPANY, MEDIATOR, WORKER, after, authorises, frozen, signed, signing

READY = frozen()
TIME = signing_time(signing(READY).frozen)
SECOND = timedelta(seconds=1)


def test_both_moments_count_from_when_the_text_was_fixed() -> None:
    fixed = signing(READY).frozen.at
    assert (TIME.remind_at - fixed, TIME.until - fixed) == (timedelta(hours=24), timedelta(hours=96))


def test_who_has_not_signed_and_could_is_reminded() -> None:
    assert {one.id for one in awaited(READY)} == {COMPANY, WORKER}
    assert [one.id for one in awaited(signed(READY, WORKER))] == [COMPANY]
    assert [one.id for one in awaited(signed(READY, WORKER, COMPANY))] == [MEDIATOR]


@pytest.mark.parametrize("now", [READY, signed(READY, WORKER)])
def test_when_the_time_is_over_the_text_falls_and_no_half_signed_one_counts(now: Agreement) -> None:
    with pytest.raises(Stale):
        step(now, TimeOver(TIME.until - SECOND))
    outcome = step(now, TimeOver(TIME.until))
    assert isinstance(outcome.agreement.stage, Drafting)
    void = outcome.agreement.voids[-1]
    assert (void.act, void.by) == ("expired", None)
    [fact] = outcome.facts
    assert isinstance(fact, TextExpired)
    assert (set(fact.signed), COMPANY in fact.unsigned) == ({WORKER} if now is not READY else set(), True)


@pytest.mark.parametrize(
    "now",
    [
        signed(READY, WORKER, COMPANY),
        # The company's press is in, its signature is still being written.
        after(authorises(signed(READY, WORKER), COMPANY), signed(READY, WORKER)),
    ],
)
def test_once_every_party_has_signed_nothing_falls(now: Agreement) -> None:
    assert time_of(now) is None
    with pytest.raises(Stale):
        step(now, TimeOver(TIME.until + timedelta(days=30)))
