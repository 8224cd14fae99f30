"""A paper as somebody sees it who is screened from one of its people (`protected_from`). Pure.

The paper itself is both sides' and names both: who it is for, its words, and in the end every signature. What is left
out is all that tells whether the other is there and what the other does now: how far a signature is before all have
signed, clauses agreed to, suggestions, comments, who changed which field, and the words with which a signature was
refused. A suggestion of the other's reaches this side when a mediator takes it into the text.
"""

from collections.abc import Set as AbstractSet
from typing import Final, TypeVar

from law.sentence import Sentence
from signaling.contract import agreement_view as wire
from signaling.contract.draft_view import LastMoved, SnapshotState

Done = TypeVar("Done", wire.FieldState, SnapshotState, LastMoved)
"""What says by whom it was done."""
ALL_SIGNED: Final = frozenset({"closing", "sealed"})
"""Stages at which everybody has signed, which everybody may know."""
FELL: Final = Sentence("文本已退回。", "The text was taken back.")


def without(view: wire.AgreementView, hidden: AbstractSet[str], names: AbstractSet[str]) -> wire.AgreementView:
    """The view without what those people (ids and names) do; the very same where there is nobody to leave out."""
    if not hidden:
        return view
    signed = view.stage in ALL_SIGNED
    return view.model_copy(
        update={
            "version": 0,
            "parts": tuple(_part(part, hidden, names) for part in view.parts),
            "suggestions": tuple(one for one in view.suggestions if one.seat not in hidden),
            "snapshots": tuple(_unsigned(one, names) for one in view.snapshots),
            "moved": _unsigned(view.moved, names) if view.moved else None,
            "comments": tuple(one for one in view.comments if one.author not in hidden),
            "signers": tuple(one if signed or one.seat not in hidden else _silent(one) for one in view.signers),
            "fallen": _fallen(view.fallen, names) if view.fallen else None,
        }
    )


def _part(part: wire.PartState, hidden: AbstractSet[str], names: AbstractSet[str]) -> wire.PartState:
    fields = tuple(_unsigned(one, names) for one in part.fields)
    accepted = tuple(one for one in part.accepted if one.seat not in hidden)
    return part.model_copy(update={"fields": fields, "accepted": accepted})


def _unsigned(done: Done, names: AbstractSet[str]) -> Done:
    return done.model_copy(update={"by": ""}) if done.by in names else done


def _silent(signer: wire.SignerState) -> wire.SignerState:
    return signer.model_copy(update={"step": "read", "turn": False, "signed_at": None})


def _fallen(fallen: wire.FallenText, names: AbstractSet[str]) -> wire.FallenText:
    if fallen.by not in names:
        return fallen
    return fallen.model_copy(update={"by": "", "reason": FELL.zh, "act": "reopened"})
