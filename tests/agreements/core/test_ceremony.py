"""The way of a signer: read, confirm, code, press; each guard told to the person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agreements import acts
from agreements.agreement import Agreement, Ink, Slot, Stroke
from agreements.ceremony import code_sha256, has_turn, slot_of
from agreements.facts import (
    CodeIssued,
    CodeWrong,
    PageShown,
    ReadToEnd,
    SignatureAuthorised,
    SignatureStored,
    TextConfirmed,
)
from agreements.ids import Digest, SignerId
from agreements.refusals import Refusal
from agreements.step import step
from tests.agreements.core.stories import (
    COMPANY,
    EVERYBODY,
    INK,
    LATER,
    MEDIATOR,
    NOON,
    PAGES,
    WORKER,
    after,
    applied,
    authorises,
    blob,
    code_sent,
    confirms,
    digest,
    everything_but_the_press,
    freeze_asked,
    freeze_done,
    frozen,
    reads,
    signed,
    signing,
    signs,
    written,
)

READY = frozen()


def slot(now: Agreement, signer: SignerId = WORKER) -> Slot:
    found = slot_of(now, signer)
    assert found is not None
    return found


def refused(now: Agreement, act: acts.Act) -> Refusal:
    """The refusal that changes nothing."""
    with pytest.raises(Refusal) as caught:
        step(now, act)
    return caught.value


def test_all_pages_have_to_be_on_the_screen() -> None:
    first, last, *_ = reads(READY, WORKER)
    now = after([first, first], READY)
    assert slot(now).read_at is None
    now = after([last], now)
    assert (slot(now).read_at, slot(now).pages_read, slot(now).read_seconds) == (LATER, (1, 2), 60)


def test_all_pages_at_a_glance_are_not_read() -> None:
    now = after([acts.PageRead(LATER, WORKER, digest(READY), page, 1) for page in (1, 2)], READY)
    assert slot(now).pages_read == (1, 2)
    assert refused(now, confirms(now, WORKER)).code == "read.first"
    assert slot(after([acts.PageRead(LATER, WORKER, digest(now), 1, 2)], now)).read_at == LATER


def test_nobody_reads_longer_than_the_text_exists() -> None:
    early = NOON + timedelta(seconds=3)
    now = after([acts.PageRead(early, WORKER, digest(READY), page, 86_400) for page in (1, 2)], READY)
    assert slot(now).read_seconds == 3
    assert slot(now).read_at is None


def test_a_page_counts_once_in_the_audit_and_the_end_once() -> None:
    first, last, *_ = reads(READY, WORKER)
    assert step(READY, first).facts == (PageShown(READY.id, digest(READY), WORKER, 1),)
    now = after([first], READY)
    assert step(now, first).facts == ()
    assert step(now, last).facts == (
        PageShown(READY.id, digest(READY), WORKER, 2),
        ReadToEnd(READY.id, digest(READY), WORKER, PAGES, 40),
    )
    done = after([last], now)
    assert step(done, last).agreement == done


@pytest.mark.parametrize("page", [0, -1, PAGES + 1])
def test_a_page_must_exist(page: int) -> None:
    assert refused(READY, acts.PageRead(LATER, WORKER, digest(READY), page, 5)).code == "page.unknown"


def test_only_the_exact_sentence_under_the_terms_of_the_text() -> None:
    now = after(reads(READY, WORKER), READY)
    right = confirms(now, WORKER)
    assert refused(READY, right).code == "read.first"
    assert refused(now, replace(right, sentence="我已阅读")).code == "confirm.sentence"
    assert refused(now, replace(right, esign_version="2025-01-01")).code == "confirm.terms_changed"
    outcome = step(now, right)
    assert isinstance(outcome.facts[0], TextConfirmed)
    assert slot(outcome.agreement).esign_version == "2026-11-22"
    assert step(outcome.agreement, right).agreement == outcome.agreement


def test_at57_another_text_is_told_and_never_signed() -> None:
    other = blob("another text")
    now = after(everything_but_the_press(READY, WORKER), READY)
    stale: list[acts.Act] = [
        acts.PageRead(LATER, WORKER, other, 1, 5),
        replace(confirms(now, WORKER), digest=other),
        replace(code_sent(now, WORKER), digest=other),
        replace(signs(now, WORKER), digest=other),
    ]
    for act in stale:
        assert refused(now, act).code == "agreement.changed"


def test_each_step_needs_the_one_before() -> None:
    assert refused(READY, code_sent(READY, WORKER)).code == "read.first"
    assert refused(READY, signs(READY, WORKER)).code == "read.first"
    now = after(reads(READY, WORKER), READY)
    assert refused(now, code_sent(now, WORKER)).code == "confirm.first"
    now = after([confirms(now, WORKER)], now)
    assert refused(now, signs(now, WORKER)).code == "code.first"


def test_a_stranger_has_no_way_in() -> None:
    stranger = SignerId("stranger")
    for act in (*reads(READY, stranger), confirms(READY, stranger), code_sent(READY, stranger), signs(READY, stranger)):
        assert refused(READY, act).code == "member.unknown"


def test_a_code_has_its_life_and_tries_from_here() -> None:
    now = after([*reads(READY, WORKER), confirms(READY, WORKER)], READY)
    forever = replace(code_sent(now, WORKER).code, expires=LATER + timedelta(days=9), tries_left=99)
    outcome = step(now, acts.CodeSent(LATER, WORKER, digest(now), forever))
    code = slot(outcome.agreement).code
    assert code is not None
    assert (code.expires, code.tries_left) == (LATER + timedelta(minutes=5), 5)
    assert outcome.facts == (CodeIssued(now.id, digest(now), WORKER, "outbox", 1),)


def test_a_wrong_code_costs_a_try_that_is_kept() -> None:
    now = after(everything_but_the_press(READY, WORKER), READY)
    for left in (4, 3, 2, 1):
        outcome = step(now, signs(now, WORKER, code="000000"))
        assert outcome.refusal is not None
        assert (outcome.refusal.code, outcome.refusal.data) == ("code.wrong", {"tries_left": left})
        assert outcome.facts == (CodeWrong(now.id, digest(now), WORKER, left),)
        assert outcome.agreement.version == now.version + 1
        now = outcome.agreement
    outcome = step(now, signs(now, WORKER, code="000000"))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "code.spent"
    assert refused(outcome.agreement, signs(now, WORKER)).code == "code.spent", "the right one comes too late"
    fresh = after([code_sent(now, WORKER, "654321")], outcome.agreement)
    assert slot(after([signs(fresh, WORKER, code="654321")], fresh)).activation is not None


def test_a_code_dies_after_five_minutes_and_with_its_successor() -> None:
    now = after(everything_but_the_press(READY, WORKER), READY)
    late = LATER + timedelta(minutes=5)
    assert refused(now, signs(now, WORKER, at=late)).code == "code.expired"
    now = after([code_sent(now, WORKER, "654321")], now)
    outcome = step(now, signs(now, WORKER))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "code.wrong"


def test_at_most_five_codes_an_hour() -> None:
    now = after(everything_but_the_press(READY, WORKER), READY)
    now = after([code_sent(now, WORKER, at=LATER + timedelta(minutes=number)) for number in range(1, 5)], now)
    sixth = code_sent(now, WORKER, at=LATER + timedelta(minutes=10))
    told = refused(now, sixth)
    assert (told.code, told.data) == ("code.too_many", {"minutes": 54})
    now = after([code_sent(now, WORKER, at=LATER + timedelta(minutes=64))], now)
    assert slot(now).codes_sent == 1


def test_a_code_belongs_to_its_text_and_its_signer() -> None:
    now = after([*everything_but_the_press(READY, WORKER), *everything_but_the_press(READY, COMPANY)], READY)
    foreign = replace(signs(now, WORKER), code_sha256=code_sha256(digest(now), COMPANY, "123456"))
    assert step(now, foreign).refusal is not None
    other = replace(signs(now, WORKER), code_sha256=code_sha256(Digest("0" * 64), WORKER, "123456"))
    assert step(now, other).refusal is not None


@pytest.mark.parametrize(
    ("ink", "code"),
    [
        (Ink((), 600), "ink.too_little"),
        (Ink((Stroke(((500, 300, 0, 128),)),), 600), "ink.too_little"),
        (Ink((Stroke(tuple((500 + step % 2, 300, step, 128) for step in range(50))),), 600), "ink.too_little"),
        (Ink((Stroke(((0, 0, 0, 0), (1000, 0, 9, 0))),), 600), "ink.too_little"),
        (Ink((Stroke(((1001, 0, 0, 0),)),), 600), "ink.malformed"),
        (Ink((Stroke(((0, 601, 0, 0),)),), 600), "ink.malformed"),
        (Ink((Stroke(((0, 0, 0, 256),)),), 600), "ink.malformed"),
        (Ink((Stroke(((0, 0, 9, 0), (0, 0, 8, 0))),), 600), "ink.malformed"),
        (Ink((), 0), "ink.malformed"),
        (Ink((), 600, "张三"), "ink.typed_name"),
        (Ink((), 600, ""), "ink.typed_name"),
        (replace(INK, typed="张伟"), "ink.typed_name"),
    ],
)
def test_too_little_ink_is_told_before_the_code_is_looked_at(ink: Ink, code: str) -> None:
    now = after(everything_but_the_press(READY, WORKER), READY)
    assert refused(now, signs(now, WORKER, ink=ink, code="000000")).code == code


def test_a_typed_name_signs_where_a_hand_cannot() -> None:
    now = after([*everything_but_the_press(READY, WORKER), signs(READY, WORKER, ink=Ink((), 600, "张伟"))], READY)
    activation = slot(now).activation
    assert activation is not None
    assert activation.ink.typed == "张伟"


def test_the_same_press_is_the_same_act_and_another_is_refused() -> None:
    now = after(authorises(READY, WORKER), READY)
    press = signs(READY, WORKER)
    assert step(now, press).agreement == now
    assert step(now, press).facts == ()
    assert refused(now, signs(now, WORKER, request="another-press")).code == "agreement.already_signed"
    assert refused(now, code_sent(now, WORKER)).code == "agreement.already_signed"
    for later in (signed(READY, WORKER), signed(READY, *EVERYBODY)):
        assert step(later, press).agreement == later, "also when the answer comes late"
        assert refused(later, replace(press, activation=replace(press.activation, request="x"))).code == (
            "agreement.already_signed"
        )


def test_what_is_kept_of_the_press_is_how_the_code_was_really_sent() -> None:
    now = after(everything_but_the_press(READY, WORKER), READY)
    press = signs(now, WORKER)
    lying = replace(press, activation=replace(press.activation, channel="email", target_masked="z***@example.org"))
    outcome = step(now, lying)
    activation = slot(outcome.agreement).activation
    assert activation is not None
    assert (activation.channel, activation.target_masked, activation.at) == ("outbox", "模拟", LATER)
    assert isinstance(outcome.facts[0], SignatureAuthorised)


def test_parties_go_in_any_order_and_the_mediator_last() -> None:
    now = after([*reads(READY, MEDIATOR), confirms(READY, MEDIATOR)], READY)
    assert refused(now, code_sent(now, MEDIATOR)).code == "turn.wait"
    now = signed(now, COMPANY)
    now = after(authorises(now, WORKER), now)
    assert not has_turn(now, MEDIATOR), "the last party's signature is not in the file yet"
    assert refused(now, code_sent(now, MEDIATOR)).code == "turn.wait"
    now = after([applied(now)], now)
    assert has_turn(now, MEDIATOR)
    now = after([code_sent(now, MEDIATOR), signs(now, MEDIATOR)], now)
    assert slot(now, MEDIATOR).activation is not None


def test_a_signature_in_the_file_is_on_record_with_its_revision() -> None:
    now = after(authorises(READY, WORKER), READY)
    report = applied(now)
    outcome = step(now, report)
    fact = outcome.facts[0]
    assert isinstance(fact, SignatureStored)
    assert (fact.onto, fact.pdf, fact.field) == (signing(now).head, report.applied.pdf, "party_1")
    assert signing(outcome.agreement).head == report.applied.pdf


def test_the_terms_are_those_of_the_day_of_freezing() -> None:
    late = NOON.replace(hour=15, minute=59)
    written_ = after(written())
    asked = after([freeze_asked(written_, late)], written_)
    now = after([freeze_done(asked, late + timedelta(minutes=5))], asked)
    assert signing(now).frozen.at == late, "midnight between asking and printing changes nothing"


def test_the_audit_knows_no_code_and_no_ink() -> None:
    now, told = READY, ""
    for act in authorises(READY, WORKER):
        outcome = step(now, act)
        now, told = outcome.agreement, told + repr(outcome.facts)
    assert "SignatureAuthorised" in told
    assert "123456" not in told
    assert "192.0.2.7" not in told
    assert "张伟" not in told
    assert "points" not in told
