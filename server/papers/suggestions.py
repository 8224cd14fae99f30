"""What tabs ask of the draft besides writing it: made into acts with what the parts read now, or answered at once."""

import asyncio
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from agreements import suggestion_acts as acts
from agreements.agreement import Agreement
from agreements.draft import Draft, Reading
from agreements.editors import speaker, voice
from agreements.history import compared, read_then, reading_of, readings
from agreements.ids import Digest, PartId, SignerId, SnapshotId, SuggestionId
from agreements.refusals import Unfit
from agreements.suggesting import adopted
from agreements.wording import Basis, Desk, desk
from law.beijing import day_of
from law.masking import masked_id_no
from server.papers.draft_view import draft_compared
from server.storage.agreements import draft_of
from signaling.contract import suggesting as wire
from signaling.contract.answers import DraftCompared

Lasting = (
    wire.DraftSuggest
    | wire.DraftAdopt
    | wire.DraftDecline
    | wire.DraftWithdraw
    | wire.DraftAccept
    | wire.DraftUnaccept
    | wire.DraftKeep
)
"""Commands that change something; the others only ask."""
GONE: Final = "—"
"""The number of a clause that is none any more."""
Asking = wire.DraftCompare | wire.DraftWording


def masked_desk(agreement: Agreement, basis: Basis, now: datetime) -> Desk:
    """As everybody sees the draft: ID numbers masked."""
    return desk(agreement, day_of(now), id_no=masked_id_no, basis=basis)


def act_of(command: Lasting, at: Desk, seat: SignerId, now: datetime) -> acts.SuggestingAct:  # noqa: PLR0911 - one line per command
    """The command as the agreement's act."""
    by, draft = speaker(at.agreement, seat), draft_of(at.agreement)
    match command:
        case wire.DraftSuggest(id=id_, part=part, field=field, saw=saw, value=value):
            return acts.Suggested(now, by, SuggestionId(id_), PartId(part) if part else None, field, saw, value)
        case wire.DraftAdopt(id=id_, saw=saw):
            return acts.Adopted(now, by, SuggestionId(id_), saw)
        case wire.DraftDecline(id=id_, reason=reason):
            return acts.Declined(now, by, SuggestionId(id_), reason)
        case wire.DraftWithdraw(id=id_):
            return acts.SuggestionWithdrawn(now, by, SuggestionId(id_))
        case wire.DraftAccept(part=part, wording=read):
            by = _voice(at, seat, command.signer)
            return acts.ClauseAccepted(now, by, PartId(part), Digest(read), _reading(at, draft, PartId(part)))
        case wire.DraftUnaccept(part=part):
            return acts.AcceptanceWithdrawn(now, _voice(at, seat, command.signer), PartId(part))
        case wire.DraftKeep(id=id_, name=name):
            return acts.DraftKept(now, by, SnapshotId(id_), name, readings(at, draft))
        case _:
            assert_never(command)


def _voice(at: Desk, seat: SignerId, named: str | None) -> SignerId:
    return voice(at.agreement, seat, SignerId(named) if named else None)


async def answer(command: Asking, at: Desk, hidden: AbstractSet[str] = frozenset()) -> DraftCompared:
    """What differs, reckoned beside the event loop; raises Unfit for a state that was not kept.

    What those say or agreed to whom a screen hides (ids) is as unknown as what nobody did.
    """
    draft = _seen(draft_of(at.agreement), hidden)
    match command:
        case wire.DraftCompare(before=before, after=after):
            both = _state(at, draft, before), _state(at, draft, after)
        case wire.DraftWording(part=part, wording=read):
            both = _then(at, draft, PartId(part), Digest(read))
        case _:
            assert_never(command)
    return draft_compared(await asyncio.to_thread(compared, *both))


def _seen(draft: Draft, hidden: AbstractSet[str]) -> Draft:
    suggestions = tuple(one for one in draft.suggestions if one.by not in hidden)
    acceptances = tuple(one for one in draft.acceptances if one.by not in hidden)
    return replace(draft, suggestions=suggestions, acceptances=acceptances) if hidden else draft


def _state(at: Desk, draft: Draft, ref: str) -> tuple[Reading, ...]:
    kind, _, id_ = ref.partition(":")
    if kind == "now":
        return readings(at, draft)
    if kind == "snapshot":
        state = next((one for one in draft.snapshots if one.id == id_), None)
        if state is None:
            raise Unfit("snapshot.unknown")
        return read_then(draft, state)
    found = next((one for one in draft.suggestions if one.id == id_), None)
    if found is None:
        raise Unfit("suggestion.unknown")
    return readings(at, adopted(draft, found))


def _then(at: Desk, draft: Draft, part: PartId, read: Digest) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """That clause as somebody agreed to it, and as it reads now."""
    now = _reading(at, draft, part)
    if read not in draft.wordings or not any((one.part, one.wording) == (part, read) for one in draft.acceptances):
        raise Unfit("wording.unknown")
    then = reading_of(part, now.number if now else GONE, draft.wordings[read])
    return (then,), (now,) if now else ()


def _reading(at: Desk, draft: Draft, part: PartId) -> Reading | None:
    """How a clause reads now; None where there is no such clause."""
    return next((one for one in readings(at, draft) if one.part == part and one.number), None)
