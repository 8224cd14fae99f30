"""The kinds of paper known here, one row each: what is attached, who must have signed it, what must be printed.

A new kind of paper is a new row of PAPERS; the rest of the verifier asks the row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from agreements import certificate, consent_cover, rights_notice, termination, undisputed_paper
from agreements.document import FORMER as FORMER_AGREEMENT
from agreements.document import SCHEMA as AGREEMENT
from agreements.document import Document, SignatureField
from agreements.joint.documents import (
    APPLICATION,
    FIRST_SERVICE_ADDRESS,
    SERVICE_ADDRESS,
    AddressDocument,
    ApplicationDocument,
    CourtPaper,
)
from agreements.minutes_document import SCHEMA as MINUTES
from agreements.minutes_document import MinutesDocument
from agreements.ports import Evidence
from agreements.verify.report import Kind
from agreements.verify.revisions import Malformed
from law.sentence import Sentence

EVIDENCE: Final = "signing-evidence/1"
WITHOUT_EVIDENCE: Final = Sentence("没有同时核对签署证据页。", "What the evidence page says: it was not given.")
OF_RECORDS: Final = Sentence(
    "所述经过依据平台的办理记录，没有同时核对这些记录。",
    "What it tells rests on the platform's records, which were not looked at beside it.",
)


@dataclass(frozen=True, slots=True)
class PaperSchema:
    """One kind. The functions are given the value that `model` makes of the attached data."""

    kind: Kind
    attachment: str
    """Its only attached file."""
    versions: tuple[str, ...]
    """Of the data, all that were ever sealed."""
    model: Any
    """What the data is read as, strictly: its class."""
    paper: Callable[[Any], str]
    """The id that its signers' certificates name."""
    fields: Callable[[Any], tuple[SignatureField, ...]]
    """Whose signatures it must have, besides the platform's; the platform's entry may stand among them."""
    printed: Callable[[Any], Iterator[str]]
    """Every text of the data that a person must find on the pages."""
    coded: Callable[[Any], str] | None = None
    """The digest whose short code stands on each page; None: that of its own data."""
    alone: Sentence | None = None
    """What is not proved where this paper is shown alone."""


def _agreement(document: Document) -> Iterator[str]:
    yield from (document.title, document.number, document.organisation, document.opening, document.terms_lead)
    for party in document.parties:
        yield party.heading
        # As a grid, or as a sentence.
        yield from (each.value for each in party.particulars)
        yield from () if party.particulars else (party.sentence, party.representative)
    for section in (document.facts, *document.closing_sections):
        yield from (section.heading, *section.paragraphs)
    for term in document.terms:
        yield from (f"{term.number}、{term.heading}", term.text)
    for row in document.performance:
        yield from (row.obligor, row.content, row.amount, row.amount_cn, row.due, row.method)
    yield from _signers(document.fields)


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield from (evidence.title, evidence.number, evidence.digest, evidence.agreement_pdf_sha256)
    for signer in evidence.signers:
        yield from (signer.name, signer.certificate_sha256)
    for effect in evidence.effects:
        yield effect.says
    yield from evidence.not_proved


def _minutes(document: MinutesDocument) -> Iterator[str]:
    yield from (document.title, document.number, document.organisation, document.time, document.result)
    yield from (*document.exact, *document.unsigned)
    for entry in (*document.told, *document.statements, *document.course):
        yield from (*entry.text.split("\n"), *entry.notes)
    for fact in document.undisputed:
        yield from (fact.text, fact.confirmed)
    yield from _signers(document.fields)


def _court_paper(document: CourtPaper) -> Iterator[str]:
    told = document.printed
    yield from (told.title, told.number, told.case_no, told.to, told.declaration, told.dated, *told.exact)
    for passage in told.passages:
        yield passage.heading
        for paragraph in passage.paragraphs:
            yield from paragraph.split("\n")
        for line in passage.lines:
            yield from (line.name, *line.texts)
    yield from _signers(document.fields)


def _signers(fields: tuple[SignatureField, ...]) -> Iterator[str]:
    for field in fields:
        yield from (field.signer_name, field.on_behalf_of)


