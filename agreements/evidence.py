"""签署证据页 as data: who signed, how, when, and what that gives under each rule of effect (domain.md §3.2 item 13).

Reasons of refusals and anything said in drafting stay out: the page goes to the court. Times are Beijing time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from agreements.agreement import (
    Activation,
    Agreement,
    Applied,
    Closing,
    Code,
    Member,
    PaperKind,
    Sealed,
    Slot,
)
from agreements.canonical import short_code
from agreements.ceremony import persons_done, slots_of, terms_of
from agreements.ceremony_terms import CeremonyTerms
from agreements.effect import Effects, Signed, State, effects_of
from agreements.ids import Digest
from agreements.members import mediator, member, on_behalf_of, organisation, person_of, principals
from agreements.paper_signing import signed_on_paper
from agreements.ports import Evidence, EvidenceEffect, EvidenceEvent, EvidenceSigner
from agreements.refusals import Stale
from agreements.wording import Desk, desk, heading
from law.beijing import clock, day_of, printed_day
from law.calendar import OFFICIAL, Calendar
from law.dated import Row, day, in_force, rows
from law.masking import masked_id_no
from law.people import Entity, NaturalPerson

SCHEMA: Final = "signing-evidence/1"


@dataclass(frozen=True, slots=True)
class _Texts:
    version: str
    valid_from: date
    valid_to: date | None
    row: Row


@dataclass(frozen=True, slots=True)
class _Signature:
    """A slot that went all the way; none of it can be missing."""

    member: Member
    slot: Slot
    read_at: datetime
    confirmed_at: datetime
    code: Code
    activation: Activation
    applied: Applied


@dataclass(frozen=True, slots=True)
class _Stamp:
    """The organisation's seal, in the file."""

    member: Member
    activation: Activation
    applied: Applied


class NoTextsError(LookupError):
    """No texts are in force on that day: ours to mend in `agreements/data/evidence.json`."""


def evidence_of(agreement: Agreement, *, pdf: Digest, sealed_at: datetime, calendar: Calendar = OFFICIAL) -> Evidence:
    """The page of an agreement whose closed file is `pdf`. Raises Stale before all have signed."""
    stage = _all_signed(agreement)
    house = organisation(agreement)
    by_hand = signed_on_paper(agreement)
    here = (slot for slot in stage.slots if slot.signer not in by_hand and (house is None or slot.signer != house.id))
    signatures = tuple(_signature(agreement, slot) for slot in here)
    stamp = None if by_hand else _stamp(agreement, stage)
    texts, terms = _texts_on(day_of(sealed_at)), terms_of(agreement, stage.frozen)
    at = desk(agreement, day_of(stage.frozen.at))
    title = texts.row["titles"].get(agreement.matter.paper) or at.template.texts["title"]
    # Minutes take effect under no rule: they record.
    takes_effect = agreement.matter.paper is PaperKind.AGREEMENT
    return Evidence(
        schema=SCHEMA,
        agreement=agreement.id,
        number=agreement.matter.number,
        case_no=agreement.matter.case_no,
        title=title,
        organisation=agreement.matter.organisation,
        digest=stage.frozen.digest,
        agreement_pdf_sha256=pdf,
        sealed_at=clock(sealed_at),
        signers=(
            *(_signer(one, texts, terms, one.member.title or heading(at, one.member)) for one in signatures),
            *((_keeper(stamp, texts, heading(at, stamp.member)),) if stamp else ()),
            *(_by_hand(member(agreement, one), day, texts, at) for one, day in by_hand.items()),
        ),
        effects=_printed(effects(agreement, today=day_of(sealed_at), calendar=calendar)) if takes_effect else (),
        events=tuple(_events(agreement, stage, signatures, stamp, texts, sealed_at)),
        not_proved=(*terms.not_proved, *((texts.row["paper"]["not_proved"],) if by_hand else ())),
        left_empty=tuple(slot.field for slot in stage.slots if slot.applied is None),
        scan_sha256=stage.paper.scan if stage.paper else "",
    )


