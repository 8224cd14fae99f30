"""How a session moves from phase to phase: ONE table, `data/session_moves.json` (domain.md §4.2, §4.3 TR9 to TR13).

Theory: for every event and every phase the table has either a row that allows it or a row that names what is missing.
A row that allows it may name guards (each must hold; the first that does not is the refusal) and a `when` (of several
rows the first whose condition holds counts). No `to`: the event happens and the phase stays.

Handlers ask here and nobody else decides on a phase; docs/session.md is drawn from the same rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from law.dated import Row as Raw
from law.dated import rows
from law.sentence import Sentence
from rooms.checking import AFFECTED, ready, require_complete
from rooms.refusals import NotPermitted, Unmet
from rooms.room import MEDIATORS, Phase, Place, Presence, Role, Room, Seat

AT_REST: Final = frozenset({Place.JOINT, Place.CAUCUS})


@dataclass(frozen=True, slots=True)
class Move:
    """One row. `missing`: the code of the refusal, for phases in which the event cannot be."""

    event: str
    label: Sentence | None
    sources: tuple[Phase, ...]
    target: Phase | None
    guards: tuple[str, ...]
    when: str | None
    missing: str | None


def next_phase(room: Room, event: str) -> Phase:
    """The phase after `event`; raises Refusal with the first guard that is missing."""
    moves = [move for move in TABLE if move.event == event and room.phase in move.sources]
    for move in moves:
        if move.missing is not None:
            raise NotPermitted(move.missing)
        if move.when is None or WHEN[move.when](room):
            for guard in move.guards:
                GUARDS[guard](room)
            return move.target or room.phase
    raise NotPermitted("not_permitted.phase")


def waiting(room: Room) -> tuple[Seat, ...]:
    """Who is before the table and meant to come to it: not held back, and not gone from their device."""
    return tuple(
        seat
        for seat in room.seats
        if seat.place in {Place.LOBBY, Place.CHECK}
        and seat.hold is None
        and seat.presence is not Presence.AWAY
        and seat.role is not Role.MEDIATOR
    )


def _everybody_cleared(room: Room) -> None:
    """Each person who waits is identified, informed, warned, has declared all, and was cleared (AT-38)."""
    for seat in waiting(room):
        require_complete(room, seat, seat.cleared_at)
        if seat.cleared_at is None:
            raise Unmet("gate.not_cleared", name=seat.name)


def _somebody_cleared(room: Room) -> None:
    if not any(seat.role not in MEDIATORS and ready(room, seat) for seat in waiting(room)):
        raise Unmet("session.nobody_cleared")


def _separate_talks_told(room: Room) -> None:
    """Both sides were told that the mediator may talk with each alone: the notice of rights says so (TR11)."""
    for seat in room.seats:
        for person in seat.persons if seat.place in AT_REST and seat.role in AFFECTED else ():
            if person.notice is None:
                raise Unmet("gate.notice", name=person.name)


def _host_lost(room: Room) -> None:
    if room.host_lost_at is None:
        raise Unmet("session.host_is_there")


def _no_caucus_open(room: Room) -> None:
    if any(caucus.open for caucus in room.caucuses):
        raise Unmet("session.caucus_open")


def _was(phase: Phase) -> Callable[[Room], bool]:
    return lambda room: room.interruption is not None and room.interruption.was is phase


def _move(row: Raw) -> Move:
    return Move(
        event=row["event"],
        label=Sentence(row["zh"], row["en"]) if "zh" in row else None,
        sources=tuple(map(Phase, row["from"])),
        target=Phase(row["to"]) if "to" in row else None,
        guards=tuple(row.get("guards", ())),
        when=row.get("when"),
        missing=row.get("missing"),
    )


GUARDS: Final[Mapping[str, Callable[[Room], None]]] = {
    "everybody_cleared": _everybody_cleared,
    "somebody_cleared": _somebody_cleared,
    "separate_talks_told": _separate_talks_told,
    "host_lost": _host_lost,
    "no_caucus_open": _no_caucus_open,
}
"""Each raises the refusal that says what is missing."""

WHEN: Final[Mapping[str, Callable[[Room], bool]]] = {f"was_{phase}": _was(phase) for phase in Phase}

TABLE: Final = tuple(map(_move, rows("session_moves.json", package="rooms")))
EVENTS: Final = tuple(dict.fromkeys(move.event for move in TABLE))
"""In the order of the file."""
