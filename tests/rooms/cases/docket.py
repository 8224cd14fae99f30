"""Cases as their histories leave them, for tests of what is computed from a case. No rule of the machine is asked."""

from datetime import date, datetime, time

from law.beijing import BEIJING, day_of
from law.calendar import OFFICIAL
from rooms.cases.case import Case
from rooms.cases.deeds.assignment import Accepted, Appointed
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed, Event
from rooms.cases.deeds.ending import Moved
from rooms.cases.deeds.intake import Joined, Received
from rooms.cases.deeds.text import PartySigned, TextFixed
from rooms.cases.fold import evolve
from rooms.cases.ids import CourtRef, ParticipantId, ProfileId, Sha256, StaffId
from rooms.cases.step import step
from rooms.cases.words import ChosenBy, ConsentHow, Office, PersonKind, Source, Standing, State
from rooms.cases.world import World
from rooms.ids import CaseId

WORKER, COMPANY = ParticipantId("worker"), ParticipantId("company")
MEDIATOR = By(Office.MEDIATOR, "chen")
DESK = By(Office.ORGANISATION, "desk")
HOST = StaffId("chen")
TEXT = Sha256("0" * 64)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BEIJING)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def received(profile: str, on: date, *, material: date | None = None) -> Case:
    """A case of a worker against a company, fresh on the desk."""
    participants = (
        Joined(WORKER, Standing.APPLICANT, PersonKind.PERSON, ConsentHow.APPLICATION),
        Joined(COMPANY, Standing.RESPONDENT, PersonKind.COMPANY),
    )
    deed = Received(
        source=Source.ORGANISATION,
        profile=ProfileId(profile),
        channel=None,
        procedure=None,
        court=CourtRef("court"),
        court_case_no=None,
        cause="wages",
        received_on=on,
        material_received_on=material,
        participants=participants,
        collective=False,
        major=False,
        lane_source="",
        alike=(),
        by=DESK,
    )
    return evolve(None, CaseId("case"), deed, noon(on))


def after(case: Case, at: datetime, *events: Event) -> Case:
    """The case with those events more, all at that moment."""
    for event in events:
        case = evolve(case, case.id, event, at)
    return case


def moved(case: Case, target: State, at: datetime) -> Case:
    return after(case, at, Moved("TR", case.state, target))


def appointed(case: Case, at: datetime) -> Case:
    """ACCEPT_PENDING."""
    assigning = moved(case, State.ASSIGNING, at)
    return moved(after(assigning, at, Appointed(HOST, (), ChosenBy.COURT, None, DESK)), State.ACCEPT_PENDING, at)


def active(case: Case, at: datetime) -> Case:
    return moved(after(appointed(case, at), at, Accepted((), None, MEDIATOR)), State.ACTIVE, at)


def signing(case: Case, at: datetime) -> Case:
    return moved(after(active(case, at), at, TextFixed(TEXT, MEDIATOR)), State.SIGNING, at)


def signed(case: Case, participant: ParticipantId, at: datetime) -> Case:
    return after(case, at, PartySigned(TEXT, participant, at, By(Office.PARTY, participant)))


def effective(case: Case, at: datetime) -> Case:
    """Both parties sign at that moment; nothing else is needed for a date."""
    both = signed(signed(signing(case, at), WORKER, at), COMPANY, at)
    return moved(both, State.EFFECTIVE, at)


def done(case: Case, deeds: tuple[Deed, ...], at: datetime) -> Case:
    """The case when the machine has taken the system's own deeds, all of them."""
    for deed in deeds:
        case = step(case, case.id, deed, at, World(day_of(at), OFFICIAL)).case
    return case
