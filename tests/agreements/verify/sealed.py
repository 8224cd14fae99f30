"""One whole agreement as the product makes it: signed by all, closed, with its evidence page and a package."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import TypeAdapter

from agreements import render
from agreements.agreement import Ink
from agreements.authority.folder import AuthorityFolder, open_folder
from agreements.bundle.archive import Archive
from agreements.bundle.bundle import Bundle, BundleParty, CaseFacts, Paper
from agreements.bundle.chain import AnyRecord, BareRecord, ChainHead, ChainRecord
from agreements.bundle.contents import Held
from agreements.bundle.index import Index, Reading
from agreements.bundle.making import DetachedSigner, made
from agreements.bundle.slots import Slot
from agreements.canonical import canonical_bytes
from agreements.certificate import SCHEMA as CERTIFICATE
from agreements.certificate import Certificate, CertifiedAgreement, CertifiedParty, certificate_letter
from agreements.document import Document, SignatureField
from agreements.ports import (
    Evidence,
    EvidenceEffect,
    EvidenceEvent,
    EvidenceSigner,
    OrganisationSeal,
    Rendered,
    SealLook,
    SignatureLook,
    SignedRevision,
    SignerIdentity,
)
from agreements.seal.requests import Vouching
from agreements.seal.sealing import Seals
from agreements.seal.workshop import opened
from agreements.verify.audit_proof import Shut
from agreements.verify.report import Report
from agreements.verify.verification import verify_file
from law.zone import Zone
from server.audit.chain import SALT_BYTES, Record, Tail, canonical, instant
from server.audit.chain import sealed as sealed_record
from server.audit.heads import Head, NodeKey

MADE_AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
WRAPPING_KEY = bytes(range(32))
CASE = "case-1"


@dataclass(frozen=True, slots=True)
class House:
    """An in-house authority with its keys open in this process."""

    folder: AuthorityFolder
    seals: Seals

    @property
    def root(self) -> bytes:
        return self.folder.certificate("root").public_bytes(Encoding.PEM)


def opened_house(folder: Path) -> House:
    return House(open_folder(folder, WRAPPING_KEY), opened(Vouching(folder, WRAPPING_KEY)))


@dataclass(frozen=True, slots=True)
class SealedCase:
    """`revisions`: certified, then one more for each person who signed; the last is not closed yet."""

    house: House
    document: Document
    revisions: tuple[bytes, ...]
    agreement: bytes
    evidence: bytes
    given: Bundle
    package: bytes

    def verify(self, data: bytes, *, days: int = 0, trust: Sequence[bytes] | None = None) -> Report:
        """With the house's root named, `days` from now."""
        roots = (self.house.root,) if trust is None else tuple(trust)
        return verify_file(data, trust=roots, at=datetime.now(UTC) + timedelta(days=days))

    async def packed(self, given: Bundle, at: datetime = MADE_AT) -> bytes:
        return await packed(given, self.house.seals.manifest_signature, at)


async def sealed_case(house: House, document: Document) -> SealedCase:
    raw = rfc8785.dumps(asdict(document))
    digest = hashlib.sha256(raw).hexdigest()
    revisions = [await house.seals.prepared(render.agreement(document, canonical=raw, digest=digest))]
    signed: list[tuple[SignatureField, SignedRevision]] = []
    for field in document.fields:
        if field.kind != "platform":
            revision = await signed_by(house, revisions[-1], field, document.agreement)
            signed.append((field, revision))
            revisions.append(revision.pdf)
    closed = await house.seals.closed(revisions[-1])
    told = evidence_of(document, digest, closed.pdf, signed)
    page = render.evidence(told, canonical=rfc8785.dumps(asdict(told)))
    evidence = (await house.seals.certified(page.pdf)).pdf
    given = packing(house, document, closed.pdf, evidence, raw)
    whole = await packed(given, house.seals.manifest_signature)
    return SealedCase(house, document, tuple(revisions), closed.pdf, evidence, given, whole)


async def signed_by(house: House, pdf: bytes, field: SignatureField, paper: str) -> SignedRevision:
    """A person's signature, or the organisation's seal."""
    if field.kind == "organisation":
        seal = OrganisationSeal(field.signer, "测试0000000001")
        drawn = render.seal(SealLook(field.signer_name, seal.serial))
        return await house.seals.organisation_sealed(pdf, field.name, seal, drawn)
    return await house.seals.signed(pdf, field.name, SignerIdentity(field.signer, paper), look(field))


