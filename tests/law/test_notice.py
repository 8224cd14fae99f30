import re
from datetime import date, timedelta

import pytest

from law.notice import NoNoticeError, notice
from law.plain_text import in_line
from law.sentence import Sentence
from rooms.person import Consent
from server.http.bodies import Notice as NoticeBody

FIRST_DAY = date(2026, 11, 1)
TODAY = date(2026, 11, 22)
NOTICE = notice(TODAY)


def section(section_id: str) -> Sentence:
    return next(one.text for one in NOTICE.sections if one.id == section_id)


def test_the_version_is_named_by_its_first_day() -> None:
    assert NOTICE.version == "2026-11-01"
    assert NOTICE.valid_from == FIRST_DAY
    assert notice(FIRST_DAY) is NOTICE


def test_a_day_without_a_text_is_our_fault() -> None:
    with pytest.raises(NoNoticeError, match=r"^2026-10-31$"):
        notice(FIRST_DAY - timedelta(days=1))


def test_the_sections_are_those_of_the_paper_in_order() -> None:
    ids = "who voluntary rights duties steps confidential concessions effect false online privacy"
    assert [one.id for one in NOTICE.sections] == ids.split()
    for number, one in enumerate(NOTICE.sections, 1):
        assert one.heading.zh.startswith("一二三四五六七八九十"[number - 1] if number < 11 else "十一")
        assert one.heading.en.startswith(f"{number}. ")
        assert one.statutes


def test_the_consents_are_those_the_room_knows_and_only_the_first_is_required() -> None:
    assert [one.id for one in NOTICE.consents] == [consent.value for consent in Consent]
    assert [one.id for one in NOTICE.consents if one.required] == ["online_mediation"]


def test_each_consent_says_what_a_no_leads_to() -> None:
    for one in NOTICE.consents:
        assert "意思是：" in one.meaning.zh, one.id
        assert "不同意，" in one.meaning.zh, one.id
        assert one.label.zh.startswith("同意"), one.id
        assert one.statutes, one.id


def pairs() -> list[Sentence]:
    sections = [pair for one in NOTICE.sections for pair in (one.heading, one.text)]
    return [*sections, *(pair for one in NOTICE.consents for pair in (one.label, one.meaning))]


def test_both_languages_say_the_same_number_of_things() -> None:
    for pair in pairs():
        assert pair.zh.count("\n") == pair.en.count("\n"), pair.en
        assert in_line(pair.zh) == in_line(pair.en) == ()
        assert re.search("[\u4e00-\u9fff]", pair.en) is None, pair.en


def test_the_sentences_are_short_enough_to_be_heard() -> None:
    """The text is read aloud to people in a hurry; a clause between stops stays within one breath."""
    for pair in pairs():
        for clause in re.split("[。；：\n]", pair.zh):
            assert len(clause) <= 50, clause


def test_what_the_law_leaves_open_is_said_to_be_open() -> None:
    for section_id in ("steps", "concessions", "effect"):
        assert "法院要求为准" in section(section_id).zh, section_id
        assert "decides" in section(section_id).en, section_id


@pytest.mark.parametrize(
    ("section_id", "said"),
    [
        ("who", "不收任何费用"),
        ("voluntary", "随时不再调解"),
        ("voluntary", "回避"),
        ("duties", "如实"),
        ("steps", "十五日内"),
        ("steps", "一年"),
        ("confidential", "不得私自录音"),
        ("confidential", "不能完全防止"),
        ("concessions", "无争议事实"),
        ("effect", "三十日内"),
        ("effect", "第四条路"),
        ("false", "罚款、拘留"),
        ("online", "当面调解"),
        ("privacy", "撤回同意"),
    ],
)
def test_what_the_paper_must_say_is_in_it(section_id: str, said: str) -> None:
    assert said in section(section_id).zh


def test_it_fits_the_answer_of_the_api() -> None:
    body = NoticeBody.model_validate(NOTICE)
    assert body.version == NOTICE.version
    assert [one.text.zh for one in body.sections] == [one.text.zh for one in NOTICE.sections]
    assert [one.id.value for one in body.consents] == [one.id for one in NOTICE.consents]
