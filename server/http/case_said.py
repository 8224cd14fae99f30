"""What a request says was done, as the deed the case records; free texts go aside, to be sealed."""

from datetime import datetime

from law.disclosure import Relation
from rooms.cases.deeds import assignment, court, ending, intake, talks, text
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.ids import MaterialId, ParticipantId, StaffId
from rooms.cases.words import Form, SealForm
from server.http import case_bodies as said
from server.http.case_notes import Notes, plain
from server.http.problems import invalid

Intake = said.ReturnDeed | said.ConsentDeed | said.ContactDeed | said.ConsentFailedDeed
Mediator = said.RankDeed | said.AppointDeed | said.AcceptDeed | said.DeclineDeed | said.DiscloseDeed
Change = said.KnownDeed | said.AskChangeDeed | said.DecideChangeDeed | said.ChoiceRefusedDeed
Talks = said.ModeDeed | said.SuspendDeed | said.ResumeDeed | said.ExtendDeed | said.ExtensionAnswerDeed
Text = said.PrincipleDeed | said.SealDeed | said.OfflineDeed | said.GiveUpDeed
Application = said.RouteDeed | said.ApplicationDeed | said.SubmitDeed | said.CorrectedDeed
Court = said.CourtAcceptDeed | said.CorrectionDeed | said.VerifiedDeed | said.DecideDeed | said.ServedDeed
Performance = said.PlanPerformanceDeed | said.PerformDeed | said.DefaultDeed | said.ReopenDeed
Ending = (
    said.TerminateDeed | said.WithdrawDeed | said.RecallDeed | said.ReportDeed | said.HandBackDeed | said.ArchiveDeed
)


def deed_of(body: said.CaseDeed, by: By, notes: Notes, at: datetime) -> Deed:  # noqa: PLR0911 - one way for each group
    """The deed; its free texts are in `notes`. Raises Refused (422) for words that no list has."""
    match body:
        case said.ReturnDeed() | said.ConsentDeed() | said.ContactDeed() | said.ConsentFailedDeed():
            return _of_intake(body, by, notes)
        case said.RankDeed() | said.AppointDeed() | said.AcceptDeed() | said.DeclineDeed() | said.DiscloseDeed():
            return _of_mediator(body, by, notes)
        case said.KnownDeed() | said.AskChangeDeed() | said.DecideChangeDeed() | said.ChoiceRefusedDeed():
            return _of_change(body, by, notes)
        case said.ModeDeed() | said.SuspendDeed() | said.ResumeDeed() | said.ExtendDeed() | said.ExtensionAnswerDeed():
            return _of_talks(body, by, notes)
        case said.PrincipleDeed() | said.SealDeed() | said.OfflineDeed() | said.GiveUpDeed():
            return _of_text(body, by, notes, at)
        case said.RouteDeed() | said.ApplicationDeed() | said.SubmitDeed() | said.CorrectedDeed():
            return _of_application(body, by, notes)
        case (
            said.CourtAcceptDeed() | said.CorrectionDeed() | said.VerifiedDeed() | said.DecideDeed() | said.ServedDeed()
        ):
            return _of_court(body, by, notes)
        case said.PlanPerformanceDeed() | said.PerformDeed() | said.DefaultDeed() | said.ReopenDeed():
            return _of_performance(body, by, notes)
        case _:
            return _of_ending(body, by, notes)


def _of_intake(body: Intake, by: By, notes: Notes) -> Deed:
    match body:
        case said.ReturnDeed():
            return intake.Returned(body.reason, notes.put("deed.note", body.note), by)
        case said.ConsentDeed():
            who, evidence = ParticipantId(body.participant), _paper(body.evidence)
            return intake.ConsentRecorded(who, body.step, body.given, body.how, body.on, evidence, by)
        case said.ContactDeed():
            note = notes.put_any("deed.note", body.note)
            who = ParticipantId(body.participant)
            return intake.ContactMade(who, body.channel, body.result, body.at, note, by)
        case said.ConsentFailedDeed():
            return intake.MediationRefused(notes.put("deed.note", body.note), by)


def _of_mediator(body: Mediator, by: By, notes: Notes) -> Deed:
    match body:
        case said.RankDeed():
            return assignment.MediatorsRanked(ParticipantId(body.participant), _staff(body.ranked), by)
        case said.AppointDeed():
            return assignment.Appointed(StaffId(body.host), _staff(body.others), body.chosen_by, None, by)
        case said.AcceptDeed():
            return assignment.Accepted(_relations(body.relations), notes.put_any("deed.note", body.note), by)
        case said.DeclineDeed():
            return assignment.Declined(notes.put("deed.note", body.note), by)
        case said.DiscloseDeed():
            return assignment.Disclosed(_relations(body.relations), notes.put_any("deed.note", body.note), by)


