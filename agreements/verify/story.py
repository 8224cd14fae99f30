"""Whether the two papers, the loose data, the list and the audit chain speak of one and the same agreement."""

import hashlib
from collections.abc import Iterator, Mapping

from agreements.document import Document
from agreements.ports import Evidence
from agreements.verify import audit_proof
from agreements.verify.cms_form import Checked
from agreements.verify.contents import Contents
from agreements.verify.manifest import Manifest
from agreements.verify.paper import Paper
from agreements.verify.policy import PLATFORM
from agreements.verify.report import Line, broken, holds
from agreements.verify.sealed_paper import Reading


def one_story(
    found: Mapping[str, bytes], manifest: Manifest, signature: Checked, agreement: Reading, evidence: Reading
) -> Iterator[Line]:
    """A line for each contradiction; one that says there is none."""
    match agreement, evidence:
        case (
            Reading(paper=Paper() as sealed, contents=Contents(value=Document() as document) as contents),
            Reading(paper=Paper() as proof, contents=Contents(value=Evidence() as told)),
        ):
            compared = [
                *_data(found, sealed.first_generation, contents, told),
                ("案号和标识", "case number and id", _names(manifest), (document.agreement, document.case_no)),
                ("签署人及其证书", "the signers and their certificates", _told(told), _signers(sealed, document)),
                ("平台证书", "the platform's certificate", _platforms(sealed, proof), {signature.signer.dump()}),
                ("审计链", "the audit chain", audit_proof.mentions(found["proof/events.jsonl"], contents.digest), True),
            ]
            yield from _told_apart(compared)
        case _:
            yield broken(
                "package.papers", "文件不是协议书和签署证据页。", "The papers are not an agreement and its evidence."
            )


def _told_apart(compared: list[tuple[str, str, object, object]]) -> Iterator[Line]:
    check = "package.agreement"
    different = [(zh, en) for zh, en, one, other in compared if one != other]
    for zh, en in different:
        yield broken(check, f"材料之间不一致：{zh}。", f"The members of the package disagree on {en}.")
    if not different:
        yield holds(check, "协议书、签署证据页、数据和审计链相互一致。", "Papers, data and audit chain tell one story.")


def _data(
    found: Mapping[str, bytes], first: bytes, contents: Contents, told: Evidence
) -> Iterator[tuple[str, str, object, object]]:
    sealed = hashlib.sha256(first).hexdigest()
    yield "协议数据", "the agreement's data", found["agreement.json"], contents.raw
    yield "协议数据的校验码", "the digest of the data", told.digest, contents.digest
    yield "协议书文件", "the agreement's file", told.agreement_pdf_sha256, sealed
    for zh, en, name in (
        ("协议标识", "the agreement's id", "agreement"),
        ("编号", "the paper's number", "number"),
        ("案号", "the case number", "case_no"),
        ("调解组织", "the organisation", "organisation"),
    ):
        yield zh, en, getattr(told, name), getattr(contents.value, name)


def _names(manifest: Manifest) -> tuple[str, str]:
    return manifest.agreement, manifest.case_no


def _told(evidence: Evidence) -> list[tuple[str, str, str]]:
    return sorted((each.name, each.on_behalf_of, each.certificate_sha256) for each in evidence.signers)


def _signers(paper: Paper, document: Document) -> list[tuple[str, str, str]]:
    """Name, company and SHA-256 of the certificate."""
    by_field = {each.field: hashlib.sha256(each.cms.signer.dump()).hexdigest() for each in paper.signed}
    persons = [field for field in document.fields if field.kind != PLATFORM]
    return sorted((field.signer_name, field.on_behalf_of, by_field.get(field.name, "")) for field in persons)


def _platforms(*papers: Paper) -> set[bytes]:
    return {each.cms.signer.dump() for paper in papers for each in paper.signed if each.field == PLATFORM}
