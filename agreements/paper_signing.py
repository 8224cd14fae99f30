"""The paper branch (规则 §19, domain.md §3.2): a text fixed here is signed by hand on its print, and the scan is filed.

Who has signed here keeps the signature; all others sign on paper, and the mediator writes down on which day. The file
is closed by the platform's seal alone and claims no electronic signature of those; whether each page of the scan is the
text's own was looked at before (`paper_marks`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from agreements.acts import PaperFiled
from agreements.agreement import Agreement, Capacity, Closing, PaperSigned, Sealed, Signing, Slot
from agreements.facts import PaperTakenIn
from agreements.ids import SignerId
from agreements.members import mediator, mediator_only, member
from agreements.outcome import Step
from agreements.refusals import Unfit, Unmet
from law.beijing import BEIJING, day_of

MIDNIGHT: Final = time(tzinfo=BEIJING)


def file_paper(agreement: Agreement, act: PaperFiled) -> Step:
    """Everybody who has not signed here has signed the print: closed, with what is signed here beneath."""
    mediator_only(agreement, act.by)
    stage = agreement.stage
    if not isinstance(stage, Signing):
        raise Unmet("stage.not_signing")
    if act.digest != stage.frozen.digest:
        raise Unmet("agreement.changed")
    if any(slot.activation is not None and slot.applied is None for slot in stage.slots):
        raise Unmet("paper.applying")
    wanted = {slot.signer for slot in _people(agreement, stage.slots) if slot.applied is None}
    if set(act.signed) != wanted or not wanted:
        missing = "、".join(member(agreement, one).name for one in wanted - set(act.signed))
        raise Unfit("paper.signers", names=missing)
    _days_hold(agreement, stage, act)
    signed = tuple((slot.signer, act.signed[slot.signer]) for slot in stage.slots if slot.signer in wanted)
    paper = PaperSigned(act.scan, signed, act.at)
    people, days = tuple(one for one, _ in signed), tuple(day for _, day in signed)
    fact = PaperTakenIn(agreement.id, act.digest, act.scan, people, days, act.by)
    return Step(replace(agreement, stage=Closing(stage.frozen, stage.slots, stage.head, paper=paper)), (fact,))


def signed_on_paper(agreement: Agreement) -> dict[SignerId, datetime]:
    """When each of those signed, as the mediator wrote it down: the beginning of that day."""
    match agreement.stage:
        case Closing(paper=PaperSigned(signed=signed)) | Sealed(paper=PaperSigned(signed=signed)):
            return {one: datetime.combine(day, MIDNIGHT) for one, day in signed}
        case _:
            return {}


def _people(agreement: Agreement, slots: Iterable[Slot]) -> Iterable[Slot]:
    return (slot for slot in slots if member(agreement, slot.signer).capacity is not Capacity.ORGANISATION)


def _days_hold(agreement: Agreement, stage: Signing, act: PaperFiled) -> None:
    """Nobody signs before the text was fixed or after today, nor the mediator before the parties."""
    first, today = day_of(stage.frozen.at), day_of(act.at)
    if any(not first <= day <= today for day in act.signed.values()):
        raise Unfit("paper.day", first=first.isoformat())
    last = act.signed.get(mediator(agreement).id)
    here = [day_of(slot.applied.at) for slot in stage.slots if slot.applied is not None]
    parties = [day for one, day in act.signed.items() if one != mediator(agreement).id]
    if last is not None and any(day > last for day in (*here, *parties)):
        raise Unfit("paper.mediator_last")
