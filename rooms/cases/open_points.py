"""What of a case is still open, and with whom: plain questions to its value, asked by guards, moves and pages."""

from datetime import date

from law.closing_checklist import FileEnd, closing_checklist
from law.procedures import Lane, ProcedureProfile, profile
from rooms.cases.case import Agent, Case, Disclosure, Participant, Text
from rooms.cases.ids import StaffId
from rooms.cases.words import Route, Source, Standing
from rooms.ids import RoomId
from rooms.person import Consent

SENT_BY_COURT = frozenset({Lane.WEIPAI, Lane.WEITUO})
"""Lanes in which a court entrusts a case to mediators of its register."""

Parties = tuple[Participant, ...]


def ways(case: Case) -> ProcedureProfile:
    """The profile the case runs by: of the day it was received."""
    return profile(case.profile, case.received_on)


def unconsenting(case: Case) -> Parties:
    """Parties whose consent to mediating is not on file, or was refused."""
    return tuple(one for one in case.parties if not _agreed(one))


def modeless(case: Case) -> Parties:
    """Parties of whom it is not set how they take part."""
    return tuple(one for one in case.parties if one.mode is None)


def undecided(case: Case) -> Parties:
    """Parties that have not agreed in principle."""
    return tuple(one for one in case.parties if one.principle is None)


def unconfirmed(case: Case) -> Parties:
    """Parties that have not confirmed the text there is; all while there is none."""
    return tuple(one for one in case.parties if case.text is None or one.id not in case.text.confirmed)


def unsigned(case: Case) -> Parties:
    """Parties that have not signed it."""
    return tuple(one for one in case.parties if case.text is None or one.id not in case.text.signed)


def unapplied(case: Case) -> Parties:
    """Those who must still sign the application: all parties, for withdrawing a suit who brought it."""
    asked = tuple(one for one in case.parties if case.route is not Route.WITHDRAWAL or _applies(one))
    return tuple(one for one in asked if one.application is None)


def unserved(case: Case) -> Parties:
    """Parties the decision has not reached."""
    return tuple(one for one in case.parties if one.served_on is None)


def unextended(case: Case) -> Parties:
    """Parties that have not agreed to the extension proposed now."""
    return tuple(one for one in case.parties if not one.extension)


def undone(case: Case) -> tuple[str, ...]:
    """Items of performance still open."""
    return tuple(one.name for one in case.performance if one.done_on is None)


def unknown(case: Case, number: int, disclosure: Disclosure) -> Parties:
    """Parties that have not said 知悉并同意继续 to the `number`-th disclosure.

    None where it tells of nothing, or is of somebody who no longer has the case.
    """
    if not disclosure.relations or disclosure.made_by not in team(case):
        return ()
    return tuple(one for one in case.parties if number not in one.knows)


def undisclosed(case: Case) -> Parties:
    """Parties that must still say so to some disclosure (AT-34)."""
    each = (unknown(case, number, one) for number, one in enumerate(case.disclosures, 1))
    waiting = {one.id for some in each for one in some}
    return tuple(one for one in case.parties if one.id in waiting)


def side(case: Case, by: str) -> tuple[Participant, Agent | None] | None:
    """Whom an id that acts for a party stands for: itself, or somebody with the agent it is; None: nobody here."""
    for one in case.participants:
        if one.id == by:
            return one, None
        agent = next((agent for agent in one.agents if agent.id == by), None)
        if agent is not None:
            return one, agent
    return None


def team(case: Case) -> tuple[StaffId, ...]:
    """The mediators who have the case, the host first."""
    return (case.host, *case.others) if case.host is not None else ()


def begins_in_room(case: Case) -> bool:
    """A mediator's room opened at once, where the link itself is where parties agree."""
    return case.source is Source.QUICK_ROOM and case.accepted_at is None


def waits_in_room(case: Case) -> bool:
    """Such a room that nobody sat down in yet: it may be put off as it was opened, without more being asked first."""
    standing = (one for one in case.sessions if one.begun_at is None and one.ended_at is None)
    return case.source is Source.QUICK_ROOM and any(standing)


def complete(case: Case, text: Text) -> bool:
    """Every party and the mediator signed this text, it is closed, and the organisation sealed it (TR22)."""
    return not unsigned(case) and None not in (text.mediator_signed, text.closed_at, case.seal)


def session_planned(case: Case, room: RoomId) -> bool:
    """Whether a session in that room stands, begun or not."""
    return any(one.room == room and one.ended_at is None for one in case.sessions)


def archive_points(case: Case, on: date) -> tuple[str, ...]:
    """What the file must hold before it is archived: less where nobody ever mediated (TR35)."""
    mediated = any(one.held for one in case.sessions) or case.text is not None or case.effective_at is not None
    end = FileEnd.MEDIATED if mediated else FileEnd.NOT_BEGUN
    return closing_checklist(end, ways(case).lane, on).points


def _agreed(one: Participant) -> bool:
    consent = one.consents.get(Consent.ONLINE_MEDIATION)
    return consent is not None and consent.given


def _applies(one: Participant) -> bool:
    return one.standing is Standing.APPLICANT
