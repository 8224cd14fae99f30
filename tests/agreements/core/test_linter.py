"""What the linter does beyond the corpus: levels, mends, what is typed beside a payment, sentences that turn round."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from agreements.agreement import Agreement, Freezing
from agreements.dossier import Court, Dossier, Organisation
from agreements.freezing import document_of
from agreements.ids import PartId
from agreements.kinds import REASONS, Kind
from agreements.linter import Finding, Level, Means, blocking, lint
from agreements.linter.amounts import numeral, pairs, read_words
from agreements.linter.court import bases
from agreements.linter.rules import rules_on
from agreements.members import opened
from agreements.refusals import Refusal
from agreements.standing import IN_PERSON, Signs, Standing
from agreements.step import step
from agreements.wording import Basis
from law.agents import SIGN
from law.calendar import calendar, year_table
from law.citations import citation
from law.court_policies import CourtPolicy, Said
from law.local_parameters import LocalParameters
from law.money import Money
from law.people import Entity, Representative
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
    freeze_asked,
    put,
    written,
)

CLAUSE: Final = PartId("clause-other")
WAGES: Final = LocalParameters(
    [
        {
            "place": "320100",
            "average_wage": "9000.00",
            "minimum_wage": "2490.00",
            "valid_from": "2026-01-01",
            "source": "人社局",
        }
    ]
)
HERE: Final = Dossier("SELF", "severance", "320106", Organisation("peoples_committee", "320106"), {}, {})


def said(text: str, kind: Kind = Kind.FREE, field: str = "text", lane: str = "SELF") -> set[str]:
    """Codes with a rule that a clause of those words gives."""
    now = after([*written(), added(CLAUSE, kind), put(CLAUSE, field, text)])
    dossier = Dossier(lane, "", "", Organisation("", ""), {}, {})
    return {one.code for one in lint(now, draft_of(now), dossier, TODAY) if one.part == CLAUSE and one.rule}


def severance(**values: str) -> Agreement:
    worked = {"item_type": "severance", "hired": "2022-03-01", "left": "2026-10-31", "average_wage": "8000.00"}
    return after([*written(), *(put(PAYMENT, name, value) for name, value in {**worked, **values}.items())])


def floor(now: Agreement) -> Finding:
    found = lint(now, draft_of(now), HERE, TODAY, means=Means(parameters=WAGES))
    (one,) = (each for each in found if each.rule == "LR-07")
    return one


def test_lr07_what_the_mediator_writes_beside_a_payment_is_compared_with_the_law_and_not_printed() -> None:
    now = severance()
    low = floor(now)
    assert (low.code, low.level) == ("floor.severance", Level.WARNS)
    assert "40,000.00" in low.zh
    assert "320100，人社局" in low.zh
    assert low.mend is not None
    assert (low.mend.field, low.mend.value) == ("floor_known", "yes")
    (term,) = document_of(now, draft_of(now), today=TODAY).terms
    assert not REASONS & set(term.data)


def test_lr07_mending_it_twice_leaves_nothing_to_say() -> None:
    knows = floor(severance(floor_known="yes"))
    assert knows.code == "floor.unsaid_amount"
    assert knows.mend is not None
    assert (knows.mend.field, knows.mend.value) == ("floor_amount", "40000.00")
    now = severance(floor_known="yes", floor_amount="40000.00")
    assert [
        one for one in lint(now, draft_of(now), HERE, TODAY, means=Means(parameters=WAGES)) if one.rule == "LR-07"
    ] == []
    assert floor(severance(floor_known="yes", floor_amount="39000")).code == "floor.other_amount"


def test_lr07_says_so_where_the_city_or_the_worker_is_not_known() -> None:
    now = after([*written(), put(PAYMENT, "item_type", "severance")])
    (one,) = (each for each in lint(now, draft_of(now), None, TODAY) if each.rule == "LR-07")
    assert one.level is Level.UNCHECKED
    assert "未核对" in one.zh
    assert "入职日期" in one.zh
    assert "当地最低工资" in one.zh


def test_lr02_goes_by_the_days_of_the_house_when_freezing_too() -> None:
    """The Spring Festival of its table lies over two weekly instalments: both are put off to the same day."""
    row = {"year": 2027, "swapped_rest": [], "make_up": [], "source": "国办发明电"}
    days = [f"2027-02-{day:02d}" for day in range(5, 15)]
    means = Means(calendar([year_table({**row, "holidays": days})]))
    plan = {"item": "工资", "payer": COMPANY, "payee": WORKER, "total": "2000", "method": "cash", "periods": "2"}
    plan |= {"first_due": "2027-02-05", "interval": "week", "rest_days": "next"}
    now = after([*written(), added(CLAUSE, Kind.INSTALMENTS), *(put(CLAUSE, *each) for each in plan.items())])
    assert blocking(now, draft_of(now), TODAY) == ()
    assert [(one.rule, one.part) for one in blocking(now, draft_of(now), TODAY, means=means)] == [("LR-02", CLAUSE)]
    asked = freeze_asked(now)
    with pytest.raises(Refusal, match=r"draft\.incomplete"):
        document_of(now, draft_of(now), today=TODAY, basis=Basis(calendar=means.calendar))
    with pytest.raises(Refusal, match=r"draft\.incomplete"):
        step(now, replace(asked, means=means))
    assert isinstance(after([asked], now).stage, Freezing)


def test_lr05_keeps_from_freezing_only_where_a_court_is_named() -> None:
    title = [*written(), added(CLAUSE, Kind.FREE), put(CLAUSE, "text", "宿舍房屋所有权归申请人所有。")]
    now, asked = after(title), after([*title, put(HEAD, "court", "court-1")])
    assert blocking(now, draft_of(now), TODAY) == ()
    # LR-10 too: the company of the story is signed for by a 人事经理.
    assert {one.rule for one in blocking(asked, draft_of(asked), TODAY)} == {"LR-05", "LR-10"}
    with pytest.raises(Refusal, match=r"draft\.incomplete"):
        document_of(asked, draft_of(asked), today=TODAY, court_name="某法院")


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("法定代表人", True),
        ("执行董事兼总经理", True),
        ("经营者", True),
        ("人事经理", False),
        ("副总经理", False),
        ("会计", False),
    ],
)
def test_lr10_a_company_is_signed_for_by_office_or_by_a_paper(title: str, *, office: bool) -> None:
    company = Entity("南京某某电子有限公司", "91350100M000100Y43", Representative("李静", title))
    staff = Standing(Signs.STAFF, frozenset({SIGN}))
    for standing, fine in ((IN_PERSON, office), (staff, True)):
        members = [replace(one, party=company, standing=standing) if one.id == COMPANY else one for one in MEMBERS]
        now = after(written(), opened(agreement().id, MATTER, members, NOON))
        asked = after([put(HEAD, "court", "court-1")], now)
        assert blocking(now, draft_of(now), TODAY) == ()
        assert [one.code for one in blocking(asked, draft_of(asked), TODAY)] == ([] if fine else ["authority.office"])


@pytest.mark.parametrize(
    "text",
    [
        "劳动者不参加社会保险，单位不再为其缴纳。",
        "员工同意免除单位缴纳社保的义务。",
        "社保由申请人自愿放弃。",
        "双方确认《自愿放弃社会保险承诺书》继续有效。",
        "单位每月发放的补贴折抵养老保险，视为已履行缴费义务。",
    ],
)
def test_lr06_a_waiver_in_other_words_is_found(text: str) -> None:
    assert {code for code in said(text) if code.startswith("insurance.")}


@pytest.mark.parametrize(
    "text",
    [
        "被申请人不得要求申请人放弃社会保险。",
        "被申请人依法为申请人补缴2024年的社会保险。",
        "《自愿放弃社会保险承诺书》自始无效。",
        "申请人放弃逾期利息，社会保险关系由被申请人办理转移。",
        "申请人离职后以灵活就业人员身份自行参加养老保险。",
    ],
)
def test_lr06_what_keeps_insurance_is_let_pass(text: str) -> None:
    assert not {code for code in said(text) if code.startswith("insurance.")}


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("申请人承诺不再向任何部门投诉、举报被申请人。", True),
        ("申请人自愿放弃申请仲裁和诉讼的权利。", True),
        ("今后一切问题只能由双方私下协商解决。", True),
        ("本协议不影响申请人依法申请仲裁、提起诉讼。", False),
        ("被申请人不得因申请人投诉而打击报复。", False),
        ("被申请人到期不付的，申请人有权申请仲裁。", False),
    ],
)
def test_lr08_turns_on_who_may_not_do_what(text: str, *, barred: bool) -> None:
    assert bool({code for code in said(text) if code.startswith("remedy.")}) is barred


@pytest.mark.parametrize(
    ("text", "burdened"),
    [
        ("由南京恒昌置业有限公司对上述款项承担连带责任。", True),
        ("被申请人的股东以个人财产担保本协议的履行。", True),
        ("南京恒昌置业有限公司不因本协议承担任何义务。", False),
        ("被申请人付款后可以向南京恒昌置业有限公司追偿。", False),
        ("款项由被申请人通过中国银行南京分行支付。", False),
    ],
)
def test_lr11_only_who_is_burdened_has_to_sign(text: str, *, burdened: bool) -> None:
    assert bool({code for code in said(text) if code.startswith("outsider.")}) is burdened


@pytest.mark.parametrize("lane", ["SELF", "WEIPAI", "OFFLINE"])
def test_lr14_binds_only_what_a_court_handed_over(lane: str) -> None:
    text = "一方不履行的，另一方可以请求人民法院裁判。"
    assert "court.judge" in said(text, lane="WEITUO")
    assert "court.judge" not in said(text, lane=lane)


@pytest.mark.parametrize("text", ["申请人张炜收到后回复。", "被申请人南京某某电子有限责任公司付款。"])
def test_lr18_a_party_by_a_slightly_other_name_is_found(text: str) -> None:
    assert "text.name" in said(text)


def test_lr01_words_and_figures_that_differ_are_found_and_equal_ones_let_pass() -> None:
    assert "money.words_differ" in said("合计人民币1,200.00元（大写：壹仟贰佰壹拾元整）。")
    assert "money.words_differ" not in said("合计人民币1,200.50元（大写：壹仟贰佰元零伍角）。")
    assert "money.words_differ" not in said("合计壹万贰仟元整（12,000元）。")


@pytest.mark.parametrize(
    ("text", "number"),
    [("壹亿零壹万", 100_010_000), ("十二", 12), ("两千零五", 2005), ("叁仟", 3000), ("36", 36), ("两年", None)],
)
def test_numerals_are_read_as_people_write_them(text: str, number: int | None) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize("fen", [5, 10, 100, 1_000, 10_050, 100_500, 1_001_001, 10_000_000_100, 123_456_789_012])
def test_sums_in_words_are_read_back_as_they_are_printed(fen: int) -> None:
    money = Money(fen)
    if money.amount >= Decimal(1):
        assert read_words(money.in_words) == money
        assert [both[1] == both[3] for both in pairs(f"{money.shown}（大写：{money.in_words}）")] == [True]


def test_at27_every_article_of_the_linter_is_in_the_table_of_the_day() -> None:
    for saying in rules_on(TODAY).sayings.values():
        for key in saying.citations:
            assert citation(key, date(2026, 11, 23)).zh


AWAY: Final = Court("c", "某某区人民法院", "330110")
PHONED: Final = CourtPolicy("c", False, Said.EXPERIENCE, "立案庭电话答复", date(2026, 3, 1), lane="SELF")


def of_court(court: Court) -> dict[str, Finding]:
    """What is said of that court for an agreement of an organisation in 320106."""
    now = after([*written(), put(HEAD, "court", court.id)])
    found = lint(now, draft_of(now), replace(HERE, court=court), TODAY)
    return {one.code: one for one in found if one.code.startswith("court.")}


def test_lr13_before_a_ground_is_chosen_a_court_is_held_against_all_of_them() -> None:
    assert set(of_court(replace(AWAY, district="320106"))) == set()
    assert "court.unchecked" in of_court(replace(AWAY, district=""))
    assert "court.unchecked" in of_court(AWAY), "the worker's domicile is not known"


def test_lr13_a_court_that_takes_no_such_case_is_told_while_drafting_with_date_and_source() -> None:
    found = of_court(replace(AWAY, district="320106", accepts=False, policy=PHONED))
    assert "立案庭电话答复" in found["court.refuses"].zh
    assert "2026-03-01" in found["court.refuses"].en
    narrow = replace(PHONED, takes=True, bases=("domicile_respondent",))
    other = of_court(replace(AWAY, district="320106", basis="org_location", accepts=True, policy=narrow))
    assert set(other) == {"court.other_grounds"}


def test_lr13_the_grounds_of_a_court_are_those_whose_place_is_known_to_be_its_own() -> None:
    now = after(written())
    assert bases(now, HERE, "320106", invited=True) == ("org_location",)
    assert bases(now, replace(HERE, lane="WEIPAI"), "", invited=True) == ("inviting_court",)
