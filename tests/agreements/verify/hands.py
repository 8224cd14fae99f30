"""An agreement that some signed here and the others by hand on its print, as the product closes and bundles it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import rfc8785

from agreements import render
from agreements.bundle.bundle import Bundle, Paper
from agreements.bundle.chain import AnyRecord, ChainHead
from agreements.bundle.contents import Held
from agreements.bundle.slots import Slot
from agreements.document import Document, SignatureField
from agreements.ports import Evidence, EvidenceSigner
from law.zone import Zone
from tests.agreements.verify.sealed import (
    House,
    chain_of,
    evidence_of,
    facts_of,
    head_of,
    sealed_agreement,
    signed_by,
    told,
)

SCAN = b"%PDF-1.4 what was signed by hand"
HERE = "party_1"
"""Who signs in the ceremony; the organisation has no seal in the file, all others sign the print."""


@dataclass(frozen=True, slots=True)
class HandSigned:
    """`page`: what the platform's evidence page says; `signed`: certificate of who signed here."""

    house: House
    document: Document
    raw: bytes
    agreement: bytes
    page: Evidence

    @property
    def hands(self) -> tuple[SignatureField, ...]:
        return tuple(one for one in self.document.fields if one.kind in {"party", "mediator"} and one.name != HERE)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    async def evidence(self, **other: object) -> bytes:
        """The page under the platform's seal; `other`: what an accomplice there makes it say instead."""
        page = replace(self.page, **other)  # type: ignore[arg-type]  # by name
        printed = render.evidence(page, canonical=rfc8785.dumps(asdict(page)))
        return (await self.house.seals.certified(printed.pdf)).pdf

    def filed(self) -> dict[str, Any]:
        """Body of the record of the paper signing."""
        people: list[str] = [one.signer for one in self.hands]
        own = {"agreement": self.document.agreement, "digest": self.digest, "scan": self.page.scan_sha256}
        return {**own, "signed": people, "days": ["2026-11-22"] * len(people), "by": "mediator-1"}

    def signature(self, field: str) -> dict[str, Any]:
        """Body of the record of one electronic signature."""
        return {"agreement": self.document.agreement, "digest": self.digest, "field": field}

    def chain(
        self, *, filed: Sequence[dict[str, Any]], signed: Sequence[str]
    ) -> tuple[tuple[AnyRecord, ...], ChainHead]:
        records = chain_of(
            ("room.created", {"room": "room-1"}, True),
            ("caucus.opened", {"room": "room-2"}, False),
            ("agreement.frozen", {"digest": self.digest}, True),
            *(("agreement.signed", self.signature(field), True) for field in signed),
            *(("agreement.paper_filed", body, True) for body in filed),
            ("agreement.sealed", {"digest": self.digest}, True),
        )
        return tuple(told(record, whole=whole) for record, whole in records), head_of(records[-1][0])

    def bundle(self, evidence: bytes, agreement: bytes | None = None) -> Bundle:
        events, head = self.chain(filed=[self.filed()], signed=[HERE])
        paper = sealed_agreement(self.document, agreement or self.agreement, evidence)
        own = tuple(one.signer_name for one in self.document.fields if one.name == HERE)
        return Bundle(
            facts=facts_of(self.document),
            papers=(replace(paper, signers=own), scan()),
            agreement_json=self.raw,
            events=events,
            head=head,
            root_pem=self.house.root,
        )


def scan(content: bytes = SCAN, slot: Slot = Slot.OTHER) -> Paper:
    return Paper(slot, "签名的打印件", Zone.CASE, Held(content), 4, word="case_sealed_scan")


async def hand_signed(house: House, document: Document, change: Callable[[bytes], bytes] = bytes) -> HandSigned:
    """`change`: what somebody does to the revision that HERE signed before the platform closes it."""
    raw = rfc8785.dumps(asdict(document))
    digest = hashlib.sha256(raw).hexdigest()
    own = next(one for one in document.fields if one.name == HERE)
    prepared = await house.seals.prepared(render.agreement(document, canonical=raw, digest=digest))
    revision = await signed_by(house, prepared, own, document.agreement)
    closed = (await house.seals.closed(change(revision.pdf), by_hand=True)).pdf
    left = [one for one in document.fields if one.kind != "platform" and one.name != HERE]
    page = evidence_of(document, digest, closed, [(own, revision)])
    hands = tuple(by_hand(page.signers[0], one) for one in left if one.kind != "organisation")
    page = replace(
        page,
        signers=(*page.signers, *hands),
        left_empty=tuple(one.name for one in left),
        scan_sha256=hashlib.sha256(SCAN).hexdigest(),
    )
    return HandSigned(house, document, raw, closed, page)


def by_hand(like: EvidenceSigner, field: SignatureField) -> EvidenceSigner:
    nothing = dict.fromkeys(("activated_at", "certificate_serial", "certificate_sha256", "code", "read", "device"), "")
    return replace(like, name=field.signer_name, on_behalf_of=field.on_behalf_of, ink="在打印件上亲笔签名", **nothing)
