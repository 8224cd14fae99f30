"""The agreement as one seat may see it, on the wire's terms. Pure: the same values give the same view.

All at the table see the draft and how far everybody is; only the signer sees the own way. ID numbers are masked: the
pages that are signed show them whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from agreements.agreement import (
    Agreement,
    Capacity,
    Closing,
    Drafting,
    Freezing,
    Frozen,
    Member,
    Sealed,
    Signing,
    Slot,
    Stage,
    Void,
)
from agreements.canonical import short_code
from agreements.ceremony import groups_of, has_turn, slots_of, terms_of
from agreements.deadline import time_of
from agreements.document import PerformanceRow
from agreements.dossier import Dossier
from agreements.draft import Comment, Draft, Part, Reading
from agreements.evidence import effects
from agreements.history import readings, wording
from agreements.ids import SignerId
from agreements.kinds import Kind
from agreements.means import Means
from agreements.members import member, on_behalf_of, parties
from agreements.paper_signing import signed_on_paper
from agreements.performance import agreed_sum, performance
from agreements.schedule import plan_of, schedule
from agreements.standing import Signs
from agreements.wording import OFFICIAL, Basis, Desk, desk, name_of, part_text
from law.beijing import day_of
from law.masking import masked_id_no
from law.sentence import Sentence
from server.papers import draft_view, lint_view
from server.storage.agreement_json import stage_name
from server.storage.agreements import draft_of
from server.storage.messages import State
from signaling.contract import agreement_view as wire
from signaling.contract.answers import Message

OUTBOX_SENTENCE: Final = "模拟发送：验证码在服务器终端（mediation-room outbox），请向操作人员当面询问。"
"""Where a code lies that nothing sent."""

NONE_YET: Final = wire.AgreementView(
    version=0,
    stage="none",
    draft_version=0,
    number="",
    parts=(),
    instalments=(),
    performance=(),
    missing=(),
    routes=(),
    total="",
    total_cn="",
    days_off=(),
    moved=None,
    suggestions=(),
    snapshots=(),
    comments=(),
    fault=None,
    fallen=None,
    frozen=None,
    bound=(),
    signers=(),
    own=None,
    trouble=None,
    sealed=None,
)
"""What everybody sees before the mediator has begun."""


CHANNELS: Final[Mapping[str, Literal["email", "sms"]]] = {"email": "email", "sms": "sms"}
BOUND_AS: Final[Mapping[Capacity, Literal["applicant", "respondent", "third", "guarantor"]]] = {
    Capacity.APPLICANT: "applicant",
    Capacity.RESPONDENT: "respondent",
    Capacity.THIRD: "third",
    Capacity.GUARANTOR: "guarantor",
}
FELL: Final[Mapping[str, Literal["refused", "objected", "reopened", "expired"]]] = {
    "refused": "refused",
    "objected": "objected",
    "reopened": "reopened",
    "expired": "expired",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something outside that is away now; it is tried again."""

    code: str
    sentence: Sentence
    since: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a code has come on its way to its signer. `trouble`: what keeps it."""

    state: State
    trouble: Trouble | None


def shared_view(
    agreement: Agreement,
    *,
    today: date,
    basis: Basis = OFFICIAL,
    before: Draft | None = None,
    dossier: Dossier | None = None,
    means: Means | None = None,
) -> wire.AgreementView:
    """What is the same for all at the table: most of it, and all of it that takes time to make.

    `before`: the draft that was shown last, to tell what moved. `dossier`: what the house knows besides the draft.
    """
    stage, draft = agreement.stage, draft_of(agreement)
    own = means or Means(basis.calendar)
    effect = effects(agreement, today=today, calendar=basis.calendar)
    at = desk(agreement, _worded_on(stage, today), id_no=masked_id_no, basis=basis)
    total = agreed_sum(draft)
    frozen = None if isinstance(stage, Drafting | Freezing) else stage.frozen
    return wire.AgreementView(
        version=agreement.version,
        stage=_stage(agreement),
        draft_version=draft.version,
        number=agreement.matter.number,
        parts=tuple(_part(at, draft, *both) for both in zip(draft.parts, readings(at, draft), strict=True)),
        instalments=tuple(row for part in draft.clauses for row in _instalments(at, part)),
        performance=tuple(wire.PerformanceLine.model_validate(_line(row)) for row in performance(at, draft)),
        missing=lint_view.findings(agreement, draft, dossier, today, own) if isinstance(stage, Drafting) else (),
        routes=lint_view.ways(agreement, draft, dossier, effect, today, own),
        total=total.shown if total else "",
        total_cn=total.in_words if total else "",
        days_off=draft_view.rest_days(at, draft) if isinstance(stage, Drafting) else (),
        moved=draft_view.last_moved(at, before, draft) if before else None,
        suggestions=tuple(draft_view.suggestion(agreement, draft, each) for each in draft.suggestions),
        snapshots=tuple(draft_view.snapshot(agreement, each) for each in draft.snapshots),
        comments=tuple(_comment(agreement, each) for each in draft.comments),
        fault=_message(stage.fault) if isinstance(stage, Drafting) and stage.fault else None,
        fallen=_fallen(agreement, agreement.voids[-1]) if agreement.voids else None,
        frozen=_frozen(agreement, frozen) if frozen else None,
        bound=tuple(_bound(one) for one in parties(agreement)),
        signers=tuple(_signer(agreement, slot) for slot in slots_of(agreement)),
        own=None,
        trouble=_trouble(agreement),
        sealed=_sealed(stage) if isinstance(stage, Sealed) else None,
    )


def own_view(
    shared: wire.AgreementView,
    agreement: Agreement,
    seat: SignerId,
    delivered: Mapping[SignerId, Delivery],
    *,
    leads: bool = False,
) -> wire.AgreementView:
    """The whole view of one seat. `delivered`: the codes on their way; who `leads` is told of anybody's, to help."""
    theirs = [slot for slot in slots_of(agreement) if member(agreement, slot.signer).device == seat]
    turn = next((slot for slot in theirs if slot.activation is None), theirs[-1] if theirs else None)
    on_its_way = delivered.get(turn.signer) if turn else None
    own = _own(agreement, turn, on_its_way) if turn else None
    theirs_of_all = [on_its_way, *(delivered.values() if leads else ())]
    trouble = next((one.trouble for one in theirs_of_all if one and one.trouble), None)
    return shared.model_copy(update={"own": own, "trouble": shared.trouble or (_told(trouble) if trouble else None)})


