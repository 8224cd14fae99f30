"""What a party is told: complete in both languages, plain, dated, and never with a gap left open."""

import re
from datetime import date

import pytest

from law.case_notices import (
    NoCaseNoticeError,
    NoticeText,
    Value,
    case_notice,
    filled,
    ground_cited,
    notice_form,
    notice_text,
)
from law.citations import citation
from law.closing_checklist import FileEnd, NoChecklistError, closing_checklist
from law.plain_text import in_line
from law.procedures import Lane
from law.sentence import Sentence
from rooms.cases.labels import labels
from rooms.cases.words import Ground, NoticeKind

TODAY = date(2026, 3, 2)
VALUES: dict[str, Value] = {
    "organisation": "某街道人民调解委员会",
    "received_on": date(2026, 3, 1),
    "last_day": date(2026, 3, 16),
    "ended_on": date(2026, 3, 20),
    "ground": Sentence("分歧较大，难以达成协议", "The sides are too far apart"),
    "reason": Sentence("不属于本调解组织受理范围", "Not within this organisation's scope"),
    "days": 15,
    "period_end": date(2026, 3, 16),
    "until": date(2026, 3, 31),
    "mediator": "陈某",
    "relations": Sentence("与一方是邻居", "a neighbour of one side"),
    "time": "2026年3月18日14:00",
    "body": Sentence("法院", "court"),
    "court_case_no": "（2026）苏0102民特1号",
    "decided_on": date(2026, 3, 25),
    "decision": Sentence("裁定驳回", "Rejected"),
}
ONLY_SELF = {NoticeKind.ARBITRATION}
EVERY = [(kind, lane) for kind in NoticeKind for lane in Lane if kind not in ONLY_SELF or lane is Lane.SELF]


def given(kind: NoticeKind, lane: Lane) -> NoticeText:
    needed = notice_form(kind, lane, TODAY).fields
    return notice_text(kind, lane, TODAY, **{name: VALUES[name] for name in needed})


@pytest.mark.parametrize(("kind", "lane"), EVERY)
def test_every_notice_has_a_text_in_every_lane_with_no_gap_left(kind: NoticeKind, lane: Lane) -> None:
    text = given(kind, lane)
    for one in (text.title, *text.paragraphs):
        assert not re.search(r"[{}]", one.zh + one.en)
        assert in_line(one.zh) == ()
        assert re.search(r"[\u4e00-\u9fff]", one.zh)
        assert not re.search(
            r"[\u4e00-\u9fff]", re.sub("某街道人民调解委员会|陈某|2026年3月18日|（2026）苏0102民特1号", "", one.en)
        )
    assert text.statutes
    for key in text.statutes:
        citation(key, TODAY)


@pytest.mark.parametrize(("kind", "lane"), EVERY)
def test_no_sentence_is_longer_than_a_tired_reader_bears(kind: NoticeKind, lane: Lane) -> None:
    for one in given(kind, lane).paragraphs:
        assert max(map(len, re.split(r"[。；：]", one.zh))) <= 60


def zh(kind: NoticeKind, lane: Lane) -> str:
    return "\n".join(one.zh for one in given(kind, lane).paragraphs)


def test_at45_the_arbitration_notice_names_the_days_and_that_an_extension_changes_nothing() -> None:
    said = zh(NoticeKind.ARBITRATION, Lane.SELF)
    for part in ("2026年3月1日", "2026年3月16日", "申请劳动仲裁", "延长", "一年", "不收费"):
        assert part in said


def test_at17_each_lane_is_told_its_own_next_step_at_the_end() -> None:
    assert "申请劳动仲裁" in zh(NoticeKind.TERMINATION, Lane.SELF)
    assert "一年" in zh(NoticeKind.TERMINATION, Lane.SELF)
    assert "登记立案" in zh(NoticeKind.TERMINATION, Lane.WEIPAI)
    assert "继续审理" in zh(NoticeKind.TERMINATION, Lane.WEITUO)
    for lane in Lane:
        said = zh(NoticeKind.TERMINATION, lane)
        assert "分歧较大" in said
        for part in ("领回", "不得对外泄露", "不得作为对您不利的依据", "对调解员"):
            assert part in said


def test_at43_a_complaint_in_a_courts_case_goes_to_the_court() -> None:
    assert "向某区人民法院投诉" in "\n".join(
        one.zh
        for one in notice_text(
            "termination",
            "WEITUO",
            TODAY,
            organisation="某会",
            ended_on=TODAY,
            ground="其他情形",
            court="某区人民法院",
        ).paragraphs
    )


def test_a_text_is_found_again_by_its_version() -> None:
    text = given(NoticeKind.SESSION, Lane.SELF)
    form = case_notice(text.version)
    assert filled(form, **{name: VALUES[name] for name in form.fields}) == text


def test_what_is_missing_is_our_fault_and_said_so() -> None:
    with pytest.raises(NoCaseNoticeError, match="organisation"):
        notice_text("arbitration", "SELF", TODAY)
    with pytest.raises(NoCaseNoticeError, match="arbitration in WEIPAI"):
        notice_form("arbitration", "WEIPAI", TODAY)
    with pytest.raises(NoCaseNoticeError, match="session-0"):
        case_notice("session-0")
    with pytest.raises(NoCaseNoticeError):
        notice_form("session", "SELF", date(2020, 1, 1))


def test_at17_each_ground_is_cited_by_its_item() -> None:
    items = [ground_cited(ground, TODAY) for ground in Ground]
    assert items[2] == Sentence("《人民法院在线调解规则》第二十五条第（三）项", "Online Mediation Rules §25(3)")
    assert [one.zh[-3] for one in items] == list("一二三四五六七八")


def test_the_closing_checklist_names_points_that_have_names() -> None:
    known = {one.id for one in labels("archive_point", TODAY)}
    for lane in Lane:
        for end in FileEnd:
            assert set(closing_checklist(end, lane, TODAY).points) <= known
    assert "records" in closing_checklist(FileEnd.MEDIATED, Lane.SELF, TODAY).points
    assert "records" not in closing_checklist(FileEnd.MEDIATED, Lane.OFFLINE, TODAY).points
    assert "records" not in closing_checklist(FileEnd.NOT_BEGUN, Lane.OFFLINE, TODAY).points
    with pytest.raises(NoChecklistError):
        closing_checklist(FileEnd.MEDIATED, Lane.SELF, date(2020, 1, 1))
