"""Amounts of renminbi: read as typed, shown in figures, written in words (支付结算办法 附一; domain.md §3.0, AT-50)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from law.sentence import Sentence

TYPED: Final = re.compile(r"(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?", re.ASCII)
"""Plain digits, commas only where thousands part, at most two decimals. Anything else could mean another sum."""

DIGITS: Final = 12
"""Of the whole yuan: below a million million."""

FIGURES: Final = "零壹贰叁肆伍陆柒捌玖"
IN_GROUP: Final = ("", "拾", "佰", "仟")
GROUPS: Final = ("", "万", "亿")

SHAPE: Final = Sentence(
    "金额请用半角数字填写，最多两位小数，例如12345.00或12,345.00，不要写“元”和空格。",
    "Write the amount in plain digits with at most two decimals, such as 12345.00 or 12,345.00, no unit or spaces.",
)
TOO_LARGE: Final = Sentence("金额过大，请核对。", "The amount is too large; please check.")


class MoneyError(ValueError):
    """No amount. `code` is `money.shape` or `money.too_large`."""

    def __init__(self, code: str, sentence: Sentence) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Zero or more yuan, in whole fen."""

    fen: int

    @classmethod
    def parsed(cls, typed: str) -> Self:
        """What somebody typed. Raises MoneyError; nothing is guessed, trimmed or rounded."""
        found = TYPED.fullmatch(typed)
        if found is None:
            raise MoneyError("money.shape", SHAPE)
        whole = found[1].replace(",", "")
        if len(whole) > DIGITS:
            raise MoneyError("money.too_large", TOO_LARGE)
        return cls(int(whole) * 100 + int((found[2] or "").ljust(2, "0")))

    @property
    def amount(self) -> Decimal:
        """In yuan, two decimals."""
        return Decimal(self.fen).scaleb(-2)

    @property
    def text(self) -> str:
        """Canonical: `12345.00`."""
        return f"{self.amount:.2f}"

    @property
    def shown(self) -> str:
        """For people: `12,345.00元`."""
        return f"{self.amount:,.2f}元"

    @property
    def in_words(self) -> str:
        """大写: `壹万贰仟叁佰肆拾伍元整`."""
        whole, fraction = divmod(self.fen, 100)
        if not self.fen:
            return "零元整"
        return (f"{_whole(str(whole))}元" if whole else "") + _fraction(*divmod(fraction, 10), after_yuan=bool(whole))

    @property
    def printed(self) -> str:
        """As an agreement prints it, in figures and words."""
        return f"人民币{self.shown}（大写：{self.in_words}）"


def _whole(digits: str) -> str:
    return "".join(_spelled(digits))


def _spelled(digits: str) -> Iterator[str]:
    """Figure by figure; any run of zeros between two figures is one 零, also across 万 and 亿."""
    gap = written = in_group = False
    for place, figure in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if figure:
            yield ("零" if gap and written else "") + FIGURES[figure] + IN_GROUP[place % 4]
            written = in_group = True
        gap = not figure
        if place % 4 == 0 and in_group:
            yield GROUPS[place // 4]
            in_group = False


def _fraction(jiao: int, fen: int, *, after_yuan: bool) -> str:
    words = f"{FIGURES[jiao]}角" if jiao else "零" if fen and after_yuan else ""
    return words + (f"{FIGURES[fen]}分" if fen else "整")
