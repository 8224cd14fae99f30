"""Which right each deed takes, and under which name a request asks for it (domain.md §4.6)."""

from collections.abc import Mapping
from typing import Final

from rooms.cases.deeds import assignment, court, ending, intake, papers, talks, text
from rooms.cases.transitions import Kind
from rooms.cases.words import MaterialKind
from rooms.rights import Right

Rights = tuple[Right, ...]
"""One of them is enough."""

OF_COURT: Final = (Right.COURT_ACT, Right.ENTER_COURT_ACT)
DO_OF: Final[Mapping[Kind, str]] = {
    intake.Returned: "return",
    intake.ConsentRecorded: "consent",
    intake.ContactMade: "contact",
    intake.MediationRefused: "consent_failed",
    papers.PaperMarked: "paper_use",
    papers.CourtPaperGivenFor: "court_paper",
    assignment.MediatorsRanked: "rank",
    assignment.Appointed: "appoint",
    assignment.Accepted: "accept",
    assignment.Declined: "decline",
    assignment.Disclosed: "disclose",
    assignment.KnownAndContinued: "known",
    assignment.ChangeAsked: "ask_change",
    assignment.ChangeDecided: "decide_change",
    assignment.ChoiceRefused: "choice_refused",
    talks.ModeSet: "mode",
    talks.Suspended: "suspend",
    talks.Resumed: "resume",
    talks.ExtensionAsked: "extend",
    talks.ExtensionAnswered: "extension_answer",
    text.PrincipleAgreed: "principle",
    text.OrganisationSealed: "seal",
    text.OfflineAgreement: "offline_agreement",
    text.SigningGivenUp: "give_up_signing",
    court.RouteChosen: "route",
    court.ApplicationSigned: "application",
    court.Submitted: "submit",
    court.CourtAccepted: "court_accept",
    court.CorrectionAsked: "correction",
    court.Corrected: "corrected",
    court.Verified: "court_verified",
    court.CourtDecided: "court_decision",
    court.DecisionServed: "served",
    court.ItemPerformed: "performed",
    court.Defaulted: "defaulted",
    court.PerformancePlanned: "performance",
    court.Reopened: "reopen",
    ending.Terminated: "terminate",
    ending.Withdrew: "withdraw",
    ending.Recalled: "recall",
    ending.Reported: "report",
    ending.ResultEntered: "result",
    ending.HandedBack: "hand_back",
    ending.Archived: "archive",
    talks.SessionPlanned: "session",
    intake.AgentNamed: "agent",
    intake.ParticipantChanged: "participant",
    intake.MaterialFiled: "material",
}
"""Deeds that somebody who works here asks for. The last four have routes of their own, all others `do` names."""
DEED_RIGHTS: Final[Mapping[str, Rights]] = {
    "return": (Right.APPOINT,),
    "consent": (Right.CONTACT_PARTIES,),
    "contact": (Right.CONTACT_PARTIES,),
    "consent_failed": (Right.CONTACT_PARTIES,),
    "paper_use": (Right.CONTACT_PARTIES,),
    "court_paper": (Right.CONTACT_PARTIES,),
    "rank": (Right.APPOINT,),
    "appoint": (Right.APPOINT,),
    "accept": (Right.ACCEPT_CASE,),
    "decline": (Right.ACCEPT_CASE,),
    "disclose": (Right.ACCEPT_CASE,),
    "known": (Right.CONTACT_PARTIES,),
    "ask_change": (Right.CONTACT_PARTIES,),
    "decide_change": (Right.APPOINT,),
    "choice_refused": (Right.APPOINT,),
    "mode": (Right.CONTACT_PARTIES,),
    "suspend": (Right.SUSPEND_CASE,),
    "resume": (Right.SUSPEND_CASE,),
    "extend": (Right.WORK_CASE,),
    "extension_answer": (Right.CONTACT_PARTIES,),
    "principle": (Right.WORK_CASE,),
    "seal": (Right.SEAL_CASE,),
    "offline_agreement": (Right.KEEP_FILE,),
    "give_up_signing": (Right.WORK_CASE,),
    "route": (Right.KEEP_FILE,),
    "application": (Right.KEEP_FILE,),
    "submit": (Right.KEEP_FILE,),
    "court_accept": OF_COURT,
    "correction": OF_COURT,
    "corrected": (Right.KEEP_FILE,),
    "court_verified": OF_COURT,
    "court_decision": OF_COURT,
    "served": (Right.KEEP_FILE, Right.COURT_ACT),
    "performed": (Right.KEEP_FILE,),
    "defaulted": (Right.KEEP_FILE,),
    "performance": (Right.KEEP_FILE,),
    "reopen": (Right.KEEP_FILE,),
    "terminate": (Right.WORK_CASE,),
    "withdraw": (Right.CONTACT_PARTIES,),
    "recall": OF_COURT,
    "report": (Right.KEEP_FILE,),
    "result": (Right.KEEP_FILE,),
    "hand_back": (Right.KEEP_FILE,),
    "archive": (Right.KEEP_FILE,),
    "session": (Right.WORK_CASE,),
    "agent": (Right.CONTACT_PARTIES,),
    "participant": (Right.CONTACT_PARTIES,),
    "material": (Right.CONTACT_PARTIES, Right.SEAL_CASE, Right.COURT_ACT),
}
"""The machine asks further who may in which state, and in which lane."""


def material_rights(what: MaterialKind) -> Rights:
    """Who may file such a paper."""
    match what:
        case MaterialKind.SEALED_SCAN:
            return (Right.CONTACT_PARTIES, Right.SEAL_CASE)
        case MaterialKind.COURT_LETTER | MaterialKind.COURT_DECISION:
            return (Right.CONTACT_PARTIES, Right.COURT_ACT)
        case _:
            return (Right.CONTACT_PARTIES,)
