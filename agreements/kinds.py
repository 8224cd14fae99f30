"""What parts a draft is made of: typed terms as data (domain.md §3.2, §6.3).

Every value is kept as the text a person chose, in one canonical spelling per type:
money `12345.00`, date `2026-03-31`, count `3`, rate `0.05` (percent a day), party a `SignerId`, choice one of
`choices`, court a court's id.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from law.sentence import Sentence


class Kind(StrEnum):
    """`head` is there once, `party` once for each party; the others are clauses, as many as wanted."""

    HEAD = "head"
    PARTY = "party"
    PAYMENT = "payment"
    INSTALMENTS = "instalments"
    LABOUR_RELATION = "labour_relation"
    ACT = "act"
    SOCIAL_INSURANCE = "social_insurance"
    CONFIDENTIALITY = "confidentiality"
    NON_COMPETE = "non_compete"
    COSTS = "costs"
    DEFAULT = "default"
    FINAL_SETTLEMENT = "final_settlement"
    FREE = "free"


REASONS: Final = frozenset({"hired", "left", "average_wage", "injury_grade", "contribution_wage", "insured"})
"""Fields of a payment that are there to compare it with the law, and stay out of the paper."""


class FieldType(StrEnum):
    """How a value is spelled and what form control it gets."""

    LINE = "line"
    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    COUNT = "count"
    RATE = "rate"
    PARTY = "party"
    CHOICE = "choice"
    COURT = "court"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice and how it is called."""

    value: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class When:
    """A field belongs to the form only while another says one of `values`; none given: while it says anything."""

    field: str
    values: tuple[str, ...]

    def holds(self, value: str) -> bool:
        """Whether it belongs there when that field says `value`."""
        return value in self.values if self.values else bool(value)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `required`: without it the draft cannot be frozen. `rows`: repeated as `name.1` … per instalment."""

    name: str
    type: FieldType
    label: Sentence
    required: bool = False
    rows: bool = False
    limit: int = 200
    """Characters, for line and text; the highest number, for count."""
    choices: tuple[Choice, ...] = ()
    default: str = ""
    """What stands where nothing was chosen."""
    when: When | None = None
    """None: always. Where it does not hold, what stands in the field counts for nothing and is not printed."""


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A kind of part: its heading and its fields in the order of the form."""

    kind: Kind
    heading: Sentence
    fields: tuple[FieldSpec, ...]
