"""Whether the papers, the loose data, the list and the audit chain speak of one and the same case."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agreements.certificate import Certificate
from agreements.document import Document
from agreements.joint.documents import ApplicationDocument
from agreements.ports import Evidence
from agreements.verify import audit_proof, by_hand
from agreements.verify.case_data import CaseData, ToldPaper
from agreements.verify.cms_form import Checked
from agreements.verify.contents import Contents
from agreements.verify.paper import Paper
from agreements.verify.policy import PLATFORM
from agreements.verify.report import Line, broken, holds
from agreements.verify.sealed_paper import Reading

EVENTS: Final = "proof/events.jsonl"
DATA: Final = "data/agreement.json"
AGREEMENT: Final = "02_agreement.pdf"
ONLINE: Final = b'"schema":"mediation-agreement/'
"""In the data of an agreement that was signed here, and not on paper."""
Compared = tuple[str, str, object, object]


@dataclass(frozen=True, slots=True)
class Told:
    """A sealed paper of the bundle and its evidence page, as far as they could be read."""

    paper: ToldPaper
    reading: Reading
    evidence: Reading | None

    @property
    def readings(self) -> tuple[Reading, ...]:
        return (self.reading,) if self.evidence is None else (self.reading, self.evidence)


def one_story(found: Mapping[str, bytes], case: CaseData, signature: Checked, told: list[Told]) -> Iterator[Line]:
    """A line for each contradiction; one that says there is none."""
    check = "package.agreement"
    compared = [line for one in told for line in _of_paper(found, case, one)]
    platforms = {each for one in told for reading in one.readings for each in _platforms(reading)}
    compared.append(("平台证书", "the platform's certificate", platforms, {signature.signer.public_key.dump()}))
    compared += [*_of_application(found, case, told), *_of_data(found, case, told), *_of_certificate(case, told)]
    different = [(zh, en) for zh, en, one, other in compared if one != other]
    for zh, en in different:
        yield broken(check, f"材料之间不一致：{zh}。", f"The members of the package disagree on {en}.")
    if not different:
        yield holds(check, "文书、签署证据页、数据和审计链相互一致。", "Papers, data and audit chain tell one story.")
        yield from (line for one in told for line in _by_hand(found, case, one))


def _by_hand(found: Mapping[str, bytes], case: CaseData, told: Told) -> Iterator[Line]:
    contents, page = told.reading.contents, told.evidence.contents if told.evidence else None
    if contents and page and isinstance(page.value, Evidence):
        yield from by_hand.told(by_hand.scan_path(found, case, page.value), page.value, contents)


def _of_paper(found: Mapping[str, bytes], case: CaseData, told: Told) -> Iterator[Compared]:
    """One paper with its evidence page, and the timestamps that lie beside them."""
    for path, reading in zip((told.paper.path, told.paper.evidence), told.readings, strict=False):
        name = f"proof/timestamps/{path.removesuffix('.pdf').replace('/', '_')}.tsr"
        stamp = reading.paper.stamps[-1].cms.der if reading.paper else None
        yield f"{path} 的时间戳", f"the timestamp of {path}", found.get(name), stamp
    if told.evidence is None:
        return
    match told.reading, told.evidence:
        case (
            Reading(paper=Paper() as sealed, contents=Contents() as contents),
            Reading(contents=Contents(value=Evidence() as page)),
        ):
            yield from _of_evidence(found, case, sealed, contents, page)
        case _:
            yield told.paper.path, told.paper.path, "unreadable", "a paper and its evidence page"


def _of_evidence(
    found: Mapping[str, bytes], case: CaseData, sealed: Paper, contents: Contents, page: Evidence
) -> Iterator[Compared]:
    # What goes to a court has its head in one piece.
    value = getattr(contents.value, "printed", contents.value)
    first = hashlib.sha256(sealed.first_generation).hexdigest()
    yield "文书数据的校验码", "the digest of the data", page.digest, contents.digest
    yield "文书文件", "the paper's file", page.agreement_pdf_sha256, first
    yield "文书标识", "the paper's id", page.agreement, contents.paper
    yield "案号", "the case number", page.case_no, case.case_no
    yield from by_hand.contradictions(found, case, contents, page)
    for zh, en, name in (("编号", "the paper's number", "number"), ("调解组织", "the organisation", "organisation")):
        yield zh, en, getattr(page, name), getattr(value, name, None)
    yield "签署人及其证书", "the signers and their certificates", _told(page), _signers(sealed, contents, page)


def _of_application(found: Mapping[str, bytes], case: CaseData, told: list[Told]) -> Iterator[Compared]:
    """The application is for the bundle's own route, and of its agreement."""
    for value in (one.reading.contents.value for one in told if one.reading.contents):
        if isinstance(value, ApplicationDocument):
            yield "办理途径", "the route", value.route, case.route
            # Online the data was signed, on paper the scan is on file.
            rests = DATA if value.origin == "online" else "02_agreement."
            files = {hashlib.sha256(found[path]).hexdigest() for path in found if path.startswith(rests)}
            yield "所申请的协议", "the agreement applied for", value.agreement_sha256 in files, True


def _of_certificate(case: CaseData, told: list[Told]) -> Iterator[Compared]:
    """What the organisation certifies is this case."""
    for one in told:
        value = one.reading.contents.value if one.reading.contents else None
        if isinstance(value, Certificate):
            number = (value.number, value.organisation)
            yield "调解组织的证明", "the organisation's certificate", number, (case.case_no, case.organisation)


def _of_data(found: Mapping[str, bytes], case: CaseData, told: list[Told]) -> Iterator[Compared]:
    """An agreement that was signed here is sealed, has its evidence page, is the loose data, and is on the chain."""
    if ONLINE not in found[DATA]:
        return
    named = [one for one in told if one.paper.path == AGREEMENT and one.evidence]
    contents = named[0].reading.contents if named else None
    yield "协议数据", "the agreement's data", found[DATA], contents.raw if contents else None
    if contents is None or not isinstance(contents.value, Document):
        return
    document = contents.value
    yield "案号和标识", "case number and id", (document.agreement, document.case_no), (case.agreement, case.case_no)
    yield "审计链", "the audit chain", audit_proof.mentions(found[EVENTS], contents.digest), True


def _told(evidence: Evidence) -> list[tuple[str, str, str]]:
    return sorted((each.name, each.on_behalf_of, each.certificate_sha256) for each in evidence.signers)


def _signers(paper: Paper, contents: Contents, page: Evidence) -> list[tuple[str, str, str]]:
    """Name, company and SHA-256 of the certificate, empty for who signed the print by hand."""
    by_field = {each.field: hashlib.sha256(each.cms.signer.dump()).hexdigest() for each in paper.signed}
    hands = by_hand.on_paper(page, contents)
    both = (one for one in contents.persons if one.name in by_field or one in hands)
    return sorted((one.signer_name, one.on_behalf_of, by_field.get(one.name, "")) for one in both)


def _platforms(reading: Reading) -> set[bytes]:
    """Whose certification it bears, by the key: a certificate ends and is made anew for the same one."""
    signed = reading.paper.signed if reading.paper else ()
    return {each.cms.signer.public_key.dump() for each in signed if each.field == PLATFORM}