def _of_change(body: Change, by: By, notes: Notes) -> Deed:
    match body:
        case said.KnownDeed():
            return assignment.KnownAndContinued(ParticipantId(body.participant), body.number, by)
        case said.AskChangeDeed():
            note = notes.put_any("deed.note", body.note)
            return assignment.ChangeAsked(ParticipantId(body.participant), body.ground, note, by)
        case said.DecideChangeDeed():
            return assignment.ChangeDecided(body.granted, notes.put_any("deed.note", body.note), by)
        case said.ChoiceRefusedDeed():
            note = notes.put_any("deed.note", body.note)
            return assignment.ChoiceRefused(ParticipantId(body.participant), note, by)


def _of_talks(body: Talks, by: By, notes: Notes) -> Deed:
    match body:
        case said.ModeDeed():
            return talks.ModeSet(ParticipantId(body.participant), body.mode, by)
        case said.SuspendDeed():
            return talks.Suspended(body.reason, notes.put_any("deed.note", body.note), by)
        case said.ResumeDeed():
            return talks.Resumed(notes.put_any("deed.note", body.note), by)
        case said.ExtendDeed():
            return talks.ExtensionAsked(body.days, by)
        case said.ExtensionAnswerDeed():
            who, paper = ParticipantId(body.participant), _paper(body.paper)
            return talks.ExtensionAnswered(who, body.agreed, Form.PAPER, paper, by)


def _of_text(body: Text, by: By, notes: Notes, at: datetime) -> Deed:
    match body:
        case said.PrincipleDeed():
            return text.PrincipleAgreed(ParticipantId(body.participant), body.form, by)
        case said.SealDeed():
            return text.OrganisationSealed(SealForm.STAMPED_SCAN, MaterialId(body.paper), at, by)
        case said.OfflineDeed():
            return text.OfflineAgreement(MaterialId(body.paper), body.signed_on, by)
        case said.GiveUpDeed():
            return text.SigningGivenUp(notes.put("deed.note", body.note), by)


def _of_application(body: Application, by: By, notes: Notes) -> Deed:
    match body:
        case said.RouteDeed():
            return court.RouteChosen(body.route, by)
        case said.ApplicationDeed():
            return court.ApplicationSigned(ParticipantId(body.participant), Form.PAPER, _paper(body.paper), by)
        case said.SubmitDeed():
            override = notes.put_any("deed.override", body.override)
            return court.Submitted(body.on, plain("deed.receipt", body.receipt), override, by)
        case said.CorrectedDeed():
            return court.Corrected(notes.put_any("deed.note", body.note), by)


def _of_court(body: Court, by: By, notes: Notes) -> Deed:
    match body:
        case said.CourtAcceptDeed():
            return court.CourtAccepted(plain("deed.court_case_no", body.court_case_no), body.on, by)
        case said.CorrectionDeed():
            return court.CorrectionAsked(notes.put("deed.note", body.note), body.until, by)
        case said.VerifiedDeed():
            return court.Verified(body.on, by)
        case said.DecideDeed():
            return court.CourtDecided(body.decision, body.on, _paper(body.paper), by)
        case said.ServedDeed():
            return court.DecisionServed(ParticipantId(body.participant), body.how, body.on, by)


def _of_performance(body: Performance, by: By, notes: Notes) -> Deed:
    match body:
        case said.PlanPerformanceDeed():
            return court.PerformancePlanned(tuple((item.name, item.day) for item in body.items), by)
        case said.PerformDeed():
            return court.ItemPerformed(body.item, _paper(body.paper), body.on, by)
        case said.DefaultDeed():
            return court.Defaulted(body.item, notes.put_any("deed.note", body.note), by)
        case said.ReopenDeed():
            return court.Reopened(by)


def _of_ending(body: Ending, by: By, notes: Notes) -> Deed:
    match body:
        case said.TerminateDeed():
            return ending.Terminated(body.ground, notes.put_report(body.report), by)
        case said.WithdrawDeed():
            note = notes.put_any("deed.note", body.note)
            return ending.Withdrew(ParticipantId(body.participant), body.ground, note, by)
        case said.RecallDeed():
            return ending.Recalled(notes.put("deed.note", body.note), by)
        case said.ReportDeed():
            return ending.Reported(notes.put_report(body.report), by)
        case said.HandBackDeed():
            return ending.HandedBack(plain("deed.receipt", body.receipt), by)
        case said.ArchiveDeed():
            return ending.Archived(body.checked, by)


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
