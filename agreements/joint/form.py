"""What is chosen and filled in before the papers are frozen (domain.md §3.4–3.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar, Final

from agreements.agreement import PaperKind
from agreements.ids import SignerId
from agreements.joint.refusals import Unfit
from law.zone import Zone

LINE: Final = 200
TEXT: Final = 1000
TERMS: Final = 8000
SPACE: Final = 0x20
NO_BREAK_SPACE: Final = 0xA0
"""What lies before the first and between 0x7F and the second are control characters."""


WIRES: Final = ("sms_phone", "email", "platform_account", "im_account")
"""Addresses of electronic service, as they stand on the form."""


class Way(StrEnum):
    """What the court is asked for."""

    CONFIRMATION = "confirmation"
    COURT_PAPER = "court_paper"
    WITHDRAWAL = "withdrawal"


KINDS: Final[Mapping[Way, PaperKind]] = {
    Way.CONFIRMATION: PaperKind.CONFIRMATION_APPLICATION,
    Way.COURT_PAPER: PaperKind.MEDIATION_PAPER_APPLICATION,
    Way.WITHDRAWAL: PaperKind.WITHDRAWAL_APPLICATION,
}


class Basis(StrEnum):
    """How a court is competent (民诉法 §205); the parties choose among competent courts and agree on none besides."""

    INVITING_COURT = "inviting_court"
    DOMICILE_APPLICANT = "domicile_applicant"
    DOMICILE_RESPONDENT = "domicile_respondent"
    SUBJECT_MATTER = "subject_matter_location"
    ORG_LOCATION = "org_location"
    FILED = "filed"
    """委托: the court that has the suit; nothing is chosen."""


class Status(StrEnum):
    """How a party stands in the suit, as filed."""

    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class Choice:
    """The mediator's part of the form. What belongs to another way is left empty."""

    zone: ClassVar[Zone] = Zone.CASE
    way: Way
    court: str
    """Id of the court."""
    basis: Basis
    subject_place: str = ""
    """Where the subject matter is, in words; for that basis alone."""
    late_reason: str = ""
    """Why the application comes after its last day; printed."""
    costs: str = ""
    """委托: who bears the fee of the suit."""
    waives_periods: bool = False
    """委托: whether the time to answer and to bring evidence is waived."""
    on_record: bool = False
    """委托: effect by signature, entered in the record after the court's review (民诉法解释 §151)."""
    terms: str = ""
    """What was agreed, in full, where it was signed on paper; a line each."""
    statuses: Mapping[SignerId, Status] = field(default_factory=dict)
    """委托: whose status is not the one that goes with the side in mediation."""


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """A party's own part (domain.md §3.6). `rulings`: a consent of its own (AT-54, 民诉法 §90)."""

    zone: ClassVar[Zone] = Zone.CASE
    electronic: bool
    rulings: bool
    """Whether judgments, rulings and 调解书 may be served electronically; paper can be asked for at any time."""
    sms_phone: str
    email: str
    im_account: str
    postal_address: str
    postcode: str
    recipient: str
    recipient_phone: str
    agent: str
    """代收人, empty for none."""
    video: bool
    """Whether the court may ask the party by video instead of in person (民诉法解释 §356)."""
    platform_account: str = ""
    """Of the court's own service platform."""
    order: tuple[str, ...] = ()
    """Names out of WIRES, the preferred first; empty: as in WIRES."""

    @property
    def ways(self) -> tuple[str, ...]:
        """Names out of WIRES in the order in which they are tried; none for who agrees to no electronic service."""
        given = tuple(name for name in WIRES if getattr(self, name).strip())
        return (self.order or given) if self.electronic else ()


def checked_choice(choice: Choice) -> Choice:
    """The same; raises Unfit for what cannot stand on a paper."""
    _printable((choice.subject_place, choice.late_reason, choice.costs), TEXT)
    _printable((choice.terms,), TERMS)
    if (choice.way is Way.CONFIRMATION) is (choice.basis is Basis.FILED):
        raise Unfit("application.basis")
    if choice.basis is Basis.SUBJECT_MATTER and not choice.subject_place.strip():
        raise Unfit("application.subject_place")
    if choice.way is Way.COURT_PAPER and not choice.costs.strip():
        raise Unfit("application.costs")
    return choice


def checked_address(address: ServiceAddress) -> ServiceAddress:
    """The same; raises Unfit where nothing could be served by it, or consent names no address."""
    by_wire: tuple[str, ...] = tuple(getattr(address, name) for name in WIRES)
    by_post = (address.postal_address, address.recipient, address.recipient_phone)
    _printable((*by_wire, *by_post, address.postcode, address.agent), LINE)
    if not all(text.strip() for text in by_post):
        raise Unfit("address.post")
    if address.electronic and not any(text.strip() for text in by_wire):
        raise Unfit("address.electronic")
    if address.rulings and not address.electronic:
        raise Unfit("address.rulings")
    if address.order and sorted(address.order) != sorted(replace(address, electronic=True, order=()).ways):
        raise Unfit("address.order")
    return address


def _printable(texts: Iterable[str], limit: int) -> None:
    for text in texts:
        if len(text) > limit:
            raise Unfit("application.too_long", limit=limit)
        if any(ord(char) < SPACE or 0x7F <= ord(char) < NO_BREAK_SPACE for char in text.replace("\n", "")):
            raise Unfit("application.control")
