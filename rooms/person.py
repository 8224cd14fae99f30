"""A human in a seat, and how far the way into the room is gone (规则 §17; domain.md §4.3 TR10, §2.11)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from law.zone import Zone
from rooms.ids import DocumentId, PersonId

DIGIT_TRIES = 5
"""Wrong last-four-digits answers before a link locks until the mediator renews it."""


class Identity(StrEnum):
    """How a person was identified, weakest first. The mediator's eye alone is none of them: 人脸不是唯一方式."""

    UNCONFIRMED = "unconfirmed"
    DIGITS = "digits"
    """The last four of the number on file: enough for the lobby, not for the table."""
    CODE = "code"
    """A one-time code sent to the number on file, or read out on the telephone after a voice check."""
    MEDIATOR = "mediator"
    """As rooms before this version recorded it: the mediator vouched."""
    DOCUMENT = "document"
    """The mediator compared the live face with the ID document, shown or uploaded."""


SUFFICIENT = frozenset({Identity.CODE, Identity.DOCUMENT})
"""What lets a person to the table (规则 §17)."""


class Consent(StrEnum):
    """The steps of domain.md §3.7, each consented to by itself (在线诉讼规则 §4)."""

    ONLINE_MEDIATION = "online_mediation"
    ASYNCHRONOUS = "asynchronous"
    E_SIGNATURE = "e_signature"
    E_SERVICE = "e_service"
    RECORDING = "recording"
    FACE_CHECK = "face_check"
    DATA_RETURN = "data_return"


class Declared(StrEnum):
    """What each person says for themselves before the table."""

    FALSE_MEDIATION = "false_mediation"
    """Was warned of false mediation and its consequences, and has understood (规则 §17, §23)."""
    NO_RECORDING = "no_recording"
    """Will not record (在线诉讼规则 §24–27)."""
    COMPANY = "company"
    """Who is in the room with you? `text` names them; empty: nobody (domain.md §2.11)."""


@dataclass(frozen=True, slots=True)
class Consents:
    """What one person agreed to, when, and under which text."""

    version: str
    given: frozenset[Consent]
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """The notice of rights, read or heard to its end (规则 §7; AT-29). Seconds by the server's clock."""

    version: str
    at: datetime
    seconds: int
    aloud: bool


@dataclass(frozen=True, slots=True)
class Declaration:
    """One thing a person declared."""

    zone: ClassVar[Zone] = Zone.CASE
    what: Declared
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a seat. `on_behalf_of`: a company, or an agent's principal; None: oneself, or staff."""

    id: PersonId
    name: str
    on_behalf_of: str | None = None
    has_id_tail: bool = False
    """Whether the last four digits of an ID number are on file to be asked for."""
    tries_left: int = DIGIT_TRIES
    proofs: frozenset[Identity] = frozenset()
    notice_opened: datetime | None = None
    notice: NoticeRead | None = None
    consents: Consents | None = None
    compared: DocumentId | None = None
    """Which uploaded identity document the mediator compared the live face with; None: none, or one held up."""
    declarations: tuple[Declaration, ...] = ()
    """At most one of each kind, the latest."""

    @property
    def identity(self) -> Identity:
        """The strongest proof there is."""
        return max(self.proofs, key=list(Identity).index, default=Identity.UNCONFIRMED)

    def declared(self, what: Declared) -> Declaration | None:
        """What the person declared of that kind."""
        return next((one for one in self.declarations if one.what is what), None)
