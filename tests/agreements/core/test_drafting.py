"""What the mediator does to the draft, and what it does not let happen."""

from dataclasses import replace

import pytest

from agreements import acts
from agreements.draft import Draft
from agreements.drafting import ALL_COMMENTS_CHARACTERS, COMMENT_CHARACTERS, MOST_CLAUSES, MOST_COMMENTS
from agreements.facts import DraftChanged, DraftRemarked
from agreements.ids import CommentId, PartId, SignerId
from agreements.kinds import Kind
from agreements.refusals import Refusal
from agreements.step import step
from tests.agreements.core.stories import (
    COMPANY,
    HEAD,
    MEDIATOR,
    NOON,
    PAYMENT,
    WORKER,
    added,
    after,
    agreement,
    draft_of,
    frozen,
    put,
    remarked,
    written,
)


def texts(draft: Draft) -> list[PartId]:
    return [part.id for part in draft.clauses]


def moved(clause: str, after_: str | None, saw: int) -> acts.ClauseMoved:
    return acts.ClauseMoved(NOON, MEDIATOR, PartId(clause), PartId(after_) if after_ else None, saw)


def test_a_new_agreement_has_its_head_and_its_parties() -> None:
    draft = draft_of(agreement())
    assert [part.id for part in draft.parts] == [HEAD, f"party:{WORKER}", f"party:{COMPANY}"]
    assert draft.parts[1].entries["phone"].value == "13800000000"


def test_clauses_come_behind_one_another_and_the_same_one_only_once() -> None:
    first, second, third = PartId("clause-one"), PartId("clause-two"), PartId("clause-three")
    now = after([added(first), added(second, Kind.FREE), added(third, Kind.ACT, first), added(first)])
    assert texts(draft_of(now)) == [first, third, second]
    assert draft_of(now).version == 3


@pytest.mark.parametrize(
    ("clause", "kind", "code"),
    [
        ("clause-payment", Kind.FREE, "clause.taken"),
        ("head", Kind.FREE, "clause.taken"),
        ("party:someone", Kind.FREE, "clause.id"),
        ("short", Kind.FREE, "clause.id"),
        ("clause-second", Kind.PARTY, "clause.kind"),
    ],
)
def test_a_clause_needs_an_id_of_its_own(clause: str, kind: Kind, code: str) -> None:
    now = after([added()])
    with pytest.raises(Refusal) as refused:
        step(now, added(PartId(clause), kind))
    assert refused.value.code == code


def test_a_draft_takes_forty_clauses() -> None:
    now = after([added(PartId(f"clause-{number}")) for number in range(MOST_CLAUSES)])
    with pytest.raises(Refusal, match=r"clauses\.too_many"):
        step(now, added(PartId("clause-more")))


def test_two_hands_on_one_field_are_shown_each_other() -> None:
    now = after([put(HEAD, "facts", "甲说的")])
    with pytest.raises(Refusal) as refused:
        step(now, put(HEAD, "facts", "乙说的", saw=0))
    assert refused.value.code == "draft.clash"
    assert refused.value.data == {"yours": "乙说的", "theirs": "甲说的", "version": 1, "by": MEDIATOR}
    chosen = after([put(HEAD, "facts", "合起来说的", saw=1)], now)
    assert draft_of(chosen).parts[0].entries["facts"].value == "合起来说的"


def test_two_hands_on_two_fields_do_not_clash() -> None:
    now = after([put(HEAD, "facts", "事实"), put(HEAD, "liability", "责任")])
    assert set(draft_of(now).parts[0].entries) == {"facts", "liability"}


def test_sending_the_same_value_again_changes_nothing() -> None:
    now = after([put(HEAD, "facts", "事实")])
    outcome = step(now, put(HEAD, "facts", " 事实 ", saw=0))
    assert outcome.agreement == now
    assert outcome.facts == ()


def test_a_field_can_be_cleared_and_keeps_its_count() -> None:
    now = after([put(HEAD, "facts", "事实"), put(HEAD, "facts", "", saw=1)])
    entry = draft_of(now).parts[0].entries["facts"]
    assert (entry.value, entry.version) == ("", 2)


def test_clauses_move_and_go_by_the_draft_that_was_seen() -> None:
    now = after([added(PartId("clause-one")), added(PartId("clause-two")), added(PartId("clause-three"))])
    now = after([moved("clause-three", None, 3)], now)
    assert texts(draft_of(now)) == ["clause-three", "clause-one", "clause-two"]
    with pytest.raises(Refusal, match=r"draft\.changed"):
        step(now, moved("clause-one", None, 3))
    again = step(now, moved("clause-three", None, 3))
    assert again.agreement == now, "sent again after a lost answer"
    now = after([acts.ClauseRemoved(NOON, MEDIATOR, PartId("clause-one"), 4)], now)
    assert texts(draft_of(now)) == ["clause-three", "clause-two"]


