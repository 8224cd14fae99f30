"""The case's whole behaviour: one deed in, the next case and the events to record out (architecture.md §3.1).

`transitions` says the theory. Here it runs: permit, ask the guards, record, follow. A refusal is raised and leaves the
case as it was; what is recorded is the deed itself and, after it, what it brought about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from rooms.cases.case import Case
from rooms.cases.deeds.deed import Deed, Event
from rooms.cases.fold import evolve
from rooms.cases.guards.everywhere import ALWAYS
from rooms.cases.guards.moment import Moment
from rooms.cases.guards.named import CHECKS, NEEDS
from rooms.cases.moves import more_time, moved, next_row
from rooms.cases.permits import permitted
from rooms.cases.refusals import Refusal
from rooms.cases.transitions import Row
from rooms.cases.world import World
from rooms.ids import CaseId


@dataclass(frozen=True, slots=True)
class Step:
    """`events` in order, the deed first; folded onto the case before they give `case`."""

    case: Case
    events: tuple[Event, ...]


def step(case: Case | None, case_id: CaseId, deed: Deed, at: datetime, world: World) -> Step:
    """The case after `deed`; `case` None: there is none yet. Raises NotPermitted, IllegalMove or Unmet."""
    rows = permitted(case, type(deed), deed.by.office)
    before = case if case is not None else evolve(None, case_id, deed, at)
    refusal = next(_refusals(rows, Moment(before, at, world), deed), None)
    if refusal is not None:
        raise refusal
    return _followed(evolve(case, case_id, deed, at), deed, at, world)


def _refusals(rows: tuple[Row, ...], moment: Moment, deed: Deed) -> Iterator[Refusal]:
    """What stands against it, the first to be told first; nothing is asked that an earlier answer makes senseless."""
    always = (check(moment, deed) for check in ALWAYS)
    needs = (NEEDS[name](moment) for row in rows for name in row.needs)
    checks = (CHECKS[name](moment, deed) for row in rows for name in row.checks)
    return (refusal for refusal in chain(always, needs, checks) if refusal is not None)


def _followed(recorded: Case, deed: Deed, at: datetime, world: World) -> Step:
    """What the recorded deed brings about, row by row."""
    case, events, taken = recorded, list[Event]([deed]), list[Row]()
    if (extended := more_time(case, deed, world)) is not None:
        events.append(extended)
        case = evolve(case, case.id, extended, at)
    while (row := next_row(case, deed, taken)) is not None:
        taken.append(row)
        events.append(moved(case, row))
        case = evolve(case, case.id, events[-1], at)
    return Step(case, tuple(events))
