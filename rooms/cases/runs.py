"""Which clocks have begun for a case, what each waits for, whether that was done (domain.md §4.5). No arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from law.beijing import day_of
from law.clock_rules import ClockRule, rule
from law.deadlines import ONE_DAY, Pause
from law.procedures import Lane, ProcedureProfile, period_rule, profile
from rooms.cases.case import Case, Participant
from rooms.cases.open_points import SENT_BY_COURT, ways
from rooms.cases.words import ContactResult, Decision, NoticeKind, Route, Standing, State
from rooms.person import Consent

ENDED: Final = frozenset({State.RETURNED, State.TERMINATED, State.HANDED_BACK, State.ARCHIVED})
"""What was waited for before the end is waited for no longer."""
BEFORE_AGREEMENT: Final = frozenset(
    {
        State.RECEIVED,
        State.CONSENT_PENDING,
        State.ASSIGNING,
        State.ACCEPT_PENDING,
        State.ACTIVE,
        State.SUSPENDED,
        State.DRAFTING,
        State.READ_THROUGH,
        State.SIGNING,
    }
)
TO_ARCHIVE: Final = frozenset({State.RETURNED, State.TERMINATED, State.HANDED_BACK, State.PERFORMED, State.DEFAULTED})
MEDIATORS_CHOSEN: Final = SENT_BY_COURT | {Lane.SELF}
HEARD: Final = frozenset({ContactResult.REACHED, ContactResult.AGREED, ContactResult.REFUSED})
TITLES: Final = frozenset({Decision.CONFIRMED, Decision.PAPER_ISSUED})
"""Decisions that can be enforced."""
JOINT_APPLICATIONS: Final = (
    ("confirmation", "judicial_confirmation", Route.CONFIRMATION),
    ("arbitration_review", "arbitration_review", Route.ARBITRATION_REVIEW),
)
"""The clock, the result the profile must allow, and the way that must be chosen."""


@dataclass(frozen=True, slots=True)
class Run:
    """One counted clock. `rule` as of the day it began.

    `about`: whom or what it is for where there are several of one kind: a participant, or the event the period is
    counted from. `met_on` may be unknown for what was done. `binding` False: shown beside the one that holds.
    """

    rule: ClockRule
    started_on: date
    about: str = ""
    met: bool = False
    met_on: date | None = None
    void: bool = False
    binding: bool = True
    pauses: tuple[Pause, ...] = ()
    paused: bool = False
    more_days: int = 0


def runs(case: Case, today: date) -> Iterator[Run]:
    """Every counted clock that has begun, in the order a case meets them."""
    way = ways(case)
    yield from _coming_in(case, way)
    yield from _choosing(case, way)
    yield from _contact(case, way)
    yield from periods(case, today)
    yield from _arbitration_notice(case, way)
    yield from applications(case)
    yield from _court(case)
    yield from _after(case)


def _run(rule_id: str, started_on: date, *, met_on: date | None = None, void: bool = False, about: str = "") -> Run:
    met = met_on is not None
    return Run(rule(rule_id, started_on), started_on, about, met=met, met_on=met_on, void=void and not met)


def _coming_in(case: Case, way: ProcedureProfile) -> Iterator[Run]:
    if way.lane is Lane.OFFLINE:
        return
    started = case.material_received_on or case.received_on
    returned_on = day_of(case.since) if case.state is State.RETURNED else None
    met = case.state is not State.RECEIVED
    yield Run(rule("return_check", started), started, met=met, met_on=returned_on)


def _choosing(case: Case, way: ProcedureProfile) -> Iterator[Run]:
    """Both begin anew when a mediator did not take the case, or was changed."""
    if case.assigning_since is not None and way.lane in MEDIATORS_CHOSEN:
        since = case.assigning_since
        appointed = day_of(case.appointed_at) if case.appointed_at and case.appointed_at >= since else None
        void = case.state is not State.ASSIGNING
        yield _run("joint_choice", day_of(since), met_on=appointed, void=void)
        if way.lane in SENT_BY_COURT:
            started = day_of(since) if _chosen_before(case) else case.received_on
            yield _run("court_appoints", started, met_on=appointed, void=void)
    if case.appointed_at is not None and way.lane is not Lane.OFFLINE:
        accepted = case.accepted_at if case.accepted_at and case.accepted_at >= case.appointed_at else None
        if accepted is not None or case.state is State.ACCEPT_PENDING:
            met_on = day_of(accepted) if accepted else None
            yield _run("mediator_accepts", day_of(case.appointed_at), met_on=met_on)


def _chosen_before(case: Case) -> bool:
    """Whether somebody was appointed already in an earlier round: the application's three days were for the first."""
    first, since = case.appointed_at, case.assigning_since
    again = first is not None and since is not None and first < since
    return again or bool(case.lapses) or any(one.granted for one in case.changes)


def _contact(case: Case, way: ProcedureProfile) -> Iterator[Run]:
    """From acceptance, or from receipt where the organisation asks before a mediator can; met by the last heard."""
    if way.lane is Lane.OFFLINE or case.state in (State.RECEIVED, State.RETURNED):
        return
    days = [_heard_on(case, one) for one in case.parties if one.standing is Standing.RESPONDENT]
    known = [day for day in days if day is not None]
    met_on = max(known) if known and len(known) == len(days) else None
    accepted = case.clock_started_on
    before = accepted is None or (met_on is not None and met_on < accepted)
    started = day_of(case.received_at) if before or accepted is None else accepted
    talked = case.state not in BEFORE_AGREEMENT or any(one.held for one in case.sessions)
    yield _run("contact_other_side", started, met_on=met_on, void=talked)


