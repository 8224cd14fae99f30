"""What the way to the court and back leaves in the case, and how the agreement is performed (TR23-TR32)."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from law.beijing import day_of
from rooms.cases.case import Case, Due, WithdrawalWish
from rooms.cases.deeds.court import (
    ApplicationSigned,
    Corrected,
    CorrectionAsked,
    CourtAccepted,
    CourtDecided,
    DecisionServed,
    Defaulted,
    ItemPerformed,
    PerformancePlanned,
    Reopened,
    RouteChosen,
    Submitted,
    Verified,
    WithdrawalAsked,
    WithdrawalDropped,
)
from rooms.cases.words import Decision, Route

Applying = RouteChosen | ApplicationSigned | Submitted
Answered = CourtAccepted | CorrectionAsked | Corrected | Verified | CourtDecided | DecisionServed
Withdrawing = WithdrawalAsked | WithdrawalDropped
Performing = PerformancePlanned | ItemPerformed | Defaulted
Court = Applying | Answered | Withdrawing | Performing | Reopened


def after(case: Case, deed: Court, at: datetime) -> Case:
    """The case with that in it."""
    match deed:
        case RouteChosen() | ApplicationSigned() | Submitted():
            return _applying(case, deed)
        case CourtAccepted() | CorrectionAsked() | Corrected() | Verified() | CourtDecided() | DecisionServed():
            return _answered(case, deed)
        case WithdrawalAsked() | WithdrawalDropped():
            return _withdrawing(case, deed, at)
        case PerformancePlanned() | ItemPerformed() | Defaulted():
            return _performing(case, deed)
        case Reopened():
            return _reopened(case, at)
        case _:
            assert_never(deed)


def _without_application(case: Case) -> Case:
    """Nobody has signed an application, and none is at the court."""
    fresh = tuple(replace(one, application=None) for one in case.participants)
    return replace(
        case,
        participants=fresh,
        submitted_on=None,
        court_accepted_on=None,
        corrections_asked=0,
        correction_until=None,
    )


def _applying(case: Case, deed: Applying) -> Case:
    match deed:
        case RouteChosen():
            return case if deed.route is case.route else replace(_without_application(case), route=deed.route)
        case ApplicationSigned():
            return case.with_participant(replace(case.the(deed.participant), application=deed.form))
        case Submitted():
            return replace(case, submitted_on=deed.on, override=deed.override, withdrawals=())
        case _:
            assert_never(deed)


def _answered(case: Case, deed: Answered) -> Case:
    match deed:
        case CourtAccepted():
            return replace(case, court_case_no=deed.court_case_no, court_accepted_on=deed.on)
        case CorrectionAsked():
            return replace(case, corrections_asked=case.corrections_asked + 1, correction_until=deed.until)
        case Corrected():
            return replace(case, correction_until=None)
        case Verified():
            return replace(case, verified_on=deed.on)
        case CourtDecided():
            return _decided(replace(case, decision=deed.decision, decided_on=deed.on))
        case DecisionServed():
            return case.with_participant(replace(case.the(deed.participant), served_on=deed.on))
        case _:
            assert_never(deed)


def _withdrawing(case: Case, deed: Withdrawing, at: datetime) -> Case:
    others = tuple(one for one in case.withdrawals if one.participant != deed.participant)
    if isinstance(deed, WithdrawalDropped):
        return replace(case, withdrawals=others)
    return replace(case, withdrawals=(*others, WithdrawalWish(deed.participant, deed.person, deed.note, at)))


def _decided(case: Case) -> Case:
    """An application that was withdrawn leaves the way open again; a suit that was, has come to its end."""
    withdrawn = case.decision is Decision.WITHDRAWN and case.route is not Route.WITHDRAWAL
    return replace(_without_application(case), route=None) if withdrawn else case


def _performing(case: Case, deed: Performing) -> Case:
    match deed:
        case PerformancePlanned():
            done = {one.name: one.done_on for one in case.performance}
            planned = tuple(Due(name, day, done.get(name)) for name, day in deed.items)
            return replace(case, performance=planned)
        case ItemPerformed():
            items = (replace(one, done_on=deed.on) if one.name == deed.item else one for one in case.performance)
            return replace(case, performance=tuple(items))
        case Defaulted():
            return case
        case _:
            assert_never(deed)


def _reopened(case: Case, at: datetime) -> Case:
    """Mediation begins anew, its period too; what was agreed and decided before stays in the chain."""
    fresh = tuple(replace(one, principle=None, extension=None, served_on=None) for one in case.participants)
    return replace(
        _without_application(case),
        participants=tuple(replace(one, application=None) for one in fresh),
        clock_started_on=day_of(at),
        extension_asked=None,
        extended=(),
        former=case.former if case.text is None else case.former | {case.text.digest},
        text=None,
        seal=None,
        offline_on=None,
        effective_at=None,
        counts_from=None,
        route=None,
        verified_on=None,
        decision=None,
        decided_on=None,
        performance=(),
        ground=None,
        result=None,
        ended_at=None,
        override=None,
    )
