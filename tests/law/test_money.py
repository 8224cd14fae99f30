import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.money import FIGURES, Money, MoneyError

GOLDEN = json.loads((Path(__file__).parent / "golden" / "money_cn.json").read_text(encoding="utf-8"))
"""Written by hand from the source before the code."""

EVERY_AMOUNT = st.integers(0, 10**14 - 1).map(Money)


@pytest.mark.parametrize(("amount", "words"), GOLDEN["amounts"])
def test_at50_an_amount_in_words(amount: str, words: str) -> None:
    assert Money.parsed(amount).in_words == words


@pytest.mark.parametrize("typed", GOLDEN["refused"])
def test_at50_what_could_mean_another_sum_is_refused(typed: str) -> None:
    with pytest.raises(MoneyError) as refused:
        Money.parsed(typed)
    assert refused.value.code == "money.shape"
    assert refused.value.sentence.zh.endswith("。")


@pytest.mark.parametrize(("typed", "canonical"), GOLDEN["accepted"])
def test_at50_an_amount_as_people_type_it(typed: str, canonical: str) -> None:
    assert Money.parsed(typed).text == canonical


@pytest.mark.parametrize(("amount", "shown"), GOLDEN["shown"])
def test_at50_an_amount_in_figures(amount: str, shown: str) -> None:
    assert Money.parsed(amount).shown == shown


@pytest.mark.parametrize(("amount", "printed"), GOLDEN["printed"])
def test_at50_an_amount_as_printed(amount: str, printed: str) -> None:
    assert Money.parsed(amount).printed == printed


def test_a_million_million_is_too_large() -> None:
    assert Money.parsed("999,999,999,999.99").in_words.startswith("玖仟玖佰玖拾玖亿玖仟")
    with pytest.raises(MoneyError, match=r"money\.too_large"):
        Money.parsed("1000000000000")


def test_no_zero_stands_before_a_number() -> None:
    with pytest.raises(MoneyError):
        Money.parsed("007")


@given(EVERY_AMOUNT)
def test_every_amount_reads_back_from_its_figures(money: Money) -> None:
    assert Money.parsed(money.text) == Money.parsed(money.shown.removesuffix("元")) == money
    assert money.amount == Decimal(money.text)


@given(EVERY_AMOUNT)
def test_at50_every_amount_reads_back_from_its_words(money: Money) -> None:
    assert fen_of(money.in_words) == money.fen


def fen_of(words: str) -> int:
    """The amount that words name, read by the meaning of each character and by nothing of the code under test."""
    weights = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = figure = fen = 0
    for char in words:
        if char in FIGURES:
            figure = FIGURES.index(char)
        elif char in weights:
            group, figure = group + figure * weights[char], 0
        elif char in "万亿元":
            size = {"万": 10**4, "亿": 10**8, "元": 1}[char]
            total, group, figure = total + (group + figure) * size, 0, 0
        elif char in "角分":
            fen, figure = fen + figure * (10 if char == "角" else 1), 0
    return total * 100 + fen
