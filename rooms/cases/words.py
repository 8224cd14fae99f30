"""The closed lists a case speaks in (domain.md §3.9, §4.2–4.5). Their values are stored: never rename one."""

from enum import StrEnum


class State(StrEnum):
    """Where the case stands (domain.md §4.2)."""

    RECEIVED = "received"
    RETURNED = "returned"
    CONSENT_PENDING = "consent_pending"
    ASSIGNING = "assigning"
    ACCEPT_PENDING = "accept_pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    DRAFTING = "drafting"
    READ_THROUGH = "read_through"
    SIGNING = "signing"
    EFFECTIVE = "effective"
    APPLYING = "applying"
    SUBMITTED = "submitted"
    CORRECTION = "correction"
    COURT_REVIEW = "court_review"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    PERFORMING = "performing"
    PERFORMED = "performed"
    DEFAULTED = "defaulted"
    TERMINATED = "terminated"
    HANDED_BACK = "handed_back"
    ARCHIVED = "archived"


class Office(StrEnum):
    """In whose name something is done. A person may hold several; each deed is done in one."""

    SYSTEM = "system"
    MEDIATOR = "mediator"
    ORGANISATION = "organisation"
    SEAL_KEEPER = "seal_keeper"
    COURT = "court"
    PARTY = "party"


class Standing(StrEnum):
    """On which side a participant stands; what agents do counts for their side."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD_PARTY = "third_party"


class PersonKind(StrEnum):
    """Natural person or company."""

    PERSON = "person"
    COMPANY = "company"


class Channel(StrEnum):
    """Through which founding notice the case came (partner_channel)."""

    ACFTU = "acftu"
    HRSS = "hrss"


class Procedure(StrEnum):
    """The court's own track, on which the clock of WEITUO depends."""

    ORDINARY = "ordinary"
    SUMMARY = "summary"
    PRE_FILING = "pre_filing"


class Source(StrEnum):
    """Who put the case here (TR1)."""

    ORGANISATION = "organisation"
    """Keyed in by hand: an application at the desk, or a court's case with number and date of receipt."""
    PARTY = "party"
    COURT_ADAPTER = "court_adapter"
    HRSS_ADAPTER = "hrss_adapter"
    QUICK_ROOM = "quick_room"
    """A mediator opened a room at once, and the case with it."""


class ReturnReason(StrEnum):
    """Why an application goes back (规则 §9, and §12 for the organisation's own scope)."""

    NOT_COURT_SCOPE = "not_court_scope"
    NO_JURISDICTION = "no_jurisdiction"
    UNSUITABLE = "unsuitable"
    NOT_ORGANISATION_SCOPE = "not_organisation_scope"


class Ground(StrEnum):
    """Why a mediation ended: exactly the eight of 在线调解规则 §25."""

    AGREEMENT = "G1_AGREEMENT"
    SELF_RECONCILED = "G2_SELF_RECONCILED"
    NO_CONTACT = "G3_NO_CONTACT"
    UNWILLING = "G4_UNWILLING"
    TOO_FAR = "G5_TOO_FAR"
    EXPIRED = "G6_EXPIRED"
    REFUSE_SIGN = "G7_REFUSE_SIGN"
    OTHER = "G8_OTHER"


class SuspendReason(StrEnum):
    """Why a mediation rests (TR14). Only APPRAISAL may stop a clock, and only where the profile says so."""

    APPRAISAL = "appraisal"
    FALSE_MEDIATION = "false_mediation"
    INCAPACITY = "incapacity"
    OTHER = "other"


class ContactChannel(StrEnum):
    """How somebody was tried."""

    PHONE = "phone"
    SMS = "sms"
    IM = "im"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    PLATFORM = "platform"


class ContactResult(StrEnum):
    """What came of it."""

    REACHED = "reached"
    AGREED = "agreed"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WRONG_ADDRESS = "wrong_address"


class ConsentHow(StrEnum):
    """In which form a party agreed or refused."""

    LINK = "link"
    WRITTEN = "written"
    PHONE = "phone"
    IN_PERSON = "in_person"
    APPLICATION = "application"
    """Who applies for mediation agrees to it."""


class Mode(StrEnum):
    """How a party takes part (规则 §16)."""

    REMOTE_AV = "remote_av"
    AUDIO_ONLY = "audio_only"
    ASSISTED_SITE = "assisted_site"
    ON_SITE = "on_site"
    ASYNC = "async"


