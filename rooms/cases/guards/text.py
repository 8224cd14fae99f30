"""Guards of the agreement's text, its signatures and its seal (TR16-TR22, AT-57)."""

from law.procedures import Lane
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.text import (
    MediatorSigned,
    OfflineAgreement,
    OrganisationSealed,
    PartySigned,
    TextClosed,
    TextConfirmed,
    TextFell,
)
from rooms.cases.guards.moment import Moment, who
from rooms.cases.ids import MaterialId
from rooms.cases.open_points import side, undecided, unsigned
from rooms.cases.refusals import NotPermitted, Refusal, Unmet
from rooms.cases.set_days import signing_until
from rooms.cases.words import FellBecause, MaterialKind, Office, SealForm, State


def principle_agreed(moment: Moment) -> Refusal | None:
    """Each side agreed in principle (TR16)."""
    waiting = undecided(moment.case)
    return Unmet("principle.missing", **who(moment.case, waiting)) if waiting else None


def text_is_this(
    moment: Moment, deed: TextConfirmed | TextFell | PartySigned | MediatorSigned | TextClosed
) -> Refusal | None:
    """What is confirmed or signed is the text that stands."""
    text = moment.case.text
    return None if text is not None and text.digest == deed.digest else Unmet("text.other")


def confirmed_first(moment: Moment, deed: PartySigned) -> Refusal | None:
    """Nobody signs what it has not read to the end and confirmed."""
    text = moment.case.text
    return None if text is not None and deed.participant in text.confirmed else Unmet("text.not_confirmed")


def fell_rightly(moment: Moment, deed: TextFell) -> Refusal | None:
    """A party objects or refuses while it has not signed, the mediator reopens; once the mediator signed, nobody.

    The system, when the time to sign is over and a party has not signed.
    """
    text, party = moment.case.text, deed.by.office is Office.PARTY
    if text is not None and text.mediator_signed is not None:
        return Unmet("text.all_signed")
    if (deed.because is FellBecause.EXPIRED) != (deed.by == SYSTEM):
        return NotPermitted("text.expired_by_system")
    if deed.by == SYSTEM:
        return not_all_signed(moment)
    if party == (deed.because is FellBecause.REOPENED):
        return NotPermitted("text.reopened_by_mediator" if party else "text.objection_by_party")
    own = side(moment.case, deed.by.id) if party else None
    signed = own is not None and text is not None and own[0].id in text.signed
    return Unmet("text.signed_stays") if signed else None


def not_all_signed(moment: Moment) -> Refusal | None:
    """Once every party has signed, the agreement binds them: the mediation is not ended any more (规则 §19)."""
    stands = moment.case.text is not None and not unsigned(moment.case)
    return Unmet("text.all_signed") if stands else None


def all_parties_signed(moment: Moment) -> Refusal | None:
    """Parties sign first, the mediator after them (调解仲裁法 §14)."""
    waiting = unsigned(moment.case)
    return Unmet("signature.missing", **who(moment.case, waiting)) if waiting else None


def mediator_signed(moment: Moment) -> Refusal | None:
    """Parties and mediator have signed."""
    text = moment.case.text
    signed = text is not None and text.mediator_signed is not None
    return all_parties_signed(moment) or (None if signed else Unmet("signature.mediator_missing"))


def text_closed(moment: Moment) -> Refusal | None:
    """The file is closed under its last timestamp."""
    text = moment.case.text
    closed = text is not None and text.closed_at is not None
    return mediator_signed(moment) or (None if closed else Unmet("text.not_closed"))


def seal_paper(moment: Moment, deed: OrganisationSealed) -> Refusal | None:
    """A stamped scan stands for the seal only when it is on file (规则 §19)."""
    return None if deed.form is SealForm.E_SEAL else _stamped(moment, deed.paper)


def offline_paper(moment: Moment, deed: OfflineAgreement) -> Refusal | None:
    """The stamped agreement is on file."""
    return _stamped(moment, deed.paper)


def lane_offline(moment: Moment) -> Refusal | None:
    """Only agreements made elsewhere are entered as such."""
    return None if moment.ways.lane is Lane.OFFLINE else Unmet("lane.not_offline")


def signing_stands_still(moment: Moment) -> Refusal | None:
    """A refusal stands, or the time to sign, or that after a reminder, is over and somebody has not signed (TR21)."""
    case = moment.case
    if case.state is State.DRAFTING:
        return None if case.fell in {FellBecause.REFUSAL, FellBecause.EXPIRED} else Unmet("signing.not_refused")
    if (signed := not_all_signed(moment)) is not None:
        return signed
    last = signing_until(case)
    if last is None:
        return Unmet("signing.not_reminded")
    return None if moment.today > last else Unmet("signing.running")


def _stamped(moment: Moment, paper: MaterialId | None) -> Refusal | None:
    found = any(one.id == paper and one.what is MaterialKind.SEALED_SCAN for one in moment.case.materials)
    return None if found else Unmet("seal.no_scan")
