"""One well-formed deed of every kind, such as fits the story it is asked for."""

from datetime import timedelta

from rooms.cases.deeds import assignment, court, ending, intake, papers, talks, text
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.ids import AgentId, MaterialId, NoteId, NoticeId
from rooms.cases.transitions import Kind
from rooms.cases.words import (
    ChosenBy,
    ConsentHow,
    ContactChannel,
    ContactResult,
    FellBecause,
    Form,
    Ground,
    Mode,
    NoticeKind,
    Office,
    PaperUse,
    Result,
    ReturnReason,
    Route,
    SealForm,
    SuspendReason,
)
from rooms.person import Consent
from tests.rooms.cases.stories import (
    CHEN,
    COMPANY,
    ENTRY,
    LI,
    MONDAY,
    NOTE,
    REPORT,
    ROOM,
    TEXT,
    WORKER,
    Story,
    decided,
    every_point,
    filed,
    good_for,
    plan,
    received,
)


def sample(kind: Kind, story: Story, by: By) -> Deed:
    """A deed of that kind, in that name. Raises LookupError for a kind that has no sample."""
    return next(deed for deed in samples(story, by) if type(deed) is kind)


def samples(story: Story, by: By) -> tuple[Deed, ...]:
    return (*_intake(story, by), *_assignment(by), *_talks(story, by), *_text(story, by), *_court(story, by))


def _form(by: By) -> Form:
    return Form.LINK if by.office is Office.PARTY else Form.ORAL


def _intake(story: Story, by: By) -> tuple[Deed, ...]:
    how = ConsentHow.LINK if by.office is Office.PARTY else ConsentHow.PHONE
    no_answer = ContactResult.NO_ANSWER
    return (
        received(story.lane, by=by),
        intake.Returned(ReturnReason.UNSUITABLE, NOTE, by),
        intake.ConsentRecorded(WORKER, Consent.ONLINE_MEDIATION, True, how, MONDAY, None, by),
        intake.ContactMade(COMPANY, ContactChannel.PHONE, no_answer, story.at, None, by),
        intake.AgentNamed(AgentId("agent"), WORKER, "lawyer", False, (), (), by),
        intake.AgentDropped(AgentId("agent"), by),
        intake.ParticipantChanged(WORKER, ("phone",), by),
        _filed(by),
        papers.PaperMarked(MaterialId("scan"), PaperUse.FROM_COURT, by),
        papers.CourtPaperGiven(MaterialId("scan"), True, by),
        papers.CourtPaperGivenFor(WORKER, MaterialId("scan"), True, MaterialId("statement"), by),
        intake.MediationRefused(NOTE, by),
    )


def _filed(by: By) -> intake.MaterialFiled:
    like = filed(MaterialId("another"))
    return intake.MaterialFiled(like.material, None, like.what, like.form, like.sha256, like.bytes, like.media_type, by)


def _assignment(by: By) -> tuple[Deed, ...]:
    return (
        assignment.MediatorsRanked(WORKER, (CHEN, LI), by),
        assignment.Appointed(CHEN, (), ChosenBy.ORGANISATION, ENTRY, by),
        assignment.Accepted((), None, by),
        assignment.Declined(NOTE, by),
        assignment.AcceptanceLapsed(CHEN, by),
        assignment.Disclosed(("other",), NOTE, by),
        assignment.KnownAndContinued(WORKER, 1, by),
        assignment.ChangeAsked(WORKER, None, NOTE, by),
        assignment.ChangeDecided(True, NOTE, by),
        assignment.ChoiceRefused(WORKER, NOTE, by),
    )


def _talks(story: Story, by: By) -> tuple[Deed, ...]:
    return (
        talks.ModeSet(WORKER, Mode.REMOTE_AV, by),
        talks.SessionPlanned(ROOM, story.at + timedelta(days=3), False, by),
        talks.SessionBegun(ROOM, by),
        talks.SessionEnded(ROOM, True, by),
        talks.Suspended(SuspendReason.APPRAISAL, None, by),
        talks.Resumed(None, by),
        talks.ExtensionAsked(5, by),
        talks.ExtensionAnswered(WORKER, True, _form(by), None, by),
        talks.NoticeGiven(NoticeId("notice"), NoticeKind.SESSION, WORKER, "1", by),
        talks.NoticeOpened(NoticeId("notice"), by),
        talks.Reminded("period", MONDAY, 3, by),
    )


def _text(story: Story, by: By) -> tuple[Deed, ...]:
    because = FellBecause.OBJECTION if by.office is Office.PARTY else FellBecause.REOPENED
    return (
        text.PrincipleAgreed(WORKER, _form(by), by),
        text.TextFixed(TEXT, by),
        text.TextConfirmed(TEXT, WORKER, by),
        text.TextFell(TEXT, because, by),
        text.PartySigned(TEXT, WORKER, story.at, by),
        text.MediatorSigned(TEXT, story.at, by),
        text.TextClosed(TEXT, story.at, by),
        text.OrganisationSealed(SealForm.E_SEAL, None, story.at, by),
        text.OfflineAgreement(MaterialId("scan"), MONDAY, by),
        text.SigningGivenUp(NOTE, by),
    )


def _court(story: Story, by: By) -> tuple[Deed, ...]:
    today = story.today
    answer = decided(story, good_for(story.lane))
    return (
        court.RouteChosen(Route.CONFIRMATION, by),
        court.ApplicationSigned(WORKER, _form(by), None, by),
        court.Submitted(today, "receipt", None, by),
        court.CourtAccepted("no", today, by),
        court.CorrectionAsked(NOTE, None, by),
        court.Corrected(NOTE, by),
        court.Verified(today, by),
        court.WithdrawalAsked(WORKER, NoteId("name"), NOTE, by),
        court.WithdrawalDropped(WORKER, NoteId("name"), by),
        court.CourtDecided(answer.decision, answer.on, answer.paper, by),
        court.DecisionServed(WORKER, ConsentHow.LINK, today, by),
        court.PerformancePlanned(plan(story).items, by),
        court.ItemPerformed("first", None, today, by),
        court.Defaulted("first", NOTE, by),
        court.Reopened(by),
        ending.Terminated(Ground.TOO_FAR, REPORT, by),
        ending.Withdrew(WORKER, Ground.UNWILLING, NOTE, by),
        ending.Recalled(NOTE, by),
        ending.Reported(REPORT, by),
        ending.ResultEntered(Result.AGREEMENT_FULL, NOTE, NoteId("amount"), False, by),
        ending.HandedBack("receipt", by),
        ending.Archived(every_point(), by),
    )
