"""Freezing, going back, and what the workers report."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agreements import acts
from agreements.agreement import Agreement, Closing, Drafting, Freezing, Sealed, Signing
from agreements.facts import AgreementSealed, FreezeBegun, FreezeFell, TextFrozen, TextVoided, WorkDelayed
from agreements.ids import SignerId
from agreements.refusals import Refusal
from agreements.step import step
from agreements.work import CloseWork, FreezeWork, SignWork, due
from law.sentence import Sentence
from tests.agreements.core.stories import (
    COMPANY,
    EVERYBODY,
    LATER,
    MEDIATOR,
    NOON,
    PAYMENT,
    WORKER,
    after,
    agreement,
    applied,
    authorises,
    blob,
    close_done,
    code_sent,
    confirms,
    digest,
    draft_of,
    freeze_asked,
    freeze_done,
    frozen,
    put,
    reads,
    signed,
    signing,
    signs,
    written,
)

AWAY = Sentence("时间戳服务暂时不可用，正在重试。", "The timestamp service is away; it is being tried again.")
WRITTEN = after(written())
ASKED = after([freeze_asked(WRITTEN)], WRITTEN)
READY = frozen()
CLOSING = signed(READY, *EVERYBODY)


def refused(now: Agreement, act: acts.Act) -> Refusal:
    with pytest.raises(Refusal) as caught:
        step(now, act)
    return caught.value


def reopened(by: SignerId = MEDIATOR, reason: str = "金额需要修改") -> acts.Reopened:
    return acts.Reopened(LATER, by, reason)


def no(by: SignerId, reason: str = "金额与谈好的不一样") -> acts.Refused:
    return acts.Refused(LATER, by, reason)


def test_the_state_is_the_queue() -> None:
    assert due(agreement()) is None
    assert due(ASKED) == FreezeWork(signing(READY).frozen.digest, 0)
    assert due(READY) is None
    pressed = after(authorises(READY, COMPANY), READY)
    assert due(pressed) == SignWork(signing(READY).slots[1].field, COMPANY, signing(READY).head, 0)
    assert isinstance(due(CLOSING), CloseWork)
    assert due(after([close_done(CLOSING)], CLOSING)) is None


def test_signatures_go_into_the_file_in_the_order_of_the_presses() -> None:
    now = after(
        [*reads(READY, WORKER), confirms(READY, WORKER), *reads(READY, COMPANY), confirms(READY, COMPANY)], READY
    )
    second = LATER + timedelta(seconds=1)
    now = after(
        [code_sent(now, COMPANY), signs(now, COMPANY), code_sent(now, WORKER), signs(now, WORKER, at=second)], now
    )
    work = due(now)
    assert isinstance(work, SignWork)
    assert work.signer == COMPANY
    assert due(after([applied(now)], now)) == SignWork(
        signing(now).slots[0].field, WORKER, blob("signed", work.onto, work.field), 0
    )


def test_only_the_mediator_freezes_and_only_what_was_seen() -> None:
    asked = freeze_asked(WRITTEN)
    assert refused(WRITTEN, replace(asked, by=WORKER)).code == "member.mediator_only"
    assert refused(WRITTEN, replace(asked, saw=asked.saw - 1)).code == "draft.changed"
    assert refused(agreement(), replace(asked, saw=0)).code == "draft.incomplete"
    assert refused(ASKED, asked).code == "stage.not_drafting"
    outcome = step(WRITTEN, asked)
    assert outcome.agreement.round == 1
    assert outcome.facts == (FreezeBegun(WRITTEN.id, 1, asked.document, MEDIATOR),)


def test_a_frozen_text_waits_for_everybody() -> None:
    outcome = step(ASKED, freeze_done(ASKED))
    stage = signing(outcome.agreement)
    assert [slot.signer for slot in stage.slots] == list(EVERYBODY)
    assert stage.head == stage.frozen.pdf
    assert isinstance(outcome.facts[0], TextFrozen)
    assert stage.frozen.draft == draft_of(WRITTEN)


def test_what_cannot_be_printed_comes_back_with_the_reason() -> None:
    why = Sentence("缺少字形：龘 U+9F98。", "A glyph is missing: 龘 U+9F98.")
    outcome = step(ASKED, acts.FreezeFailed(LATER, digest(READY), why))
    assert isinstance(outcome.agreement.stage, Drafting)
    assert outcome.agreement.stage.fault == why
    assert isinstance(outcome.facts[0], FreezeFell)
    mended = after([put(PAYMENT, "item", "工资", saw=1)], outcome.agreement)
    assert isinstance(mended.stage, Drafting)
    assert mended.stage.fault is None


def test_at14_a_refusal_voids_every_signature_and_keeps_the_draft() -> None:
    now = signed(READY, WORKER)
    outcome = step(now, no(COMPANY))
    assert isinstance(outcome.agreement.stage, Drafting)
    assert draft_of(outcome.agreement) == draft_of(WRITTEN)
    void = outcome.agreement.voids[0]
    assert (void.round, void.digest, void.signed, void.act) == (1, digest(READY), (WORKER,), "refused")
    assert void.pdf == signing(now).head, "the file with the fallen signature is kept"
    assert isinstance(outcome.facts[0], TextVoided)


def test_at14_after_a_change_everybody_signs_again() -> None:
    now = after([reopened()], signed(READY, WORKER, COMPANY))
    now = after([put(PAYMENT, "amount", "12000", saw=1)], now)
    again = frozen(now)
    assert again.round == 2
    assert digest(again) != digest(READY)
    assert all(slot.activation is None and not slot.pages_read for slot in signing(again).slots)
    assert refused(again, signs(READY, WORKER)).code == "agreement.changed"
    assert refused(again, reads(READY, WORKER)[0]).code == "agreement.changed"
    assert isinstance(signed(again, *EVERYBODY).stage, Closing)


def test_who_has_signed_cannot_take_it_back_by_refusing() -> None:
    pressed = after(authorises(READY, WORKER), READY)
    assert refused(pressed, no(WORKER)).code == "agreement.signed_stays"
    for later in (signed(READY, WORKER), CLOSING, after([close_done(CLOSING)], CLOSING)):
        assert refused(later, no(WORKER)).code == "agreement.signed_stays"


@pytest.mark.parametrize("reason", ["", "   ", "字" * 201, "好\u202e的"])
def test_going_back_needs_a_readable_reason(reason: str) -> None:
    assert refused(READY, no(COMPANY, reason)).code in {"reason.needed", "text.control_characters"}
    assert refused(READY, reopened(reason=reason)).code in {"reason.needed", "text.control_characters"}


def test_who_may_go_back_and_until_when() -> None:
    assert refused(READY, reopened(WORKER)).code == "member.mediator_only"
    assert refused(READY, no(MEDIATOR)).code == "member.party_only"
    assert refused(WRITTEN, no(WORKER)).code == "stage.not_signing"
    assert refused(WRITTEN, reopened()).code == "stage.not_signing"
    assert isinstance(after([reopened()], signed(READY, WORKER, COMPANY)).stage, Drafting)
    assert refused(CLOSING, reopened()).code == "stage.too_late"


def test_a_freeze_can_be_called_off_and_its_report_comes_too_late() -> None:
    now = after([reopened()], ASKED)
    assert isinstance(now.stage, Drafting)
    assert now.voids == ()
    assert refused(now, freeze_done(ASKED)).code == "outcome.stale"
    twice = after([freeze_asked(now)], now)
    assert twice.round == 2
    assert refused(twice, freeze_done(ASKED)).code == "outcome.stale", "another round is another text"


def test_at57_a_signature_made_on_an_older_revision_is_stale() -> None:
    both = after([*authorises(READY, WORKER), *authorises(READY, COMPANY)], READY)
    first = applied(both)
    now = after([first], both)
    assert refused(now, first).code == "outcome.stale", "reported twice"
    rival = replace(first, field=signing(both).slots[1].field)
    assert refused(now, rival).code == "outcome.stale", "onto a head that is no longer the head"
    again = replace(first, onto=signing(now).head)
    assert refused(now, again).code == "outcome.stale", "that signature is in the file already"
    assert refused(READY, first).code == "outcome.stale", "nobody has pressed"
    assert isinstance(after([applied(now)], now).stage, Signing)


def test_the_last_signature_closes_and_the_close_seals() -> None:
    assert isinstance(CLOSING.stage, Closing)
    report = close_done(CLOSING)
    assert refused(CLOSING, replace(report, onto=blob("other"))).code == "outcome.stale"
    outcome = step(CLOSING, report)
    assert isinstance(outcome.agreement.stage, Sealed)
    assert outcome.facts == (AgreementSealed(CLOSING.id, digest(READY), report.pdf, report.evidence, LATER),)
    for act in (
        report,
        reopened(),
        no(COMPANY),
        freeze_asked(WRITTEN),
        applied(after(authorises(READY, WORKER), READY)),
    ):
        refused(outcome.agreement, act)


def test_what_is_away_is_told_counted_and_forgotten_with_success() -> None:
    now = after(authorises(READY, WORKER), READY)
    outcome = step(now, acts.Delayed(LATER, "tsa.away", AWAY))
    assert outcome.facts == (WorkDelayed(now.id, "tsa.away"),)
    again = step(outcome.agreement, acts.Delayed(LATER + timedelta(minutes=1), "tsa.away", AWAY))
    assert again.facts == (), "on record once"
    delay = signing(again.agreement).delay
    assert delay is not None
    assert (delay.since, delay.tries) == (LATER, 2)
    work = due(again.agreement)
    assert isinstance(work, SignWork)
    assert work.tries == 2
    assert signing(after([applied(again.agreement)], again.agreement)).delay is None


def test_nothing_is_delayed_where_nothing_is_due() -> None:
    for now in (agreement(), READY, after([close_done(CLOSING)], CLOSING)):
        assert refused(now, acts.Delayed(LATER, "tsa.away", AWAY)).code == "outcome.stale"


def test_a_delay_shows_while_others_go_on() -> None:
    now = after([*authorises(READY, WORKER), acts.Delayed(LATER, "ca.away", AWAY)], READY)
    now = after(reads(now, COMPANY), now)
    assert signing(now).delay is not None
    asked = after([acts.Delayed(NOON, "press.away", AWAY)], ASKED)
    assert isinstance(asked.stage, Freezing)
    assert isinstance(after([freeze_done(asked)], asked).stage, Signing)
