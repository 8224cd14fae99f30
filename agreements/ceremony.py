"""From the frozen text to the last signature: read, confirm, code, sign (esign.md §5; domain.md §2.8).

Each signer has a slot, and each step in it needs the one before. Parties go in any order, the mediator after all of
them, the organisation's seal last; it is put on without reading or code, by its keeper's own account. Everything names
the digest of the text the person has before the eyes; another text is told, never signed.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final, assert_never

from agreements import ink
from agreements.acts import CodeSent, Confirmed, GroupConfirmed, PageRead, SealAsked, SignAsked
from agreements.agreement import (
    Agreement,
    Capacity,
    Closing,
    Code,
    Drafting,
    Freezing,
    Frozen,
    Member,
    Sealed,
    Signing,
    Slot,
)
from agreements.canonical import canonical_bytes, digest_of
from agreements.ceremony_terms import CeremonyTerms, terms_on
from agreements.facts import (
    ClausesConfirmed,
    CodeIssued,
    CodeWrong,
    PageShown,
    ReadToEnd,
    SealAuthorised,
    SignatureAuthorised,
    TextConfirmed,
)
from agreements.ids import Digest, SignerId
from agreements.members import member
from agreements.outcome import Step
from agreements.refusals import NotPermitted, Unfit, Unmet
from law.beijing import day_of

HOUR: Final = timedelta(hours=1)
FIRST_GROUP: Final = "parties"
"""当事人, 案由与来源, 事实."""
LAST_GROUP: Final = "closing"
"""履行一览 and what stands behind the terms."""
SEAL_RANK: Final = 2


def code_sha256(digest: Digest, signer: SignerId, code: str) -> Digest:
    """How a one-time code is kept and compared: bound to the text and the signer."""
    return Digest(hashlib.sha256(f"{digest}|{signer}|{code}".encode()).hexdigest())


def terms_of(agreement: Agreement, frozen: Frozen) -> CeremonyTerms:
    """The terms this text is read and signed under: those of the day on which it was frozen."""
    return terms_on(day_of(frozen.at), agreement.matter.paper)


def fresh_slots(agreement: Agreement) -> tuple[Slot, ...]:
    """One for each signer, in the order of the members."""
    return tuple(Slot(one.id, one.field) for one in agreement.members)


def groups_of(agreement: Agreement, frozen: Frozen) -> tuple[str, ...]:
    """The groups of clauses that are confirmed one by one: who and what, each term, the rest. None for minutes."""
    if not terms_of(agreement, frozen).by_groups:
        return ()
    return (FIRST_GROUP, *(clause.id for clause in frozen.draft.clauses), LAST_GROUP)


def slots_of(agreement: Agreement) -> tuple[Slot, ...]:
    """All of them; none while no text is frozen."""
    match agreement.stage:
        case Signing(slots=slots) | Closing(slots=slots) | Sealed(slots=slots):
            return slots
        case Drafting() | Freezing():
            return ()
        case _:
            assert_never(agreement.stage)


def slot_of(agreement: Agreement, signer: SignerId) -> Slot | None:
    """The slot of this signer; None while no text is frozen or for somebody who takes no part."""
    return next((slot for slot in slots_of(agreement) if slot.signer == signer), None)


def has_turn(agreement: Agreement, signer: SignerId) -> bool:
    """Whether this signer may sign now: parties always, the mediator after them, the organisation's seal last."""
    if not isinstance(agreement.stage, Signing):
        return False
    later = {
        Capacity.MEDIATOR: {Capacity.MEDIATOR, Capacity.ORGANISATION},
        Capacity.ORGANISATION: {Capacity.ORGANISATION},
    }
    not_before = later.get(member(agreement, signer).capacity)
    if not_before is None:
        return True
    waits_for = (one for one in agreement.stage.slots if member(agreement, one.signer).capacity not in not_before)
    return all(slot.applied for slot in waits_for)


