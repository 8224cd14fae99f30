"""For a page: what one office may do now, and what each of that still waits for."""

from dataclasses import dataclass
from datetime import datetime

from law.sentence import Sentence
from rooms.cases.case import Case
from rooms.cases.guards.moment import Moment
from rooms.cases.guards.named import NEEDS
from rooms.cases.permits import open_to
from rooms.cases.transitions import Kind, Row
from rooms.cases.words import Office
from rooms.cases.world import World


@dataclass(frozen=True, slots=True)
class Missing:
    """A guard that is not met: its code, and what to do about it."""

    code: str
    words: Sentence


@dataclass(frozen=True, slots=True)
class Offer:
    """One row that stands open, with the deeds by which it is done. What a deed itself must say is asked when done."""

    row: Row
    deeds: tuple[Kind, ...]
    missing: tuple[Missing, ...]


def possible(case: Case, office: Office, at: datetime, world: World) -> tuple[Offer, ...]:
    """What that office may do in this state, moves first; `missing` empty: at once."""
    moment = Moment(case, at, world)
    return tuple(Offer(row, row.deeds, _missing(row, moment)) for row in open_to(case, office))


def _missing(row: Row, moment: Moment) -> tuple[Missing, ...]:
    found = (NEEDS[name](moment) for name in row.needs)
    return tuple(Missing(no.code, Sentence(no.zh, no.en)) for no in found if no is not None)