def effects(agreement: Agreement, *, today: date, calendar: Calendar = OFFICIAL) -> Effects:
    """What each rule gives once all persons have signed, before that as if nobody had: until then a text can fall.

    A seal that was put on elsewhere, on paper, is not known here.
    """
    slots = slots_of(agreement) if persons_done(agreement) or signed_on_paper(agreement) else ()
    times = {slot.signer: slot.applied.at for slot in slots if slot.applied} | signed_on_paper(agreement)
    house = organisation(agreement)
    signed = Signed(
        tuple(times.get(one.id) for one in principals(agreement)),
        times.get(mediator(agreement).id),
        times.get(house.id) if house else None,
    )
    return effects_of(signed, lane=agreement.matter.lane, today=today, calendar=calendar)


def effect_sentences(agreement: Agreement, *, today: date, calendar: Calendar = OFFICIAL) -> tuple[str, ...]:
    """The rules that apply, each as one sentence in Chinese with its source, as the evidence page says them."""
    return tuple(f"{one.citation}：{one.says}" for one in _printed(effects(agreement, today=today, calendar=calendar)))


def _printed(found: Effects) -> tuple[EvidenceEffect, ...]:
    said = (one for one in (*found.rules, *found.summary) if one.state is not State.NOT_APPLICABLE)
    return tuple(EvidenceEffect(one.rule, one.citation, one.says, clock(one.at) if one.at else "") for one in said)


def _all_signed(agreement: Agreement) -> Closing | Sealed:
    if not isinstance(agreement.stage, Closing | Sealed):
        raise Stale("outcome.stale")
    return agreement.stage


def _signature(agreement: Agreement, slot: Slot) -> _Signature:
    found = (slot.read_at, slot.confirmed_at, slot.code, slot.activation, slot.applied)
    match found:
        case (
            datetime() as read_at,
            datetime() as confirmed_at,
            Code() as code,
            Activation() as pressed,
            Applied() as got,
        ):
            return _Signature(member(agreement, slot.signer), slot, read_at, confirmed_at, code, pressed, got)
        case _:
            raise Stale("outcome.stale")


def _stamp(agreement: Agreement, stage: Closing | Sealed) -> _Stamp | None:
    """None where the organisation has no seal to put on here."""
    house = organisation(agreement)
    slot = next((slot for slot in stage.slots if house and slot.signer == house.id), None)
    if house is None or slot is None:
        return None
    if slot.activation is None or slot.applied is None:
        raise Stale("outcome.stale")
    return _Stamp(house, slot.activation, slot.applied)


def _keeper(one: _Stamp, texts: _Texts, capacity: str) -> EvidenceSigner:
    pressed = one.activation
    return EvidenceSigner(
        name=one.member.name,
        capacity=capacity,
        on_behalf_of="",
        id_no_masked="",
        identity=texts.row["identities"].get(pressed.identity, pressed.identity),
        read="",
        confirmed="",
        code="",
        ink=texts.row["seal"].format(account=pressed.account),
        activated_at=clock(pressed.at),
        signed_at=clock(one.applied.at),
        certificate_serial=one.applied.certificate_serial,
        certificate_sha256=one.applied.certificate_sha256,
        device=pressed.device,
        source=pressed.source,
        agent=pressed.agent,
    )


def _by_hand(one: Member, day: datetime, texts: _Texts, at: Desk) -> EvidenceSigner:
    """Nothing electronic is claimed of who signed the print."""
    return EvidenceSigner(
        name=one.name,
        capacity=one.title or heading(at, one),
        on_behalf_of=on_behalf_of(one),
        id_no_masked=_masked(one),
        identity=texts.row["identities"].get(one.identity, one.identity),
        read="",
        confirmed="",
        code="",
        ink=texts.row["paper"]["signed"],
        activated_at="",
        signed_at=printed_day(day_of(day)),
        certificate_serial="",
        certificate_sha256="",
        device="",
        source="",
        agent="",
    )


