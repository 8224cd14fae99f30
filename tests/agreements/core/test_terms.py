"""Every kind of term as it is printed, and the duties that follow from it."""

import pytest

from agreements.acts import Act
from agreements.document import Document
from agreements.freezing import document_of
from agreements.ids import PartId
from agreements.kinds import Kind
from agreements.refusals import Refusal
from agreements.step import step
from tests.agreements.core.stories import COMPANY, HEAD, PAYMENT, TODAY, WORKER, added, after, draft_of, put, written

CLAUSE = PartId("clause-other")
FIRM = "南京某某电子有限公司"
OWED = {"payer": COMPANY, "payee": WORKER, "amount": "1000", "due": "2026-12-31", "method": "cash"}
PLAN = {"payer": COMPANY, "payee": WORKER, "total": "1000", "periods": "2", "first_due": "2026-12-31", "method": "cash"}


def printed(kind: Kind, **values: str) -> Document:
    extra: list[Act] = [added(CLAUSE, kind), *(put(CLAUSE, name, value) for name, value in values.items())]
    now = after([*written(), *extra])
    return document_of(now, draft_of(now), today=TODAY)


def text_of(kind: Kind, **values: str) -> str:
    return printed(kind, **values).terms[1].text


def duties(kind: Kind, **values: str) -> list[tuple[str, str, str, str]]:
    return [(row.obligor, row.content, row.amount, row.due) for row in printed(kind, **values).performance[1:]]


def test_a_payment_is_called_by_its_kind_where_it_has_no_name() -> None:
    assert "向张伟支付经济补偿人民币1,000.00元" in text_of(Kind.PAYMENT, item_type="severance", **OWED)
    assert "支付拖欠的工资人民币" in text_of(Kind.PAYMENT, item_type="wages", item="拖欠的工资", **OWED)
    assert "向张伟支付人民币" in text_of(Kind.PAYMENT, item_type="other", **OWED)


@pytest.mark.parametrize(
    ("tax", "says"),
    [
        ("withheld", f"上述金额为税前金额，依法应缴的个人所得税由{FIRM}代扣代缴。"),
        ("payer", f"上述金额为税后实收金额，相关税费由{FIRM}承担。"),
        ("payee", "相关税费由张伟依法自行承担。"),
    ],
)
def test_an_amount_is_said_to_be_before_or_after_tax(tax: str, says: str) -> None:
    assert says in text_of(Kind.PAYMENT, tax=tax, **OWED)


def test_another_point_in_time_stands_only_beside_the_date() -> None:
    text = text_of(Kind.PAYMENT, due_rule="收到司法确认裁定之日起十日内", **OWED)
    assert "约定的付款时点为收到司法确认裁定之日起十日内，但最迟不晚于2026年12月31日；" in text


def test_a_penalty_is_a_sentence_from_its_values() -> None:
    fixed = text_of(Kind.PAYMENT, penalty_type="fixed", penalty_amount="500", **OWED)
    assert f"逾期未足额支付的，{FIRM}应另向张伟支付违约金人民币500.00元（大写：伍佰元整）。" in fixed
    daily = text_of(Kind.INSTALMENTS, penalty_type="daily_rate", penalty_rate="0.050%", penalty_cap="300", **PLAN)
    assert "自逾期之日起至付清之日止，按每日0.05%向张伟支付违约金，但违约金总额不超过人民币300.00元" in daily


def test_values_of_what_was_not_chosen_are_not_printed_and_not_missed() -> None:
    changed = printed(Kind.PAYMENT, penalty_type="none", penalty_amount="500", **OWED)
    assert "违约金" not in changed.terms[1].text
    assert "penalty_amount" not in changed.terms[1].data
    with pytest.raises(Refusal, match=r"draft\.incomplete"):
        printed(Kind.PAYMENT, penalty_type="daily_rate", **OWED)


def test_a_guarantor_says_how_and_for_what() -> None:
    general = text_of(Kind.PAYMENT, guarantor=WORKER, guarantee="general", **OWED)
    assert f"张伟为{FIRM}的上述付款义务提供一般保证：就{FIRM}的财产依法强制执行后仍不能履行的部分" in general
    assert "保证范围为上述全部款项及其违约金、利息和实现债权的费用。" in general
    joint = text_of(Kind.INSTALMENTS, guarantor=WORKER, guarantee="joint", guarantee_scope="本金", **PLAN)
    assert "连带责任保证" in joint
    assert "保证范围：本金。" in joint
    with pytest.raises(Refusal, match=r"draft\.incomplete"):
        printed(Kind.PAYMENT, guarantor=WORKER, **OWED)


def test_the_worker_knows_the_legal_standard() -> None:
    text = text_of(Kind.PAYMENT, floor_known="yes", floor_amount="40500", proof="receipt", **OWED)
    assert "张伟已知悉该项目的法定标准为人民币40,500.00元（大写：肆万零伍佰元整），自愿接受上述金额。" in text
    assert f"张伟收款后应向{FIRM}出具收款凭证。" in text


