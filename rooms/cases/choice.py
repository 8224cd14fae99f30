"""The mediator both sides chose together (规则 §10, AT-32)."""

from datetime import date

from law.beijing import day_of
from law.calendar import Calendar
from law.clock_rules import rule
from law.deadlines import deadline
from rooms.cases.case import Case
from rooms.cases.ids import StaffId
from rooms.cases.words import ChosenBy


def choice(case: Case) -> StaffId | None:
    """The first whom all lists name when they are read down together; None while one is missing or none is common.

    Of two met at once, whom the first applicant likes better.
    """
    lists = [one.ranked for one in case.parties]
    if not lists or any(ranked is None for ranked in lists):
        return None
    named = [ranked for ranked in lists if ranked is not None]
    best = [(max(ranked.index(who) for ranked in named), who) for who in named[0] if all(who in each for each in named)]
    return min(best, key=lambda rank: (rank[0], named[0].index(rank[1])))[1] if best else None


def left_to_others(case: Case, calendar: Calendar, today: date) -> bool:
    """Whether somebody else may appoint now.

    A party asked for that (it handed in an empty list), nobody chose within the two working days, or whoever was
    appointed last was not the parties' choice.
    """
    if any(one.ranked == () for one in case.parties) or case.chosen_by in (ChosenBy.COURT, ChosenBy.ORGANISATION):
        return True
    if case.assigning_since is None:
        return False
    since = day_of(case.assigning_since)
    return today > deadline(since, rule("joint_choice", since).span, calendar).last
