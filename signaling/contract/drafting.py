"""What a tab can ask of the agreement: drafting, reading, signing (architecture.md §3.8). Same rules as `commands`.

`signer` is a person of the sender's seat: an assisted seat has several, who sign one by one on the same device.
Left out: the first of the seat.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from signaling.contract.proposing import ProposingCommand
from signaling.contract.signing import SigningCommand
from signaling.contract.suggesting import SuggestingCommand
from signaling.contract.wire import Command, DigestRef, FieldRef, NewId, PartRef, SeatRef, Version, Wire

ClauseKind = Literal[
    "payment",
    "instalments",
    "labour_relation",
    "act",
    "social_insurance",
    "confidentiality",
    "non_compete",
    "costs",
    "default",
    "final_settlement",
    "free",
]


class AgreementOpen(Command):
    """Mediator: begin the agreement of this room; there already: nothing happens."""

    event: ClassVar[str] = "agreement.open"


class DraftAdd(Command):
    """Mediator: a new empty clause behind `after` (null: at the end)."""

    event: ClassVar[str] = "draft.add"
    clause: NewId
    kind: ClauseKind
    after: PartRef | None


class DraftSet(Command):
    """Mediators: one field. `saw`: its version before the eyes; a clash answers both texts, else `FieldDone`."""

    event: ClassVar[str] = "draft.set"
    part: PartRef
    field: FieldRef
    saw: Version
    value: Annotated[str, Field(max_length=5000)]


class DraftRemove(Command):
    """Mediator: take a clause out. `saw`: the draft's version."""

    event: ClassVar[str] = "draft.remove"
    clause: PartRef
    saw: Version


class DraftMove(Command):
    """Mediator: put a clause behind another (null: first)."""

    event: ClassVar[str] = "draft.move"
    clause: PartRef
    after: PartRef | None
    saw: Version


class DraftComment(Command):
    """Anybody at the table: a remark to one part."""

    event: ClassVar[str] = "draft.comment"
    id: NewId
    part: PartRef
    text: Annotated[str, Field(max_length=1000)]


class DraftSettle(Command):
    """Mediator: this remark is dealt with."""

    event: ClassVar[str] = "draft.settle"
    id: NewId


class AgreementFreeze(Command):
    """Mediator: freeze the draft as of `saw`, for reading and signing."""

    event: ClassVar[str] = "agreement.freeze"
    saw: Version


class AgreementReopen(Command):
    """Mediator: back to drafting; every signature is void."""

    event: ClassVar[str] = "agreement.reopen"
    reason: str


class AgreementRefuse(Command):
    """A signer who has not signed: no, and why; back to drafting, every signature is void."""

    event: ClassVar[str] = "agreement.refuse"
    signer: SeatRef | None = None
    reason: str


class AgreementRead(Command):
    """Seconds for which a page of that text was on the screen."""

    event: ClassVar[str] = "agreement.read"
    signer: SeatRef | None = None
    digest: DigestRef
    page: Annotated[int, Field(ge=1, le=999)]
    seconds: Annotated[int, Field(ge=0, le=86_400)]


class AgreementConfirm(Command):
    """The exact sentence, with the version of the e-signature terms it stands beside."""

    event: ClassVar[str] = "agreement.confirm"
    signer: SeatRef | None = None
    digest: DigestRef
    sentence: Annotated[str, Field(max_length=100)]
    esign_version: Annotated[str, Field(min_length=1, max_length=40)]


class AgreementCode(Command):
    """Send me a one-time code for this text."""

    event: ClassVar[str] = "agreement.code"
    signer: SeatRef | None = None
    digest: DigestRef


# Strict models take no list for a tuple, and JSON has nothing but lists: `strict=False` on the two below is for that.


class InkStroke(Wire):
    """One line without lifting: x, y, ms, pressure, x, y, … with x and y in thousandths of the pad's width.

    x is 0…1000, y 0…`height`, ms counts from the first touch, pressure is 0…255 (128 where the pad has none).
    """

    points: Annotated[
        tuple[Annotated[int, Field(ge=0, le=600_000)], ...], Field(min_length=4, max_length=3200, strict=False)
    ]


class InkDrawn(Wire):
    """A signature as drawn; or `typed` with no strokes."""

    strokes: Annotated[tuple[InkStroke, ...], Field(max_length=60, strict=False)]
    height: Annotated[int, Field(ge=100, le=2000)]
    typed: Annotated[str, Field(min_length=1, max_length=100)] | None


class AgreementSign(Command):
    """Sign. Accepted means: authorised and kept; the view says when the signature is in the file.

    `id` is made once per press by the client and kept when sending again.
    """

    event: ClassVar[str] = "agreement.sign"
    signer: SeatRef | None = None
    id: NewId
    digest: DigestRef
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    ink: InkDrawn


AgreementCommand = (
    AgreementOpen
    | DraftAdd
    | DraftSet
    | DraftRemove
    | DraftMove
    | DraftComment
    | DraftSettle
    | AgreementFreeze
    | AgreementReopen
    | AgreementRefuse
    | AgreementRead
    | AgreementConfirm
    | AgreementCode
    | AgreementSign
    | SuggestingCommand
    | ProposingCommand
    | SigningCommand
)
"""Commands the agreement decides on, not the room."""
