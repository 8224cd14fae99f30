"""Guards of the way to the court and back, and of performing (TR23-TR32, AT-15, 57)."""

from datetime import date
from typing import Final

from rooms.cases.clocks import clocks, confirm_by
from rooms.cases.deeds.court import (
    CourtAccepted,
    CourtDecided,
    Defaulted,
    ItemPerformed,
    PerformancePlanned,
    RouteChosen,
    Submitted,
    WithdrawalAsked,
    WithdrawalDropped,
)
from rooms.cases.deeds.ending import HandedBack
from rooms.cases.guards.moment import Moment, printed
from rooms.cases.labels import label
from rooms.cases.open_points import side
from rooms.cases.refusals import NotPermitted, Refusal, Unmet
from rooms.cases.words import Decision, Office, PersonKind, Route, State

RESULTS: Final = {
    Route.CONFIRMATION: {"judicial_confirmation"},
    Route.COURT_PAPER: {"court_mediation_paper"},
    Route.WITHDRAWAL: {"withdrawal"},
    Route.ARBITRATION_REVIEW: {"arbitration_review"},
    Route.NONE: {"performance", "other_closing"},
}
"""Which results of a profile open a route."""
ANSWERS: Final = {
    Route.CONFIRMATION: {Decision.CONFIRMED, Decision.REJECTED, Decision.NOT_ACCEPTED, Decision.WITHDRAWN},
    Route.COURT_PAPER: {Decision.PAPER_ISSUED, Decision.REJECTED, Decision.NOT_ACCEPTED, Decision.WITHDRAWN},
    Route.WITHDRAWAL: {Decision.WITHDRAWN, Decision.REJECTED},
    Route.ARBITRATION_REVIEW: {Decision.PAPER_ISSUED, Decision.REJECTED, Decision.NOT_ACCEPTED, Decision.WITHDRAWN},
    Route.NONE: set[Decision](),
}
"""How each application can be answered."""
EARLY: Final = frozenset({Decision.NOT_ACCEPTED, Decision.WITHDRAWN})
"""Answers that need no review."""
WITHDRAWABLE: Final = frozenset({Route.CONFIRMATION, Route.COURT_PAPER})
"""Applications to a court that leave the agreement as it is when they are gone. To withdraw the suit is itself what the
third one asks for: there the court's "withdrawn" grants it, and would say the opposite."""


def route_chosen(moment: Moment) -> Refusal | None:
    """A way to a court or commission was chosen."""
    return None if moment.case.route not in (None, Route.NONE) else Unmet("route.missing")


def route_of_lane(moment: Moment, deed: RouteChosen) -> Refusal | None:
    """Open in this lane (AT-15); that no application is wished is for all parties to say, one alone cannot."""
    if not _open(moment, deed.route):
        return _closed(moment)
    alone = deed.route is Route.NONE and deed.by.office is Office.PARTY
    return Unmet("route.none_alone") if alone else None


def route_open(moment: Moment) -> Refusal | None:
    """Still open, should the lane's rules have been other ones when it was chosen."""
    route = moment.case.route
    return None if route is not None and _open(moment, route) else _closed(moment)


def submitted_in_time(moment: Moment, deed: Submitted) -> Refusal | None:
    """By the last day, rolled over days off; later only with the court's own reason (LR-20, AT-57)."""
    if deed.override is not None and deed.by.office is not Office.COURT:
        return NotPermitted("override.court_only")
    last = _last_day(moment)
    if last is None or moment.today <= last or deed.override:
        return None
    return Unmet("submission.late", **printed(last))


def receipt_given(_moment: Moment, deed: Submitted | HandedBack) -> Refusal | None:
    """Whoever took it signed for it."""
    return None if deed.receipt.strip() else Unmet("receipt.missing")


def asked_at_once(moment: Moment) -> Refusal | None:
    """Everything that is to be put right is told in one list (TR26)."""
    return Unmet("correction.once") if moment.case.corrections_asked else None