async def sealed_paper(house: House, rendered: Rendered, fields: Sequence[SignatureField], paper: str) -> bytes:
    """Any paper, signed by all."""
    pdf = await house.seals.prepared(rendered)
    for field in fields:
        if field.kind != "platform":
            pdf = (await signed_by(house, pdf, field, paper)).pdf
    return (await house.seals.closed(pdf)).pdf


def with_seal(document: Document) -> Document:
    """The same, with the organisation's seal behind the mediator."""
    label = "调解组织（印章）"
    seal = SignatureField("organisation", "organisation", label, "org-1", document.organisation, "")
    return replace(document, fields=(*document.fields, seal))


def look(field: SignatureField) -> bytes:
    typed = Ink((), 400, field.signer_name)
    return render.appearance(
        SignatureLook(field.signer_name, field.on_behalf_of, typed, "2026-11-22 14:05:09", 160, 64)
    )


def evidence_of(
    document: Document, digest: str, pdf: bytes, signed: Sequence[tuple[SignatureField, SignedRevision]]
) -> Evidence:
    return Evidence(
        schema="signing-evidence/1",
        agreement=document.agreement,
        number=document.number,
        case_no=document.case_no,
        title=document.title,
        organisation=document.organisation,
        digest=digest,
        agreement_pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        sealed_at="2026-11-22 14:06:00",
        signers=tuple(_signer(field, revision) for field, revision in signed),
        effects=(EvidenceEffect("E-LABOUR", "劳动争议调解仲裁法第十四条", "未加盖调解组织印章，尚未生效", ""),),
        events=(EvidenceEvent("2026-11-22 14:00:00", "协议文本冻结"),),
        not_proved=("证书和时间戳由本系统的测试机构签发。",),
    )


def _signer(field: SignatureField, revision: SignedRevision) -> EvidenceSigner:
    return EvidenceSigner(
        name=field.signer_name,
        capacity=field.label,
        on_behalf_of=field.on_behalf_of,
        id_no_masked="330106********001X",
        identity="邀请链接与证件号码后四位",
        read="已阅读至末页",
        confirmed="我已阅读并同意本协议全部内容",
        code="模拟发件箱",
        ink="键入姓名",
        activated_at="2026-11-22 14:05:09",
        signed_at="2026-11-22 14:05:10",
        certificate_serial=revision.certificate_serial,
        certificate_sha256=revision.certificate_sha256,
        device="device-1",
        source="127.0.0.1",
        agent="Firefox",
    )


KEY = NodeKey(bytes(32))


class Press:
    """Prints at once; what is asked for twice comes from memory, for tests pack often."""

    def __init__(self) -> None:
        self._printed: dict[bytes, Rendered] = {}

    async def bundle_index(self, canonical: bytes) -> Rendered:
        if canonical not in self._printed:
            told = TypeAdapter(Index).validate_json(canonical)
            self._printed[canonical] = render.bundle_index(told, canonical=canonical)
        return self._printed[canonical]

    async def bundle_reading(self, canonical: bytes) -> Rendered:
        if canonical not in self._printed:
            told = TypeAdapter(Reading).validate_json(canonical)
            self._printed[canonical] = render.bundle_reading(told, canonical=canonical)
        return self._printed[canonical]


PRESS = Press()


async def archive(given: Bundle, sign: DetachedSigner, at: datetime = MADE_AT) -> Archive:
    return await made(given, PRESS, sign, at)


async def packed(given: Bundle, sign: DetachedSigner, at: datetime = MADE_AT) -> bytes:
    return b"".join((await archive(given, sign, at)).chunks())