PAPERS: Final = (
    PaperSchema(
        Kind.AGREEMENT,
        "agreement.json",
        (FORMER_AGREEMENT, AGREEMENT),
        Document,
        paper=lambda document: str(document.agreement),
        fields=lambda document: tuple(document.fields),
        printed=_agreement,
        alone=WITHOUT_EVIDENCE,
    ),
    PaperSchema(
        Kind.EVIDENCE,
        "evidence.json",
        (EVIDENCE,),
        Evidence,
        paper=lambda evidence: str(evidence.agreement),
        fields=lambda _: (),
        printed=_evidence,
        coded=lambda evidence: str(evidence.digest),
        alone=Sentence("没有同时核对所签文书本身。", "What the signed paper itself says: it was not given."),
    ),
    PaperSchema(
        Kind.APPLICATION,
        "application.json",
        (APPLICATION,),
        ApplicationDocument,
        paper=lambda document: str(document.paper),
        fields=lambda document: tuple(document.fields),
        printed=_court_paper,
        alone=WITHOUT_EVIDENCE,
    ),
    PaperSchema(
        Kind.SERVICE_ADDRESS,
        "service_address.json",
        (SERVICE_ADDRESS, FIRST_SERVICE_ADDRESS),
        AddressDocument,
        paper=lambda document: str(document.paper),
        fields=lambda document: tuple(document.fields),
        printed=_court_paper,
        alone=WITHOUT_EVIDENCE,
    ),
    PaperSchema(
        Kind.MINUTES,
        "minutes.json",
        (MINUTES,),
        MinutesDocument,
        paper=lambda document: str(document.minutes),
        fields=lambda document: tuple(document.fields),
        printed=_minutes,
        alone=WITHOUT_EVIDENCE,
    ),
    PaperSchema(
        Kind.CERTIFICATE,
        certificate.DATA,
        (certificate.SCHEMA,),
        certificate.Certificate,
        paper=lambda told: str(told.number),
        fields=lambda told: tuple(told.fields),
        printed=certificate.printed_texts,
        alone=OF_RECORDS,
    ),
    PaperSchema(
        Kind.RIGHTS_NOTICE,
        rights_notice.DATA,
        (rights_notice.SCHEMA,),
        rights_notice.RightsNotice,
        paper=lambda told: str(told.person),
        fields=lambda _: (),
        printed=rights_notice.printed_texts,
        alone=OF_RECORDS,
    ),
    PaperSchema(
        Kind.CONSENT_SCAN,
        consent_cover.DATA,
        (consent_cover.SCHEMA,),
        consent_cover.ConsentScan,
        paper=lambda told: str(told.number),
        fields=lambda _: (),
        printed=consent_cover.printed_texts,
        alone=Sentence("没有同时核对所附的扫描件。", "The scan that it names was not looked at beside it."),
    ),
    PaperSchema(
        Kind.UNDISPUTED,
        undisputed_paper.DATA,
        (undisputed_paper.SCHEMA,),
        undisputed_paper.UndisputedFacts,
        paper=lambda told: str(told.number),
        fields=lambda _: (),
        printed=undisputed_paper.printed_texts,
        alone=OF_RECORDS,
    ),
    PaperSchema(
        Kind.TERMINATION,
        termination.DATA,
        (termination.SCHEMA,),
        termination.TerminationNotice,
        paper=lambda told: str(told.paper),
        fields=lambda told: tuple(told.fields),
        printed=termination.printed_texts,
    ),
)


"""In the order in which they are looked for."""


def schema_of(attachments: list[str]) -> PaperSchema:
    """The kind of a paper with these files attached; raises Malformed."""
    for each in PAPERS:
        if attachments == [each.attachment]:
            return each
    raise Malformed("内嵌数据不是已知的文书。", "The embedded data is of no kind of paper that is known here.")


def value_of(raw: bytes, schema: PaperSchema) -> Any:  # noqa: ANN401  # the row's own class
    """The data, strictly; raises ValidationError, and Malformed for another version of the same kind."""
    value = TypeAdapter[Any](schema.model).validate_json(raw, strict=True, extra="forbid")
    if value.schema not in schema.versions:
        raise Malformed(f"不认识的数据版本 {value.schema}。", f"The data's version {value.schema} is not known here.")
    return value
