"""Cases told deed by deed through the machine, in every lane; each step is checked against the records alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from law.beijing import BEIJING, day_of
from law.calendar import Calendar, calendar
from law.sentence import Sentence
from rooms.cases.case import Case
from rooms.cases.deeds.assignment import Accepted, Appointed
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.court import (
    ApplicationSigned,
    CourtAccepted,
    CourtDecided,
    DecisionServed,
    ItemPerformed,
    PerformancePlanned,
    RouteChosen,
    Submitted,
)
from rooms.cases.deeds.deed import Deed, Event
from rooms.cases.deeds.ending import Moved, Report, Terminated
from rooms.cases.deeds.intake import ConsentRecorded, ContactMade, Joined, MaterialFiled, Received
from rooms.cases.deeds.talks import ModeSet, Reminded, SessionBegun, SessionEnded, SessionPlanned
from rooms.cases.deeds.text import (
    MediatorSigned,
    OfflineAgreement,
    OrganisationSealed,
    PartySigned,
    PrincipleAgreed,
    TextClosed,
    TextConfirmed,
    TextFixed,
)
from rooms.cases.fold import rebuilt
from rooms.cases.ids import CourtRef, EntryId, MaterialId, NoteId, ParticipantId, ProfileId, Sha256, StaffId
from rooms.cases.labels import labels
from rooms.cases.refusals import Refusal
from rooms.cases.set_days import signing_time
from rooms.cases.step import Step, step
from rooms.cases.words import (
    ChosenBy,
    ConsentHow,
    ContactChannel,
    ContactResult,
    CopyForm,
    Decision,
    Form,
    Ground,
    MaterialKind,
    Mode,
    Office,
    PersonKind,
    Procedure,
    Route,
    SealForm,
    Source,
    Standing,
    State,
)
from rooms.cases.world import Candidate, World
from rooms.ids import CaseId, RoomId
from rooms.person import Consent

MONDAY = date(2026, 3, 2)
"""No holiday is near: Tomb Sweeping Day comes on 4 April."""
CASE = CaseId("case")
WORKER, COMPANY = ParticipantId("worker"), ParticipantId("company")
PARTIES = (WORKER, COMPANY)
CHEN, LI, WU = StaffId("chen"), StaffId("li"), StaffId("wu")
ENTRY = EntryId("entry")
TEXT, OTHER_TEXT = Sha256("1" * 64), Sha256("2" * 64)
ROOM = RoomId("room")
NOTE = NoteId("note")
REPORT = Report(NoteId("basics"), NoteId("reasons"), NoteId("costs"), NoteId("court"))
SCAN, RULING = MaterialId("scan"), MaterialId("ruling")
MEDIATOR = By(Office.MEDIATOR, CHEN)
DESK = By(Office.ORGANISATION, "desk")
COURT = By(Office.COURT, "clerk")
SEAL = By(Office.SEAL_KEEPER, "keeper")
NOT_ON_REGISTER = Sentence("法院已将其移出名册。", "The court removed the entry.")

PROFILES = {
    "WEIPAI": "weipai",
    "WEITUO": "weituo_ordinary",
    "SELF": "self",
    "OFFLINE": "offline",
    "COURT_HOSTED": "court_hosted_ordinary",
}
OF_COURT = {"WEIPAI", "WEITUO", "COURT_HOSTED"}
CANDIDATES = {who: Candidate(ENTRY, None, pool=True, conflict=False) for who in (CHEN, LI, WU)}


def party(who: ParticipantId) -> By:
    return By(Office.PARTY, who)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BEIJING).astimezone(UTC)


@dataclass
class Story:
    """A case and all that was recorded of it; time goes on only by `waits`."""

    lane: str = "SELF"
    at: datetime = field(default_factory=lambda: noon(MONDAY))
    now: Case | None = None
    records: list[tuple[datetime, Event]] = field(default_factory=list)
    candidates: Mapping[StaffId, Candidate] = field(default_factory=lambda: CANDIDATES)
    calendar: Calendar = field(default_factory=calendar)
    lane_open: bool = True

    @property
    def case(self) -> Case:
        assert self.now is not None
        return self.now

    @property
    def state(self) -> State:
        return self.case.state

    @property
    def today(self) -> date:
        return day_of(self.at)

    @property
    def world(self) -> World:
        return World(self.today, self.calendar, self.candidates, self.lane_open)

    @property
    def moves(self) -> list[tuple[str, State]]:
        """Every row so far with where it led."""
        return [(event.row, event.target) for _, event in self.records if isinstance(event, Moved)]

    def does(self, *deeds: Deed) -> Step:
        """All of them; what the records give must be the case."""
        done: Step | None = None
        for deed in deeds:
            done = step(self.now, CASE, deed, self.at, self.world)
            self.records += [(self.at, event) for event in done.events]
            self.now = done.case
        assert done is not None
        assert rebuilt(CASE, self.records) == self.case
        return done

    def refused(self, deed: Deed) -> Refusal:
        """The refusal, which changed nothing."""
        with pytest.raises(Refusal) as said:
            step(self.now, CASE, deed, self.at, self.world)
        assert said.value.zh
        assert said.value.en
        return said.value

    def waits(self, *, days: int = 0, hours: int = 0) -> "Story":
        self.at += timedelta(days=days, hours=hours)
        return self

    def with_mediator(self, who: StaffId, **changed: object) -> "Story":
        """Another thing known of one mediator."""
        self.candidates = {**self.candidates, who: replace(self.candidates[who], **changed)}  # type: ignore[arg-type]
        return self


def received(lane: str = "SELF", **changed: object) -> Received:
    """What comes in on Monday; the worker has applied."""
    court = lane in OF_COURT
    ordinary = lane in {"WEITUO", "COURT_HOSTED"}
    deed = Received(
        source=Source.ORGANISATION,
        profile=ProfileId(PROFILES[lane]),
        channel=None,
        procedure=Procedure.ORDINARY if ordinary else None,
        court=CourtRef("court") if court else None,
        court_case_no="(2026)苏0106诉前调1号" if court else None,
        cause="wages",
        received_on=MONDAY,
        material_received_on=MONDAY if court else None,
        participants=(
            Joined(WORKER, Standing.APPLICANT, PersonKind.PERSON, ConsentHow.APPLICATION),
            Joined(COMPANY, Standing.RESPONDENT, PersonKind.COMPANY),
        ),
        collective=False,
        major=False,
        lane_source="",
        alike=(),
        by=DESK,
    )
    return replace(deed, **changed)  # type: ignore[arg-type]


def both_agreed(lane: str = "SELF", **changed: object) -> Received:
    """The same, with the company's consent too."""
    deed = received(lane, **changed)
    agreed = (replace(one, agreed=ConsentHow.WRITTEN) for one in deed.participants)
    return replace(deed, participants=tuple(agreed))


