"""Who signs besides two parties and the mediator, in which order, by which right; clause groups, the seal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agreements import acts
from agreements.agreement import Activation, Agreement, Capacity, Closing, Drafting, Ink, Member, Signing
from agreements.canonical import canonical_bytes, digest_of
from agreements.ceremony import groups_of, has_turn, persons_done, slot_of
from agreements.evidence import effect_sentences, evidence_of
from agreements.freezing import document_of
from agreements.ids import CommentId, FieldName, PartId, SignerId
from agreements.members import opened
from agreements.refusals import Refusal
from agreements.standing import Signs, Standing
from agreements.step import step
from agreements.work import SealWork, due
from law.agents import SIGN
from law.people import NaturalPerson
from tests.agreements.core.stories import (
    COMPANY,
    HEAD,
    INK,
    LATER,
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
    applied,
    blob,
    close_done,
    code_sent,
    confirms,
    digest,
    draft_of,
    freeze_done,
    frozen,
    put,
    reads,
    signed,
    signing,
    signs,
    written,
)

HOUSE, UNCLE, BRANCH = SignerId("organisation"), SignerId("seat-uncle"), SignerId("seat-branch")
GROUPED = NOON


def one(who: SignerId, capacity: Capacity, name: str, **more: object) -> Member:
    party = None if capacity is Capacity.ORGANISATION else NaturalPerson(name, None)
    known = "account" if party is None else "document"
    return replace(Member(who, capacity, name, FieldName(""), party, known), **more)  # type: ignore[arg-type]  # fields of a Member


STAMP = one(HOUSE, Capacity.ORGANISATION, MATTER.organisation)
GUARANTOR = one(UNCLE, Capacity.GUARANTOR, "张大山")
THIRD = one(BRANCH, Capacity.THIRD, "南京某某人力资源部")
ADDRESSES: Mapping[SignerId, str] = {UNCLE: "南京市玄武区某某路2号", BRANCH: "南京市江宁区某某路9号"}


def of(*more: Member) -> Agreement:
    return opened(agreement().id, MATTER, (*MEMBERS, *more), NOON)


def ready(*more: Member) -> Agreement:
    """Frozen, with these besides the usual three."""
    addressed = [put(PartId(f"party:{each.id}"), "domicile", ADDRESSES[each.id]) for each in more if each.party]
    return frozen(after([*written(), *addressed], of(*more)))


def seal_pressed(now: Agreement, at: datetime, request: str = "press-seal") -> acts.SealAsked:
    pressed = Activation(
        request, at, Ink((), 1), "", "", "desk", "192.0.2.9", "Agent/1", account="赵印", identity="account"
    )
    return acts.SealAsked(at, HOUSE, digest(now), pressed)


def refused(now: Agreement, act: acts.Act) -> str:
    with pytest.raises(Refusal) as caught:
        step(now, act)
    return caught.value.code


def test_everybody_stands_in_order_with_a_field_of_their_own() -> None:
    now = of(STAMP, GUARANTOR, THIRD)
    assert [each.field for each in now.members] == [
        "party_1",
        "party_2",
        "party_3",
        "guarantor_1",
        "mediator",
        "organisation",
    ]
    assert [each.id for each in now.members] == [WORKER, COMPANY, BRANCH, UNCLE, MEDIATOR, HOUSE]


def test_the_paper_names_third_persons_guarantors_and_the_seal() -> None:
    now = ready(STAMP, GUARANTOR, THIRD)
    document = document_of(now, signing(now).frozen.draft, today=TODAY)
    assert [(each.kind, each.label) for each in document.fields] == [
        ("platform", "平台认证"),
        ("party", "申请人（签名）"),
        ("party", "被申请人（人事经理签名）"),
        ("party", "第三人（签名）"),
        ("guarantor", "保证人（签名）"),
        ("mediator", "调解员（签名）"),
        ("organisation", "调解组织（印章）"),
    ]
    assert [each.heading for each in document.parties] == ["申请人", "被申请人", "第三人", "保证人"]
    assert "、第三人南京某某人力资源部因" in document.opening


def test_parties_in_any_order_then_the_mediator_then_the_seal() -> None:
    now = ready(STAMP, GUARANTOR)
    now = signed(now, UNCLE, COMPANY)
    assert [has_turn(now, who) for who in (WORKER, MEDIATOR, HOUSE)] == [True, False, False]
    now = signed(now, WORKER)
    assert [has_turn(now, who) for who in (MEDIATOR, HOUSE)] == [True, False]
    assert refused(now, seal_pressed(now, LATER)) == "seal.others_first"
    now = signed(now, MEDIATOR)
    assert isinstance(now.stage, Signing)
    assert has_turn(now, HOUSE)


def test_at44_the_seal_of_the_next_day_moves_the_effect_and_not_the_deadline() -> None:
    now = signed(ready(STAMP), WORKER, COMPANY, MEDIATOR)
    said = "\n".join(effect_sentences(now, today=TODAY))
    assert "未加盖调解组织印章，尚未生效。" in said
    assert "自2026-11-23 12:10:00起生效" in said
    tomorrow = LATER + timedelta(hours=21)
    now = after([seal_pressed(now, tomorrow)], now)
    assert isinstance(due(now), SealWork)
    now = after([applied(now, tomorrow)], now)
    assert isinstance(now.stage, Closing)
    page = evidence_of(now, pdf=blob("closed"), sealed_at=tomorrow)
    by_rule = {each.rule: each.says for each in page.effects}
    assert "自2026-11-24 09:10:00起生效" in by_rule["E-LABOUR"]
    assert by_rule["E-LATEST"] == "各项规则均已满足，自2026-11-24 09:10:00起生效。"
    assert "至2026年12月23日届满" in by_rule["C-30"]
    keeper = page.signers[-1]
    assert (keeper.capacity, keeper.name, keeper.read) == ("调解组织", MATTER.organisation, "")
    assert keeper.ink == "调解组织印章，由印章保管人赵印加盖"
    assert "印章保管人赵印提交加盖印章" in [each.what for each in page.events]
    assert effect_sentences(after([close_done(now)], now), today=TODAY)[1].endswith("自2026-11-24 09:10:00起生效。")


def test_what_all_persons_signed_does_not_fall_for_want_of_the_seal() -> None:
    now = signed(ready(STAMP), WORKER, COMPANY)
    assert not persons_done(now)
    now = signed(now, MEDIATOR)
    assert persons_done(now)
    assert refused(now, acts.Reopened(LATER, MEDIATOR, "改一处")) == "stage.too_late"


def test_the_seal_is_put_on_once_and_only_by_the_house() -> None:
    now = signed(ready(STAMP), WORKER, COMPANY, MEDIATOR)
    once = after([seal_pressed(now, LATER)], now)
    assert step(once, seal_pressed(now, LATER)).agreement == once
    assert refused(once, seal_pressed(now, LATER, "another press")) == "agreement.already_signed"
    assert refused(now, replace(seal_pressed(now, LATER), by=MEDIATOR)) == "agreement.already_signed"
    assert refused(signed(ready(STAMP), WORKER), replace(seal_pressed(now, LATER), by=COMPANY)) == "member.unknown"
    assert refused(now, code_sent(now, HOUSE)) == "seal.not_here"


@pytest.mark.parametrize(
    ("standing", "may"),
    [
        (Standing(), True),
        (Standing(Signs.LEGAL_REPRESENTATIVE), True),
        (Standing(Signs.STAFF, frozenset({SIGN})), True),
        (Standing(Signs.AGENT, frozenset({SIGN, "settle"})), True),
        (Standing(Signs.AGENT, frozenset({"settle"})), False),
        (Standing(Signs.AGENT, frozenset({SIGN}), papers_seen=False), False),
        (Standing(Signs.STAFF), False),
        (Standing(Signs.GUARDIAN, papers_seen=False), False),
    ],
)
def test_only_a_named_and_seen_authority_signs(standing: Standing, *, may: bool) -> None:
    now = frozen()
    members = tuple(replace(each, standing=standing) if each.id == WORKER else each for each in now.members)
    now = after([acts.MembersChanged(LATER, members)], now)
    now = after([*reads(now, WORKER), confirms(now, WORKER), code_sent(now, WORKER)], now)
    if may:
        assert slot_of(after([signs(now, WORKER)], now), WORKER)
    else:
        assert refused(now, signs(now, WORKER)) == "standing.needed"


def test_an_agent_signs_in_the_own_name_for_the_party() -> None:
    agent = Standing(Signs.AGENT, frozenset({SIGN}))
    members = tuple(replace(each, name="陈律", standing=agent) if each.id == WORKER else each for each in MEMBERS)
    now = after([acts.MembersChanged(NOON, members)], after(written()))
    document = document_of(now, draft_of(now), today=TODAY)
    field = next(each for each in document.fields if each.signer == WORKER)
    assert (field.signer_name, field.on_behalf_of, field.label) == ("陈律", "张伟", "申请人（委托代理人签名）")
    assert document.parties[0].representative == "委托代理人：陈律，代为签署本协议。"
    assert document.parties[0].name == "张伟"


def test_who_comes_or_goes_while_it_is_written_has_a_part_of_the_draft() -> None:
    now = after([*written(), acts.MembersChanged(NOON, (*MEMBERS, GUARANTOR))])
    assert [part.id for part in draft_of(now).parts[:4]] == [
        HEAD,
        f"party:{WORKER}",
        f"party:{COMPANY}",
        f"party:{UNCLE}",
    ]
    assert draft_of(now).clauses[0].id == PAYMENT
    back = after([acts.MembersChanged(NOON, MEMBERS)], now)
    assert draft_of(back).parts == draft_of(after(written())).parts
    assert step(back, acts.MembersChanged(NOON, MEMBERS)).facts == ()


def test_nobody_is_seated_into_a_text_that_is_fixed() -> None:
    now = after([acts.MembersChanged(LATER, (*MEMBERS, GUARANTOR))], frozen())
    assert [each.id for each in now.members] == [WORKER, COMPANY, MEDIATOR]


def grouped() -> Agreement:
    """Frozen on a day whose terms ask for each group."""
    now = after([replace(act, at=GROUPED) for act in (*written(), added(PartId("clause-second")))])
    now = after([replace(put(PartId("clause-second"), *both), at=GROUPED) for both in SECOND], now)
    draft = draft_of(now)
    document = digest_of(canonical_bytes(document_of(now, draft, today=GROUPED.date())))
    asked = after([acts.FreezeAsked(GROUPED, MEDIATOR, draft.version, document)], now)
    return after([freeze_done(asked, GROUPED)], asked)


SECOND = (
    ("payer", str(COMPANY)),
    ("payee", str(WORKER)),
    ("amount", "500.00"),
    ("due", "2026-12-15"),
    ("method", "cash"),
)
READ_AT = GROUPED + timedelta(minutes=5)


def yes(now: Agreement, group: str, by: SignerId = WORKER) -> acts.GroupConfirmed:
    return acts.GroupConfirmed(READ_AT, by, digest(now), group)


def test_each_group_of_clauses_is_confirmed_before_the_whole() -> None:
    now = grouped()
    groups = groups_of(now, signing(now).frozen)
    assert groups == ("parties", PAYMENT, "clause-second", "closing")
    now = after([act for act in reads(now, WORKER, READ_AT) if isinstance(act, acts.PageRead)], now)
    sentence = confirms(now, WORKER, READ_AT)
    for number, group in enumerate(groups):
        with pytest.raises(Refusal) as caught:
            step(now, sentence)
        assert (caught.value.code, caught.value.data["count"]) == ("groups.first", len(groups) - number)
        now = after([yes(now, group), yes(now, group)], now)
    slot = slot_of(after([sentence], now), WORKER)
    assert slot is not None
    assert (slot.groups, slot.confirmed_at) == (groups, READ_AT)
    assert refused(now, yes(now, "nothing")) == "group.unknown"


def test_an_objection_leads_back_to_the_draft_with_the_reason_at_its_clause() -> None:
    now = after([yes(grouped(), "parties")], grouped())
    said = acts.Objected(READ_AT, COMPANY, digest(now), PAYMENT, CommentId("remark-objection"), "金额应为一万元")
    back = after([said], now)
    assert isinstance(back.stage, Drafting)
    remark = back.stage.draft.comments[-1]
    assert (remark.part, remark.author, remark.text) == (PAYMENT, COMPANY, "金额应为一万元")
    assert (back.voids[-1].act, back.voids[-1].reason) == ("objected", "金额应为一万元")
    whole = replace(said, group="closing")
    assert after([whole], now).stage.draft.comments[-1].part == HEAD  # type: ignore[union-attr]  # it is Drafting again
    assert refused(now, replace(said, by=MEDIATOR)) == "member.party_only"
    assert refused(now, replace(said, digest=blob("other"))) == "agreement.changed"
    assert refused(now, replace(said, reason=" ")) == "reason.needed"


def test_two_of_one_seat_sign_each_for_themselves() -> None:
    wife = one(SignerId("person-wife"), Capacity.APPLICANT, "刘芳", seat=WORKER)
    now = after([put(PartId("party:person-wife"), "domicile", "南京市鼓楼区某某路1号")], after(written(), of(wife)))
    now = signed(frozen(now), COMPANY, WORKER)
    assert not has_turn(now, MEDIATOR)
    assert {each.device for each in now.members} == {WORKER, COMPANY, MEDIATOR}
    now = signed(now, wife.id)
    assert has_turn(now, MEDIATOR)
    assert slot_of(now, wife.id).activation.ink == INK  # type: ignore[union-attr]  # signed above
