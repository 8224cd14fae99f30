"""What parties say to the draft clause by clause, and what a mediator keeps of it."""

from dataclasses import replace

import pytest

from agreements.acts import Act
from agreements.agreement import Agreement, Editor
from agreements.draft import Settled
from agreements.drafting import drafting
from agreements.facts import ClauseAgreed, DraftChanged, DraftSuggested, StateKept
from agreements.history import compared, read_then, readings, wording
from agreements.ids import PartId, SignerId, SnapshotId, SuggestionId
from agreements.kinds import Kind
from agreements.refusals import Refusal
from agreements.step import step
from agreements.suggesting import OPEN_CHARACTERS, SETTLED_CHARACTERS, adopted, is_stale
from agreements.suggestion_acts import (
    AcceptanceWithdrawn,
    Adopted,
    ClauseAccepted,
    Declined,
    DraftKept,
    Suggested,
    SuggestionWithdrawn,
)
from agreements.wording import desk
from tests.agreements.core.stories import (
    COMPANY,
    HEAD,
    MEDIATOR,
    NOON,
    PAYMENT,
    TODAY,
    WORKER,
    added,
    after,
    agreement,
    draft_of,
    freeze_asked,
    put,
    remarked,
    written,
)

FIRST = SuggestionId("suggestion-1")
CO = SignerId("seat-co-mediator")


def suggested(value: str, *, id_: str = FIRST, by: SignerId = WORKER, saw: int = 1, field: str = "amount") -> Suggested:
    return Suggested(NOON, by, SuggestionId(id_), PAYMENT, field, saw, value)


def new_clause(text: str, id_: str = FIRST) -> Suggested:
    return Suggested(NOON, COMPANY, SuggestionId(id_), None, "text", 0, text)


def agreed(now: Agreement, by: SignerId = WORKER, part: PartId = PAYMENT) -> ClauseAccepted:
    """What is read is what stands there, as it is for who sees the newest draft."""
    reading = next(one for one in readings(desk(now, TODAY), draft_of(now)) if one.part == part)
    return ClauseAccepted(NOON, by, part, wording(reading), reading)


def kept(now: Agreement, id_: str = "snapshot-1", name: str = "上午的稿") -> DraftKept:
    return DraftKept(NOON, MEDIATOR, SnapshotId(id_), name, readings(desk(now, TODAY), draft_of(now)))


def current(now: Agreement) -> list[SignerId]:
    """Who agrees to the payment as it reads now."""
    reads = {one.part: wording(one) for one in readings(desk(now, TODAY), draft_of(now))}
    return [one.by for one in draft_of(now).acceptances if one.wording == reads[one.part]]


def refusal(now: Agreement, act: Act) -> str:
    with pytest.raises(Refusal) as refused:
        step(now, act)
    return refused.value.code


def test_an_adopted_suggestion_stands_in_the_name_of_who_made_it() -> None:
    now = after([*written(), suggested("13,000"), suggested("13,000")])
    assert [one.value for one in draft_of(now).suggestions] == ["13000.00"], "sent again it is the same one"
    assert draft_of(now).version == draft_of(after(written())).version, "it keeps nobody from freezing"
    outcome = step(now, Adopted(NOON, MEDIATOR, FIRST, 1))
    entry = draft_of(outcome.agreement).clauses[0].entries["amount"]
    assert (entry.value, entry.version, entry.by) == ("13000.00", 2, WORKER)
    assert [type(fact) for fact in outcome.facts] == [DraftChanged, DraftSuggested]
    again = step(outcome.agreement, Adopted(NOON, MEDIATOR, FIRST, 1))
    assert again.agreement == outcome.agreement


def test_a_new_clause_is_suggested_and_gets_the_suggestions_id() -> None:
    now = after([*written(), new_clause("双方互不追究。"), Adopted(NOON, MEDIATOR, FIRST, 0)])
    clause = draft_of(now).clauses[1]
    assert (clause.id, clause.kind) == (PartId(FIRST), Kind.FREE)
    assert clause.entries["text"].by == COMPANY