def test_social_insurance_is_made_up_as_the_law_requires() -> None:
    values = {"obligor": COMPANY, "content": "make_up", "period": "2025年1月至12月", "due": "2027-01-15"}
    assert text_of(Kind.SOCIAL_INSURANCE, **values) == (
        f"{FIRM}应于2027年1月15日前（含当日）依法向社会保险费征收机构为张伟补缴2025年1月至12月的社会保险费，"
        "应由单位和个人负担的部分由双方依法各自承担。"
    )
    assert duties(Kind.SOCIAL_INSURANCE, **values) == [
        (FIRM, "依法为张伟补缴2025年1月至12月的社会保险费", "", "2027年1月15日")
    ]
    transfer = text_of(Kind.SOCIAL_INSURANCE, obligor=COMPANY, content="transfer", due="2027-01-15")
    assert transfer.endswith("依法为张伟办理社会保险关系转移手续。")


def test_silence_leaves_authorities_free() -> None:
    text = text_of(Kind.CONFIDENTIALITY, who="worker", content="本协议的金额")
    assert text.startswith("张伟对以下内容负有保密义务：本协议的金额。以下情形不受保密义务限制：依法向行政机关")
    assert duties(Kind.CONFIDENTIALITY, content="本协议的金额") == []


def test_a_restraint_is_kept_shortened_or_lifted() -> None:
    assert text_of(Kind.NON_COMPETE, change="released") == (
        f"自本协议生效之日起，{FIRM}免除张伟的竞业限制义务，张伟自主择业不再受竞业限制约定的约束。"
    )
    assert duties(Kind.NON_COMPETE, change="released") == []
    kept = {"change": "shortened", "until": "2027-06-30", "monthly": "3000"}
    assert "张伟的竞业限制期限缩短至2027年6月30日" in text_of(Kind.NON_COMPETE, **kept)
    assert duties(Kind.NON_COMPETE, **kept) == [
        ("张伟", "履行竞业限制义务", "", "至2027年6月30日"),
        (FIRM, "竞业限制期间每月向张伟支付竞业限制经济补偿", "3,000.00元", "至2027年6月30日"),
    ]


def test_costs_and_default() -> None:
    assert text_of(Kind.COSTS, bearer="each_own") == "各方因本纠纷支出的费用由各自承担。"
    one = {"bearer": "party", "who": COMPANY, "content": "鉴定费"}
    assert text_of(Kind.COSTS, **one) == f"因本纠纷产生的费用由{FIRM}承担。费用项目：鉴定费。"
    assert duties(Kind.COSTS, **one) == [(FIRM, "承担因本纠纷产生的费用：鉴定费", "", "费用发生时")]
    assert text_of(Kind.DEFAULT, content="赔偿对方的损失", amount="1000", rate="0.03") == (
        "任何一方不履行本协议约定义务的，应当承担违约责任。赔偿对方的损失。违约金为人民币1,000.00元（大写：壹仟元整）。"
        "逾期付款的，以逾期未付金额为基数，自逾期之日起至付清之日止，按每日0.03%支付违约金。"
    )
    assert text_of(Kind.DEFAULT, obligor=COMPANY, content="赔偿").startswith(f"{FIRM}不履行")


def test_a_part_is_settled_and_what_stays_open_is_printed() -> None:
    now = after([*written(), put(HEAD, "scope", "partial")])
    with pytest.raises(Refusal, match=r"draft\.incomplete"):
        document_of(now, draft_of(now), today=TODAY)
    now = after([put(HEAD, "open_issues", "加班费\n年休假工资")], now)
    document = document_of(now, draft_of(now), today=TODAY)
    assert document.terms_lead == "经调解，各方就部分争议在平等自愿基础上达成如下协议："
    assert document.closing_sections[0].id == "open_issues"
    assert document.closing_sections[0].paragraphs[1:] == ("加班费", "年休假工资")


@pytest.mark.parametrize(("typed", "kept"), [("0.05", "0.05"), ("0.0500 %", None), ("5%", "5"), ("99.9999", "99.9999")])
def test_a_rate_has_one_spelling(typed: str, kept: str | None) -> None:
    now = after(written())
    if kept is None:
        with pytest.raises(Refusal, match=r"rate\.shape"):
            step(now, put(PAYMENT, "penalty_rate", typed))
        return
    assert draft_of(after([put(PAYMENT, "penalty_rate", typed)], now)).clauses[0].entries["penalty_rate"].value == kept


@pytest.mark.parametrize("typed", ["0", "0.00", "100", "0.00001", "-1", "１", "0,05", "1e1"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match=r"rate\.shape"):
        step(after(written()), put(PAYMENT, "penalty_rate", typed))
