"""How long a fixed text is waited for: reminded once, then it falls back to drafting (`law/data/case_parameters.json`).

It counts from the moment at which the text was fixed, by the numbers in force that day; both moments are shown to all
from the first minute. Once every party has signed, the agreement binds them (规则 §19) and nothing falls any more,
however late the mediator or the seal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements.agreement import Agreement, Capacity, Frozen, Member, PaperKind, Signing
from agreements.ceremony import has_turn
from agreements.members import BOUND, member
from law.beijing import day_of
from law.parameters import parameter


@dataclass(frozen=True, slots=True)
class SigningTime:
    """When those who have not signed are reminded, and until when the text is waited for."""

    remind_at: datetime
    until: datetime


def signing_time(frozen: Frozen) -> SigningTime:
    """Of that text."""
    day = day_of(frozen.at)
    remind_at = frozen.at + timedelta(hours=parameter("signing_reminder_hours", day).value)
    return SigningTime(remind_at, remind_at + timedelta(hours=parameter("unsigned_hours", day).value))


def time_of(agreement: Agreement) -> SigningTime | None:
    """Of the text that waits for a party; None: none does, or the paper is no agreement and has a time of its own."""
    stage = agreement.stage
    if not isinstance(stage, Signing) or agreement.matter.paper is not PaperKind.AGREEMENT:
        return None
    waits = (slot for slot in stage.slots if slot.activation is None)
    return (
        signing_time(stage.frozen) if any(member(agreement, slot.signer).capacity in BOUND for slot in waits) else None
    )


def awaited(agreement: Agreement) -> tuple[Member, ...]:
    """Who could sign now and has not; the keeper of the seal is told otherwise."""
    if not isinstance(agreement.stage, Signing):
        return ()
    slots = (slot for slot in agreement.stage.slots if slot.activation is None and has_turn(agreement, slot.signer))
    people = (member(agreement, slot.signer) for slot in slots)
    return tuple(one for one in people if one.capacity is not Capacity.ORGANISATION)
