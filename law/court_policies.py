"""What a court takes for confirmation: from whom, in which lanes and disputes, from when, by whose word (§2.5).

No statute decides this, so nothing is assumed: where nobody has said anything there is no policy, and whoever reads
that says 请先询问法院. The shipped rows are an example (`Said.EXAMPLE`) and speak of made-up courts, by their names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from law.dated import Row, day, in_force, rows
from law.sentence import Sentence


class Said(StrEnum):
    """By whose word. The court's own outweighs what others have seen."""

    COURT = "court"
    EXPERIENCE = "experience"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what it is asked: the lane, the kind of the organisation (`law.organisations`), the cause (`law.causes`)."""

    lane: str
    organisation_kind: str
    cause: str


@dataclass(frozen=True, slots=True)
class CourtPolicy:
    """One rule. What is None or empty holds for all; `bases`: grounds of competence it goes by, empty: the law's.

    `e_filing`: whether it takes an electronic bundle; None: not said. `court` is its id, in shipped rows its name.
    """

    court: str
    takes: bool
    said: Said
    source: str
    valid_from: date
    valid_to: date | None = None
    lane: str | None = None
    organisation_kind: str | None = None
    cause: str | None = None
    bases: tuple[str, ...] = ()
    e_filing: bool | None = None

    @property
    def narrow(self) -> int:
        """How much it names: the more, the closer to the case."""
        return sum(each is not None for each in (self.lane, self.organisation_kind, self.cause))

    def speaks_of(self, asked: Asked) -> bool:
        """Whether it is about such a case."""
        pairs = (
            (self.lane, asked.lane),
            (self.organisation_kind, asked.organisation_kind),
            (self.cause, asked.cause),
        )
        return all(said in (None, of) for said, of in pairs)


def policy_for(policies: Iterable[CourtPolicy], asked: Asked, on: date) -> CourtPolicy | None:
    """What holds that day, of the rows of one court: the court's word first, then the closest, then the latest.

    None: nobody has said anything of such a case.
    """
    found = [one for one in in_force(policies, on) if one.speaks_of(asked)]
    # `max` takes the first of equals: the one that was set last has to come first.
    return max(reversed(found), key=_weight, default=None)


def _weight(one: CourtPolicy) -> tuple[bool, bool, int]:
    return one.said is Said.COURT, one.said is not Said.EXAMPLE, one.narrow


def sentence_of(policy: CourtPolicy) -> Sentence:
    """Since when and by whose word, for people: "2026-03-01起，法院公布；来源：…"."""
    words, since = _BY[policy.said], policy.valid_from.isoformat()
    return Sentence(
        f"{since}起，{words.zh}；来源：{policy.source}", f"since {since}, {words.en}; source: {policy.source}"
    )


_BY: Final = {
    Said.COURT: Sentence("该院自己登记", "entered by the court itself"),
    Said.EXPERIENCE: Sentence("调解组织按办案经验登记", "entered by the organisation from experience"),
    Said.EXAMPLE: Sentence("示例", "an example"),
}


def shipped(court_name: str) -> tuple[CourtPolicy, ...]:
    """The rows that came with this build for a court of that name."""
    return tuple(one for one in _SHIPPED if one.court == court_name)


def _policy(row: Row) -> CourtPolicy:
    return CourtPolicy(
        court=row["court"],
        takes=row["takes"],
        said=Said.EXAMPLE,
        source=row["source"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day(row["valid_to"]),
        lane=row["lane"],
        organisation_kind=row["organisation_kind"],
        cause=row["cause"],
        bases=tuple(row["bases"]),
        e_filing=row["e_filing"],
    )


_SHIPPED: Final = tuple(map(_policy, rows("court_policies.json")))
