"""What is written to people: complete in both languages, and without a line that nobody can fill."""

from datetime import date

import pytest

from law.message_texts import NoMessageTextError, Value, letter, message_form, short_message
from law.sentence import Sentence

DAY = date(2026, 11, 23)
LINK = "https://room.example/j/abc"
SESSION: dict[str, Value] = {
    "name": "张伟",
    "organisation": "某某调解中心",
    "mediator": "王敏",
    "title": "张伟与某公司",
    "time": "2026年12月1日（星期二）09:30",
    "old_time": "2026年11月30日（星期一）09:30",
    "link": LINK,
}
VALUES: dict[str, dict[str, Value]] = {
    "invitation": SESSION,
    "rescheduling": SESSION,
    "cancellation": SESSION,
    "reminder": SESSION,
    "code": {"name": "张伟", "what": Sentence("进入", "entering"), "code": "123456", "until": "12:00"},
    "signing": {"name": "张三", "number": "1号", "until": "2026年12月1日 09:30"},
    "court": {"case_no": "1号"},
    "deadline": {"case_no": "1号", "what": "回复", "day": DAY},
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_is_whole_in_both_languages(kind: str) -> None:
    form = message_form(kind, DAY)
    written, short = letter(form, **VALUES[kind]), short_message(form, **VALUES[kind])
    assert "{" not in written.subject + written.text + short
    assert "None" not in written.text + short
    assert "\n" not in written.subject
    for text in (written.text, short):
        assert any("\u4e00" <= char <= "\u9fff" for char in text)
        assert any(word in text for word in ("Please", "please", "session", "Do not", "New time", "mediation", "link"))


@pytest.mark.parametrize("kind", ["invitation", "rescheduling", "reminder"])
def test_where_somebody_is_to_come_the_link_stands_once(kind: str) -> None:
    form = message_form(kind, DAY)
    assert letter(form, **SESSION).text.count(LINK) == 1
    assert short_message(form, **SESSION).count(LINK) == 1


def test_what_nobody_knows_is_left_out_and_what_is_known_stands() -> None:
    form = message_form("invitation", DAY)
    without, with_it = letter(form, **SESSION).text, letter(form, **SESSION, minutes=90, phone="12345").text
    assert "预计" not in without
    assert "请拨打" not in without
    assert "预计需要90分钟。" in with_it
    assert "For help call 12345." in with_it


@pytest.mark.parametrize("lacks", ["link", "time", "name"])
def test_what_must_be_there_is_asked_for(lacks: str) -> None:
    with pytest.raises(NoMessageTextError, match=lacks):
        letter(message_form("invitation", DAY), **{**SESSION, lacks: None})


def test_what_people_typed_is_text_and_no_pattern() -> None:
    written = letter(message_form("rescheduling", DAY), **{**SESSION, "reason": "{link} {0} %s", "title": "{name}"})
    assert "改期原因：{link} {0} %s" in written.text
    assert "{name}" in written.subject


def test_a_kind_that_was_never_written_is_ours_to_mend() -> None:
    with pytest.raises(NoMessageTextError):
        message_form("weather", DAY)
