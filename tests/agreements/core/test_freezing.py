"""The document: what is printed, word for word, and its one byte form."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.acts import Act
from agreements.agreement import Agreement, Capacity, Member
from agreements.canonical import canonical_bytes, digest_of, document_from, short_code
from agreements.document import Document
from agreements.draft import Draft
from agreements.freezing import document_of
from agreements.ids import Digest, FieldName, PartId, SignerId
from agreements.kinds import Kind
from agreements.members import opened
from agreements.performance import agreed_sum
from agreements.refusals import Refusal
from agreements.standing import Signs, Standing
from agreements.templates import BLANK, filled, numeral
from agreements.wording import desk, part_text
from law.agents import SIGN
from law.masking import masked_id_no
from law.money import Money
from law.people import NaturalPerson
from tests.agreements.core.stories import (
    COMPANY,
    HEAD,
    MATTER,
    MEMBERS,
    NOON,
    PAYMENT,
    TODAY,
    WORKER,
    added,
    after,
    agreement,
    draft_of,
    put,
    written,
)

CLAUSE = PartId("clause-other")


def printed(now: Agreement, court_name: str = "") -> Document:
    return document_of(now, draft_of(now), today=TODAY, court_name=court_name)


def text_of(kind: Kind, **values: str) -> str:
    extra: list[Act] = [added(CLAUSE, kind), *(put(CLAUSE, name, value) for name, value in values.items())]
    return printed(after([*written(), *extra])).terms[1].text


def test_parties_are_printed_as_courts_have_them() -> None:
    worker, company = printed(after(written())).parties
    assert worker.sentence == (
        "张伟，女，1949年12月31日出生，汉族，公民身份号码：11010519491231002X，"
        "住南京市鼓楼区某某路1号。联系方式：13800000000。"
    )
    assert company.sentence == (
        "南京某某电子有限公司，住所地南京市江宁区某某路8号，统一社会信用代码：91350100M000100Y43。"
        "联系方式：025-1234567。"
    )
    assert company.representative == "人事经理：李静，代表南京某某电子有限公司参加调解并签署本协议。"
    assert (worker.heading, company.heading) == ("申请人", "被申请人")


def test_at50_a_payment_is_printed_in_figures_and_words() -> None:
    term = printed(after(written())).terms[0]
    assert (term.number, term.heading) == ("一", "给付")
    assert term.text == (
        "南京某某电子有限公司应于2026年12月15日前（含当日）向张伟支付2026年8月至10月的工资"
        "人民币12,345.00元（大写：壹万贰仟叁佰肆拾伍元整），付款方式：银行转账。"
        "收款账户：户名：张伟，开户行：中国银行南京某某支行，账号：6217000000000000000。"
    )
    assert term.data["amount"] == "12345.00"
    row = printed(after(written())).performance[0]
    assert (row.number, row.amount, row.amount_cn) == (1, "12,345.00元", "壹万贰仟叁佰肆拾伍元整")
    assert (row.obligor, row.content) == ("南京某某电子有限公司", "向张伟支付2026年8月至10月的工资")


def test_instalments_stand_row_by_row_and_fall_due_together() -> None:
    values = {"payer": COMPANY, "payee": WORKER, "total": "1000", "periods": "3", "first_due": "2026-12-31"}
    chosen = {"method": "cash", "acceleration": "all_due", "overdue_days": "7"}
    text = text_of(Kind.INSTALMENTS, **values, **chosen)
    assert text.split("\n") == [
        (
            "南京某某电子有限公司应向张伟支付共计人民币1,000.00元（大写：壹仟元整），分3期支付，"
            "付款方式：现金当面支付。各期金额和期限："
        ),
        "第1期，2026年12月31日前（含当日）支付人民币333.33元（大写：叁佰叁拾叁元叁角叁分）；",
        "第2期，2027年1月31日前（含当日）支付人民币333.33元（大写：叁佰叁拾叁元叁角叁分）；",
        "第3期，2027年2月28日前（含当日）支付人民币333.34元（大写：叁佰叁拾叁元叁角肆分）。",
        "任何一期逾期满7日未足额支付的，剩余全部款项立即到期，张伟可以要求南京某某电子有限公司一次付清。",
    ]


def test_all_that_is_to_be_paid_comes_to_one_sum() -> None:
    plan = {"total": "1000", "periods": "3", "first_due": "2026-12-31"}
    story: list[Act] = [added(CLAUSE, Kind.INSTALMENTS), *(put(CLAUSE, name, value) for name, value in plan.items())]
    assert agreed_sum(draft_of(after([*written(), *story]))) == Money(1_334_500)
    assert agreed_sum(draft_of(after([*written(), *story[:2]]))) == Money(1_234_500)
    assert agreed_sum(Draft(())) is None


def test_the_table_lists_every_duty_in_the_order_of_the_terms() -> None:
    instalments = {"payer": COMPANY, "payee": WORKER, "total": "1000", "periods": "2", "first_due": "2026-12-31"}
    relation = {"act": "dissolved", "date": "2026-11-30", "proposed_by": "employer", "transfer": "fifteen_days"}
    story: list[Act] = [
        added(CLAUSE, Kind.INSTALMENTS),
        *(put(CLAUSE, name, value) for name, value in {**instalments, "method": "wechat"}.items()),
        added(PartId("clause-relation"), Kind.LABOUR_RELATION),
        *(put(PartId("clause-relation"), name, value) for name, value in relation.items()),
        put(PartId("clause-relation"), "certificate_due", "2026-12-05"),
    ]
    rows = printed(after([*written(), *story])).performance
    assert [(row.number, row.content, row.due) for row in rows] == [
        (1, "向张伟支付2026年8月至10月的工资", "2026年12月15日"),
        (2, "向张伟支付（第1期，共2期）", "2026年12月31日"),
        (3, "向张伟支付（第2期，共2期）", "2027年1月31日"),
        (4, "向张伟出具解除劳动关系的证明", "2026年12月5日"),
        (5, "为张伟办理档案和社会保险关系转移手续", "2026年12月15日"),
    ]


def test_the_end_of_employment_says_who_proposed_it() -> None:
    text = text_of(Kind.LABOUR_RELATION, act="ended", date="2026-11-30", proposed_by="law", transfer="done")
    assert text == (
        "张伟与南京某某电子有限公司的劳动关系于2026年11月30日终止，不由任何一方提出，依法终止。"
        "档案和社会保险关系转移手续已经办妥。"
    )


def test_acts_settlements_and_free_terms() -> None:
    act = text_of(Kind.ACT, obligor=WORKER, content="归还工牌和笔记本电脑", due="2026-11-30")
    assert act == "张伟应于2026年11月30日前（含当日）完成以下事项：归还工牌和笔记本电脑。"
    final = text_of(Kind.FINAL_SETTLEMENT, scope="2026年的工资", **{"except": "工伤复发；"})
    assert final == (
        "本协议约定的义务全部履行后，各方就以下范围内的事项再无其他争议：2026年的工资。"
        "以下事项不包括在内：工伤复发；依法不得放弃的权利不受本条影响。"
    )
    assert text_of(Kind.FREE, heading="保密", text="{payer}不是占位符[也不是]") == "{payer}不是占位符[也不是]。"


def test_the_opening_says_where_the_case_came_from() -> None:
    assert printed(after(written())).opening == (
        "申请人张伟与被申请人南京某某电子有限公司因劳动报酬（拖欠工资）一案，经当事人申请，"
        "南京某某劳动争议调解中心于2026年11月20日受理，由调解员王敏主持，"
        "于2026年11月23日以在线音视频方式进行了调解。各方身份已核实。"
    )
    sent = after([*written(), put(HEAD, "source", "经南京市某某人民法院委派，")])
    assert "一案，经南京市某某人民法院委派，南京" in printed(sent).opening


def test_nobody_unknown_is_said_to_be_known() -> None:
    unknown = [replace(one, identity="unconfirmed") if one.id == WORKER else one for one in MEMBERS]
    now = after(written(), opened(agreement().id, MATTER, unknown, NOON))
    assert printed(now).opening.endswith("进行了调解。")


def test_the_expected_signatures_are_data() -> None:
    fields = printed(after(written())).fields
    assert [(one.name, one.kind, one.label, one.signer_name, one.on_behalf_of) for one in fields] == [
        ("platform", "platform", "平台认证", "", ""),
        ("party_1", "party", "申请人（签名）", "张伟", ""),
        ("party_2", "party", "被申请人（人事经理签名）", "李静", "南京某某电子有限公司"),
        ("mediator", "mediator", "调解员（签名）", "王敏", ""),
    ]


def test_sections_close_the_paper_in_their_order() -> None:
    ids = [section.id for section in printed(after(written())).closing_sections]
    assert ids == ["effect", "esignature", "copies"]
    with_liability = printed(after([*written(), put(HEAD, "liability", "每逾期一日支付一百元。")]))
    assert with_liability.closing_sections[0].id == "liability"
    effect = printed(after(written())).closing_sections[0].paragraphs
    assert "第十九条第二款" in effect[0]
    assert "尚未加盖调解组织印章" in effect[0]
    assert "自生效之日起三十日内" in "".join(effect)
    assert "申请仲裁（可以）：" in "".join(effect)


def test_facts_that_nobody_disputes_stand_by_themselves() -> None:
    now = after([*written(), put(HEAD, "undisputed", "工资标准为每月5,000元。\n\n工资发到2026年7月。")])
    assert printed(now).facts.paragraphs[1:] == (
        "各方确认以下事实无争议：",
        "工资标准为每月5,000元。",
        "工资发到2026年7月。",
    )


def test_a_court_is_named_or_the_text_is_not_made() -> None:
    staff = Standing(Signs.STAFF, frozenset({SIGN}))
    members = [replace(one, standing=staff) if one.id == COMPANY else one for one in MEMBERS]
    now = after([*written(), put(HEAD, "court", "court-1")], opened(agreement().id, MATTER, members, NOON))
    with pytest.raises(Refusal, match=r"court\.unknown"):
        printed(now)
    document = printed(now, "南京市鼓楼区人民法院")
    assert (document.court_id, document.court_name) == ("court-1", "南京市鼓楼区人民法院")
    assert "拟共同向南京市鼓楼区人民法院申请司法确认" in document.closing_sections[0].paragraphs[1]


def test_several_on_a_side_are_numbered() -> None:
    second = Member(
        SignerId("seat-second"),
        Capacity.APPLICANT,
        "龑玥喆",
        FieldName(""),
        NaturalPerson("龑玥喆", "11010519491231002X"),
        "digits",
    )
    now = after(written(), opened(agreement().id, MATTER, (*MEMBERS, second), NOON))
    now = after([put(PartId("party:seat-second"), "domicile", "南京市")], now)
    document = printed(now)
    assert [party.heading for party in document.parties] == ["申请人一", "申请人二", "被申请人"]
    assert [field.name for field in document.fields] == ["platform", "party_1", "party_2", "party_3", "mediator"]
    assert document.opening.startswith("申请人张伟、龑玥喆与被申请人")


def test_the_same_draft_gives_the_same_bytes_and_reads_back() -> None:
    document = printed(after(written()))
    raw = canonical_bytes(document)
    assert raw == canonical_bytes(printed(after(written())))
    assert document_from(raw) == document
    assert json.loads(raw)["schema"] == "mediation-agreement/2"
    assert raw.startswith(b'{"agreement":"agreement-1","case_no":')
    assert "张伟".encode() in raw
    assert short_code(digest_of(b"")) == "e3b0-c442"
    assert short_code(Digest("a1b2c3d4" + "0" * 56)) == "a1b2-c3d4"


def test_any_other_value_gives_another_digest() -> None:
    now = after(written())
    other = after([put(PAYMENT, "amount", "12345.01", saw=1)], now)
    assert digest_of(canonical_bytes(printed(now))) != digest_of(canonical_bytes(printed(other)))


def test_a_draft_that_all_see_shows_no_whole_id_number() -> None:
    now = after(written())
    at = desk(now, TODAY, masked_id_no)
    texts = [part_text(at, draft_of(now), part) for part in draft_of(now).parts]
    assert "110105********002X" in texts[1]
    assert "1949" not in texts[1], "the birth date is what the mask hides"
    assert "11010519491231002X" not in "".join(texts)


def test_what_is_still_missing_reads_as_a_blank() -> None:
    now = after([added(), put(PAYMENT, "payer", COMPANY)])
    text = part_text(desk(now, TODAY), draft_of(now), draft_of(now).clauses[0])
    assert text == f"南京某某电子有限公司应于{BLANK}前（含当日）向{BLANK}支付{BLANK}，付款方式：{BLANK}。"


def test_numbers_of_terms() -> None:
    assert [numeral(number) for number in (1, 9, 10, 11, 19, 20, 21, 40)] == [
        "一",
        "九",
        "十",
        "十一",
        "十九",
        "二十",
        "二十一",
        "四十",
    ]


@given(st.text(max_size=30))
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert filled("甲{a}[乙{b}]", {"a": value, "b": ""}) == f"甲{value or BLANK}"


def test_an_agreement_cannot_be_made_before_its_texts() -> None:
    now = after(written())
    with pytest.raises(LookupError):
        document_of(now, draft_of(now), today=date(2025, 1, 1))