def read(agreement: Agreement, act: PageRead) -> Step:
    """Seconds on one page. Done when every page was seen and the least time has passed; more of it changes nothing."""
    stage, slot = _at_text(agreement, act.by, act.digest)
    if not 1 <= act.page <= len(stage.frozen.pages):
        raise Unfit("page.unknown")
    if slot.read_at is not None:
        return Step(agreement)
    pages = tuple(sorted({*slot.pages_read, act.page}))
    # The device says how long; it cannot have been longer than the text exists.
    most = max(0, int((act.at - stage.frozen.at).total_seconds()))
    seconds = min(slot.read_seconds + max(0, act.seconds), most)
    count = len(stage.frozen.pages)
    done = len(pages) == count and seconds >= count * terms_of(agreement, stage.frozen).seconds_per_page
    after = replace(slot, pages_read=pages, read_seconds=seconds, read_at=act.at if done else None)
    shown = () if act.page in slot.pages_read else (PageShown(agreement.id, act.digest, act.by, act.page),)
    read_out = (ReadToEnd(agreement.id, act.digest, act.by, count, seconds),) if done else ()
    return Step(_with(agreement, stage, after), (*shown, *read_out))


def persons_done(agreement: Agreement) -> bool:
    """Whether everybody has signed, and at most the organisation's seal is missing: from then on no text falls."""
    people = [slot for slot in slots_of(agreement) if _rank(member(agreement, slot.signer)) < SEAL_RANK]
    return bool(people) and all(slot.applied for slot in people)


def confirm_group(agreement: Agreement, act: GroupConfirmed) -> Step:
    """Yes to one group; the pages may be read before, between or after."""
    stage, slot = _at_text(agreement, act.by, act.digest)
    if act.group not in groups_of(agreement, stage.frozen):
        raise Unfit("group.unknown")
    if act.group in slot.groups or slot.activation is not None:
        return Step(agreement)
    after = replace(slot, groups=(*slot.groups, act.group))
    fact = ClausesConfirmed(agreement.id, act.digest, act.by, act.group)
    return Step(_with(agreement, stage, after), (fact,))


def confirm(agreement: Agreement, act: Confirmed) -> Step:
    """The exact sentence, with the electronic signature terms of this text."""
    stage, slot = _at_text(agreement, act.by, act.digest)
    terms = terms_of(agreement, stage.frozen)
    if slot.read_at is None:
        raise Unmet("read.first")
    if act.sentence != terms.sentence:
        raise Unfit("confirm.sentence")
    if act.esign_version != terms.version:
        raise Unfit("confirm.terms_changed")
    if slot.confirmed_at is not None:
        return Step(agreement)
    if left := set(groups_of(agreement, stage.frozen)) - set(slot.groups):
        raise Unmet("groups.first", count=len(left))
    after = replace(slot, confirmed_at=act.at, esign_version=terms.version)
    said = digest_of(terms.sentence.encode())
    fact = TextConfirmed(agreement.id, act.digest, act.by, said, terms.version)
    return Step(_with(agreement, stage, after), (fact,))


