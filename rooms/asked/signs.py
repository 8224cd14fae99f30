"""What nobody said: signs of life, time that has come, a move that failed, a room that nobody closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rooms.ids import SeatId, SessionId


@dataclass(frozen=True, slots=True)
class SeatHeard:
    """The seat's tab is connected, or is heard of again."""

    at: datetime
    seat: SeatId
    session: SessionId


@dataclass(frozen=True, slots=True)
class SeatSilent:
    """Nothing from the seat for nearly three seconds; `at`: when it was last heard of."""

    at: datetime
    seat: SeatId
    session: SessionId


@dataclass(frozen=True, slots=True)
class SeatGone:
    """Silent for so long that nobody should wait: shown as offline, place kept."""

    at: datetime
    seat: SeatId
    session: SessionId


@dataclass(frozen=True, slots=True)
class NodeStarted:
    """The node took the room up again: nobody is connected yet."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The instant that `due` named has come."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MoveFailed:
    """The relay could not carry a move out: these seats are in the lobby now, and in no room at all."""

    at: datetime
    seats: tuple[SeatId, ...]


class Forsaking(StrEnum):
    """Why a room is closed by nobody."""

    DAYS = "days"
    """Nobody has come for as many days as the law's data says."""
    CASE_ENDED = "case_ended"


@dataclass(frozen=True, slots=True)
class Forsaken:
    """The room is to be closed as if its mediator had; nothing happens while somebody's device is heard of."""

    at: datetime
    why: Forsaking
