"""The mediator's own proposal, shown to whom the mediator chose (zone Z2 or Z4: it never leaves the session).

It is no part of the agreement, so that nothing of the agreement tells whether there is one. What one party answers is
told to the mediators, and to the others only when all have accepted: a yes binds nobody who is alone with it.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from agreements.agreement import Agreement
from agreements.drafting import NEW_ID
from agreements.ids import SignerId
from agreements.members import parties
from agreements.refusals import Unfit, Unmet
from law.plain_text import in_line
from law.zone import Zone

ProposalId = NewType("ProposalId", str)

MOST: Final = 20
TEXT_CHARACTERS: Final = 2000


class Word(StrEnum):
    """What a party says to it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    THINK = "think"


@dataclass(frozen=True, slots=True)
class Said:
    """One party's answer; the last one counts."""

    by: SignerId
    name: str
    word: Word
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a mediator proposed to whom. `for_all`: to every party there was."""

    id: ProposalId
    by: SignerId
    name: str
    at: datetime
    text: str
    to: tuple[SignerId, ...]
    for_all: bool
    said: tuple[Said, ...] = ()
    withdrawn: bool = False

    @property
    def zone(self) -> Zone:
        """Set when it is made: whom it is for never changes."""
        return Zone.JOINT if self.for_all else Zone.CAUCUS

    @property
    def accepted(self) -> bool:
        """By all it is for, while it stands."""
        yes = {one.by for one in self.said if one.word is Word.ACCEPT}
        return not self.withdrawn and set(self.to) <= yes


def proposed(
    agreement: Agreement,
    before: tuple[Proposal, ...],
    *,
    id_: ProposalId,
    by: SignerId,
    name: str,
    at: datetime,
    text: str,
    to: tuple[SignerId, ...] | None,
) -> Proposal:
    """A new one; sent again by the same, the one there is. Raises Unfit."""
    there = next((one for one in before if one.id == id_), None)
    if there is not None and there.by == by:
        return there
    if there is not None or not NEW_ID.fullmatch(id_):
        raise Unfit("proposal.taken" if there else "proposal.id")
    if len(before) >= MOST:
        raise Unfit("proposals.too_many", limit=MOST)
    everybody = tuple(one.id for one in parties(agreement))
    chosen = everybody if to is None else tuple(one for one in everybody if one in to)
    if not chosen or (to is not None and not set(to) <= set(everybody)):
        raise Unfit("party.unknown")
    return Proposal(id_, by, name, at, _text(text), chosen, for_all=chosen == everybody)


def answered(proposal: Proposal, *, by: SignerId, name: str, word: Word, at: datetime) -> Proposal:
    """With that answer. Raises Unfit for who it is not for, Unmet where nothing can be answered any more."""
    if by not in proposal.to:
        raise Unfit("proposal.unknown")
    if any((one.by, one.word) == (by, word) for one in proposal.said):
        return proposal
    if proposal.withdrawn or proposal.accepted:
        raise Unmet("proposal.withdrawn" if proposal.withdrawn else "proposal.accepted")
    rest = tuple(one for one in proposal.said if one.by != by)
    return replace(proposal, said=(*rest, Said(by, name, word, at)))


def withdrawn(proposal: Proposal) -> Proposal:
    """It does not stand any more; what was answered stays."""
    return replace(proposal, withdrawn=True)


def seen_by(proposal: Proposal, who: AbstractSet[SignerId], hidden: AbstractSet[str] = frozenset()) -> Proposal | None:
    """As a party sees it: its own answer, and all of them once all have accepted. None: it is not for that party.

    `who`: all for whom the seat speaks.

    Of whom a screen hides (ids) not when they answered, either: only that all have accepted.
    """
    if who.isdisjoint(proposal.to):
        return None
    told = (one for one in proposal.said if one.by in who or (proposal.accepted and one.by not in hidden))
    return replace(proposal, said=tuple(told))


def _text(typed: str) -> str:
    text = typed.strip()
    if not text:
        raise Unfit("proposal.empty")
    if len(text) > TEXT_CHARACTERS:
        raise Unfit("text.too_long", limit=TEXT_CHARACTERS, count=len(text))
    if hidden := in_line(text):
        raise Unfit("text.control_characters", characters=" ".join(hidden))
    return text