def send_code(agreement: Agreement, act: CodeSent) -> Step:
    """A new code takes the place of the former. Its life and its tries are set here, whatever came in."""
    stage, slot = _at_text(agreement, act.by, act.digest)
    _ready(agreement, slot)
    terms = terms_of(agreement, stage.frozen)
    sent = 0 if slot.code is None or act.at - slot.code.sent_at >= HOUR else slot.codes_sent
    if sent >= terms.codes_an_hour and slot.code is not None:
        left = slot.code.sent_at + HOUR - act.at
        raise Unmet("code.too_many", minutes=-(-int(left.total_seconds()) // 60))
    code = replace(act.code, sent_at=act.at, expires=act.at + terms.code_life, tries_left=terms.code_tries)
    after = replace(slot, code=code, codes_sent=sent + 1)
    fact = CodeIssued(agreement.id, act.digest, act.by, code.channel, sent + 1)
    return Step(_with(agreement, stage, after), (fact,))


def sign(agreement: Agreement, act: SignAsked) -> Step:
    """The signer's own act. From here on the signature comes into the file without the person."""
    if (slot := slot_of(agreement, act.by)) and slot.activation is not None:
        if slot.activation.request == act.activation.request:
            return Step(agreement)
        raise Unmet("agreement.already_signed")
    stage, slot = _at_text(agreement, act.by, act.digest)
    _ready(agreement, slot)
    who = member(agreement, act.by)
    if not who.standing.may_sign:
        raise Unmet("standing.needed", name=who.name)
    ink.fit(act.activation.ink, who.name, terms_of(agreement, stage.frozen))
    code = _living(slot, act.at)
    if not compare_digest(code.sha256, act.code_sha256):
        return _wrong(agreement, stage, slot, code)
    # What the evidence page prints of channel and target is what the code was really sent by.
    pressed = replace(act.activation, at=act.at, channel=code.channel, target_masked=code.target_masked)
    pressed = replace(pressed, identity=who.identity)
    # Used up, and kept for the evidence page, which says when it was sent.
    after = replace(slot, activation=pressed, code=replace(code, tries_left=0))
    drawn = digest_of(canonical_bytes(pressed.ink))
    fact = SignatureAuthorised(agreement.id, act.digest, act.by, pressed.request, pressed.channel, drawn)
    return Step(_with(agreement, stage, after), (fact,))


def seal(agreement: Agreement, act: SealAsked) -> Step:
    """The organisation's seal: nothing to read or draw, but its own keeper, and everybody else before it."""
    if (slot := slot_of(agreement, act.by)) and slot.activation is not None:
        if slot.activation.request == act.activation.request:
            return Step(agreement)
        raise Unmet("agreement.already_signed")
    if member(agreement, act.by).capacity is not Capacity.ORGANISATION:
        raise NotPermitted("member.unknown")
    stage, slot = _at_text(agreement, act.by, act.digest)
    if not has_turn(agreement, act.by):
        raise Unmet("seal.others_first")
    pressed = replace(act.activation, at=act.at)
    fact = SealAuthorised(agreement.id, act.digest, pressed.request, pressed.account)
    return Step(_with(agreement, stage, replace(slot, activation=pressed)), (fact,))


def _rank(one: Member) -> int:
    """Who of a lower rank has to have signed before."""
    return {Capacity.MEDIATOR: 1, Capacity.ORGANISATION: SEAL_RANK}.get(one.capacity, 0)


def _wrong(agreement: Agreement, stage: Signing, slot: Slot, code: Code) -> Step:
    left = code.tries_left - 1
    after = replace(slot, code=replace(code, tries_left=left))
    fact = CodeWrong(agreement.id, stage.frozen.digest, slot.signer, left)
    refusal = Unfit("code.wrong", tries_left=left) if left else Unmet("code.spent")
    return Step(_with(agreement, stage, after), (fact,), refusal)


def _living(slot: Slot, at: datetime) -> Code:
    if slot.code is None:
        raise Unmet("code.first")
    if at >= slot.code.expires:
        raise Unmet("code.expired")
    if slot.code.tries_left <= 0:
        raise Unmet("code.spent")
    return slot.code


def _ready(agreement: Agreement, slot: Slot) -> None:
    """Raises unless all that comes before code and signature is done."""
    if member(agreement, slot.signer).capacity is Capacity.ORGANISATION:
        raise NotPermitted("seal.not_here")
    if slot.activation is not None:
        raise Unmet("agreement.already_signed")
    if slot.confirmed_at is None:
        raise Unmet("confirm.first" if slot.read_at else "read.first")
    if not has_turn(agreement, slot.signer):
        raise Unmet("turn.wait")


def _at_text(agreement: Agreement, signer: SignerId, digest: Digest) -> tuple[Signing, Slot]:
    """The stage and this signer's slot, if that is the text being signed."""
    member(agreement, signer)
    if not isinstance(agreement.stage, Signing):
        raise Unmet("stage.not_signing")
    slot = slot_of(agreement, signer)
    if slot is None:
        raise NotPermitted("member.unknown")
    if digest != agreement.stage.frozen.digest:
        raise Unmet("agreement.changed")
    return agreement.stage, slot


def _with(agreement: Agreement, stage: Signing, slot: Slot) -> Agreement:
    slots = tuple(slot if each.signer == slot.signer else each for each in stage.slots)
    return replace(agreement, stage=replace(stage, slots=slots))
