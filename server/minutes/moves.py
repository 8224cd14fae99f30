"""What one act makes of minutes and their paper together: the two are stored as one. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from agreements.acts import Act as PaperAct
from agreements.acts import Refused, Reopened
from agreements.agreement import Agreement, Closing, Drafting, Freezing, Member, Signing
from agreements.agreement import Sealed as SealedPaper
from agreements.ids import Digest, SignerId
from agreements.minutes_paper import frozen_for
from agreements.step import step as paper_step
from law.refusal import SpokenRefusal
from rooms.ids import PersonId
from rooms.minutes.acts import Act, EndAsked, FreezeAsked, Sealed
from rooms.minutes.acts import Reopened as MinutesReopened
from rooms.minutes.minutes import Ended, Minutes
from rooms.minutes.step import step
from server.audit.facts import AnyFact
from server.storage.minutes import KeptMinutes

UNPRINTABLE: Final = "文本无法印出。"
SYSTEM: Final = "system"
"""Who closes a session that nobody ended."""


@dataclass(frozen=True, slots=True)
class Change:
    """The next minutes with the facts for the chain. `blob` is stored before. `refusal`: told although it changed."""

    after: KeptMinutes
    facts: tuple[AnyFact, ...] = ()
    blob: bytes | None = None
    refusal: SpokenRefusal | None = None


Move = Callable[[KeptMinutes], Change]


def written(kept: KeptMinutes, act: Act) -> Change:
    """An act of the minutes alone."""
    outcome = step(kept.minutes, act)
    return Change(replace(kept, minutes=outcome.minutes), outcome.facts)


def frozen(kept: KeptMinutes, act: FreezeAsked, members: tuple[Member, ...], content: bytes) -> Change:
    """The text is fixed, and its paper begins a round."""
    outcome = step(kept.minutes, act)
    paper = frozen_for(kept.paper, members, Digest(act.digest), at=act.at, by=SignerId(act.by))
    after = replace(kept, minutes=outcome.minutes, paper=paper.agreement)
    return Change(after, (*outcome.facts, *paper.facts), content)


def ended(kept: KeptMinutes, excused: Minutes, act: EndAsked, facts: tuple[AnyFact, ...], content: bytes) -> Change:
    """The text is fixed for ever, and its paper begins a round that nobody signs: it is printed and sealed.

    `excused`: the minutes with everybody's reason, which `facts` put on record.
    """
    outcome = step(excused, act)
    paper = frozen_for(kept.paper, (), Digest(act.digest), at=act.at, by=SignerId(act.by or SYSTEM))
    after = replace(kept, minutes=outcome.minutes, paper=paper.agreement)
    return Change(after, (*facts, *outcome.facts, *paper.facts), content)


def signed(kept: KeptMinutes, act: PaperAct) -> Change:
    """An act of the signing: where the text falls, the minutes are open again; where it is sealed, they are closed."""
    outcome = paper_step(kept.paper, act)
    before, after = kept.paper.stage, outcome.agreement.stage
    minutes, facts = kept.minutes, outcome.facts
    if isinstance(minutes.stage, Ended):
        # Over for people whatever becomes of its paper, which is printed and sealed without them.
        return Change(replace(kept, paper=outcome.agreement), facts)
    if isinstance(after, Drafting) and not isinstance(before, Drafting):
        fell = step(minutes, _fallen(kept.paper, act, after))
        return Change(replace(kept, minutes=fell.minutes, paper=outcome.agreement), (*facts, *fell.facts))
    if isinstance(after, SealedPaper) and not isinstance(before, SealedPaper):
        closed = step(minutes, Sealed(after.at, after.frozen.digest))
        return Change(replace(kept, minutes=closed.minutes, paper=outcome.agreement), (*facts, *closed.facts))
    return Change(replace(kept, paper=outcome.agreement), facts, refusal=outcome.refusal)


def under_way(paper: Agreement) -> bool:
    """Whether a text lies on the table to be signed, and is neither signed by all nor taken back."""
    return isinstance(paper.stage, Freezing | Signing)


def _fallen(paper: Agreement, act: PaperAct, after: Drafting) -> MinutesReopened:
    slots = paper.stage.slots if isinstance(paper.stage, Signing | Closing) else ()
    count = sum(1 for slot in slots if slot.applied)
    if isinstance(act, Refused | Reopened):
        return MinutesReopened(act.at, PersonId(act.by), act.reason, count)
    return MinutesReopened(act.at, None, after.fault.zh if after.fault else UNPRINTABLE, count)