@pytest.mark.parametrize("part", ["head", f"party:{WORKER}"])
def test_head_and_parties_stay_where_they_are(part: str) -> None:
    for act in (acts.ClauseRemoved(NOON, MEDIATOR, PartId(part), 0), moved(part, None, 0)):
        with pytest.raises(Refusal, match=r"clause\.fixed"):
            step(agreement(), act)


def test_only_the_mediator_writes() -> None:
    now = after([added()])
    forbidden = (
        replace(added(PartId("clause-mine")), by=WORKER),
        put(HEAD, "facts", "x", by=COMPANY),
        acts.ClauseRemoved(NOON, WORKER, PAYMENT, 1),
        acts.ClauseMoved(NOON, WORKER, PAYMENT, None, 1),
        acts.CommentSettled(NOON, WORKER, CommentId("remark-1")),
    )
    for act in forbidden:
        with pytest.raises(Refusal, match=r"member\.mediator_only"):
            step(now, act)


def test_everybody_at_the_table_remarks_and_nobody_else() -> None:
    now = after([remarked(WORKER), remarked(COMPANY, id_="remark-2"), remarked(MEDIATOR, id_="remark-3")])
    assert [each.author for each in draft_of(now).comments] == [WORKER, COMPANY, MEDIATOR]
    with pytest.raises(Refusal, match=r"member\.unknown"):
        step(now, replace(remarked(WORKER, id_="remark-4"), by=SignerId("stranger")))


def test_remarks_do_not_keep_the_mediator_from_freezing() -> None:
    now = after(written())
    after_ = after([remarked(WORKER)], now)
    assert draft_of(after_).version == draft_of(now).version
    assert after_.version == now.version + 1


@pytest.mark.parametrize(
    ("text", "id_", "code"),
    [
        ("  ", "remark-2", "comment.empty"),
        ("字" * 1001, "remark-2", "text.too_long"),
        ("好\u202e的", "remark-2", "text.control_characters"),
        ("好的", "x", "comment.id"),
        ("好的", "remark-1", "comment.taken"),
    ],
)
def test_a_remark_must_be_readable_and_its_own(text: str, id_: str, code: str) -> None:
    now = after([remarked(WORKER)])
    with pytest.raises(Refusal) as refused:
        step(now, remarked(COMPANY, text, id_=id_))
    assert refused.value.code == code


def test_a_remark_sent_again_is_the_same_remark_and_they_end_somewhere() -> None:
    now = after([remarked(WORKER), remarked(WORKER)])
    assert len(draft_of(now).comments) == 1
    share = MOST_COMMENTS // len(now.members)
    full = after([remarked(WORKER, id_=f"remark-{number}") for number in range(2, share + 1)], now)
    with pytest.raises(Refusal, match=r"comments\.too_many"):
        step(full, remarked(WORKER, id_="remark-more"))


def test_nobody_uses_up_the_remarks_of_the_others() -> None:
    share = ALL_COMMENTS_CHARACTERS // len(agreement().members) // COMMENT_CHARACTERS
    long = "字" * COMMENT_CHARACTERS
    full = after([remarked(WORKER, long, id_=f"remark-{number}") for number in range(share)])
    with pytest.raises(Refusal, match=r"comments\.too_long"):
        step(full, remarked(WORKER, long, id_="remark-more"))
    assert len(draft_of(after([remarked(COMPANY, long, id_="remark-more")], full)).comments) == share + 1


def test_a_settled_remark_stays_to_be_seen() -> None:
    now = after([remarked(WORKER), acts.CommentSettled(NOON, MEDIATOR, CommentId("remark-1"))])
    assert [each.settled for each in draft_of(now).comments] == [True]


def test_a_frozen_text_is_not_written_to() -> None:
    for act in (added(PartId("clause-more")), put(HEAD, "facts", "x", saw=1), remarked(WORKER)):
        with pytest.raises(Refusal, match=r"stage\.not_drafting"):
            step(frozen(), act)


def test_the_audit_learns_where_and_never_what() -> None:
    secret = "和解底线是八千元"
    facts = step(agreement(), put(HEAD, "facts", secret)).facts
    assert facts == (DraftChanged(agreement().id, "set", HEAD, "facts", 1, MEDIATOR),)
    remarks = step(agreement(), remarked(WORKER, secret)).facts
    assert isinstance(remarks[0], DraftRemarked)
    assert secret not in repr((facts, remarks))


def test_a_draft_does_not_grow_without_end() -> None:
    clauses = [PartId(f"clause-{number}") for number in range(20)]
    now = after(
        [*(added(clause, Kind.FREE) for clause in clauses), *(put(one, "text", "字" * 3000) for one in clauses[:19])]
    )
    with pytest.raises(Refusal, match=r"draft\.limit"):
        step(now, put(clauses[19], "text", "字" * 3000))


def test_empty_lines_do_not_make_a_paper_without_end() -> None:
    now = after([added(PAYMENT, Kind.FREE), put(PAYMENT, "text", "字\n" * 1000)])
    more = PartId("clause-more")
    with pytest.raises(Refusal, match=r"draft\.limit"):
        after([added(more, Kind.FREE), put(more, "text", "字\n" * 1000)], now)