def test_a_field_changed_since_clashes_with_both_texts() -> None:
    now = after([*written(), suggested("13000"), put(PAYMENT, "amount", "12500", saw=1)])
    assert is_stale(draft_of(now), draft_of(now).suggestions[0])
    with pytest.raises(Refusal) as refused:
        step(now, Adopted(NOON, MEDIATOR, FIRST, 1))
    assert refused.value.code == "draft.clash"
    assert (refused.value.data["yours"], refused.value.data["theirs"]) == ("13000.00", "12500.00")
    assert draft_of(after([Adopted(NOON, MEDIATOR, FIRST, 2)], now)).clauses[0].entries["amount"].value == "13000.00"


def test_declined_and_withdrawn_ones_stay_to_be_seen_with_the_reason() -> None:
    now = after([*written(), suggested("13000"), suggested("14000", id_="suggestion-2", by=COMPANY)])
    now = after([Declined(NOON, MEDIATOR, FIRST, "超过请求")], now)
    now = after([SuggestionWithdrawn(NOON, COMPANY, SuggestionId("suggestion-2"))], now)
    states = [(one.state, one.reason) for one in draft_of(now).suggestions]
    assert states == [(Settled.DECLINED, "超过请求"), (Settled.WITHDRAWN, "")]
    assert refusal(now, Adopted(NOON, MEDIATOR, FIRST, 1)) == "suggestion.settled"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (suggested("13000", by=MEDIATOR), "member.party_only"),
        (suggested("13000", by=SignerId("stranger")), "member.unknown"),
        (suggested("12345"), "suggestion.same"),
        (suggested("许多"), "money.shape"),
        (suggested("1", field="nothing"), "field.unknown"),
        (suggested("13000", id_="short"), "suggestion.id"),
        (new_clause("  "), "suggestion.empty"),
        (replace(new_clause("好的"), field="heading"), "field.unknown"),
        (new_clause("好的", id_=PAYMENT), "suggestion.taken"),
        (replace(suggested("1"), part=PartId("clause-none")), "part.unknown"),
        (Adopted(NOON, WORKER, FIRST, 1), "member.mediator_only"),
        (Declined(NOON, COMPANY, FIRST, "不"), "member.mediator_only"),
        (Declined(NOON, MEDIATOR, FIRST, " "), "suggestion.unknown"),
    ],
)
def test_what_is_no_suggestion_is_refused(act: Act, code: str) -> None:
    assert refusal(after(written()), act) == code


def test_nobody_withdraws_or_takes_the_id_of_anothers() -> None:
    now = after([*written(), suggested("13000")])
    assert refusal(now, SuggestionWithdrawn(NOON, COMPANY, FIRST)) == "suggestion.unknown"
    assert refusal(now, suggested("14000", by=COMPANY)) == "suggestion.taken"
    assert refusal(now, Declined(NOON, MEDIATOR, FIRST, " ")) == "reason.needed"