def _worded_on(stage: Stage, today: date) -> date:
    """The day whose texts are shown: a text that is fixed keeps its own, whatever came into force since (AT-27)."""
    match stage:
        case Drafting():
            return today
        case Freezing(asked_at=at):
            return day_of(at)
        case _:
            return day_of(stage.frozen.at)


def _stage(agreement: Agreement) -> wire.Stage:
    stages: dict[str, wire.Stage] = {
        "drafting": "drafting",
        "freezing": "freezing",
        "signing": "signing",
        "closing": "closing",
        "sealed": "sealed",
    }
    return stages[stage_name(agreement.stage)]


def _part(at: Desk, draft: Draft, part: Part, reading: Reading) -> wire.PartState:
    fields = tuple(
        wire.FieldState(name=name, value=entry.value, version=entry.version, by=_name(at.agreement, entry.by))
        for name, entry in part.entries.items()
    )
    return wire.PartState(
        id=part.id,
        kind=part.kind,
        number=reading.number,
        text=part_text(at, draft, part) if part.kind is Kind.HEAD else reading.text,
        fields=fields,
        wording=wording(reading) if reading.number else "",
        accepted=draft_view.accepted(at.agreement, draft, reading),
    )


def _instalments(at: Desk, part: Part) -> tuple[wire.InstalmentRow, ...]:
    plan = plan_of(part) if part.kind is Kind.INSTALMENTS else None
    return tuple(
        wire.InstalmentRow(
            part=part.id,
            number=row.number,
            due=row.due.isoformat(),
            amount=row.amount.text,
            moved_from=row.moved_from.isoformat() if row.moved_from else None,
        )
        for row in (schedule(plan, at.calendar).rows if plan else ())
    )


