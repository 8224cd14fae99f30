"""Sums of money that people write into a sentence: in figures, in words, in common numerals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from law.money import Money

DIGITS: Final = {
    **{char: number for number, char in enumerate("零一二三四五六七八九")},
    **{char: number for number, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GROUPS: Final = {"万": 10**4, "亿": 10**8}
NUMERAL: Final = f"[{''.join(DIGITS)}{''.join(UNITS)}{''.join(GROUPS)}]"
FIGURE: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]{1,2})?"
IN_WORDS: Final = rf"{NUMERAL}+[元圆]零?(?:{NUMERAL}角)?零?(?:{NUMERAL}分)?[整正]?"
AMOUNT: Final = re.compile(rf"(?P<figure>{FIGURE})(?P<wan>万)?元|(?P<words>{IN_WORDS})")
PAIR: Final = re.compile(
    rf"(?P<figure>{FIGURE})元?[（(，]?(?:人民币)?大写[为是：:]?(?:人民币)?(?P<words>{IN_WORDS})"
    rf"|(?P<first>{IN_WORDS})[（(](?:人民币|￥|¥|小写[：:]?)*(?P<second>{FIGURE})元?[）)]"
)


@dataclass(frozen=True, slots=True)
class Written:
    """One sum as it stands in a text, from `start` to `end`."""

    money: Money
    text: str
    start: int
    end: int


def amounts(text: str) -> Iterator[Written]:
    """Every sum in yuan, in order."""
    for found in AMOUNT.finditer(text):
        money = read_words(found["words"]) if found["words"] else read_figures(found["figure"], wan=bool(found["wan"]))
        if money is not None:
            yield Written(money, found[0], found.start(), found.end())


def pairs(text: str) -> Iterator[tuple[str, Money, str, Money]]:
    """Where one sum stands in figures and in words: as written and as read, figures first."""
    for found in PAIR.finditer(text):
        figures, words = found["figure"] or found["second"], found["words"] or found["first"]
        read, meant = read_figures(figures), read_words(words)
        if meant is not None:
            yield figures, read, words, meant


def read_figures(text: str, *, wan: bool = False) -> Money:
    """`12,600.00`, with `wan` as ten thousands."""
    return Money(int(Decimal(text.replace(",", "")) * (1_000_000 if wan else 100)))


def read_words(text: str) -> Money | None:
    """`壹万贰仟陆佰元整`, also with 一二三; None for what is no number."""
    whole, _, rest = text.replace("圆", "元").partition("元")
    yuan = numeral(whole)
    if yuan is None:
        return None
    jiao = re.search(rf"({NUMERAL})角", rest)
    fen = re.search(rf"({NUMERAL})分", rest)
    return Money(yuan * 100 + (DIGITS.get(jiao[1], 0) * 10 if jiao else 0) + (DIGITS.get(fen[1], 0) if fen else 0))


def numeral(text: str) -> int | None:
    """A whole number in Chinese or Western digits; None for what is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    total = group = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            group += (digit or 1) * UNITS[char]
            digit = 0
        elif char == "万":
            total, group, digit = total + (group + digit) * GROUPS[char], 0, 0
        elif char == "亿":
            total, group, digit = (total + group + digit) * GROUPS[char], 0, 0
        else:
            return None
    return total + group + digit if text else None