def packing(house: House, document: Document, agreement: bytes, evidence: bytes, raw: bytes) -> Bundle:
    digest = hashlib.sha256(raw).hexdigest()
    records = chain_of(
        ("room.created", {"room": "room-1"}, True),
        ("chat.sent", {"message": "message-1"}, False),
        ("agreement.frozen", {"digest": digest}, True),
        ("caucus.opened", {"room": "room-2"}, False),
        ("agreement.sealed", {"digest": digest}, True),
    )
    return Bundle(
        facts=facts_of(document),
        papers=(
            sealed_agreement(document, agreement, evidence),
            Paper(Slot.IDENTITY, "身份证", Zone.CASE, Held(b"\xff\xd8 a picture"), 1, "image/jpeg", word="applicant"),
            Paper(Slot.ATTACHMENTS, "工资条", Zone.CASE, Held(b"%PDF-1.4 wages"), 2, word="applicant"),
        ),
        agreement_json=raw,
        events=tuple(told(record, whole=whole) for record, whole in records),
        head=head_of(records[-1][0]),
        root_pem=house.root,
    )


def sealed_agreement(document: Document, agreement: bytes, evidence: bytes) -> Paper:
    signers = tuple(field.signer_name for field in document.fields if field.kind != "platform")
    page = Held(evidence)
    return Paper(
        Slot.AGREEMENT,
        "调解协议书",
        Zone.DEAL,
        Held(agreement),
        4,
        signers=signers,
        sealed=True,
        evidence=page,
        evidence_pages=2,
    )


async def certificate(house: House, document: Document, number: str) -> Paper:
    """The organisation's certificate of mediation of the case called so, with room for a stamp."""
    told = Certificate(
        schema=CERTIFICATE,
        organisation=document.organisation,
        to="某某区人民法院",
        number=number,
        court_case_no="",
        cause=document.cause,
        lane="委派",
        received_on="2026-11-01",
        accepted_on="2026-11-02",
        mediator=document.mediator,
        parties=(CertifiedParty("申请人", "张伟", "", ("在线调解：同意",)),),
        sessions=(),
        notices=(),
        result="达成协议",
        agreement=CertifiedAgreement(document.number, "", "", ("张伟已签署",), "未加盖印章", "2026-11-22"),
        events=9,
        dated_on="2026-11-22",
    )
    printed = render.letter(certificate_letter(told), canonical=canonical_bytes(told))
    sealed = await house.seals.certified(printed.pdf)
    return Paper(Slot.CERTIFICATE, "调解组织主持调解的证明", Zone.CASE, Held(sealed.pdf), 1, sealed=True)


def facts_of(document: Document) -> CaseFacts:
    return CaseFacts(
        case_no=document.case_no,
        court_case_no="（2026）某0102诉前调123号",
        day="2026-11-22",
        lane="WEIPAI",
        route="confirmation",
        route_title="司法确认",
        court="某某区人民法院",
        organisation=document.organisation,
        mediator=document.mediator,
        cause=document.cause,
        parties=tuple(BundleParty(one.heading, one.name) for one in document.parties),
        agreement=document.agreement,
        agreement_number=document.number,
    )


def chain_of(*facts: tuple[str, dict[str, Any], bool]) -> list[tuple[Record, bool]]:
    """Sealed by the server's own code, which `verify` does not share."""
    tail = Tail(0, "0" * 64)
    records: list[tuple[Record, bool]] = []
    for kind, body, whole in facts:
        salt = bytes((len(records),)) * SALT_BYTES
        at = datetime(2026, 11, 22, 6, len(records), tzinfo=UTC)
        record = sealed_record(CASE, tail, at, kind=kind, v=1, body=canonical(body), salt=salt)
        tail = Tail(record.seq, record.hash)
        records.append((record, whole))
    return records


def told(record: Record, *, whole: bool) -> AnyRecord:
    if not whole:
        return BareRecord(record.seq, record.hash)
    return ChainRecord(
        case=record.case,
        seq=record.seq,
        at=instant(record.at),
        kind=record.kind,
        v=record.v,
        body_digest=hashlib.sha256(record.salt + record.body.encode()).hexdigest(),
        prev=record.prev,
        hash=record.hash,
        salt=record.salt.hex(),
        body=record.body,
    )


def shut_of(record: ChainRecord) -> Shut:
    """As bundles of the first version had one that stays: nothing withheld but salt and body."""
    return Shut(**{name: value for name, value in asdict(record).items() if name not in ("salt", "body")})


def head_of(record: Record) -> ChainHead:
    signed: Head = KEY.sign(record.case, Tail(record.seq, record.hash), record.at)
    return ChainHead(
        signed.case,
        signed.seq,
        signed.hash,
        instant(signed.at),
        signed.key_id,
        signed.signature.hex(),
        KEY.public.hex(),
    )