def case_number_given(_moment: Moment, deed: CourtAccepted) -> Refusal | None:
    """The court's own number is there."""
    return None if deed.court_case_no.strip() else Unmet("court.number_missing")


def withdrawable(moment: Moment) -> Refusal | None:
    """What lies with the court is an application that can be withdrawn here."""
    return None if moment.case.route in WITHDRAWABLE else Unmet("withdrawal.other_route")


def withdrawal_own(moment: Moment, deed: WithdrawalAsked | WithdrawalDropped) -> Refusal | None:
    """One of the parties who applied (法释〔2011〕5号 §5: 一方或者双方), asked once, dropped where it was asked."""
    case = moment.case
    if deed.participant not in {one.id for one in case.parties}:
        return Unmet("withdrawal.not_applicant")
    stands = any(one.participant == deed.participant for one in case.withdrawals)
    if isinstance(deed, WithdrawalAsked):
        return Unmet("withdrawal.asked_already") if stands else None
    return None if stands else Unmet("withdrawal.not_asked")


def decision_of_route(moment: Moment, deed: CourtDecided) -> Refusal | None:
    """The court answers what it was asked."""
    route = moment.case.route
    return None if route is not None and deed.decision in ANSWERS[route] else Unmet("decision.of_other_route")


def decision_of_state(moment: Moment, deed: CourtDecided) -> Refusal | None:
    """Before its review a court only declines, or lets the application go."""
    reviewed = moment.case.state is State.COURT_REVIEW or deed.decision in EARLY
    return None if reviewed else Unmet("decision.before_review")


def decision_paper(_moment: Moment, deed: CourtDecided) -> Refusal | None:
    """The decision document is on file (TR28)."""
    return Unmet("decision.no_paper") if deed.paper is None else None


def plan_named_once(moment: Moment, deed: PerformancePlanned) -> Refusal | None:
    """Each item has its own name, and what was done stays in the plan."""
    names = [name for name, _ in deed.items]
    if not names or len(names) != len(set(names)):
        return Unmet("plan.names")
    done = {one.name for one in moment.case.performance if one.done_on is not None}
    return None if done <= set(names) else Unmet("plan.done_left_out")


def item_open(moment: Moment, deed: ItemPerformed | Defaulted) -> Refusal | None:
    """It is in the plan and not done yet."""
    found = next((one for one in moment.case.performance if one.name == deed.item), None)
    if found is None:
        return Unmet("item.unknown")
    return Unmet("item.done") if found.done_on is not None else None


def item_proof(moment: Moment, deed: ItemPerformed) -> Refusal | None:
    """A company's word is not enough: the payee confirms, or proof is on file (TR31)."""
    if deed.by.office is not Office.PARTY or deed.paper is not None:
        return None
    found = side(moment.case, deed.by.id)
    company = found is not None and found[0].kind is PersonKind.COMPANY
    return Unmet("item.no_proof") if company else None


def item_overdue(moment: Moment, deed: Defaulted) -> Refusal | None:
    """Its day has passed."""
    due = next((one.day for one in moment.case.performance if one.name == deed.item), None)
    return None if due is not None and moment.today > due else Unmet("item.not_due", **printed(due or moment.today))


def _open(moment: Moment, route: Route) -> bool:
    return bool(RESULTS[route] & set(moment.ways.allowed_results))


def _closed(moment: Moment) -> Refusal:
    """Not this way; which there are."""
    ways_on = [label("route", route, moment.today) for route in Route if _open(moment, route)]
    zh, en = "、".join(way.zh for way in ways_on), ", ".join(way.en.lower() for way in ways_on)
    return Unmet("route.not_of_lane", ways_zh=zh, ways_en=en)


def _last_day(moment: Moment) -> date | None:
    """Of the route that was chosen; None where none is set."""
    case, calendar = moment.case, moment.world.calendar
    if case.route is Route.CONFIRMATION:
        return confirm_by(case, calendar)
    if case.route is Route.ARBITRATION_REVIEW:
        return next((one.due for one in clocks(case, calendar, moment.at) if one.id == "arbitration_review"), None)
    return None
