import pickle
from pathlib import Path

import pytest

from agreements.glyphs import unprintable
from agreements.ports import Away
from agreements.render import SYSTEM_FONTS
from agreements.render.fonts import Face, fonts_of
from server.papers.printing import coverage


def refused(*texts: str) -> tuple[str, ...]:
    return unprintable(texts, fonts_of(SYSTEM_FONTS).glyphs[Face.BODY])


@pytest.mark.parametrize(
    "text",
    [
        "龑玥喆𫖯𫍯𬭎䶮㛃㙓䝉堃垚犇赟翀珺槑燚瑄昇祎旻",
        "人民币12,345.00元（大写：壹万贰仟叁佰肆拾伍元整）",
        "阿卜杜拉·买买提　José Nguyễn",
        "Jose\u0301 Nguye\u0302\u0303n",
        "第一行\n第二行\t表",
        "“引号”《书名》——……①②③％℃㎡￥",
    ],
)
def test_what_a_mediator_types_is_printable(text: str) -> None:
    assert refused(text) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("张\U0002a6a5三\U0002a6a5", ("\U0002a6a5 U+2A6A5",)),
        ("好😀", ("😀 U+1F600",)),
        ("བཀྲ", ("བ U+0F56", "ཀྲ U+0F40 U+0FB2")),
    ],
)
def test_at55_what_no_face_can_show_is_named_once(text: str, named: tuple[str, ...]) -> None:
    assert refused(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("葛\U000e0100城", ("葛\U000e0100 U+845B U+E0100",)),
        ("，\ufe00", ("，\ufe00 U+FF0C U+FE00",)),
    ],
)
def test_a_drawing_that_the_fonts_do_not_know_is_refused_and_never_replaced(text: str, named: tuple[str, ...]) -> None:
    assert refused(text) == named


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u202e", "\ufeff", "\u00ad", "\r", "\x00", "\ue000", "\u2028"])
def test_what_cannot_be_seen_is_refused_by_its_number_alone(hidden: str) -> None:
    assert refused(f"张{hidden}三") == (f"U+{ord(hidden):04X}",)


def test_fillers_that_draw_nothing_are_refused() -> None:
    assert [name[-6:] for name in refused("张\u3164\u2800")] == ["U+3164", "U+2800"]


def test_an_accent_beside_its_letter_is_refused() -> None:
    assert refused("q\u0301") == ("q\u0301 U+0071 U+0301",)


def test_of_two_characters_with_one_glyph_the_stand_in_is_refused() -> None:
    assert refused("⼀", "二") == ()
    assert refused("⼀", "一") == ("⼀ U+2F00",)
    assert refused("金额", "\uf90a") == ("\uf90a U+F90A",)


def test_no_break_spaces_stand_beside_spaces() -> None:
    assert refused("a b\u00a0c\u3000d\u2003e") == ()


def test_a_press_without_fonts_says_so_in_words_that_the_node_knows(tmp_path: Path) -> None:
    """The node loads no press, and so no refusal of one."""
    with pytest.raises(Away) as away:
        coverage(tmp_path)
    told = pickle.loads(pickle.dumps(away.value))  # noqa: S301 - our own, as a pool hands it over
    assert told.code == "press.fonts"
    assert str(tmp_path) in told.sentence.zh
