"""A private room within the session: 单独（背靠背）调解 (民事调解规定 §5; domain.md §2.6 Z4, TR11)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rooms.ids import CaucusId, SeatId

CAUCUS_LIMIT = 40
"""Caucuses of one session."""


class Summons(StrEnum):
    """How far an invitation into a caucus is."""

    CALLING = "calling"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One seat was asked in; `at` is when it was asked last."""

    seat: SeatId
    state: Summons
    at: datetime


@dataclass(frozen=True, slots=True)
class Caucus:
    """Who is in it now is said by the seats' places; who was, by the readers of its conversation."""

    id: CaucusId
    number: int
    """From 1 within the session."""
    opened_at: datetime
    opened_by: SeatId
    invited: tuple[Invitation, ...]
    hosts_come: bool
    """The mediator who opened it comes in with the first who accepts."""
    locked: bool = True
    """Nobody comes back in without a new invitation."""
    named: bool = False
    """Whether others may be told who is in it."""
    wants_mediator: datetime | None = None
    """Since when somebody inside asks for the mediator."""
    closes_at: datetime | None = None
    """Told to its members: they go back then."""
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def invitation(self, seat: SeatId) -> Invitation | None:
        """The invitation of that seat."""
        return next((one for one in self.invited if one.seat == seat), None)
