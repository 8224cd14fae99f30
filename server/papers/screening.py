"""A paper as somebody sees it who is screened from one of its people (`protected_from`). Pure.

The paper itself is both sides' and names both: who it is for, its words, and in the end every signature. What is left
out is all that tells whether the other is there and what the other does now: how far a signature is before all have
signed, comments, who changed which field, and the words with which a signature was refused.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from law.sentence import Sentence
from signaling.contract import agreement_view as wire

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
            "parts": tuple(_part(part, names) for part in view.parts),
            "comments": tuple(one for one in view.comments if one.author not in hidden),
            "signers": tuple(one if signed or one.seat not in hidden else _silent(one) for one in view.signers),
            "fallen": _fallen(view.fallen, names) if view.fallen else None,
        }
    )


def _part(part: wire.PartState, names: AbstractSet[str]) -> wire.PartState:
    fields = tuple(one.model_copy(update={"by": ""}) if one.by in names else one for one in part.fields)
    return part.model_copy(update={"fields": fields})


def _silent(signer: wire.SignerState) -> wire.SignerState:
    return signer.model_copy(update={"step": "read", "turn": False, "signed_at": None})


def _fallen(fallen: wire.FallenText, names: AbstractSet[str]) -> wire.FallenText:
    if fallen.by not in names:
        return fallen
    return fallen.model_copy(update={"by": "", "reason": FELL.zh, "act": "reopened"})
