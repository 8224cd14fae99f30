"""A case from its events: `case = fold(evolve, events)`. Nothing else makes or changes a Case.

Every event of a legal history has its place here; whether it may happen was asked by `step` before it was recorded.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import assert_never

from law.beijing import BEIJING, day_of
from rooms.cases.case import Case, Text
from rooms.cases.deeds.deed import Event
from rooms.cases.deeds.ending import Moved
from rooms.cases.deeds.intake import Received
from rooms.cases.recorded import assignment, court, ending, intake, papers, talks, text
from rooms.cases.words import Ground, State
from rooms.ids import CaseId


class NoHistory(ValueError):
    """Records that are no history of a case: ours, or somebody changed them. The first is `Received`, no other is."""


def rebuilt(case_id: CaseId, records: Iterable[tuple[datetime, Event]]) -> Case:
    """The case from all its records, in their order. Raises NoHistory where there are none."""
    case: Case | None = None
    for at, event in records:
        case = evolve(case, case_id, event, at)
    if case is None:
        raise NoHistory(case_id)
    return case


def evolve(case: Case | None, case_id: CaseId, event: Event, at: datetime) -> Case:
    """The case with one event more. Raises NoHistory."""
    if case is None or isinstance(event, Received):
        if case is not None or not isinstance(event, Received):
            raise NoHistory(case_id)
        return intake.received(case_id, event, at)
    return replace(_recorded(case, event, at), version=case.version + 1)


def _recorded(case: Case, event: Event, at: datetime) -> Case:  # noqa: PLR0911 - one line per subject, nothing else
    if isinstance(event, Moved):
        return _moved(case, event.target, at)
    if isinstance(event, intake.Intake):
        return intake.after(case, event)
    if isinstance(event, papers.Papers):
        return papers.after(case, event)
    if isinstance(event, assignment.Assignment):
        return assignment.after(case, event, at)
    if isinstance(event, talks.Talks):
        return talks.after(case, event, at)
    if isinstance(event, text.Written):
        return text.after(case, event, at)
    if isinstance(event, court.Court):
        return court.after(case, event, at)
    if isinstance(event, ending.Ending):
        return ending.after(case, event)
    if isinstance(event, Received):
        raise NoHistory(case.id)
    assert_never(event)


def _moved(case: Case, target: State, at: datetime) -> Case:
    moved = replace(case, state=target, since=at)
    if case.state is State.SUSPENDED:
        moved = _rested(moved, at)
    if target is State.ASSIGNING:
        return _assigning(moved, at)
    if target is State.EFFECTIVE and case.effective_at is None:
        return _effective(moved, at)
    if target is State.TERMINATED:
        return replace(moved, ended_at=at, result=None)
    return moved


def _rested(case: Case, at: datetime) -> Case:
    *before, last = case.suspensions
    return replace(case, suspensions=(*before, replace(last, until=at)))


def _assigning(case: Case, at: datetime) -> Case:
    """Nobody has the case; lists of an earlier round are void. The period that has begun goes on."""
    fresh = tuple(replace(one, ranked=None) for one in case.participants)
    return replace(case, participants=fresh, assigning_since=at, host=None, others=(), entry=None, accepted_at=None)


def _effective(case: Case, at: datetime) -> Case:
    """At the latest of all needed acts; the thirty days count from the earliest rule, the last party's (AT-44)."""
    latest, earliest = at, day_of(at)
    if case.offline_on is not None:
        latest, earliest = datetime.combine(case.offline_on, time(), BEIJING), case.offline_on
    elif case.text is not None:
        latest, earliest = _effect_times(case, case.text, at)
    return replace(case, effective_at=latest, counts_from=earliest, ground=Ground.AGREEMENT, ended_at=at)


def _effect_times(case: Case, text: Text, at: datetime) -> tuple[datetime, date]:
    parties = [text.signed[one.id] for one in case.parties if one.id in text.signed]
    acts = [*parties, text.mediator_signed, text.closed_at, case.seal.at if case.seal else None]
    done = [act for act in acts if act is not None]
    return max(done, default=at), day_of(max(parties, default=at))
