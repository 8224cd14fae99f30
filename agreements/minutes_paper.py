"""The 笔录 as something to be signed: it goes through the ceremony of the agreement, in the same steps.

It has no draft here. It comes frozen, and where the text falls it goes back to those who keep it (`rooms.minutes`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from agreements.agreement import Agreement, Drafting, Freezing, Matter, Member, PaperKind
from agreements.draft import Draft
from agreements.facts import Fact, FreezeBegun
from agreements.ids import AgreementId, Digest, SignerId
from agreements.outcome import Step
from agreements.refusals import Unmet

NO_DRAFT = Draft(())


def minutes_paper(paper: AgreementId, matter: Matter) -> Agreement:
    """The paper of a room's minutes before its first freezing."""
    return Agreement(paper, replace(matter, paper=PaperKind.MINUTES), (), Drafting(NO_DRAFT))


def frozen_for(paper: Agreement, members: Sequence[Member], document: Digest, *, at: datetime, by: SignerId) -> Step:
    """A new round for these signers; raises Unmet while one is under way."""
    if not isinstance(paper.stage, Drafting):
        raise Unmet("stage.not_drafting")
    round_ = paper.round + 1
    facts: tuple[Fact, ...] = (FreezeBegun(paper.id, round_, document, by),)
    stage = Freezing(NO_DRAFT, document, at, by)
    after = replace(paper, members=tuple(members), stage=stage, round=round_, version=paper.version + 1)
    return Step(after, facts)