def _heard_on(case: Case, participant: Participant) -> date | None:
    """The first day that participant answered in any way."""
    answered = [day_of(one.at) for one in case.contacts if one.participant == participant.id and one.result in HEARD]
    consent = participant.consents.get(Consent.ONLINE_MEDIATION)
    return min([*answered, *([consent.on] if consent else [])], default=None)


def periods(case: Case, today: date) -> Iterator[Run]:
    """The period from each event that may start it; `binding` is the one the profile takes (规则 §24, 特邀 §27)."""
    starts = _period_starts(case)
    taken = _taken(ways(case), starts)
    for event, started in starts.items():
        way = profile(case.profile, started)
        counted = period_rule(way, started)
        if counted is None:
            continue
        pauses = tuple(_pauses(case, way, today))
        resting = case.state is State.SUSPENDED and case.suspensions[-1].reason.value in way.pause_reasons
        yield Run(
            counted,
            started,
            about=event,
            met=case.ended_at is not None and case.state is not State.RETURNED,
            met_on=day_of(case.ended_at) if case.ended_at else None,
            void=case.state in ENDED,
            binding=event == taken,
            pauses=pauses,
            paused=resting,
            more_days=sum(case.extended),
        )


def _period_starts(case: Case) -> dict[str, date]:
    """The events of the profile that have happened, with their days; reopened, all begin anew (TR32)."""
    begun, accepted = case.clock_started_on, case.accepted_at
    if begun is not None and accepted is not None and begun > day_of(accepted):
        return {"reopened": begun}
    agreed = [one.consents.get(Consent.ONLINE_MEDIATION) for one in case.parties]
    all_agreed = [one.on for one in agreed if one is not None and one.given]
    days = {
        "received": case.received_on,
        "material_received": case.material_received_on,
        "accepted": case.clock_started_on,
        "consented": max(all_agreed) if all_agreed and len(all_agreed) == len(agreed) else None,
    }
    events = ways(case).start_events
    return {event: day for event in events if (day := days[event]) is not None}


def _taken(way: ProcedureProfile, starts: dict[str, date]) -> str | None:
    if way.start_takes in starts:
        return way.start_takes
    return min(starts, key=lambda event: starts[event], default=None)


def _pauses(case: Case, way: ProcedureProfile, today: date) -> Iterator[Pause]:
    """The day of resting is the first left out, the day of going on counts again; one that lasts ends, so far, now."""
    for one in case.suspensions:
        until = one.until or case.ended_at
        first, again = day_of(one.since), day_of(until) if until else today
        if one.reason.value in way.pause_reasons and first < again:
            yield Pause(first, again - ONE_DAY)


def _arbitration_notice(case: Case, way: ProcedureProfile) -> Iterator[Run]:
    """Met when every party has the notice (AT-45)."""
    if way.lane is not Lane.SELF:
        return
    told = {one.participant: one.at for one in case.notices if one.what is NoticeKind.ARBITRATION}
    all_told = all(one.id in told for one in case.parties)
    met_on = day_of(max(told.values())) if told and all_told else None
    yield _run("arbitration_notice", case.received_on, met_on=met_on, void=case.state not in BEFORE_AGREEMENT)


def applications(case: Case) -> Iterator[Run]:
    """What the parties may ask for together once the agreement counts, each by its own limit."""
    if case.counts_from is None:
        return
    allowed = ways(case).allowed_results
    for rule_id, result, route in JOINT_APPLICATIONS:
        if result in allowed:
            chosen = case.route is route
            void = case.route not in (None, route) or case.state in ENDED
            yield _run(rule_id, case.counts_from, met_on=case.submitted_on if chosen else None, void=void)


def _court(case: Case) -> Iterator[Run]:
    """The court's own limits: shown, never enforced here."""
    if case.submitted_on is None or case.route is not Route.CONFIRMATION:
        return
    handed_in = max(case.submitted_on, day_of(case.since)) if case.state is State.SUBMITTED else case.submitted_on
    accepted = case.court_accepted_on or case.decided_on
    yield _run("court_accept", handed_in, met_on=accepted, void=case.state is not State.SUBMITTED)
    if case.court_accepted_on is not None:
        void = case.state is not State.COURT_REVIEW
        for rule_id in ("court_decide", "court_decide_special"):
            yield _run(rule_id, case.court_accepted_on, met_on=case.decided_on, void=void)


def _effect(case: Case) -> date | None:
    """From which day a decision can be enforced where no day to perform was set; None: it has no effect yet.

    A 调解书 has it once the last of all has signed for it (民诉法 §100, 民诉法解释 §149).
    """
    served = [one.served_on for one in case.parties if one.served_on is not None]
    if case.decision is not Decision.PAPER_ISSUED:
        return case.decided_on
    return max(served) if len(served) == len(case.parties) else None


def _after(case: Case) -> Iterator[Run]:
    """What the parties may do with a decision, and the archive."""
    if case.decided_on is not None and case.decision is Decision.CONFIRMED:
        for one in case.parties:
            if one.served_on is not None:
                yield _run("objection_party", one.served_on, about=one.id)
        yield _run("objection_third_person", case.decided_on)
    due = [item.day for item in case.performance]
    if (started := max(due, default=None) or _effect(case)) is not None and case.decision in TITLES:
        yield _run("enforcement", started, void=case.state is State.PERFORMED)
    if case.state in TO_ARCHIVE:
        yield _run("archive", day_of(case.since))
