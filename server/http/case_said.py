"""What a request says was done, as the deed the case records; free texts go aside, to be sealed."""

from datetime import datetime

from law.disclosure import Relation
from law.money import Money, MoneyError
from rooms.cases.deeds import assignment, court, ending, intake, papers, talks, text
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.ids import MaterialId, NoteId, ParticipantId, StaffId
from rooms.cases.words import Form, SealForm
from server.http.case_deed_bodies import CaseDeed
from server.http.case_end_bodies import (
    ApplicationDeed,
    ArchiveDeed,
    CorrectedDeed,
    CorrectionDeed,
    CourtAcceptDeed,
    DecideDeed,
    DefaultDeed,
    GiveUpDeed,
    HandBackDeed,
    OfflineDeed,
    PerformDeed,
    PlanPerformanceDeed,
    RecallDeed,
    ReopenDeed,
    ReportDeed,
    ResultDeed,
    RouteDeed,
    SealDeed,
    ServedDeed,
    SubmitDeed,
    TerminateDeed,
    VerifiedDeed,
    WithdrawDeed,
)
from server.http.case_notes import Notes, plain
from server.http.case_work_bodies import (
    AcceptDeed,
    AppointDeed,
    AskChangeDeed,
    ChoiceRefusedDeed,
    ConsentDeed,
    ConsentFailedDeed,
    ContactDeed,
    CourtPaperDeed,
    DecideChangeDeed,
    DeclineDeed,
    DiscloseDeed,
    ExtendDeed,
    ExtensionAnswerDeed,
    KnownDeed,
    ModeDeed,
    PaperUseDeed,
    PrincipleDeed,
    RankDeed,
    ResumeDeed,
    ReturnDeed,
    SuspendDeed,
)
from server.http.problems import invalid, refused

Intake = ReturnDeed | ConsentDeed | ContactDeed | ConsentFailedDeed
Paper = PaperUseDeed | CourtPaperDeed
Mediator = RankDeed | AppointDeed | AcceptDeed | DeclineDeed | DiscloseDeed
Change = KnownDeed | AskChangeDeed | DecideChangeDeed | ChoiceRefusedDeed
Talks = ModeDeed | SuspendDeed | ResumeDeed | ExtendDeed | ExtensionAnswerDeed
Text = PrincipleDeed | SealDeed | OfflineDeed | GiveUpDeed
Application = RouteDeed | ApplicationDeed | SubmitDeed | CorrectedDeed
Court = CourtAcceptDeed | CorrectionDeed | VerifiedDeed | DecideDeed | ServedDeed
Performance = PlanPerformanceDeed | PerformDeed | DefaultDeed | ReopenDeed
Ending = TerminateDeed | WithdrawDeed | RecallDeed | ReportDeed | ResultDeed | HandBackDeed | ArchiveDeed


def deed_of(body: CaseDeed, by: By, notes: Notes, at: datetime) -> Deed:  # noqa: PLR0911 - one way for each group
    """The deed; its free texts are in `notes`. Raises Refused (422) for words that no list has."""
    match body:
        case ReturnDeed() | ConsentDeed() | ContactDeed() | ConsentFailedDeed():
            return _of_intake(body, by, notes)
        case PaperUseDeed() | CourtPaperDeed():
            return _of_paper(body, by)
        case RankDeed() | AppointDeed() | AcceptDeed() | DeclineDeed() | DiscloseDeed():
            return _of_mediator(body, by, notes)
        case KnownDeed() | AskChangeDeed() | DecideChangeDeed() | ChoiceRefusedDeed():
            return _of_change(body, by, notes)
        case ModeDeed() | SuspendDeed() | ResumeDeed() | ExtendDeed() | ExtensionAnswerDeed():
            return _of_talks(body, by, notes)
        case PrincipleDeed() | SealDeed() | OfflineDeed() | GiveUpDeed():
            return _of_text(body, by, notes, at)
        case RouteDeed() | ApplicationDeed() | SubmitDeed() | CorrectedDeed():
            return _of_application(body, by, notes)
        case CourtAcceptDeed() | CorrectionDeed() | VerifiedDeed() | DecideDeed() | ServedDeed():
            return _of_court(body, by, notes)
        case PlanPerformanceDeed() | PerformDeed() | DefaultDeed() | ReopenDeed():
            return _of_performance(body, by, notes)
        case _:
            return _of_ending(body, by, notes)


