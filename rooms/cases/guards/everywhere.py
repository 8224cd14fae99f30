"""What is asked of every deed: who speaks, for whom, in which form, with which papers, and of which day."""

from datetime import date
from typing import Final

from rooms.cases.deeds.assignment import Appointed
from rooms.cases.deeds.court import ApplicationSigned, PerformancePlanned, WithdrawalAsked, WithdrawalDropped
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.ending import Withdrew
from rooms.cases.deeds.intake import ConsentRecorded, Received
from rooms.cases.deeds.text import PartySigned, PrincipleAgreed, TextConfirmed
from rooms.cases.guards.moment import Check, Moment, printed
from rooms.cases.open_points import side, team
from rooms.cases.refusals import NotPermitted, Refusal, Unmet
from rooms.cases.words import ConsentHow, Form, Office

SPECIAL: Final = (
    *(PrincipleAgreed, TextConfirmed, PartySigned, ApplicationSigned, Withdrew),
    *(WithdrawalAsked, WithdrawalDropped),
)
"""An agent does these only with special authority (民诉法 §62)."""
DONE_ON: Final = ("on", "received_on", "material_received_on", "signed_on")
"""Fields of deeds that say when something was done."""
YEARS: Final = range(2022, 2100)
"""From the first rules of the lanes; to where no span counted from a day leaves the calendar."""


def participant_known(moment: Moment, deed: Deed) -> Refusal | None:
    """Whoever the deed is about belongs to the case."""
    about = getattr(deed, "participant", None) or getattr(deed, "owner", None)
    if about is None or moment.case.participant(about) is not None:
        return None
    return Unmet("participant.unknown")


def speaks_for_itself(moment: Moment, deed: Deed) -> Refusal | None:
    """A party acts for itself, by itself or by its agent; settling and ending by an agent needs special authority."""
    by = deed.by
    if by.office is not Office.PARTY or isinstance(deed, Received):
        return None
    found = side(moment.case, by.id)
    if found is None:
        return NotPermitted("party.not_of_case")
    own, agent = found
    if getattr(deed, "participant", own.id) != own.id:
        return NotPermitted("party.not_own")
    if agent is not None and not agent.special and isinstance(deed, SPECIAL):
        return Unmet("agent.not_special")
    return None


def mediates_this(moment: Moment, deed: Deed) -> Refusal | None:
    """Once there are mediators, no other acts in that office."""
    by, those = deed.by, team(moment.case)
    if by.office is not Office.MEDIATOR or not those or by.id in those or isinstance(deed, Appointed):
        return None
    return NotPermitted("mediator.not_of_case")


def own_link(_moment: Moment, deed: Deed) -> Refusal | None:
    """What is said to have been done by a party's own link was done by that party."""
    form = deed.how if isinstance(deed, ConsentRecorded) else getattr(deed, "form", None)
    if form in (ConsentHow.LINK, Form.LINK) and deed.by.office is not Office.PARTY:
        return NotPermitted("link.not_own")
    return None


def papers_on_file(moment: Moment, deed: Deed) -> Refusal | None:
    """Papers a deed names were filed before."""
    single = (getattr(deed, "paper", None), getattr(deed, "evidence", None))
    of_agent = (paper for _, paper in getattr(deed, "papers", ()))
    named = {one for one in (*single, *of_agent) if one is not None}
    return Unmet("paper.not_on_file") if named - {one.id for one in moment.case.materials} else None


def day_not_ahead(moment: Moment, deed: Deed) -> Refusal | None:
    """A day something was done on has come."""
    told = [getattr(deed, name, None) for name in DONE_ON]
    ahead = [day for day in told if isinstance(day, date) and day > moment.today]
    return Unmet("day.ahead", **printed(ahead[0])) if ahead else None


def day_within_rules(_moment: Moment, deed: Deed) -> Refusal | None:
    """Every day it names lies where the rules of the lanes and the calendars can be asked."""
    told = [getattr(deed, name, None) for name in (*DONE_ON, "until", "at")]
    planned = [day for _, day in deed.items] if isinstance(deed, PerformancePlanned) else []
    outside = [day for day in (*told, *planned) if isinstance(day, date) and day.year not in YEARS]
    return Unmet("day.outside", first=YEARS[0], last=YEARS[-1]) if outside else None


ALWAYS: Final[tuple[Check, ...]] = (
    participant_known,
    speaks_for_itself,
    mediates_this,
    own_link,
    papers_on_file,
    day_not_ahead,
    day_within_rules,
)
