"""A paper as somebody sees it who is screened from one of its people (`protected_from`). Pure.

The paper itself is both sides' and names both: who it is for, its words, and in the end every signature. What is left
out is all that tells whether the other is there and what the other does now: how far a signature is before everybody
has signed, and with it whose turn follows; clauses agreed to, suggestions, comments, who changed which field; what the
check found of the other's papers; and by whom and why a text was taken back. A suggestion of the other's reaches this
side when a mediator takes it into the text, and looks like any other change then.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from agreements.agreement import Agreement
from law.sentence import Sentence
from rooms.ids import SeatId
from rooms.room import Room
from signaling.contract import agreement_view as wire

SEAL: Final = "organisation"
LATER: Final = frozenset({"mediator", SEAL})
"""Capacities whose turn comes when all parties have signed."""
TOLD_BY_TURN: Final = frozenset({"sign", "applying", "signed"})
"""Steps that nobody takes before the own turn."""
CHECKED: Final = frozenset({"party.unconfirmed", "authority.unseen", "authority.missing"})
"""Findings that come or go when somebody has been checked in the room."""
REMARKS: Final = "comment.open"
"""Counts everybody's remarks."""
FELL: Final = Sentence("文本已退回。", "The text was taken back.")


def apart_from(room: Room, seat: SeatId, agreement: Agreement) -> frozenset[str]:
    """Seats, persons and parties of whom this seat learns nothing; empty for nearly everybody."""
    seats = room.parted(seat)
    if not seats:
        return frozenset()
    own = {str(seat), *(str(person.id) for one in room.seats if one.id == seat for person in one.persons)}
    spoken_for = {str(one.id) for one in agreement.members if SeatId(one.device) in seats}
    return frozenset({*map(str, seats), *map(str, room.parted_persons(seat)), *spoken_for} - own)


def signatures_seen(agreement: Agreement, hidden: AbstractSet[str]) -> int:
    """How many signatures of the text that fell last this side may know of: parties' that are not hidden."""
    if not agreement.voids:
        return 0
    known = {one.id for one in agreement.members if one.capacity not in LATER and str(one.device) not in hidden}
    return sum(one in known for one in agreement.voids[-1].signed)


def without(view: wire.AgreementView, hidden: AbstractSet[str], signatures: int = 0) -> wire.AgreementView:
    """The view without what those do; the very same where there is nobody to leave out.

    `signatures`: those of the text that fell last which this side may know of.
    """
    if not hidden:
        return view
    return view.model_copy(
        update={
            "version": 0,
            "parts": tuple(_part(part, hidden) for part in view.parts),
            "missing": tuple(one for one in view.missing if not _of_their_doing(one, hidden)),
            "suggestions": tuple(one for one in view.suggestions if one.seat not in hidden),
            "moved": view.moved.model_copy(update={"by": ""}) if view.moved else None,
            "comments": tuple(one for one in view.comments if one.author not in hidden),
            "bound": tuple(_checked(one) if _is_of(one, hidden) else one for one in view.bound),
            "signers": _signers(view, hidden),
            "frozen": _waited_for(view, view.frozen, hidden) if view.frozen else None,
            "trouble": _own_trouble(view, hidden),
            "fallen": _fallen(view.fallen, signatures) if view.fallen else None,
        }
    )


def _part(part: wire.PartState, hidden: AbstractSet[str]) -> wire.PartState:
    """By nobody, not even by those who may be known: a name that is missing here would be the other's."""
    fields = tuple(one.model_copy(update={"by": ""}) for one in part.fields)
    accepted = tuple(one for one in part.accepted if one.seat not in hidden)
    return part.model_copy(update={"fields": fields, "accepted": accepted})


def _of_their_doing(one: wire.Missing, hidden: AbstractSet[str]) -> bool:
    return one.code == REMARKS or (one.code in CHECKED and one.part.removeprefix("party:") in hidden)


def _is_of(one: wire.BoundState, hidden: AbstractSet[str]) -> bool:
    return (one.agent or one.id) in hidden


def _checked(one: wire.BoundState) -> wire.BoundState:
    return one.model_copy(update={"may_sign": True})


def _signers(view: wire.AgreementView, hidden: AbstractSet[str]) -> tuple[wire.SignerState, ...]:
    """When every person has signed, everybody may know it; before, nobody's turn tells that the other has."""
    people = [one for one in view.signers if one.capacity != SEAL]
    if all(one.step == "signed" for one in people) or all(one.seat not in hidden for one in people):
        return view.signers
    return tuple(_silent(one) if one.seat in hidden else _in_order(one) for one in view.signers)


def _silent(signer: wire.SignerState) -> wire.SignerState:
    return signer.model_copy(update={"step": "read", "turn": False, "signed_at": None, "may_sign": True})


def _in_order(signer: wire.SignerState) -> wire.SignerState:
    if signer.capacity not in LATER:
        return signer
    step = "code" if signer.step in TOLD_BY_TURN else signer.step
    return signer.model_copy(update={"step": step, "turn": False, "signed_at": None})


def _waited_for(view: wire.AgreementView, frozen: wire.FrozenText, hidden: AbstractSet[str]) -> wire.FrozenText:
    """Until when it is waited, as long as somebody who is no secret is waited for: it goes with the last party."""
    parties = (one for one in view.signers if one.capacity not in LATER and one.seat not in hidden)
    if any(one.step not in {"applying", "signed"} for one in parties):
        return frozen
    return frozen.model_copy(update={"remind_at": None, "sign_until": None})


def _own_trouble(view: wire.AgreementView, hidden: AbstractSet[str]) -> wire.Trouble | None:
    """What delays a signature is told to those whose it may be."""
    trouble = view.trouble
    if trouble is None or view.stage != "signing" or trouble.code.startswith("code."):
        return trouble
    mine = any(one.step == "applying" and one.seat not in hidden and one.capacity not in LATER for one in view.signers)
    return trouble if mine else None


def _fallen(fallen: wire.FallenText, signatures: int) -> wire.FallenText:
    """Whoever took it back, it reads the same; only that the time is over is nobody's doing."""
    if fallen.act == "expired":
        return fallen.model_copy(update={"signatures": signatures})
    return fallen.model_copy(update={"by": "", "reason": FELL.zh, "act": "reopened", "signatures": signatures})
