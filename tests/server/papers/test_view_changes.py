"""What changed of an agreement, put into what a tab has, is what a whole view would say: nothing lost, nothing more."""

import json
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from agreements.agreement import Agreement
from agreements.ids import SignerId
from server.papers.view import NONE_YET, own_view, shared_view
from signaling.contract.agreement_view import AgreementChanged, AgreementView
from tests.agreements.core.stories import (
    COMPANY,
    HEAD,
    TODAY,
    WORKER,
    after,
    agreement,
    frozen,
    put,
    reads,
    remarked,
    signed,
    written,
)


def seen(now: Agreement, by: SignerId) -> AgreementView:
    return own_view(shared_view(now, today=TODAY), now, by, {})


def course() -> list[Agreement]:
    """From an empty draft to the last signature but one, every page that somebody reads a state of its own."""
    drafts = accumulate(
        [*written(), remarked(COMPANY), put(HEAD, "liability", "按日支付违约金")],
        lambda now, act: after([act], now),
        initial=agreement(),
    )
    text = frozen()
    pages = accumulate(reads(text, WORKER), lambda now, act: after([act], now), initial=text)
    return [*drafts, *pages, signed(text, WORKER), signed(text, WORKER, COMPANY)]


COURSE = course()
VIEWS = {by: [NONE_YET, *(seen(now, by) for now in COURSE)] for by in (WORKER, COMPANY)}


@given(st.sampled_from((WORKER, COMPANY)), st.lists(st.integers(0, len(COURSE)), min_size=1, max_size=6))
def test_a_tab_that_puts_in_what_changed_has_the_whole_view(by: SignerId, order: list[int]) -> None:
    """Whatever states it was shown: also those far apart, and back to drafting."""
    shown = [VIEWS[by][number] for number in order]
    had, held = shown[0], shown[0].model_dump(mode="json")
    for now in shown:
        if told := AgreementChanged.between(had, now):
            held |= told.model_dump(mode="json", exclude_unset=True)
        had = now
    assert {**held, "version": 0} == {**had.model_dump(mode="json"), "version": 0}


def test_pages_that_another_reads_are_nothing_to_be_told_and_the_own_a_few_bytes() -> None:
    text = frozen()
    read = after(reads(text, WORKER)[:1], text)
    assert AgreementChanged.between(seen(text, COMPANY), seen(read, COMPANY)) is None
    own = AgreementChanged.between(seen(text, WORKER), seen(read, WORKER))
    assert own is not None
    told = own.model_dump(mode="json", exclude_unset=True)
    assert told.keys() == {"version", "own"}
    assert len(json.dumps(told)) * 10 < len(seen(read, WORKER).model_dump_json())
