"""The mediator's own proposal to chosen people: commands, and the push that only they and the mediators get."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from signaling.contract.wire import Command, NewId, Push, SeatRef, Wire

ProposalWord = Literal["accept", "decline", "think"]


class ProposalMake(Command):
    """Mediators: a proposal for whom it names (null: all parties). It cannot be changed, only withdrawn."""

    event: ClassVar[str] = "proposal.make"
    id: NewId
    text: Annotated[str, Field(max_length=3000)]
    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=40, strict=False)] | None


class ProposalAnswer(Command):
    """A party it was shown to. May be changed until all have accepted. `signer` as with `draft.accept`."""

    event: ClassVar[str] = "proposal.answer"
    id: NewId
    answer: ProposalWord
    signer: SeatRef | None = None


class ProposalWithdraw(Command):
    """Mediators: it does not stand any more."""

    event: ClassVar[str] = "proposal.withdraw"
    id: NewId


ProposingCommand = ProposalMake | ProposalAnswer | ProposalWithdraw


class ProposalAnswered(Wire):
    """Who said what."""

    seat: str
    name: str
    answer: ProposalWord
    at: datetime


class ProposalState(Wire):
    """One proposal. A party sees its own answer; the others' only as `accepted`, when all have accepted."""

    id: str
    by: str
    """Name of the mediator."""
    at: datetime
    text: str
    seats: tuple[str, ...]
    """Whom it is for."""
    for_all: bool
    answers: tuple[ProposalAnswered, ...]
    accepted: bool
    """All it is for have accepted: the mediator may write it into the draft."""
    withdrawn: bool


class ProposalsView(Push):
    """The proposals this seat may read, all of them; replaces the former. Sent only to who may read one."""

    event: ClassVar[str] = "proposals.view"
    proposals: tuple[ProposalState, ...]
