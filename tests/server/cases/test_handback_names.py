import pytest

from server.cases.file_names import NAMELESS, stem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("劳动合同", "劳动合同"),
        ('工资条: 2月/3月? "新"', "工资条_ 2月_3月_ _新_"),
        ("..\\..\\system32\\cmd", "_.._system32_cmd"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("第一行\n第二行\t尾", "第一行 第二行 尾"),
        ("合同\u200b\ufeff\x00", "合同"),
        ("结尾有点. . ", "结尾有点"),
        ("名\u3000字", "名 字"),
    ],
)
def test_a_name_is_what_was_written_without_what_breaks_a_system(text: str, name: str) -> None:
    assert stem(text) == name


@pytest.mark.parametrize("text", ["", " . ", "\u202e\u200b", "\n\t", "..."])
def test_what_leaves_nothing_has_a_name_all_the_same(text: str) -> None:
    assert stem(text) == NAMELESS


@pytest.mark.parametrize("text", ["合" * 200, "𫖯" * 200, "a" * 200, "é" * 200])
def test_a_name_is_short_enough_for_windows_and_linux(text: str) -> None:
    assert len(stem(text)) <= 60
    assert len(stem(text).encode()) <= 180
    assert text.startswith(stem(text))
