"""What follows from a deed once it is recorded: moves of the table whose `when` holds, more time when all agreed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Final

from law.procedures import Lane
from rooms.cases.case import Case
from rooms.cases.clocks import period_end
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.ending import Moved
from rooms.cases.deeds.talks import Extended, ExtensionAnswered
from rooms.cases.open_points import (
    complete,
    unapplied,
    unconfirmed,
    unconsenting,
    undecided,
    undone,
    unextended,
    unserved,
    ways,
)
from rooms.cases.transitions import TABLE, Row
from rooms.cases.words import Decision, Route, State
from rooms.cases.world import World


def next_row(case: Case, deed: Deed, taken: Collection[Row]) -> Row | None:
    """The first row by which the case moves on after `deed`, of those not yet `taken` in this step; None: it rests."""
    found = (row for row in TABLE if row.target and row not in taken and _begins(row, case) and _brings(row, deed))
    return next((row for row in found if row.when is None or WHEN[row.when](case)), None)


def moved(case: Case, row: Row) -> Moved:
    """That row's move. Raises ValueError for a row that stays."""
    if row.target is None:
        raise ValueError(row.id)
    return Moved(row.id, case.state if row.sources else None, row.target)


def more_time(case: Case, deed: Deed, world: World) -> Extended | None:
    """Extended, when that was the last party's yes (TR15)."""
    days = case.extension_asked
    if not isinstance(deed, ExtensionAnswered) or days is None or unextended(case):
        return None
    until = period_end(replace(case, extended=(*case.extended, days)), world.calendar, world.today)
    return None if until is None else Extended(days, until, SYSTEM)


def _begins(row: Row, case: Case) -> bool:
    """Whether the case stands where the row begins: just recorded and nowhere yet, or in one of its states."""
    return case.state in row.sources if row.sources else case.version == 1


def _brings(row: Row, deed: Deed) -> bool:
    return type(deed) in row.deeds or type(deed) in row.after


def _online(case: Case) -> bool:
    return ways(case).lane is not Lane.OFFLINE


def _rested_from(state: State) -> Callable[[Case], bool]:
    return lambda case: case.suspensions[-1].back_to is state


def _decided(*decisions: Decision) -> Callable[[Case], bool]:
    return lambda case: case.decision in decisions


WHEN: Final[Mapping[str, Callable[[Case], bool]]] = {
    "consents_missing": lambda case: _online(case) and bool(unconsenting(case)),
    "consents_complete": lambda case: _online(case) and not unconsenting(case),
    "change_granted": lambda case: bool(case.changes[-1].granted),
    "rested_from_active": _rested_from(State.ACTIVE),
    "rested_from_drafting": _rested_from(State.DRAFTING),
    "all_agreed": lambda case: not undecided(case),
    "all_confirmed": lambda case: not unconfirmed(case),
    "complete": lambda case: case.text is not None and complete(case, case.text),
    "all_applied": lambda case: not unapplied(case),
    "route_changed": lambda case: case.route is not Route.NONE and bool(unapplied(case)),
    "no_route": lambda case: case.route is Route.NONE,
    "decided_for": _decided(Decision.CONFIRMED, Decision.PAPER_ISSUED),
    "decided_against": _decided(Decision.REJECTED, Decision.NOT_ACCEPTED),
    "application_withdrawn": lambda case: case.decision is Decision.WITHDRAWN and case.route is None,
    "suit_withdrawn": lambda case: case.decision is Decision.WITHDRAWN and case.route is Route.WITHDRAWAL,
    "all_served": lambda case: not unserved(case),
    "all_performed": lambda case: bool(case.performance) and not undone(case),
}
"""The conditions under which a recorded deed moves the case, by the name the table calls them."""
