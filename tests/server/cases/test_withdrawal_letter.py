"""The letter by which a court without a desk here is told that an application is asked back."""

from dataclasses import replace

from agreements.letter import Letter
from rooms.cases.words import Route
from server.cases.withdrawal_letter import SCHEMA, Applicant, WithdrawalLetter, letter_bytes, withdrawal_letter

ZHANG = Applicant("张伟", "张伟", "公司已经付清\n不再需要", "2026-11-05")
COMPANY = Applicant("南京某某电子有限公司", "李静", "", "2026-11-06")
TOLD = WithdrawalLetter(
    schema=SCHEMA,
    court="南京市玄武区人民法院",
    route="confirmation",
    number="（2026）某劳调字第00001号",
    court_case_no="（2026）苏0102民特1号",
    receipt="（2026）某劳调字第00001号-收01",
    cause="追索劳动报酬纠纷",
    organisation="某某市总工会劳动争议调解中心",
    submitted_on="2026-11-04",
    applicants=(ZHANG, COMPANY),
    dated_on="2026-11-06",
)


def said(letter: Letter) -> str:
    parts = [letter.title, letter.to, letter.dated]
    for passage in letter.passages:
        parts += [passage.heading, *passage.paragraphs]
        parts += [part for line in passage.lines for part in (line.name, *line.texts)]
    return "\n".join(parts)


def test_it_names_court_application_and_everybody_who_asks_with_room_for_each_signature() -> None:
    letter = withdrawal_letter(TOLD)
    words = said(letter)
    for part in (
        *("撤回司法确认申请书", TOLD.court, TOLD.cause, TOLD.court_case_no, TOLD.receipt, "公司已经付清", "不再需要"),
        "第三百五十七条，张伟、南京某某电子有限公司请求准许撤回2026年11月4日提交的司法确认申请。",
        *("南京某某电子有限公司（由李静提出）", "没有另行说明。", "2026年11月6日在线提出"),
    ):
        assert part in words, part
    assert [line.name for line in letter.passages[-1].lines] == [
        *("张伟（签名或者盖章）", "南京某某电子有限公司（签名或者盖章）")
    ]
    assert not letter.signed_here, "signed by hand, not by the platform"
    assert letter_bytes(TOLD) == letter_bytes(replace(TOLD))


def test_the_courts_paper_is_asked_back_under_its_own_name_without_that_article() -> None:
    letter = withdrawal_letter(
        replace(TOLD, route=Route.COURT_PAPER.value, court="", court_case_no="", receipt="", applicants=(ZHANG,))
    )
    assert (letter.title, letter.to) == ("撤回出具民事调解书申请书", "受理申请的人民法院")
    assert "张伟请求准许撤回2026年11月4日提交的出具民事调解书申请。" in said(letter)
    assert "第三百五十七条" not in said(letter)