class ChosenBy(StrEnum):
    """Who named the mediator (规则 §10)."""

    PARTIES = "parties"
    COURT = "court"
    ORGANISATION = "organisation"


class Form(StrEnum):
    """In which form a party declared something that needs its hand: by its own link, or on paper that is on file."""

    LINK = "link"
    PAPER = "paper"
    ORAL = "oral"
    """Said before the mediator, who records it."""


class FellBecause(StrEnum):
    """Why a fixed text fell with all its signatures."""

    OBJECTION = "objection"
    REFUSAL = "refusal"
    REOPENED = "reopened"
    EXPIRED = "expired"
    """Not everybody had signed in time."""


class SealForm(StrEnum):
    """The organisation's seal on the platform, or the stamped scan that 规则 §19 lets stand for it."""

    E_SEAL = "e_seal"
    STAMPED_SCAN = "stamped_scan"


class Route(StrEnum):
    """Ways from an agreement to enforcement (domain.md §2.5), and none."""

    CONFIRMATION = "confirmation"
    COURT_PAPER = "court_paper"
    WITHDRAWAL = "withdrawal"
    ARBITRATION_REVIEW = "arbitration_review"
    NONE = "none"
    """Performed at once, or no confirmation wished (TR30)."""


class Decision(StrEnum):
    """How the court answered an application (TR28)."""

    CONFIRMED = "confirmed"
    PAPER_ISSUED = "paper_issued"
    REJECTED = "rejected"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


class Result(StrEnum):
    """The result as it is returned (domain.md §3.9)."""

    AGREEMENT_FULL = "agreement_full"
    AGREEMENT_PARTIAL = "agreement_partial"
    RECONCILED_WITHDRAWN = "reconciled_withdrawn"
    FAILED = "failed"
    DECLINED = "declined"
    RETURNED = "returned"


class NoticeKind(StrEnum):
    """What the system tells a party, in words that are dated data."""

    ARBITRATION = "arbitration"
    """调解仲裁法 §14: fifteen days are over, arbitration is open (AT-45)."""
    TERMINATION = "termination"
    RETURN = "return"
    EXTENSION_ASKED = "extension_asked"
    DISCLOSURE = "disclosure"
    SESSION = "session"
    CONFIRM_BY = "confirm_by"
    COURT_ACCEPTED = "court_accepted"
    """What a court (or, of an agreement for its review, the arbitration commission) did (TR25 to TR28, AT-16)."""
    COURT_CORRECTION = "court_correction"
    COURT_CONFIRMED = "court_confirmed"
    COURT_PAPER = "court_paper"
    COURT_REFUSED = "court_refused"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    SUIT_WITHDRAWN = "suit_withdrawn"


class MaterialKind(StrEnum):
    """What a filed paper is."""

    APPLICATION = "application"
    EVIDENCE = "evidence"
    IDENTITY = "identity"
    AUTHORITY = "authority"
    CONSENT = "consent"
    COURT_LETTER = "court_letter"
    SEALED_SCAN = "sealed_scan"
    COURT_DECISION = "court_decision"
    PROOF_OF_PAYMENT = "proof_of_payment"
    CERTIFICATE = "certificate"
    """The organisation's word that it mediated, under its seal (AT-19)."""
    TERMINATION_NOTICE = "termination_notice"
    """The notice of ending under the organisation's seal (domain.md §3.10)."""
    STATEMENT = "statement"
    """A party's signed word on which of its papers go to the court: it may name what stays, so it goes nowhere."""
    OTHER = "other"


class PaperUse(StrEnum):
    """What a party's paper was filed for; it decides what a failed mediation hands back to a court (AT-17, AT-39)."""

    MEDIATION = "mediation"
    """For these talks alone: it goes to a court only where its owner gives it (domain.md §2.6, Z2)."""
    RECORD = "record"
    """Handed in for the case's file: it goes back with a case that a court sent, unless its owner keeps it back."""
    FROM_COURT = "from_court"
    """The court sent it with the case."""


class CopyForm(StrEnum):
    """What lay before whoever filed it (在线诉讼规则 §11–13)."""

    ORIGINAL = "original"
    PHOTO = "photo"
    SCAN = "scan"
