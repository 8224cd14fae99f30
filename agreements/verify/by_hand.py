"""Papers signed by hand on their print: what the platform's evidence page says of them must be borne out (规则 §19).

A missing electronic signature could be one that somebody took away. So three witnesses are asked: the evidence page,
which the platform sealed and which names the very file, the scan, and the fields left empty; the scan itself, in the
bundle by its hash; and the audit chain, where the filing of that scan stands, and no signature of those persons.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from agreements.document import SignatureField
from agreements.ports import Evidence
from agreements.verify import audit_proof
from agreements.verify.case_data import CaseData
from agreements.verify.contents import Contents
from agreements.verify.report import Line, holds

HAND_SIGNED: Final = "package.by_hand"
ORGANISATION: Final = "organisation"
FILED: Final = "agreement.paper_filed"
SIGNED: Final = "agreement.signed"
EVENTS: Final = "proof/events.jsonl"
SLOT: Final = 10
Compared = tuple[str, str, object, object]


def on_paper(page: Evidence, contents: Contents) -> tuple[SignatureField, ...]:
    """Who signed the print. An organisation's field stays empty too, but its stamp is another paper's."""
    return tuple(one for one in contents.persons if one.name in page.left_empty and one.kind != ORGANISATION)


def contradictions(
    found: Mapping[str, bytes], case: CaseData, contents: Contents, page: Evidence
) -> Iterator[Compared]:
    """Pairs that must be equal; none for a paper that all signed here."""
    if not page.left_empty and not page.scan_sha256:
        return
    hands, events = on_paper(page, contents), found[EVENTS]
    yield "亲笔签名人", "who signed by hand", (bool(hands), set(page.left_empty)), (True, _empty(page, contents))
    yield "亲笔签名的扫描件", "the scan of what was signed by hand", bool(scan_path(found, case, page)), True
    filed = [
        set(body["signed"])
        for body in audit_proof.bodies(events, FILED)
        if (body["agreement"], body["digest"], body["scan"]) == (page.agreement, page.digest, page.scan_sha256)
    ]
    signed = {body["field"] for body in audit_proof.bodies(events, SIGNED) if body["digest"] == page.digest}
    yield "亲笔签名的登记", "the record of signing by hand", filed, [{one.signer for one in hands}]
    yield "电子签名的记录", "the record of signatures", signed & set(page.left_empty), set()


def _empty(page: Evidence, contents: Contents) -> set[str]:
    return {one.name for one in contents.persons} & set(page.left_empty)


def scan_path(found: Mapping[str, bytes], case: CaseData, page: Evidence) -> str:
    """Where in slot 10 the scan lies that the page names; empty where it does not."""
    papers = (paper.path for slot in case.slots if slot.number == SLOT for paper in slot.papers)
    return next((path for path in papers if hashlib.sha256(found[path]).hexdigest() == page.scan_sha256), "")


def told(path: str, page: Evidence, contents: Contents) -> Iterator[Line]:
    """A line for each who signed by hand: it is known where, and no more; and one for a seal that is not there."""
    for one in on_paper(page, contents):
        yield holds(
            HAND_SIGNED,
            f"{one.signer_name}在打印件上亲笔签名，见扫描件 {path}（SHA-256 {page.scan_sha256}）；未经电子核验。",
            f"{one.signer_name} signed by hand on the scan {path} with SHA-256 {page.scan_sha256}; "
            "not electronically verified.",
        )
    for one in contents.persons:
        if one.kind == ORGANISATION and one.name in page.left_empty:
            said = f"{one.signer_name}没有在此文件上加盖电子印章。"
            yield holds("package.unsealed", said, f"{one.signer_name} put no electronic seal on this file.")
