import unicodedata

import pytest

from law.names import COMPATIBILITY_BLOCKS, RADICALS, lookalikes, plain_form


@pytest.mark.parametrize(
    ("entered", "plain", "named"),
    [
        ("⻢云", "马云", ("U+2EE2",)),
        ("⻓⻰", "长龙", ("U+2ED3", "U+2EF0")),
        ("⾦明", "金明", ("U+2FA6",)),
        ("\uf90a明", "金明", ("U+F90A",)),
        ("\U0002f804好", "你好", ("U+2F804",)),
        ("⺟⻳", "母龟", ("U+2E9F", "U+2EF3")),
        ("葛\U000e0100", "葛", ("U+E0100",)),
        (" 张三　", "张三", ()),
        ("⺮", "⺮", ("U+2EAE",)),
    ],
)
def test_look_alikes_are_named_and_the_plain_form_offered(entered: str, plain: str, named: tuple[str, ...]) -> None:
    assert lookalikes(entered) == named
    assert plain_form(entered) == plain


@pytest.mark.parametrize(
    "name", ["张三", "阿卜杜拉·买买提", "甲（上海）有限公司", "ＡＢＣ商行", "\ufa11元", "𠮷田", "é", "e\u0301"]
)
def test_ordinary_names_stay_untouched(name: str) -> None:
    assert lookalikes(name) == ()
    assert plain_form(name) == name


def test_the_plain_form_is_plain() -> None:
    every = "".join(map(chr, (code for block in COMPATIBILITY_BLOCKS for code in block))) + "".join(RADICALS)
    assert lookalikes(plain_form(every)) == ()
    assert all(unicodedata.name(plain).startswith("CJK UNIFIED IDEOGRAPH") for plain in RADICALS.values())
    assert all(unicodedata.name(radical).startswith("CJK RADICAL") for radical in RADICALS)
