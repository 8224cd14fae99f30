"""Guards of choosing, accepting and changing a mediator, and of what was disclosed (TR5-TR8, AT-10, 32-35)."""

from typing import Final

from law.beijing import day_of
from law.clock_rules import rule
from law.deadlines import deadline
from law.procedures import Lane
from rooms.cases.choice import choice, left_to_others
from rooms.cases.deeds.assignment import (
    AcceptanceLapsed,
    Accepted,
    Appointed,
    ChangeDecided,
    ChoiceRefused,
    Declined,
    KnownAndContinued,
    MediatorsRanked,
)
from rooms.cases.guards.moment import Moment, who
from rooms.cases.ids import StaffId
from rooms.cases.open_points import SENT_BY_COURT, undisclosed
from rooms.cases.refusals import NotPermitted, Refusal, Unmet
from rooms.cases.words import ChosenBy, Office

NAMES: Final = {
    Lane.WEIPAI: {Office.COURT, Office.ORGANISATION},
    Lane.WEITUO: {Office.COURT, Office.ORGANISATION},
    Lane.SELF: {Office.ORGANISATION, Office.MEDIATOR},
    Lane.COURT_HOSTED: {Office.COURT},
    Lane.OFFLINE: set[Office](),
}
"""Who names or changes the mediator in each lane; for a court, its organisation enters by hand what it was told."""


def ranked_distinct(_moment: Moment, deed: MediatorsRanked) -> Refusal | None:
    """Nobody twice on one list."""
    return None if len(deed.ranked) == len(set(deed.ranked)) else Unmet("ranking.twice")


def appointed_by_whom(moment: Moment, deed: Appointed) -> Refusal | None:
    """By the offices of the lane; a mediator only takes a case, never gives it away; a court names for itself."""
    by, named = deed.by, deed.chosen_by
    if by.office not in NAMES[moment.ways.lane]:
        return NotPermitted("appointing.other_office")
    if by.office is Office.MEDIATOR and (by.id != deed.host or deed.others):
        return NotPermitted("appointing.self_only")
    if moment.ways.lane is Lane.SELF and named is ChosenBy.COURT:
        return Unmet("appointing.no_court")
    return Unmet("appointing.named_by_other") if by.office is Office.COURT and named is ChosenBy.ORGANISATION else None


def team_distinct(_moment: Moment, deed: Appointed) -> Refusal | None:
    """One host, others beside (规则 §11, AT-33)."""
    everybody = (deed.host, *deed.others)
    return None if len(everybody) == len(set(everybody)) else Unmet("team.twice")


def mediators_good(moment: Moment, deed: Appointed) -> Refusal | None:
    """Each is on the register where a court sends the case, free of known conflicts, and of the pool if it is major."""
    found = (_free(moment, one) or _good(moment, one) for one in (deed.host, *deed.others))
    if (missing := next((one for one in found if one is not None), None)) is not None:
        return missing
    known = moment.world.candidates.get(deed.host)
    if _by_register(moment) and known is not None and known.entry != deed.entry:
        return Unmet("register.other_entry")
    return None


def chosen_rightly(moment: Moment, deed: Appointed) -> Refusal | None:
    """The parties' choice is theirs; others name somebody only after it was theirs to choose (规则 §10, AT-32)."""
    if deed.chosen_by is ChosenBy.PARTIES:
        common = choice(moment.case)
        if common is None:
            return Unmet("choice.none")
        return None if common == deed.host else Unmet("choice.other")
    if not _by_register(moment) or left_to_others(moment.case, moment.world.calendar, moment.today):
        return None
    return Unmet("choice.open")


def by_host(moment: Moment, deed: Accepted | Declined) -> Refusal | None:
    """Only the appointed host answers (规则 §12)."""
    return None if deed.by.id == moment.case.host else NotPermitted("mediator.not_appointed")


def lapse_of_host(moment: Moment, deed: AcceptanceLapsed) -> Refusal | None:
    """It is the appointed host whose time is over."""
    return None if deed.host == moment.case.host else Unmet("mediator.other_host")


def acceptance_in_time(moment: Moment) -> Refusal | None:
    """Within three working days; later the case goes back (规则 §12, AT-10)."""
    return Unmet("acceptance.late") if _acceptance_over(moment) else None


def acceptance_over(moment: Moment) -> Refusal | None:
    """The three working days are over (AT-10)."""
    return None if _acceptance_over(moment) else Unmet("acceptance.running")


def host_still_good(moment: Moment) -> Refusal | None:
    """Removed from the register at 10:00, no case is accepted at 10:01 (AT-20)."""
    host = moment.case.host
    return _good(moment, host) if host is not None else Unmet("mediator.not_accepted")


def mediator_accepted(moment: Moment) -> Refusal | None:
    """A mediator has the case."""
    return None if moment.case.accepted_at is not None else Unmet("mediator.not_accepted")


def disclosures_known(moment: Moment) -> Refusal | None:
    """A relation was told of: every party must know and agree to go on first (规则 §13, AT-34)."""
    waiting = undisclosed(moment.case)
    return Unmet("disclosure.not_known", **who(moment.case, waiting)) if waiting else None


def disclosure_made(moment: Moment, deed: KnownAndContinued) -> Refusal | None:
    """That disclosure was made."""
    return None if 1 <= deed.number <= len(moment.case.disclosures) else Unmet("disclosure.none")


def change_asked(moment: Moment) -> Refusal | None:
    """A request waits for its answer."""
    return None if any(one.granted is None for one in moment.case.changes) else Unmet("change.not_asked")


def answered_by_whom(moment: Moment, deed: ChangeDecided) -> Refusal | None:
    """Who names the mediator in this lane changes it."""
    return None if deed.by.office in NAMES[moment.ways.lane] else NotPermitted("appointing.other_office")


def text_fell_first(moment: Moment, deed: ChangeDecided) -> Refusal | None:
    """No mediator is changed under a text that is being read or signed."""
    return Unmet("text.stands") if deed.granted and moment.case.text is not None else None


def changed_once(moment: Moment) -> Refusal | None:
    """Somebody was given another mediator before."""
    return None if any(one.granted for one in moment.case.changes) else Unmet("change.first")


def refused_after_change(moment: Moment, deed: ChoiceRefused) -> Refusal | None:
    """That party was given another mediator before, and has not chosen one now (规则 §14, AT-35)."""
    changed = any(one.granted and one.participant == deed.participant for one in moment.case.changes)
    if not changed:
        return Unmet("change.first")
    return Unmet("choice.made") if moment.case.the(deed.participant).ranked else None


def _free(moment: Moment, mediator: StaffId) -> Refusal | None:
    known = moment.world.candidates.get(mediator)
    return Unmet("mediator.conflict") if known is not None and known.conflict else None


def _good(moment: Moment, mediator: StaffId) -> Refusal | None:
    known = moment.world.candidates.get(mediator)
    if known is None:
        return None if moment.ways.lane is Lane.COURT_HOSTED else Unmet("mediator.unknown")
    if _by_register(moment) and known.entry is None:
        why = known.why
        return Unmet("register.not_good", why_zh=why.zh if why else "", why_en=why.en if why else "")
    return Unmet("mediator.not_of_pool") if moment.case.major and not known.pool else None


def _by_register(moment: Moment) -> bool:
    return moment.ways.lane in SENT_BY_COURT


def _acceptance_over(moment: Moment) -> bool:
    if moment.case.appointed_at is None:
        return False
    began = day_of(moment.case.appointed_at)
    return moment.today > deadline(began, rule("mediator_accepts", began).span, moment.world.calendar).last