def _of_intake(body: Intake, by: By, notes: Notes) -> Deed:
    match body:
        case ReturnDeed():
            return intake.Returned(body.reason, notes.put("deed.note", body.note), by)
        case ConsentDeed():
            who, evidence = ParticipantId(body.participant), _paper(body.evidence)
            return intake.ConsentRecorded(who, body.step, body.given, body.how, body.on, evidence, by)
        case ContactDeed():
            note = notes.put_any("deed.note", body.note)
            who = ParticipantId(body.participant)
            return intake.ContactMade(who, body.channel, body.result, body.at, note, by)
        case ConsentFailedDeed():
            return intake.MediationRefused(notes.put("deed.note", body.note), by)


def _of_paper(body: Paper, by: By) -> Deed:
    paper = MaterialId(body.material)
    match body:
        case PaperUseDeed():
            return papers.PaperMarked(paper, body.use, by)
        case CourtPaperDeed():
            who, statement = ParticipantId(body.participant), MaterialId(body.statement)
            return papers.CourtPaperGivenFor(who, paper, body.given, statement, by)


def _of_mediator(body: Mediator, by: By, notes: Notes) -> Deed:
    match body:
        case RankDeed():
            return assignment.MediatorsRanked(ParticipantId(body.participant), _staff(body.ranked), by)
        case AppointDeed():
            return assignment.Appointed(StaffId(body.host), _staff(body.others), body.chosen_by, None, by)
        case AcceptDeed():
            return assignment.Accepted(_relations(body.relations), notes.put_any("deed.note", body.note), by)
        case DeclineDeed():
            return assignment.Declined(notes.put("deed.note", body.note), by)
        case DiscloseDeed():
            return assignment.Disclosed(_relations(body.relations), notes.put_any("deed.note", body.note), by)


def _of_change(body: Change, by: By, notes: Notes) -> Deed:
    match body:
        case KnownDeed():
            return assignment.KnownAndContinued(ParticipantId(body.participant), body.number, by)
        case AskChangeDeed():
            note = notes.put_any("deed.note", body.note)
            return assignment.ChangeAsked(ParticipantId(body.participant), body.ground, note, by)
        case DecideChangeDeed():
            return assignment.ChangeDecided(body.granted, notes.put_any("deed.note", body.note), by)
        case ChoiceRefusedDeed():
            note = notes.put_any("deed.note", body.note)
            return assignment.ChoiceRefused(ParticipantId(body.participant), note, by)


def _of_talks(body: Talks, by: By, notes: Notes) -> Deed:
    match body:
        case ModeDeed():
            return talks.ModeSet(ParticipantId(body.participant), body.mode, by)
        case SuspendDeed():
            return talks.Suspended(body.reason, notes.put_any("deed.note", body.note), by)
        case ResumeDeed():
            return talks.Resumed(notes.put_any("deed.note", body.note), by)
        case ExtendDeed():
            return talks.ExtensionAsked(body.days, by)
        case ExtensionAnswerDeed():
            who, paper = ParticipantId(body.participant), _paper(body.paper)
            return talks.ExtensionAnswered(who, body.agreed, Form.PAPER, paper, by)


def _of_text(body: Text, by: By, notes: Notes, at: datetime) -> Deed:
    match body:
        case PrincipleDeed():
            return text.PrincipleAgreed(ParticipantId(body.participant), body.form, by)
        case SealDeed():
            return text.OrganisationSealed(SealForm.STAMPED_SCAN, MaterialId(body.paper), at, by)
        case OfflineDeed():
            return text.OfflineAgreement(MaterialId(body.paper), body.signed_on, by)
        case GiveUpDeed():
            return text.SigningGivenUp(notes.put("deed.note", body.note), by)


