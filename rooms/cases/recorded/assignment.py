"""What choosing a mediator leaves in the case, and what the mediator said of relations (TR5-TR8)."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from law.beijing import day_of
from rooms.cases.case import Case, ChangeRequest, Disclosure
from rooms.cases.deeds.assignment import (
    AcceptanceLapsed,
    Accepted,
    Appointed,
    ChangeAsked,
    ChangeDecided,
    ChoiceRefused,
    Declined,
    Disclosed,
    KnownAndContinued,
    MediatorsRanked,
)
from rooms.cases.ids import StaffId
from rooms.cases.words import Ground

Assignment = (
    MediatorsRanked
    | Appointed
    | Accepted
    | Declined
    | AcceptanceLapsed
    | Disclosed
    | KnownAndContinued
    | ChangeAsked
    | ChangeDecided
    | ChoiceRefused
)


def after(case: Case, deed: Assignment, at: datetime) -> Case:  # noqa: C901, PLR0911 - one line per deed, nothing else
    """The case with that in it. Who had it is forgotten when the case is ASSIGNING again (`fold`)."""
    match deed:
        case MediatorsRanked():
            return case.with_participant(replace(case.the(deed.participant), ranked=deed.ranked))
        case Appointed(host=host, others=others, chosen_by=by, entry=entry):
            return replace(case, host=host, others=others, chosen_by=by, entry=entry, appointed_at=at)
        case Accepted():
            return _accepted(case, deed, at)
        case AcceptanceLapsed():
            return replace(case, lapses=case.lapses + 1)
        case Disclosed():
            return _disclosed(case, StaffId(deed.by.id), deed.relations, at)
        case KnownAndContinued():
            one = case.the(deed.participant)
            return case.with_participant(replace(one, knows=one.knows | {deed.number}))
        case ChangeAsked():
            return replace(case, changes=(*case.changes, ChangeRequest(deed.participant, at)))
        case ChangeDecided():
            return _decided(case, deed)
        case ChoiceRefused():
            return replace(case, ground=Ground.UNWILLING)
        case Declined():
            return case
        case _:
            assert_never(deed)


def _accepted(case: Case, deed: Accepted, at: datetime) -> Case:
    told = _disclosed(case, StaffId(deed.by.id), deed.relations, at)
    return replace(told, accepted_at=at, clock_started_on=case.clock_started_on or day_of(at))


def _disclosed(case: Case, made_by: StaffId, relations: tuple[str, ...], at: datetime) -> Case:
    return replace(case, disclosures=(*case.disclosures, Disclosure(made_by, relations, at)))


def _decided(case: Case, deed: ChangeDecided) -> Case:
    """One answer for all who asked."""
    answered = (one if one.granted is not None else replace(one, granted=deed.granted) for one in case.changes)
    return replace(case, changes=tuple(answered))
