"""What the agreement leaves in the case: who confirmed, signed, closed and sealed which text (TR16-TR22)."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from rooms.cases.case import Case, Seal, Text
from rooms.cases.deeds.text import (
    MediatorSigned,
    OfflineAgreement,
    OrganisationSealed,
    PartySigned,
    PrincipleAgreed,
    SigningGivenUp,
    TextClosed,
    TextConfirmed,
    TextFell,
    TextFixed,
)
from rooms.cases.words import Ground, SealForm

OnText = TextConfirmed | PartySigned | MediatorSigned | TextClosed
Written = PrincipleAgreed | TextFixed | OnText | TextFell | OrganisationSealed | OfflineAgreement | SigningGivenUp


def after(case: Case, deed: Written, at: datetime) -> Case:  # noqa: PLR0911 - one line per deed, nothing else
    """The case with that in it; when it takes effect is worked out with the move (`fold`)."""
    match deed:
        case PrincipleAgreed():
            return case.with_participant(replace(case.the(deed.participant), principle=deed.form))
        case TextFixed():
            return replace(case, text=Text(deed.digest, at), fell=None)
        case TextConfirmed() | PartySigned() | MediatorSigned() | TextClosed():
            return case if case.text is None else replace(case, text=_on_text(case.text, deed))
        case TextFell():
            return replace(case, text=None, fell=deed.because)
        case OrganisationSealed():
            return replace(case, seal=Seal(deed.form, deed.at, deed.paper))
        case OfflineAgreement():
            return replace(case, offline_on=deed.signed_on, seal=Seal(SealForm.STAMPED_SCAN, at, deed.paper))
        case SigningGivenUp():
            return replace(case, ground=Ground.REFUSE_SIGN)
        case _:
            assert_never(deed)


def _on_text(text: Text, deed: OnText) -> Text:
    match deed:
        case TextConfirmed(participant=participant):
            return replace(text, confirmed=text.confirmed | {participant})
        case PartySigned(participant=participant, at=at):
            return replace(text, signed={**text.signed, participant: at})
        case MediatorSigned(at=at):
            return replace(text, mediator_signed=at)
        case TextClosed(at=at):
            return replace(text, closed_at=at)
        case _:
            assert_never(deed)
