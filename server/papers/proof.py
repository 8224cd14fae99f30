"""The audit chain as it leaves the house: what the court may read with its salt, all else as bare hashes.

Nothing is left out: each record has its place and its hash, so that the chain can be followed to the signed head. Of
the others nothing else leaves, not even kind and time: who was called aside, and when, is no court's business
(domain.md §2.6, §3.13).
"""

import json
from collections.abc import Collection, Sequence
from typing import Final

from agreements.bundle.chain import AnyRecord, BareRecord, ChainHead, ChainRecord
from agreements.facts import (
    AgreementSealed,
    ClausesConfirmed,
    CodeIssued,
    CodeWrong,
    FreezeBegun,
    PageShown,
    PaperTakenIn,
    ReadToEnd,
    SealAuthorised,
    SignatureAuthorised,
    SignatureStored,
    TextConfirmed,
    TextFrozen,
    WorkDelayed,
)
from agreements.ids import AgreementId
from rooms.cases.deeds import court, text
from rooms.course_facts import NoticeWasRead, PersonIdentified, SeatCleared
from rooms.facts import ConsentsRecorded, IdentityProved, NodeTookUp, PhaseChanged
from rooms.minutes.facts import MinutesClosed, MinutesConfirmed, MinutesFrozen
from server.audit.chain import Record, body_digest, instant
from server.audit.facts import RoomCreated
from server.audit.heads import Head

OPEN_KINDS: Final = frozenset(
    fact.kind
    for fact in (
        *(RoomCreated, PhaseChanged, NodeTookUp, IdentityProved, ConsentsRecorded),
        *(FreezeBegun, TextFrozen, PageShown, ReadToEnd, TextConfirmed, CodeIssued, CodeWrong),
        *(ClausesConfirmed, SealAuthorised, SignatureAuthorised, SignatureStored, WorkDelayed, AgreementSealed),
        PaperTakenIn,
        *(PersonIdentified, SeatCleared, NoticeWasRead),
        *(MinutesFrozen, MinutesConfirmed, MinutesClosed),
        *(text.TextFixed, text.TextConfirmed, text.PartySigned, text.MediatorSigned, text.TextClosed),
        *(text.OrganisationSealed, text.OfflineAgreement, court.RouteChosen, court.ApplicationSigned),
    )
)
"""Facts that may leave (Z1, Z3, Z6): ids, hashes, times and counts about who came and how the papers came to be."""


class NoHead(LookupError):
    """No head was signed behind the sealing: ours to mend."""


def proof(
    papers: Collection[AgreementId], records: Sequence[Record], heads: Sequence[Head], public_key: bytes
) -> tuple[tuple[AnyRecord, ...], ChainHead]:
    """A case's chain from its first record to the head signed when the last of these papers was sealed.

    Always the same for the same papers. Raises NoHead.
    """
    sealed = max((record.seq for record in records if _seals(record, papers)), default=None)
    head = next((head for head in heads if sealed is not None and head.seq >= sealed), None)
    if head is None:
        raise NoHead(records[0].case if records else "")
    return tuple(_told(record) for record in records if record.seq <= head.seq), _head(head, public_key)


def _seals(record: Record, papers: Collection[AgreementId]) -> bool:
    """Whether this is the sealing of one of them: a case may have several, one for each session."""
    return record.kind == AgreementSealed.kind and json.loads(record.body)["agreement"] in papers


def _told(record: Record) -> AnyRecord:
    if record.kind not in OPEN_KINDS:
        return BareRecord(record.seq, record.hash)
    return ChainRecord(
        case=record.case,
        seq=record.seq,
        at=instant(record.at),
        kind=record.kind,
        v=record.v,
        body_digest=body_digest(record.salt, record.body),
        prev=record.prev,
        hash=record.hash,
        salt=record.salt.hex(),
        body=record.body,
    )


def _head(head: Head, public_key: bytes) -> ChainHead:
    return ChainHead(
        case=head.case,
        seq=head.seq,
        hash=head.hash,
        at=instant(head.at),
        key_id=head.key_id,
        signature=head.signature.hex(),
        public_key=public_key.hex(),
    )
