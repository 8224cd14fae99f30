import sys
import unicodedata

import pytest

from law.plain_text import BIDI_CONTROLS, INKLESS, STILL_GROWING, in_line, in_name


@pytest.mark.parametrize("char", sorted(BIDI_CONTROLS))
def test_bidi_controls_are_refused_everywhere(char: str) -> None:
    named = (f"U+{ord(char):04X}",)
    assert in_line(f"支付{char}5000元") == named
    assert in_name(f"张{char}三") == named


@pytest.mark.parametrize("char", [*sorted(INKLESS), "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\U000e0041"])
def test_characters_without_ink_are_refused_in_a_name(char: str) -> None:
    assert in_name(f"张{char}三") == (f"U+{ord(char):04X}",)


@pytest.mark.parametrize(
    "char", ["\u180b", "\u180f", "\ufe00", "\ufe0f", "\u00a0", "\u2003", "\u202f", "\ufffc", "\U0001d159", "\U00016fe4"]
)
def test_selectors_blanks_and_other_spaces_are_refused_in_a_name(char: str) -> None:
    assert in_name(f"张{char}伟") == (f"U+{ord(char):04X}",)


def test_a_selector_may_choose_the_glyph_of_a_hanzi_and_nothing_else() -> None:
    assert in_name("葛\U000e0100伟") == in_name("𠮷\U000e0101") == ()
    assert in_name("A\U000e0100") == in_name("葛\U000e0101\U000e0100") == in_name("\U000e0100") == ("U+E0100",)


@pytest.mark.parametrize("pile", ["\u0335\u0361\u0301", "\u20dd\u20dd\u20dd", "\u0323\u0302\u0301"])
def test_more_than_two_accents_on_a_letter_are_refused_in_a_name(pile: str) -> None:
    assert in_name(f"张{pile[:2]}伟") == ()
    assert in_name(f"张{pile}伟") == (f"U+{ord(pile[-1]):04X}",)
    assert in_line(pile) == ()


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\r", "\u2028", "\u2029", "\ufffe", "\U0001ffff"]
)
def test_controls_are_refused_everywhere(char: str) -> None:
    assert in_line(f"a{char}b")
    assert in_name(f"a{char}b")


def test_a_lone_surrogate_is_refused() -> None:
    assert in_line("\ud83d") == in_name("\ud83d") == ("U+D83D",)


def test_a_chat_line_may_have_lines_tabs_and_joined_emoji() -> None:
    assert in_line("第一行\n第二行\t完 👨‍👩‍👧 ❤️ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f") == ()


def test_a_name_has_no_lines_or_tabs() -> None:
    assert in_name("张三\n李四\t") == ("U+000A", "U+0009")


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "阿卜杜拉·买买提",
        "𠮷野家（北京）有限公司",
        "O'Brien-Smith",
        "龘靐齉爩",
        "Ngô Thị Hương",
        "ＡＢＣ　株式会社",
        "Nguye\u0302\u0303n Thi\u0323",
        "བསྒྲུབས་པ",
        "ئابدۇراخمان",
        "ที่นั่ง",
    ],
)
def test_names_of_people_pass(name: str) -> None:
    assert in_name(name) == ()
    assert in_line(name) == ()


@pytest.mark.parametrize("code", [0x1FAE8, 0x2EBF0, 0x31350, 0x323B0])
def test_hanzi_and_emoji_newer_than_this_python_pass(code: int) -> None:
    """Unicode 15 to 17: the second block was made for names on Chinese ID cards."""
    assert in_name(chr(code)) == in_line(chr(code)) == ()


def test_each_character_is_named_once_in_order() -> None:
    assert in_name("\u202ea\u200b\u202e") == ("U+202E", "U+200B")


def test_whatever_is_refused_in_a_line_is_refused_in_a_name() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if in_line(char):
            assert in_name(char), hex(code)
        elif not in_name(char):
            category = unicodedata.category(char)
            assert category not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}, hex(code)
            assert category != "Cn" or code in STILL_GROWING, hex(code)