def _line(row: PerformanceRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in wire.PerformanceLine.model_fields}


def _comment(agreement: Agreement, comment: Comment) -> wire.CommentState:
    return wire.CommentState(
        id=comment.id,
        part=comment.part,
        author=comment.author,
        name=_name(agreement, comment.author),
        at=comment.at,
        text=comment.text,
        settled=comment.settled,
    )


def _fallen(agreement: Agreement, void: Void) -> wire.FallenText:
    return wire.FallenText(
        by=_name(agreement, void.by) if void.by else "",
        act=FELL[void.act],
        reason=void.reason,
        at=void.at,
        signatures=len(void.signed),
    )


def _frozen(agreement: Agreement, frozen: Frozen) -> wire.FrozenText:
    terms, time = terms_of(agreement, frozen), time_of(agreement)
    return wire.FrozenText(
        digest=frozen.digest,
        code=short_code(frozen.digest),
        pages=len(frozen.pages),
        groups=groups_of(agreement, frozen),
        at=frozen.at,
        remind_at=time.remind_at if time else None,
        sign_until=time.until if time else None,
        sentence=terms.sentence,
        esign_version=terms.version,
        esign_text=terms.text,
    )


def _bound(one: Member) -> wire.BoundState:
    return wire.BoundState(
        id=one.id,
        party=name_of(one),
        device=one.device,
        capacity=BOUND_AS[one.capacity],
        agent=one.device if one.standing.by is Signs.AGENT and one.device != one.id else None,
        signs=one.name,
        may_sign=one.standing.may_sign,
    )


def _signer(agreement: Agreement, slot: Slot) -> wire.SignerState:
    who, by_hand = member(agreement, slot.signer), signed_on_paper(agreement).get(slot.signer)
    return wire.SignerState(
        id=who.id,
        seat=who.device,
        name=who.name,
        on_behalf_of=on_behalf_of(who),
        capacity=who.capacity.value,
        may_sign=who.standing.may_sign,
        step="paper" if by_hand else step_of(slot),
        turn=slot.activation is None and has_turn(agreement, slot.signer),
        signed_at=slot.applied.at if slot.applied else by_hand,
    )


def step_of(slot: Slot) -> wire.SignerStep:
    """What this signer has to do next."""
    if slot.applied is not None:
        return "signed"
    if slot.activation is not None:
        return "applying"
    if slot.read_at is None:
        return "read"
    if slot.confirmed_at is None:
        return "confirm"
    return "code" if slot.code is None or slot.code.tries_left == 0 else "sign"


def _own(agreement: Agreement, slot: Slot, delivered: Delivery | None) -> wire.OwnStep:
    code = slot.code
    channel: Literal["email", "sms", "outbox"] | None = CHANNELS.get(code.channel, "outbox") if code else None
    outbox = channel == "outbox"
    return wire.OwnStep(
        signer=slot.signer,
        name=member(agreement, slot.signer).name,
        groups=slot.groups,
        pages_read=slot.pages_read,
        code_sent_to=None if code is None else OUTBOX_SENTENCE if outbox else code.target_masked,
        code_channel=channel,
        code_state=delivered.state.value if delivered else None,
        code_expires=code.expires if code else None,
        code_tries_left=code.tries_left if code else None,
    )


def _trouble(agreement: Agreement) -> wire.Trouble | None:
    stage = agreement.stage
    delay = stage.delay if isinstance(stage, Freezing | Signing | Closing) else None
    return _told(Trouble(delay.code, delay.sentence, delay.since)) if delay else None


def _told(trouble: Trouble) -> wire.Trouble:
    return wire.Trouble(code=trouble.code, message=_message(trouble.sentence), since=trouble.since)


def _sealed(stage: Sealed) -> wire.SealedFiles:
    return wire.SealedFiles(
        at=stage.at,
        pdf_sha256=stage.pdf,
        evidence_sha256=stage.evidence,
        evidence_pages=len(stage.evidence_pages),
    )


def _name(agreement: Agreement, who: SignerId) -> str:
    return draft_view.name_of(agreement, who)


def _message(sentence: Sentence) -> Message:
    return Message(zh=sentence.zh, en=sentence.en)
