"""What a tab can ask of the draft besides writing it: suggest, accept, keep, compare. Same rules as `commands`."""

from typing import Annotated, ClassVar

from pydantic import Field

from signaling.contract.wire import Command, DigestRef, FieldRef, NewId, PartRef, SeatRef, Version

StateRef = Annotated[str, Field(max_length=80, pattern=r"^(now|(snapshot|suggestion):[A-Za-z0-9_-]{8,64})$")]
"""A state of the draft: `now`, `snapshot:<id>` as it was kept, `suggestion:<id>` as it would be with that adopted."""


class DraftSuggest(Command):
    """A party: this field should say that. `part` null: a new free clause at the end; then `field` is `text`."""

    event: ClassVar[str] = "draft.suggest"
    id: NewId
    part: PartRef | None
    field: FieldRef
    saw: Version
    """The field's version before the eyes; 0 for a new clause."""
    value: Annotated[str, Field(max_length=5000)]


class DraftAdopt(Command):
    """Mediator: take it over; the field then stands in the name of who suggested it. A clash answers both texts."""

    event: ClassVar[str] = "draft.adopt"
    id: NewId
    saw: Version
    """The field's version before the mediator's eyes; 0 for a new clause, which gets the suggestion's id."""


class DraftDecline(Command):
    """Mediator: no, and why; shown to all."""

    event: ClassVar[str] = "draft.decline"
    id: NewId
    reason: Annotated[str, Field(max_length=1000)]


class DraftWithdraw(Command):
    """Who suggested it, while it is open: never mind."""

    event: ClassVar[str] = "draft.withdraw"
    id: NewId


class DraftAccept(Command):
    """A party: I agree to this clause as it reads: the `wording` that was before the eyes; another one is refused.

    `signer`: who says so, of those for whom the seat speaks; needed where there are several.
    """

    event: ClassVar[str] = "draft.accept"
    part: PartRef
    wording: DigestRef
    signer: SeatRef | None = None


class DraftUnaccept(Command):
    """A party: not any more. `signer` as with `draft.accept`."""

    event: ClassVar[str] = "draft.unaccept"
    part: PartRef
    signer: SeatRef | None = None


class DraftKeep(Command):
    """Mediator: keep the draft as it reads now, under a name, to compare with later."""

    event: ClassVar[str] = "draft.keep"
    id: NewId
    name: Annotated[str, Field(max_length=100)]


class DraftCompare(Command):
    """Anybody at the table: what differs between two states; answered `DraftCompared`."""

    event: ClassVar[str] = "draft.compare"
    before: StateRef
    after: StateRef


class DraftWording(Command):
    """Anybody: from a wording somebody agreed to, to how the clause reads now; answered `DraftCompared`."""

    event: ClassVar[str] = "draft.wording"
    part: PartRef
    wording: DigestRef


SuggestingCommand = (
    DraftSuggest
    | DraftAdopt
    | DraftDecline
    | DraftWithdraw
    | DraftAccept
    | DraftUnaccept
    | DraftKeep
    | DraftCompare
    | DraftWording
)
