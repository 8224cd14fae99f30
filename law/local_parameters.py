"""Wages a city publishes, by administrative code, dated, with their source (domain.md §6.2).

The table that comes with the program is as good as empty: nobody here could check the numbers of three hundred cities.
A house brings its own (docs/operator.md). What is not there is said to be 未核对.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from law.dated import Row, day, in_force, rows
from law.sentence import Sentence

CODE: Final = 6
FIELDS: Final = frozenset({"place", "average_wage", "minimum_wage", "valid_from", "valid_to", "source", "settled"})
NEEDED: Final = frozenset({"place", "valid_from", "source"})


class LocalParameterError(ValueError):
    """A row that cannot be used, and why."""

    def __init__(self, says: Sentence) -> None:
        super().__init__(says.en)
        self.says = says


@dataclass(frozen=True, slots=True)
class LocalWages:
    """What holds in one place: yuan a month. `settled` is false where nobody has compared it with the source."""

    place: str
    """Administrative code (GB/T 2260), six digits; `330100` holds for all of its districts."""
    average_wage: Decimal | None
    """上年度职工月平均工资."""
    minimum_wage: Decimal | None
    valid_from: date
    valid_to: date | None
    source: str
    settled: bool


class LocalParameters:
    """A table of them; `LOCAL_PARAMETERS` is the one that comes with the program."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        """Raises LocalParameterError."""
        self._rows = tuple(map(_wages, rows))

    def at(self, place: str, on: date) -> LocalWages | None:
        """What holds there on that day: of the district, else of its city, else of its province; None: not known.

        A row of a district that leaves a number out takes it from above.
        """
        average = self._number(place, on, "average_wage")
        minimum = self._number(place, on, "minimum_wage")
        found = average or minimum
        if found is None:
            return None
        return LocalWages(
            place=found.place,
            average_wage=average.average_wage if average else None,
            minimum_wage=minimum.minimum_wage if minimum else None,
            valid_from=found.valid_from,
            valid_to=found.valid_to,
            source="；".join(dict.fromkeys(one.source for one in (average, minimum) if one)),
            settled=all(one.settled for one in (average, minimum) if one),
        )

    def _number(self, place: str, on: date, name: str) -> LocalWages | None:
        for code in _upwards(place):
            here = [row for row in in_force(self._rows, on) if row.place == code and getattr(row, name) is not None]
            if here:
                return here[-1]
        return None


def _upwards(place: str) -> tuple[str, ...]:
    """The district, its city, its province; nothing for what is no code."""
    if len(place) != CODE or not place.isascii() or not place.isdigit():
        return ()
    return tuple(dict.fromkeys((place, f"{place[:4]}00", f"{place[:2]}0000")))


def _wages(row: Row) -> LocalWages:
    unknown, lacking = sorted(set(row) - FIELDS), sorted(NEEDED - set(row))
    if unknown or lacking:
        names = "、".join([*lacking, *unknown])
        raise LocalParameterError(
            Sentence(
                f"字段缺少或多余：{names}。", f"Fields are lacking or not known: {', '.join([*lacking, *unknown])}."
            )
        )
    if not _upwards(str(row["place"])):
        raise LocalParameterError(
            Sentence("place应为六位行政区划代码。", "place has to be an administrative code of six digits.")
        )
    try:
        return LocalWages(
            place=row["place"],
            average_wage=_yuan(row.get("average_wage")),
            minimum_wage=_yuan(row.get("minimum_wage")),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row.get("valid_to")),
            source=str(row["source"]),
            settled=bool(row.get("settled", False)),
        )
    except (InvalidOperation, TypeError, ValueError) as error:
        raise LocalParameterError(
            Sentence(
                f"{row['place']}：金额应是引号内的数字，日期应写作2026-01-01。",
                f"{row['place']}: amounts are numbers in quotes, dates are written as 2026-01-01.",
            )
        ) from error


def _yuan(text: object) -> Decimal | None:
    if text is None:
        return None
    if not isinstance(text, str):
        raise TypeError("an amount is a text")
    amount = Decimal(text)
    if not amount.is_finite() or amount <= 0:
        raise ValueError("an amount is more than zero")
    return amount


LOCAL_PARAMETERS: Final = LocalParameters(rows("local_parameters.json"))
