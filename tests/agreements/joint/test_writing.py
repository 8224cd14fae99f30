"""What the papers say, and how many days are left; days and sentences written by hand from domain.md §3.4–3.6."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.ids import AgreementId
from agreements.joint.documents import ApplicationDocument, court_paper_bytes
from agreements.joint.form import Basis, Choice, ServiceAddress, Status, checked_address, checked_choice
from agreements.joint.people import Petitioner, require_sides
from agreements.joint.refusals import Unfit
from agreements.joint.writing import address_of, application_of, days_left, is_late
from tests.agreements.joint.stories import (
    CONFIRM,
    MATTER,
    PAPER,
    REACHED,
    TODAY,
    WITHDRAW,
    WORKER,
    address,
    petition,
    petitioners,
)

PROMISE = (
    "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为该协议内容而给国家、集体或他人"
    "造成损害的，愿意承担相应的民事责任和其他法律责任。"
)
"""Domain.md §3.4, word for word."""
DAYS = [
    ("2026-02-01", 23, False),
    ("2026-02-23", 1, False),
    ("2026-02-24", 0, False),
    ("2026-02-25", -1, True),
    ("2026-03-24", -28, True),
]
"""Effect on 20 January: day 30 is 19 February, within the Spring Festival, so 24 February is the last (AT-58)."""
BAD_CHOICES = [
    (replace(CONFIRM, basis=Basis.FILED), "application.basis"),
    (replace(PAPER, basis=Basis.ORG_LOCATION), "application.basis"),
    (replace(CONFIRM, basis=Basis.SUBJECT_MATTER), "application.subject_place"),
    (replace(PAPER, costs=" "), "application.costs"),
    (replace(CONFIRM, late_reason="x" * 1001), "application.too_long"),
    (replace(CONFIRM, late_reason="\x07"), "application.control"),
]
BAD_ADDRESSES = [
    (replace(address(), postal_address=" "), "address.post"),
    (replace(address(), sms_phone="", email=""), "address.electronic"),
    (address(electronic=False, rulings=True), "address.rulings"),
    (replace(address(), order=("email",)), "address.order"),
    (replace(address(), order=("email", "im_account")), "address.order"),
    (replace(address(), order=("email", "sms_phone", "email")), "address.order"),
]


def texts(document: ApplicationDocument) -> str:
    return "\n".join(line for passage in document.printed.passages for line in (passage.heading, *passage.paragraphs))


@pytest.mark.parametrize(("today", "left", "late"), DAYS)
def test_lr20_days_count_to_the_last_one_which_is_in_time(today: str, left: int, *, late: bool) -> None:
    on = date.fromisoformat(today)
    assert (days_left(REACHED, on), is_late(REACHED, on)) == (left, late)


def test_where_no_time_runs_nothing_is_late() -> None:
    free = replace(REACHED, apply_by=None)
    assert (days_left(free, date(2030, 1, 1)), is_late(free, date(2030, 1, 1))) == (0, False)


def test_both_sides_are_applicants_and_the_promise_stands_in_its_own_words() -> None:
    told = application_of(petition(), TODAY)
    text = texts(told)
    assert PROMISE in text
    assert "申请人一：张三" in text
    assert "申请人二：某某机械有限公司" in text
    assert "被申请人：" not in text
    assert "请求确认张三与某某机械有限公司于2026年1月20日经某某区劳动争议调解中心主持达成的调解协议" in text
    assert "距最后一日还有23日" in text
    assert (told.apply_by, told.days_left, told.basis, told.origin) == (
        "2026-02-24",
        23,
        "domicile_applicant",
        "online",
    )
    assert [field.name for field in told.fields] == ["platform", "party_1", "party_2"]


def test_late_is_said_with_its_reason() -> None:
    late = application_of(petition(replace(CONFIRM, late_reason="住院。")), date(2026, 3, 1))
    assert "已逾期5日。逾期理由：住院。" in texts(late)
    assert late.days_left == -5


def test_at15_the_court_of_the_suit_is_asked_for_its_paper_by_plaintiff_and_defendant() -> None:
    free = replace(REACHED, apply_by=None)
    told = application_of(petition(PAPER, free), TODAY)
    text = texts(told)
    assert told.printed.title == "出具民事调解书申请书"
    assert "制作民事调解书" in text
    assert "司法确认" not in text
    assert "原告：张三" in text
    assert "被告：某某机械有限公司" in text
    assert "各方放弃答辩期和举证期限" in text
    swapped = {WORKER: Status.DEFENDANT}
    assert "被告一：张三" in texts(application_of(petition(replace(PAPER, statuses=swapped), free), TODAY))
    assert "撤回对某某机械有限公司的起诉" in texts(application_of(petition(WITHDRAW, free), TODAY))
    on_record = texts(application_of(petition(replace(PAPER, on_record=True), free), TODAY))
    assert "记入笔录或者附卷" in on_record


@pytest.mark.parametrize("status", Status)
def test_a_suit_has_a_plaintiff_and_a_defendant(status: Status) -> None:
    members = [one.member for one in petitioners()]
    alike = {one.id: status for one in members}
    for choice in (PAPER, WITHDRAW):
        require_sides(choice, members)
        with pytest.raises(Unfit, match="statuses"):
            require_sides(replace(choice, statuses=alike), members)
    require_sides(replace(CONFIRM, statuses=alike), members)


def test_at18_an_agreement_on_paper_is_named_by_the_digest_of_its_scan() -> None:
    told = application_of(petition(reached=replace(REACHED, online=False)), TODAY)
    assert told.origin == "offline"
    assert "纸质" in texts(told)
    assert REACHED.digest in texts(told)


@pytest.mark.parametrize("rulings", [True, False])
def test_at6_at54_the_address_is_collected_and_consent_for_rulings_is_a_line_of_its_own(*, rulings: bool) -> None:
    one = petitioners()[0]
    own = Petitioner(one.member, one.domicile, address(rulings=rulings))
    told = address_of(AgreementId("a"), 1, MATTER, "", own, TODAY)
    lines = {line.name: line.texts for passage in told.printed.passages for line in passage.lines}
    assert lines["是否同意电子送达"] == ("同意",)
    assert lines["判决书、裁定书、调解书是否同意电子送达（单独确认）"] == ("同意" if rulings else "不同意",)
    assert (told.electronic, told.rulings) == (True, rulings)


def test_at54_the_platform_account_and_the_order_of_service_stand_on_the_paper_and_in_its_data() -> None:
    given = replace(address(), platform_account="zhangsan-rmfy", order=("platform_account", "email", "sms_phone"))
    one = petitioners()[0]
    told = address_of(AgreementId("a"), 1, MATTER, "", Petitioner(one.member, "", checked_address(given)), TODAY)
    lines = {line.name: line.texts for passage in told.printed.passages for line in passage.lines}
    assert lines["人民法院送达平台账号"] == ("zhangsan-rmfy",)
    said = "".join(text for passage in told.printed.passages for text in passage.paragraphs)
    assert "按下列顺序送达：人民法院送达平台账号、电子邮箱、手机（短信）；" in said
    assert (told.platform_account, told.order) == ("zhangsan-rmfy", given.order)
    by_post = replace(address(electronic=False), order=())
    paper = address_of(AgreementId("a"), 1, MATTER, "", Petitioner(one.member, "", by_post), TODAY)
    assert "不同意电子送达，按邮寄地址送达。" in [text for each in paper.printed.passages for text in each.paragraphs]
    assert paper.order == ()


@pytest.mark.parametrize(("choice", "code"), BAD_CHOICES)
def test_a_choice_that_cannot_stand_is_refused(choice: Choice, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        checked_choice(choice)
    assert refused.value.code == code


@pytest.mark.parametrize(("given", "code"), BAD_ADDRESSES)
def test_at54_an_address_that_serves_nothing_is_refused(given: ServiceAddress, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        checked_address(given)
    assert refused.value.code == code


def test_the_same_form_gives_the_same_bytes() -> None:
    assert court_paper_bytes(application_of(petition(), TODAY)) == court_paper_bytes(application_of(petition(), TODAY))
