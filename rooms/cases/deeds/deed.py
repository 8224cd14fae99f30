"""The closed unions: what can be asked for, and what is recorded."""

from rooms.cases.deeds.assignment import (
    AcceptanceLapsed,
    Accepted,
    Appointed,
    ChangeAsked,
    ChangeDecided,
    ChoiceRefused,
    Declined,
    Disclosed,
    KnownAndContinued,
    MediatorsRanked,
)
from rooms.cases.deeds.court import (
    ApplicationSigned,
    Corrected,
    CorrectionAsked,
    CourtAccepted,
    CourtDecided,
    DecisionServed,
    Defaulted,
    ItemPerformed,
    PerformancePlanned,
    Reopened,
    RouteChosen,
    Submitted,
    Verified,
    WithdrawalAsked,
    WithdrawalDropped,
)
from rooms.cases.deeds.ending import (
    Archived,
    HandedBack,
    Moved,
    Recalled,
    Reported,
    ResultEntered,
    Terminated,
    Withdrew,
)
from rooms.cases.deeds.intake import (
    AgentDropped,
    AgentNamed,
    ConsentRecorded,
    ContactMade,
    MaterialFiled,
    MediationRefused,
    ParticipantChanged,
    Received,
    Returned,
)
from rooms.cases.deeds.papers import CourtPaperGiven, CourtPaperGivenFor, PaperMarked
from rooms.cases.deeds.talks import (
    Extended,
    ExtensionAnswered,
    ExtensionAsked,
    ModeSet,
    NoticeGiven,
    NoticeOpened,
    Reminded,
    Resumed,
    SessionBegun,
    SessionEnded,
    SessionPlanned,
    Suspended,
)
from rooms.cases.deeds.text import (
    MediatorSigned,
    OfflineAgreement,
    OrganisationSealed,
    PartySigned,
    PrincipleAgreed,
    SigningGivenUp,
    TextClosed,
    TextConfirmed,
    TextFell,
    TextFixed,
)

Deed = (
    Received
    | Returned
    | ConsentRecorded
    | ContactMade
    | AgentNamed
    | AgentDropped
    | ParticipantChanged
    | MaterialFiled
    | PaperMarked
    | CourtPaperGiven
    | CourtPaperGivenFor
    | MediationRefused
    | MediatorsRanked
    | Appointed
    | Accepted
    | Declined
    | AcceptanceLapsed
    | Disclosed
    | KnownAndContinued
    | ChangeAsked
    | ChangeDecided
    | ChoiceRefused
    | ModeSet
    | SessionPlanned
    | SessionBegun
    | SessionEnded
    | Suspended
    | Resumed
    | ExtensionAsked
    | ExtensionAnswered
    | NoticeGiven
    | NoticeOpened
    | Reminded
    | PrincipleAgreed
    | TextFixed
    | TextConfirmed
    | TextFell
    | PartySigned
    | MediatorSigned
    | TextClosed
    | OrganisationSealed
    | OfflineAgreement
    | SigningGivenUp
    | RouteChosen
    | ApplicationSigned
    | Submitted
    | CourtAccepted
    | CorrectionAsked
    | Corrected
    | Verified
    | WithdrawalAsked
    | WithdrawalDropped
    | CourtDecided
    | DecisionServed
    | PerformancePlanned
    | ItemPerformed
    | Defaulted
    | Reopened
    | Terminated
    | Withdrew
    | Recalled
    | Reported
    | ResultEntered
    | HandedBack
    | Archived
)
Event = Deed | Extended | Moved
