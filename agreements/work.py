"""What has to be done outside next, read off the agreement alone: the state is the queue (agreement.py)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements.agreement import Agreement, Closing, Freezing, Signing, Slot
from agreements.ids import Digest, FieldName, SignerId

ORGANISATION: Final = FieldName("organisation")
"""The field that takes a seal and no ink."""


@dataclass(frozen=True, slots=True)
class FreezeWork:
    """Print the document of this digest, prepare its fields and certify it."""

    document: Digest
    tries: int


@dataclass(frozen=True, slots=True)
class SignWork:
    """Put this signer's signature into the file `onto`. One at a time, in the order in which they signed."""

    field: FieldName
    signer: SignerId
    onto: Digest
    tries: int


@dataclass(frozen=True, slots=True)
class SealWork:
    """Put the organisation's seal on the file `onto`: signature, round mark, and the strips on the pages' edges."""

    field: FieldName
    signer: SignerId
    onto: Digest
    tries: int


@dataclass(frozen=True, slots=True)
class CloseWork:
    """Close the file `onto` and make the evidence page."""

    onto: Digest
    tries: int


Work = FreezeWork | SignWork | SealWork | CloseWork
"""`tries`: how often it came to a delay already."""


def due(agreement: Agreement) -> Work | None:
    """The next piece of work, or None while people have the word."""
    match agreement.stage:
        case Freezing(document=document, delay=delay):
            return FreezeWork(document, delay.tries if delay else 0)
        case Signing(slots=slots, head=head, delay=delay):
            slot = _next(slots)
            if slot is None:
                return None
            kind = SealWork if slot.field == ORGANISATION else SignWork
            return kind(slot.field, slot.signer, head, delay.tries if delay else 0)
        case Closing(head=head, delay=delay):
            return CloseWork(head, delay.tries if delay else 0)
        case _:
            return None


def _next(slots: tuple[Slot, ...]) -> Slot | None:
    waiting = [(slot.activation.at, slot) for slot in slots if slot.activation and not slot.applied]
    return min(waiting, key=_moment)[1] if waiting else None


def _moment(pressed: tuple[datetime, Slot]) -> datetime:
    return pressed[0]