def filed(material: MaterialId, what: MaterialKind = MaterialKind.OTHER) -> MaterialFiled:
    return MaterialFiled(material, None, what, CopyForm.SCAN, Sha256("f" * 64), 1000, "application/pdf", DESK)


def consent(who: ParticipantId, *, given: bool = True, day: date = MONDAY) -> ConsentRecorded:
    return ConsentRecorded(who, Consent.ONLINE_MEDIATION, given, ConsentHow.LINK, day, None, party(who))


def contact(story: Story, channel: ContactChannel, result: ContactResult = ContactResult.NO_ANSWER) -> ContactMade:
    return ContactMade(COMPANY, channel, result, story.at, None, MEDIATOR)


def appointed(story: Story, host: StaffId = CHEN, *others: StaffId) -> Appointed:
    """As the lane wants it: the parties' time to choose is not asked about."""
    chosen, by = (ChosenBy.COURT, COURT) if story.lane in OF_COURT else (ChosenBy.ORGANISATION, DESK)
    return Appointed(host, others, chosen, ENTRY, by)


def accepted(host: StaffId = CHEN, *relations: str) -> Accepted:
    return Accepted(relations, None, By(Office.MEDIATOR, host))


def modes() -> tuple[ModeSet, ...]:
    """Everybody takes part from afar."""
    return tuple(ModeSet(who, Mode.REMOTE_AV, party(who)) for who in PARTIES)


def begun(lane: str = "SELF", **changed: object) -> Story:
    """CONSENT_PENDING."""
    story = Story(lane)
    story.does(received(lane, **changed))
    return story


def assigning(lane: str = "SELF", **changed: object) -> Story:
    story = begun(lane, **changed)
    story.does(consent(COMPANY))
    return story


def appointing(lane: str = "SELF", **changed: object) -> Story:
    """ASSIGNING, and nobody else's turn to choose any more."""
    story = assigning(lane, **changed)
    return story.waits(days=3) if lane in {"WEIPAI", "WEITUO"} else story


def accept_pending(lane: str = "SELF", **changed: object) -> Story:
    story = appointing(lane, **changed)
    story.does(appointed(story))
    return story


def active(lane: str = "SELF", **changed: object) -> Story:
    story = accept_pending(lane, **changed)
    story.does(accepted(), *modes())
    return story


def agreed(story: Story) -> Story:
    """DRAFTING."""
    story.does(*(PrincipleAgreed(who, Form.LINK, party(who)) for who in PARTIES))
    return story


def drafting(lane: str = "SELF") -> Story:
    return agreed(active(lane))


def fixed(story: Story, digest: Sha256 = TEXT) -> Story:
    """READ_THROUGH."""
    story.does(TextFixed(digest, MEDIATOR))
    return story


def confirmed(story: Story, digest: Sha256 = TEXT) -> Story:
    """SIGNING."""
    story.does(*(TextConfirmed(digest, who, party(who)) for who in PARTIES))
    return story


