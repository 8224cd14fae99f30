"""How the session runs: private talks, breaks, interruptions, the end."""

from dataclasses import dataclass
from datetime import datetime

from rooms.ids import CaucusId, SeatId


@dataclass(frozen=True, slots=True)
class CaucusOpened:
    """The mediator opens a private room for any set of seats, who are called. `comes`: and goes there."""

    at: datetime
    by: SeatId
    id: CaucusId
    seats: tuple[SeatId, ...]
    comes: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class CaucusCalled:
    """The mediator calls more seats into an open caucus, or the same ones again."""

    at: datetime
    by: SeatId
    caucus: CaucusId
    seats: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class SummonsAnswered:
    """A called seat comes, or not now."""

    at: datetime
    seat: SeatId
    caucus: CaucusId
    accepts: bool


@dataclass(frozen=True, slots=True)
class CaucusJoined:
    """A mediator goes into an open caucus; a former member goes back into one that is not locked."""

    at: datetime
    seat: SeatId
    caucus: CaucusId


@dataclass(frozen=True, slots=True)
class CaucusLeft:
    """A member goes back: a mediator at once, anybody else after the notice."""

    at: datetime
    seat: SeatId


@dataclass(frozen=True, slots=True)
class CaucusClosed:
    """The mediator ends one caucus, not the others; its members go back after the notice."""

    at: datetime
    by: SeatId
    caucus: CaucusId


@dataclass(frozen=True, slots=True)
class CaucusSet:
    """The mediator locks or opens a caucus' door, and says whether others may be told who is in it."""

    at: datetime
    by: SeatId
    caucus: CaucusId
    locked: bool
    named: bool


@dataclass(frozen=True, slots=True)
class CaucusWanted:
    """A party asks to talk with the mediator alone, or no longer."""

    at: datetime
    seat: SeatId
    wanted: bool


@dataclass(frozen=True, slots=True)
class MediatorCalled:
    """请调解员进来: somebody in a caucus asks for the mediator, or no longer."""

    at: datetime
    seat: SeatId
    wanted: bool


@dataclass(frozen=True, slots=True)
class BreakBegun:
    """A pause for all (TR12); open caucuses end."""

    at: datetime
    by: SeatId
    minutes: int | None


@dataclass(frozen=True, slots=True)
class BreakEnded:
    """The joint session goes on."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Suspended:
    """The mediator interrupts the session: everybody to the lobby, with a reason and perhaps a time to go on."""

    at: datetime
    by: SeatId
    note: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on where it was: everybody back, whoever is there."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Extended:
    """More minutes than were planned."""

    at: datetime
    by: SeatId
    minutes: int


@dataclass(frozen=True, slots=True)
class HostTakenOver:
    """A co-mediator becomes the host while the host is lost."""

    at: datetime
    by: SeatId


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """Another time for a session that has not begun."""

    at: datetime
    by: SeatId
    scheduled_at: datetime
    planned_minutes: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The mediator ends the session for all."""

    at: datetime
    by: SeatId