def _signer(one: _Signature, texts: _Texts, terms: CeremonyTerms, capacity: str) -> EvidenceSigner:
    pressed, slot, row = one.activation, one.slot, texts.row
    at = clock(one.confirmed_at)
    return EvidenceSigner(
        name=one.member.name,
        capacity=capacity,
        on_behalf_of=on_behalf_of(one.member),
        id_no_masked=_masked(one.member),
        identity=row["identities"].get(pressed.identity, pressed.identity),
        read=row["read"].format(pages=len(slot.pages_read), seconds=slot.read_seconds, at=clock(one.read_at)),
        confirmed=row["confirmed"].format(at=at, sentence=terms.sentence, version=slot.esign_version),
        code=_code(one, row),
        ink=_ink(pressed, row),
        activated_at=clock(pressed.at),
        signed_at=clock(one.applied.at),
        certificate_serial=one.applied.certificate_serial,
        certificate_sha256=one.applied.certificate_sha256,
        device=pressed.device,
        source=pressed.source,
        agent=pressed.agent,
    )


def _masked(who: Member) -> str:
    """The number of the person who signs, masked; empty where none is on file."""
    if who.party is not None and person_of(who.party).name != who.name:
        return ""
    match who.party:
        case None:
            return ""
        case NaturalPerson(id_no=id_no):
            return masked_id_no(id_no) if id_no else ""
        case Entity(representative=person):
            return masked_id_no(person.id_no) if person.id_no else ""


def _code(one: _Signature, row: Row) -> str:
    """How the code went out and came back, and what that says of the address: it was on file, whoever holds it."""
    answered: str = row.get("answered", {}).get(one.code.channel, "")
    said: str = row["code"].format(
        channel=row["channels"].get(one.code.channel, one.code.channel),
        target=one.code.target_masked or row["operator"],
        sent_at=clock(one.code.sent_at),
        at=clock(one.activation.at),
    )
    return said + answered


def _ink(pressed: Activation, row: Row) -> str:
    ink = pressed.ink
    if ink.typed is not None:
        return str(row["typed"].format(name=ink.typed))
    points = sum(len(stroke.points) for stroke in ink.strokes)
    drawn = row["drawn"].format(strokes=len(ink.strokes), points=points)
    return f"{drawn}；{row['phone'].format(agent=pressed.phone)}" if pressed.phone else str(drawn)


def _events(
    agreement: Agreement,
    stage: Closing | Sealed,
    signatures: tuple[_Signature, ...],
    stamp: _Stamp | None,
    texts: _Texts,
    sealed_at: datetime,
) -> Iterator[EvidenceEvent]:
    """In the order of time; what happened in the same second keeps the order of the ceremony."""
    said = texts.row["events"]
    happened = [(void.at, said["voided"].format(round=void.round)) for void in agreement.voids]
    begun = said["frozen"].format(round=agreement.round, code=short_code(stage.frozen.digest))
    happened.append((stage.frozen.at, begun))
    for one in signatures:
        moments = {
            "read": one.read_at,
            "confirmed": one.confirmed_at,
            "activated": one.activation.at,
            "applied": one.applied.at,
        }
        happened += [(at, said[what].format(who=one.member.name)) for what, at in moments.items()]
    if stamp is not None:
        happened.append((stamp.activation.at, said["stamp"].format(who=stamp.activation.account)))
        happened.append((stamp.applied.at, said["stamped"].format(who=stamp.member.name)))
    if stage.paper is not None:
        happened.append((stage.paper.filed_at, said["paper"].format(scan=stage.paper.scan)))
    happened.append((sealed_at, said["sealed"].format(paper=texts.row["papers"][agreement.matter.paper])))
    # Timestamps know whole seconds only: by our finer clock a signature would stand before the press that made it.
    for at, what in sorted(happened, key=lambda event: event[0].replace(microsecond=0)):
        yield EvidenceEvent(clock(at), what)


def _texts_on(today: date) -> _Texts:
    found = in_force(_TEXTS, today)
    if not found:
        raise NoTextsError(today.isoformat())
    return found[-1]


def _texts(row: Row) -> _Texts:
    return _Texts(row["version"], date.fromisoformat(row["valid_from"]), day(row["valid_to"]), row)


_TEXTS: Final = tuple(map(_texts, rows("evidence.json", package="agreements")))
