"""What is frozen: the printed agreement as data. Its canonical JSON (RFC 8785) is what the digest is of.

Every sentence that will be printed stands here as text, beside the terms as data: the PDF adds nothing but layout.
All values are strings, integers, booleans, lists and objects of these, so the canonical form is one.
"""

from dataclasses import dataclass
from typing import Final, Literal

FORMER: Final = "mediation-agreement/1"
"""Without layout and particulars."""
SCHEMA: Final = "mediation-agreement/2"
"""Name and version of this shape; it stands in the JSON and `verify` knows it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the template chose of domain.md §3.12, frozen with the text so that it prints the same for ever."""

    parties: Literal["sentence", "grid"] = "sentence"
    typeface: Literal["song", "fangsong"] = "song"


@dataclass(frozen=True, slots=True)
class Particular:
    """One entry of a party's grid: 性别 and 女."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PrintedParty:
    """A party as in 当事人栏: `heading` 申请人, `sentence` name to contact, `representative` one line or empty."""

    signer: str
    capacity: str
    heading: str
    name: str
    """The person or the company, as printed bold."""
    sentence: str
    representative: str
    particulars: tuple[Particular, ...] = ()
    """The sentence's values one by one, where the layout is a grid."""


@dataclass(frozen=True, slots=True)
class PrintedTerm:
    """One numbered term. `data`: the field values, canonical spelling, for machines."""

    number: str
    """一, 二, …"""
    part: str
    kind: str
    heading: str
    text: str
    data: dict[str, str]


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """履行一览: written by the system from the terms."""

    number: int
    obligor: str
    content: str
    amount: str
    """`12,345.00元` or empty."""
    amount_cn: str
    due: str
    method: str


@dataclass(frozen=True, slots=True)
class SignatureField:
    """One entry of the expected set: exactly these fields are filled in a finished agreement."""

    name: str
    kind: str
    """`platform`, `party`, `guarantor`, `mediator` or `organisation`."""
    label: str
    """申请人（签名）, …"""
    signer: str
    """SignerId; empty for the platform."""
    signer_name: str
    on_behalf_of: str
    """The company, or the party an agent signs for; empty for who signs for nobody else."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs: facts, liability, effect, e-signature, copies."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole agreement, in the order of domain.md §3.2."""

    schema: str
    agreement: str
    """AgreementId."""
    round: int
    number: str
    case_no: str
    organisation: str
    title: str
    """调解协议书"""
    mediator: str
    cause: str
    court_id: str
    court_name: str
    """Both empty where no court was chosen."""
    parties: tuple[PrintedParty, ...]
    opening: str
    """案由与来源 as one paragraph."""
    facts: Section
    terms_lead: str
    """经调解，双方在平等自愿基础上达成如下协议："""
    terms: tuple[PrintedTerm, ...]
    performance: tuple[PerformanceRow, ...]
    closing_sections: tuple[Section, ...]
    """违约责任, 效力与后续路径, 电子签名与数据保存约定, 份数."""
    fields: tuple[SignatureField, ...]
    frozen_on: str
    """Local ISO date."""
    template: str
    """Id and version of the template the texts came from."""
    layout: Layout = Layout()