def signing(lane: str = "SELF") -> Story:
    return confirmed(fixed(drafting(lane)))


def signed(story: Story, digest: Sha256 = TEXT, *, who: tuple[ParticipantId, ...] = PARTIES) -> Story:
    story.does(*(PartySigned(digest, one, story.at, party(one)) for one in who))
    return story


def mediator_signed(story: Story, digest: Sha256 = TEXT) -> MediatorSigned:
    return MediatorSigned(digest, story.at, MEDIATOR)


def closed(story: Story, digest: Sha256 = TEXT) -> TextClosed:
    return TextClosed(digest, story.at, SYSTEM)


def sealed(story: Story, form: SealForm = SealForm.E_SEAL, paper: MaterialId | None = None) -> OrganisationSealed:
    return OrganisationSealed(form, paper, story.at, SEAL)


def effective_from(story: Story, digest: Sha256 = TEXT) -> Story:
    """From SIGNING to EFFECTIVE within the hour."""
    signed(story, digest)
    story.does(mediator_signed(story, digest), closed(story, digest), sealed(story))
    return story


def effective(lane: str = "SELF") -> Story:
    return effective_from(signing(lane))


def offline() -> Story:
    """EFFECTIVE, from paper."""
    story = Story("OFFLINE")
    story.does(both_agreed("OFFLINE"), filed(SCAN, MaterialKind.SEALED_SCAN))
    story.does(OfflineAgreement(SCAN, MONDAY - timedelta(days=3), DESK))
    return story


def route_of(lane: str) -> Route:
    return Route.COURT_PAPER if lane in {"WEITUO", "COURT_HOSTED"} else Route.CONFIRMATION


def applied(who: ParticipantId) -> ApplicationSigned:
    return ApplicationSigned(who, Form.LINK, None, party(who))


def applying(lane: str = "SELF") -> Story:
    story = offline() if lane == "OFFLINE" else effective(lane)
    story.does(RouteChosen(route_of(lane), MEDIATOR), *map(applied, PARTIES))
    return story


def submission(story: Story, by: By = MEDIATOR, override: NoteId | None = None) -> Submitted:
    return Submitted(story.today, "receipt", override, by)


def submitted(lane: str = "SELF") -> Story:
    story = applying(lane)
    story.does(submission(story))
    return story


def under_review(lane: str = "SELF") -> Story:
    story = submitted(lane)
    story.does(CourtAccepted("(2026)苏0106民特1号", story.today, COURT), filed(RULING, MaterialKind.COURT_DECISION))
    return story


def decided(story: Story, decision: Decision) -> CourtDecided:
    return CourtDecided(decision, story.today, RULING, COURT)


def good_for(lane: str) -> Decision:
    return Decision.PAPER_ISSUED if lane in {"WEITUO", "COURT_HOSTED"} else Decision.CONFIRMED


def confirmed_by_court(lane: str = "SELF") -> Story:
    story = under_review(lane)
    story.does(decided(story, good_for(lane)))
    return story


def not_confirmed(lane: str = "SELF") -> Story:
    story = under_review(lane)
    story.does(decided(story, Decision.REJECTED))
    return story


def served(story: Story, who: ParticipantId) -> DecisionServed:
    return DecisionServed(who, ConsentHow.LINK, story.today, SYSTEM)


def performing(lane: str = "SELF") -> Story:
    story = confirmed_by_court(lane)
    story.does(*(served(story, who) for who in PARTIES), plan(story))
    return story


def plan(story: Story) -> PerformancePlanned:
    """Two instalments, the first due tomorrow."""
    items = (("first", story.today + timedelta(days=1)), ("second", story.today + timedelta(days=31)))
    return PerformancePlanned(items, MEDIATOR)


def performed(story: Story, item: str, by: By | None = None) -> ItemPerformed:
    return ItemPerformed(item, None, story.today, by or party(WORKER))


def all_performed() -> Story:
    """PERFORMED."""
    story = performing()
    story.does(performed(story, "first"), performed(story, "second"))
    return story


def terminated(lane: str = "SELF", ground: Ground = Ground.TOO_FAR) -> Story:
    story = active(lane)
    story.does(Terminated(ground, REPORT, MEDIATOR))
    return story


def reminded_to_sign(story: Story) -> Reminded:
    return Reminded("signing", day_of(story.at + signing_time(story.today)), 0, SYSTEM)


def planned(story: Story, *, hours: int = 48, short_notice: bool = False) -> SessionPlanned:
    return SessionPlanned(ROOM, story.at + timedelta(hours=hours), short_notice, MEDIATOR)


SESSION_BEGUN, SESSION_ENDED = SessionBegun(ROOM, MEDIATOR), SessionEnded(ROOM, held=True, by=MEDIATOR)


def every_point() -> tuple[str, ...]:
    """The archive's whole list."""
    return tuple(point.id for point in labels("archive_point", MONDAY))
