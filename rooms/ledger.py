"""无争议事实: what every party has confirmed word for word (规则 §18, §22; domain.md §2.6 Z3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from law.zone import Zone
from rooms.chat import Channel
from rooms.ids import FactId, PersonId, SeatId

WORDS_LIMIT = 500
"""Characters of one fact."""
LEDGER_LIMIT = 100
"""Facts of one session, withdrawn ones too."""


class Standing(StrEnum):
    """How far a proposed fact is."""

    PROPOSED = "proposed"
    ENTERED = "entered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Said:
    """The line of the joint conversation a fact was taken from; the speaker of a 让步/方案 has to confirm too."""

    channel: Channel
    seq: int
    speaker: SeatId
    proposal: bool


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person confirmed the words of that version."""

    person: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class UndisputedFact:
    """One fact. New words are a new version, and every confirmation is gone."""

    zone: ClassVar[Zone] = Zone.UNDISPUTED
    id: FactId
    words: str
    by: SeatId
    at: datetime
    version: int = 1
    said: Said | None = None
    confirmed: tuple[Confirmation, ...] = ()
    standing: Standing = Standing.PROPOSED
    refused_by: PersonId | None = None