def test_suggestions_end_somewhere_open_or_settled() -> None:
    share = OPEN_CHARACTERS // 3
    now = after([*written(), *(new_clause("字" * 2000, id_=f"suggestion-{n}") for n in range(share // 2000))])
    assert refusal(now, new_clause("字" * 2000, id_="suggestion-more")) == "suggestions.too_long"
    for number in range(20):
        oldest = next(one.id for one in draft_of(now).suggestions if one.state is Settled.OPEN)
        story: list[Act] = [Declined(NOON, MEDIATOR, oldest, "不"), new_clause("字" * 2000, id_=f"again-{number:04}")]
        now = after(story, now)
    settled = [one for one in draft_of(now).suggestions if one.state is not Settled.OPEN]
    assert sum(len(one.value) for one in settled) <= SETTLED_CHARACTERS


def test_who_agreed_to_which_wording() -> None:
    now = after(written())
    now = after([agreed(now), agreed(now, COMPANY), agreed(now)], now)
    assert current(now) == [WORKER, COMPANY]
    moved = after([put(PAYMENT, "amount", "12000", saw=1)], now)
    assert current(moved) == []
    assert [one.by for one in draft_of(moved).acceptances] == [WORKER, COMPANY], "agreed to an earlier wording"
    assert "12,345.00元" in draft_of(moved).wordings[draft_of(moved).acceptances[0].wording]
    back = after([put(PAYMENT, "amount", "12345", saw=2)], moved)
    assert current(back) == [WORKER, COMPANY], "it reads as it did"
    again = after([agreed(moved)], moved)
    assert current(again) == [WORKER]
    assert len(draft_of(again).wordings) == 2, "the company's and the worker's"
    gone = step(again, AcceptanceWithdrawn(NOON, COMPANY, PAYMENT))
    assert len(draft_of(gone.agreement).wordings) == 1
    assert gone.facts == (ClauseAgreed(now.id, "taken_back", PAYMENT, draft_of(moved).acceptances[0].wording, COMPANY),)


def test_nobody_agrees_to_what_is_not_before_the_eyes() -> None:
    now = after(written())
    stale = agreed(now)
    changed = after([put(PAYMENT, "amount", "12000", saw=1)], now)
    assert refusal(changed, replace(agreed(changed), wording=stale.wording)) == "wording.changed"
    assert refusal(now, replace(agreed(now), by=MEDIATOR)) == "member.party_only"
    assert refusal(now, replace(agreed(now), part=HEAD)) == "part.unknown"
    assert refusal(now, replace(agreed(now), reading=None)) == "part.unknown"
    blank = after([put(PAYMENT, "due", "", saw=1)], now)
    assert refusal(blank, agreed(blank)) == "clause.blank"


def test_states_are_kept_with_their_words_and_compared() -> None:
    now = after(written())
    now = after([kept(now), kept(now)], now)
    assert len(draft_of(now).snapshots) == 1
    now = after([put(PAYMENT, "amount", "20000", saw=1), added(PartId("clause-new"))], now)
    was = read_then(draft_of(now), draft_of(now).snapshots[0])
    found = {one.part: one for one in compared(was, readings(desk(now, TODAY), draft_of(now)))}
    assert (found[PAYMENT].change, found[PartId("clause-new")].change, found[HEAD].change) == (
        "changed",
        "added",
        "same",
    )
    assert "".join(one.text for one in found[PAYMENT].segments if one.change == "removed").startswith("12,345")
    assert refusal(now, replace(kept(now, "snapshot-2"), by=WORKER)) == "member.mediator_only"
    assert refusal(now, kept(now, "snapshot-2", " ")) == "snapshot.name"
    assert refusal(now, kept(now, "x")) == "snapshot.id"


def test_a_frozen_text_is_a_state_that_was_kept() -> None:
    now = after(written())
    read = readings(desk(now, TODAY), draft_of(now))
    asked = after([replace(freeze_asked(now), readings=read)], now)
    draft = getattr(asked.stage, "draft", None)
    assert draft is not None
    assert [(one.round, one.name) for one in draft.snapshots] == [(1, "")]
    assert read_then(draft, draft.snapshots[0]) == read


def test_a_suggestion_is_seen_in_place_before_it_is_adopted() -> None:
    now = after([*written(), suggested("13000")])
    would = adopted(draft_of(now), draft_of(now).suggestions[0])
    at = desk(now, TODAY)
    changed = [one for one in compared(readings(at, draft_of(now)), readings(at, would)) if one.change != "same"]
    assert [one.part for one in changed] == [PAYMENT]


def test_a_co_mediator_writes_with_the_same_clash_rule_and_signs_nothing() -> None:
    now = replace(agreement(), editors=(Editor(CO, "赵协"),))
    now = after([replace(added(), by=CO), put(HEAD, "facts", "协助调解员写的", by=CO)], now)
    assert refusal(now, put(HEAD, "facts", "另一种说法", saw=0)) == "draft.clash"
    now = after([replace(remarked(CO), text="请核对"), replace(kept(now), by=CO)], now)
    assert [one.by for one in draft_of(now).snapshots] == [CO]
    assert refusal(now, suggested("1", by=CO)) == "member.unknown"
    assert step(now, replace(kept(now, "snapshot-3"), by=CO)).facts == (
        StateKept(now.id, SnapshotId("snapshot-3"), draft_of(now).version, CO),
    )
    assert drafting(now).draft.parts[0].entries["facts"].by == CO
