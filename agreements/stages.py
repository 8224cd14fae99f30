"""The ways from one stage to another: freezing, going back, and what the workers report (diagram in agreement.py).

A report that does not fit the agreement as it is now is Stale and changes nothing: the worker asks `work.due` again.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from agreements.acts import (
    CloseDone,
    Commented,
    Delayed,
    FreezeAsked,
    FreezeDone,
    FreezeFailed,
    Objected,
    Refused,
    Reopened,
    SignatureApplied,
    TimeOver,
)
from agreements.agreement import (
    Agreement,
    Applied,
    Capacity,
    Closing,
    Delay,
    Drafting,
    Freezing,
    Frozen,
    PaperKind,
    Sealed,
    Signing,
    Slot,
    Void,
)
from agreements.ceremony import fresh_slots, groups_of, persons_done, slot_of
from agreements.deadline import time_of
from agreements.draft import Snapshot
from agreements.drafting import comment, drafting, reason_of
from agreements.editors import leader_only
from agreements.facts import (
    AgreementSealed,
    Fact,
    FreezeBegun,
    FreezeFell,
    SignatureStored,
    TextExpired,
    TextFrozen,
    TextVoided,
    WorkDelayed,
)
from agreements.freezing import complete
from agreements.history import kept
from agreements.ids import PartId, SignerId, SnapshotId
from agreements.members import BOUND, HEAD, member
from agreements.outcome import Step
from agreements.refusals import NotPermitted, Stale, Unfit, Unmet
from agreements.work import due
from law.beijing import clock, day_of

UNPRINTABLE: Final = "unprintable"
OVER: Final = "签署期限（{until}）已过，还没有签名：{names}"


def under_way(agreement: Agreement) -> bool:
    """Whether a text lies on the table to be signed, and is neither signed by all persons nor taken back."""
    return isinstance(agreement.stage, Freezing | Signing) and not persons_done(agreement)


def ask_freeze(agreement: Agreement, act: FreezeAsked) -> Step:
    """The text as the mediator saw it, if nothing in it blocks; a new round."""
    leader_only(agreement, act.by)
    draft = drafting(agreement).draft
    if act.saw != draft.version:
        raise Unmet("draft.changed")
    complete(agreement, draft, today=day_of(act.at), means=act.means)
    round_ = agreement.round + 1
    state = Snapshot(SnapshotId(act.document), act.at, act.by, "", round_, ())
    stage = Freezing(kept(draft, state, act.readings) if act.readings else draft, act.document, act.at, act.by)
    fact = FreezeBegun(agreement.id, round_, act.document, act.by)
    return Step(replace(agreement, stage=stage, round=round_), (fact,))


def reopen(agreement: Agreement, act: Reopened) -> Step:
    """The mediator goes back to drafting, as long as not all have signed. Minutes: whoever the room lets keep them."""
    if agreement.matter.paper is PaperKind.AGREEMENT:
        leader_only(agreement, act.by)
    reason = reason_of(act.reason)
    match agreement.stage:
        case Freezing(draft=draft, document=document):
            fell = FreezeFell(agreement.id, agreement.round, document, act.by, reason)
            return Step(replace(agreement, stage=Drafting(draft)), (fell,))
        case Signing() if not persons_done(agreement):
            return _voided(agreement, agreement.stage, act, reason)
        case Drafting():
            raise Unmet("stage.not_signing")
        case Signing() | Closing() | Sealed():
            raise Unmet("stage.too_late")


def refuse(agreement: Agreement, act: Refused) -> Step:
    """A party that has not signed says no; one that has, cannot take it back."""
    return _voided(agreement, _still_open(agreement, act.by), act, reason_of(act.reason))


def object_(agreement: Agreement, act: Objected) -> Step:
    """No to one group of clauses: the text falls, and the reason stands as a remark at that clause of the draft."""
    stage = _still_open(agreement, act.by)
    if act.digest != stage.frozen.digest:
        raise Unmet("agreement.changed")
    if act.group not in groups_of(agreement, stage.frozen):
        raise Unfit("group.unknown")
    fallen = _voided(agreement, stage, act, reason_of(act.reason))
    part = PartId(act.group) if act.group in {each.id for each in stage.frozen.draft.clauses} else HEAD
    said = comment(fallen.agreement, Commented(act.at, act.by, act.id, part, act.reason))
    return Step(said.agreement, (*fallen.facts, *said.facts))


def expire(agreement: Agreement, act: TimeOver) -> Step:
    """Its time is over and a party has not signed: back to drafting, and no half-signed text counts."""
    stage, time = agreement.stage, time_of(agreement)
    if not isinstance(stage, Signing) or time is None or act.at < time.until:
        raise Stale("outcome.stale")
    unsigned = tuple(slot.signer for slot in stage.slots if slot.activation is None)
    names = "、".join(member(agreement, one).name for one in unsigned if member(agreement, one).capacity in BOUND)
    fallen, void = _fallen(agreement, stage, act.at, "expired", OVER.format(until=clock(time.until), names=names))
    fact = TextExpired(agreement.id, void.round, void.digest, void.pdf, time.until, void.signed, unsigned)
    return Step(fallen, (fact,))


def freeze_done(agreement: Agreement, act: FreezeDone) -> Step:
    """All may read and sign. The text counts as frozen from when that was asked for: its bytes were fixed then."""
    stage = agreement.stage
    if not isinstance(stage, Freezing) or act.frozen.digest != stage.document:
        raise Stale("outcome.stale")
    frozen = Frozen(stage.draft, stage.document, act.frozen.pdf, act.frozen.pages, stage.asked_at)
    fact = TextFrozen(agreement.id, agreement.round, frozen.digest, frozen.pdf, len(frozen.pages))
    slots = fresh_slots(agreement)
    # Minutes that nobody signs any more have no signers: the platform's own seal closes them.
    after = Signing(frozen, slots, frozen.pdf) if slots else Closing(frozen, (), frozen.pdf)
    return Step(replace(agreement, stage=after), (fact,))


def freeze_failed(agreement: Agreement, act: FreezeFailed) -> Step:
    """Back to drafting with the sentence that says why."""
    stage = agreement.stage
    if not isinstance(stage, Freezing) or act.document != stage.document:
        raise Stale("outcome.stale")
    fact = FreezeFell(agreement.id, agreement.round, stage.document, None, UNPRINTABLE)
    return Step(replace(agreement, stage=Drafting(stage.draft, fault=act.sentence)), (fact,))


def signature_applied(agreement: Agreement, act: SignatureApplied) -> Step:
    """One signature more is in the file; with the last one the file is closed."""
    stage = agreement.stage
    if not isinstance(stage, Signing) or act.onto != stage.head:
        raise Stale("outcome.stale")
    slot = next((each for each in stage.slots if each.field == act.field), None)
    if slot is None or slot.activation is None or slot.applied is not None:
        raise Stale("outcome.stale")
    slots = tuple(replace(each, applied=act.applied) if each is slot else each for each in stage.slots)
    fact = _stored(agreement, stage, slot, act.applied)
    if all(each.applied for each in slots):
        return Step(replace(agreement, stage=Closing(stage.frozen, slots, act.applied.pdf)), (fact,))
    return Step(replace(agreement, stage=Signing(stage.frozen, slots, act.applied.pdf)), (fact,))


def close_done(agreement: Agreement, act: CloseDone) -> Step:
    """Sealed: nothing changes any more."""
    stage = agreement.stage
    if not isinstance(stage, Closing) or act.onto != stage.head:
        raise Stale("outcome.stale")
    sealed = Sealed(stage.frozen, stage.slots, act.pdf, act.evidence, act.evidence_pages, act.sealed_at, stage.paper)
    fact = AgreementSealed(agreement.id, stage.frozen.digest, act.pdf, act.evidence, act.sealed_at)
    return Step(replace(agreement, stage=sealed), (fact,))


def delayed(agreement: Agreement, act: Delayed) -> Step:
    """Kept for all to see until the next success; on record once."""
    stage = agreement.stage
    if due(agreement) is None or not isinstance(stage, Freezing | Signing | Closing):
        raise Stale("outcome.stale")
    before = stage.delay
    delay = Delay(act.code, act.sentence, before.since if before else act.at, before.tries + 1 if before else 1)
    facts: tuple[Fact, ...] = () if before and before.code == act.code else (WorkDelayed(agreement.id, act.code),)
    return Step(replace(agreement, stage=replace(stage, delay=delay)), facts)


def _still_open(agreement: Agreement, by: SignerId) -> Signing:
    """The stage, if this party can still say no."""
    if member(agreement, by).capacity in {Capacity.MEDIATOR, Capacity.ORGANISATION}:
        raise NotPermitted("member.party_only")
    slot = slot_of(agreement, by)
    if slot is not None and slot.activation is not None:
        raise Unmet("agreement.signed_stays")
    if not isinstance(agreement.stage, Signing):
        raise Unmet("stage.not_signing")
    return agreement.stage


def _voided(agreement: Agreement, stage: Signing, act: Refused | Objected | Reopened, reason: str) -> Step:
    what = {Refused: "refused", Objected: "objected", Reopened: "reopened"}[type(act)]
    fallen, void = _fallen(agreement, stage, act.at, what, reason, act.by)
    fact = TextVoided(agreement.id, void.round, void.digest, void.pdf, what, act.by, reason, void.signed)
    return Step(fallen, (fact,))


def _fallen(
    agreement: Agreement, stage: Signing, at: datetime, what: str, reason: str, by: SignerId | None = None
) -> tuple[Agreement, Void]:
    frozen = stage.frozen
    signed = tuple(slot.signer for slot in stage.slots if slot.applied)
    void = Void(agreement.round, frozen.digest, stage.head, at, by, what, reason, signed)
    return replace(agreement, stage=Drafting(frozen.draft), voids=(*agreement.voids, void)), void


def _stored(agreement: Agreement, stage: Signing, slot: Slot, applied: Applied) -> SignatureStored:
    return SignatureStored(
        agreement=agreement.id,
        digest=stage.frozen.digest,
        signer=slot.signer,
        field=slot.field,
        onto=stage.head,
        pdf=applied.pdf,
        certificate_sha256=applied.certificate_sha256,
        at=applied.at,
    )
