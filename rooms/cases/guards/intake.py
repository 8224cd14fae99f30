"""Guards of coming in, consents, contacts, agents and papers (TR1-TR4)."""

from datetime import date

from law.beijing import day_of
from law.parameters import parameter
from law.procedures import Lane, ProcedureProfile, UnknownProfile
from rooms.cases.case import Case, Contact
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.intake import AgentDropped, AgentNamed, ContactMade, MaterialFiled, Received
from rooms.cases.guards.moment import Moment, who
from rooms.cases.open_points import SENT_BY_COURT, Parties, unconsenting
from rooms.cases.recorded.intake import refused
from rooms.cases.refusals import Refusal, Unmet
from rooms.cases.words import ContactResult, Office, Source, Standing

OF_OFFICE = {
    Source.ORGANISATION: {Office.ORGANISATION, Office.MEDIATOR},
    Source.PARTY: {Office.PARTY},
    Source.COURT_ADAPTER: {Office.COURT, Office.SYSTEM},
    Source.HRSS_ADAPTER: {Office.SYSTEM},
    Source.QUICK_ROOM: {Office.MEDIATOR},
}
"""Who may bring a case in by which way."""
HEARD = frozenset({ContactResult.REACHED, ContactResult.AGREED, ContactResult.REFUSED})


def two_sides(moment: Moment) -> Refusal | None:
    """Somebody applies, and somebody is applied against."""
    standings = [one.standing for one in moment.case.participants]
    both = Standing.APPLICANT in standings and Standing.RESPONDENT in standings
    return None if both else Unmet("case.one_side")


def lane_open(moment: Moment) -> Refusal | None:
    """The court takes this lane today."""
    return None if moment.world.lane_open else Unmet("lane.closed")


def profile_in_force(moment: Moment) -> Refusal | None:
    """The lane's rules of that day are known, and are those of the court's procedure."""
    try:
        ways = moment.ways
    except UnknownProfile:
        return Unmet("lane.unknown")
    return None if ways.procedure in (None, moment.case.procedure) else Unmet("lane.procedure")


def court_named(moment: Moment) -> Refusal | None:
    """A court's case has its court and number, an entrusted one the day its papers were signed for (特邀 §27)."""
    case = moment.case
    if not _of_court(moment.ways):
        return None
    if case.court is None or not case.court_case_no:
        return Unmet("court.number_missing")
    if moment.ways.lane in SENT_BY_COURT and case.material_received_on is None:
        return Unmet("court.receipt_missing")
    return None


def rightly_entered(_moment: Moment, deed: Received) -> Refusal | None:
    """By an office that brings in such cases; nobody twice; a major dispute is a collective one."""
    ids = [one.id for one in deed.participants]
    if deed.by.office not in OF_OFFICE[deed.source]:
        return Unmet("case.source_of_other")
    if len(ids) != len(set(ids)):
        return Unmet("participant.twice")
    return Unmet("case.major_not_collective") if deed.major and not deed.collective else None


def consents_given(moment: Moment) -> Refusal | None:
    """Every party agreed to mediating on line (规则 §4, AT-8)."""
    waiting = unconsenting(moment.case)
    return Unmet("consent.missing", **who(moment.case, waiting)) if waiting else None


def refused_or_unreached(moment: Moment) -> Refusal | None:
    """Somebody said no, or could not be reached within the rules of trying (规则 §15, AT-36)."""
    return None if refused(moment.case) else unreached(moment, unconsenting(moment.case))


def unreached(moment: Moment, asked: Parties) -> Refusal | None:
    """None where one of those was tried often enough, by enough channels, on enough days; else what is lacking."""
    tries = max((_tries(moment.case, one.id) for one in asked), key=_effort, default=())
    for code, had, key in (
        ("contact.too_few", len(tries), "contact_tries"),
        ("contact.one_channel", len({one.channel for one in tries}), "contact_channels"),
        ("contact.one_day", len(_days(tries)), "contact_days"),
    ):
        needed = parameter(key, moment.today).value
        if had < needed:
            return Unmet(code, needed=needed, had=had)
    return None


def contact_past(moment: Moment, deed: ContactMade) -> Refusal | None:
    """A try is told of after it was made."""
    return None if deed.at <= moment.at else Unmet("contact.ahead")


def agent_new(moment: Moment, deed: AgentNamed) -> Refusal | None:
    """Nobody acts for two, or twice."""
    return Unmet("agent.known") if deed.agent in _agents(moment.case) else None


def agents_few(moment: Moment, deed: AgentNamed) -> Refusal | None:
    """At most two for each party (民诉法 §61)."""
    one, limit = moment.case.participant(deed.participant), parameter("agents_per_side", moment.today).value
    return Unmet("agent.too_many", limit=limit) if one is not None and len(one.agents) >= limit else None


def agent_known(moment: Moment, deed: AgentDropped) -> Refusal | None:
    """That agent acts for somebody here."""
    return None if deed.agent in _agents(moment.case) else Unmet("agent.unknown")


def material_new(moment: Moment, deed: MaterialFiled) -> Refusal | None:
    """Each paper is filed once."""
    return Unmet("paper.known") if deed.material in {one.id for one in moment.case.materials} else None


def reason_given(_moment: Moment, deed: Deed) -> Refusal | None:
    """The written reason is there: its sealed text has a name."""
    return None if getattr(deed, "note", None) else Unmet("reason.missing")


def _of_court(ways: ProcedureProfile) -> bool:
    """Whether a court has the case already: one it sent, or one its judge mediates after filing."""
    return ways.lane in SENT_BY_COURT or (ways.lane is Lane.COURT_HOSTED and ways.procedure is not None)


def _tries(case: Case, participant: str) -> tuple[Contact, ...]:
    """What was tried in vain since that party was last heard of."""
    own = [one for one in case.contacts if one.participant == participant]
    heard = max((number for number, one in enumerate(own, 1) if one.result in HEARD), default=0)
    return tuple(own[heard:])


def _days(tries: tuple[Contact, ...]) -> set[date]:
    return {day_of(one.at) for one in tries}


def _effort(tries: tuple[Contact, ...]) -> tuple[int, int, int]:
    return len(tries), len({one.channel for one in tries}), len(_days(tries))


def _agents(case: Case) -> set[str]:
    return {agent.id for one in case.participants for agent in one.agents}