def _of_application(body: Application, by: By, notes: Notes) -> Deed:
    match body:
        case RouteDeed():
            return court.RouteChosen(body.route, by)
        case ApplicationDeed():
            return court.ApplicationSigned(ParticipantId(body.participant), Form.PAPER, _paper(body.paper), by)
        case SubmitDeed():
            override = notes.put_any("deed.override", body.override)
            return court.Submitted(body.on, notes.put("deed.receipt", body.receipt), override, by)
        case CorrectedDeed():
            return court.Corrected(notes.put_any("deed.note", body.note), by)


def _of_court(body: Court, by: By, notes: Notes) -> Deed:
    match body:
        case CourtAcceptDeed():
            return court.CourtAccepted(plain("deed.court_case_no", body.court_case_no), body.on, by)
        case CorrectionDeed():
            return court.CorrectionAsked(notes.put("deed.note", body.note), body.until, by)
        case VerifiedDeed():
            return court.Verified(body.on, by)
        case DecideDeed():
            return court.CourtDecided(body.decision, body.on, _paper(body.paper), by)
        case ServedDeed():
            return court.DecisionServed(ParticipantId(body.participant), body.how, body.on, by)


def _of_performance(body: Performance, by: By, notes: Notes) -> Deed:
    match body:
        case PlanPerformanceDeed():
            items = tuple((notes.named("deed.item", item.name), item.day) for item in body.items)
            return court.PerformancePlanned(items, by)
        case PerformDeed():
            return court.ItemPerformed(NoteId(body.item), _paper(body.paper), body.on, by)
        case DefaultDeed():
            return court.Defaulted(NoteId(body.item), notes.put_any("deed.note", body.note), by)
        case ReopenDeed():
            return court.Reopened(by)


def _of_ending(body: Ending, by: By, notes: Notes) -> Deed:
    match body:
        case TerminateDeed():
            return ending.Terminated(body.ground, notes.put_report(body.report), by)
        case WithdrawDeed():
            note = notes.put_any("deed.note", body.note)
            return ending.Withdrew(ParticipantId(body.participant), body.ground, note, by)
        case RecallDeed():
            return ending.Recalled(notes.put("deed.note", body.note), by)
        case ReportDeed() | ResultDeed():
            return _of_outcome(body, by, notes)
        case HandBackDeed():
            return ending.HandedBack(notes.put("deed.receipt", body.receipt), by)
        case ArchiveDeed():
            return ending.Archived(body.checked, by)


def _of_outcome(body: ReportDeed | ResultDeed, by: By, notes: Notes) -> Deed:
    match body:
        case ReportDeed():
            return ending.Reported(notes.put_report(body.report), by)
        case ResultDeed():
            content = notes.put("deed.content", body.content)
            amount = notes.put_any("deed.amount", _amount(body.amount))
            return ending.ResultEntered(body.result, content, amount, body.performed_at_once, by)


def _amount(typed: str | None) -> str | None:
    """The sum, as `law.money` writes it. Raises Refused (422) for what is none, and for nothing."""
    if typed is None:
        return None
    try:
        amount = Money.parsed(typed)
    except MoneyError as no:
        raise refused(no.code, field="deed.amount") from None
    if not amount.fen:
        raise refused("money.zero", field="deed.amount")
    return amount.text


def _relations(told: tuple[str, ...]) -> tuple[str, ...]:
    """Raises Refused (422) for a relation the form does not ask about."""
    if unknown := [one for one in told if one not in set(Relation)]:
        zh, en = f"披露表里没有“{unknown[0]}”这种关系。", f"the form asks about no relation “{unknown[0]}”."
        raise invalid("deed.relations", zh, en)
    return tuple(dict.fromkeys(told))


def _staff(accounts: tuple[str, ...]) -> tuple[StaffId, ...]:
    return tuple(map(StaffId, accounts))


def _paper(paper: str | None) -> MaterialId | None:
    return None if paper is None else MaterialId(paper)
