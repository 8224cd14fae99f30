"""The agreement as one tab sees it: whole at first, then each field that changed. Chinese comes ready to print."""

from datetime import datetime
from typing import ClassVar, Literal, Self

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from signaling.contract.answers import Message
from signaling.contract.draft_view import AcceptedBy, DayOff, LastMoved, SnapshotState, SuggestionState
from signaling.contract.wire import Push, Wire

Stage = Literal["none", "drafting", "freezing", "signing", "closing", "sealed"]
"""`none`: the mediator has not begun an agreement yet."""


class FieldState(Wire):
    """What stands in one field; `version` goes back as `saw`. A field never set has version 0 and is not listed."""

    name: str
    value: str
    version: int
    by: str
    """Name of who wrote it."""


class MendState(Wire):
    """A way to put it right. With `field`, setting that field of the part to `value` would do it."""

    message: Message
    field: str | None
    value: str


class Missing(Wire):
    """Something about one part: what stands in the way of freezing (`blocks`), or what should be looked at.

    `rule` is `LR-07` and so on, empty for the house's own. `citation`: the articles as they are numbered today.
    """

    part: str
    field: str | None
    rule: str
    code: str
    level: Literal["blocks", "confirmation", "submission", "warns", "unchecked"]
    message: Message
    citation: Message | None
    mend: MendState | None
    blocks: bool


class RouteLimit(Wire):
    """How long a way can be taken; `last` is the day, once somebody has signed."""

    count: int
    unit: Literal["days", "working_days", "months", "years"]
    last: str | None


class RouteState(Wire):
    """A way to enforcement, and why it is open, closed, or to be asked about."""

    id: str
    label: Message
    state: Literal["open", "ask", "closed"]
    who: Literal["both", "worker", "either"]
    limit: RouteLimit | None
    message: Message
    citation: Message | None


class PartState(Wire):
    """The head, a party or a clause. `number` 一、二… for clauses. `text` is what would be printed now."""

    id: str
    kind: str
    number: str
    text: str
    fields: tuple[FieldState, ...]
    wording: str
    """SHA-256 of heading and text, what `draft.accept` names; empty for the head and the parties."""
    accepted: tuple[AcceptedBy, ...]


class InstalmentRow(Wire):
    """One instalment as it would be now, typed or derived. `moved_from`: the day off that it was put off from."""

    part: str
    number: int
    due: str
    amount: str
    moved_from: str | None


class PerformanceLine(Wire):
    """A row of 履行一览."""

    number: int
    obligor: str
    content: str
    amount: str
    due: str
    method: str


class CommentState(Wire):
    """A remark to a part."""

    id: str
    part: str
    author: str
    """Seat."""
    name: str
    at: datetime
    text: str
    settled: bool


SignerStep = Literal["read", "confirm", "code", "sign", "applying", "signed", "paper"]
"""What this signer has to do next; `applying`: authorised, the signature is on its way into the file.

`paper`: signed the print by hand instead; `signed_at` is the beginning of the day that the mediator wrote down.
"""


class SignerState(Wire):
    """How far one signer is. All see all. `turn`: may act now (the mediator after the parties, the seal last)."""

    id: str
    """Of the person, or of the organisation."""
    seat: str
    """Whose device this person uses; of the organisation its own id."""
    name: str
    on_behalf_of: str
    capacity: Literal["applicant", "respondent", "third", "guarantor", "mediator", "organisation", "attendant"]
    may_sign: bool
    """False: an authority paper is still to be looked at."""
    step: SignerStep
    turn: bool
    signed_at: datetime | None


class BoundState(Wire):
    """A party or guarantor, and by whom it signs: while the draft is open the mediator may say so."""

    id: str
    party: str
    """Who is bound: the person or the company."""
    device: str
    """The seat that speaks for it: its own, one it shares, or its agent's."""
    capacity: Literal["applicant", "respondent", "third", "guarantor"]
    agent: str | None
    """Seat of the agent who signs; null: in person, a company by its representative."""
    signs: str
    """Name of the person who signs."""
    may_sign: bool
    """False: an authority paper is still to be looked at."""


class OwnStep(Wire):
    """What only the signer is told of the own way: of a seat with several, the next who has not signed yet."""

    signer: str
    name: str
    groups: tuple[str, ...]
    """Groups of clauses said yes to."""
    pages_read: tuple[int, ...]
    code_sent_to: str | None
    """Masked target, or for the outbox a sentence that says where the code lies (模拟)."""
    code_channel: Literal["email", "sms", "outbox"] | None
    code_state: Literal["queued", "sent", "delivered", "failed"] | None
    """How far the message with the code has come; null where none carries it."""
    code_expires: datetime | None
    code_tries_left: int | None


class FrozenText(Wire):
    """What everybody reads and signs."""

    digest: str
    code: str
    """Short code of the digest, `a1b2-c3d4`, the same for all."""
    pages: int
    groups: tuple[str, ...]
    """To be confirmed one by one before the sentence; their words are fetched by the digest. None: only the whole."""
    at: datetime
    remind_at: datetime | None
    """When parties who have not signed are reminded."""
    sign_until: datetime | None
    """Until when it is waited for them; then it falls back to drafting. Null: everybody bound has signed."""
    sentence: str
    """What has to be confirmed, word for word."""
    esign_version: str
    esign_text: str


class Trouble(Wire):
    """What delays the work outside; it is tried again."""

    code: str
    message: Message
    since: datetime


class FallenText(Wire):
    """The frozen version that fell last."""

    by: str
    """Name; empty where the time was over."""
    act: Literal["refused", "objected", "reopened", "expired"]
    reason: str
    at: datetime
    signatures: int


class SealedFiles(Wire):
    """The finished papers."""

    at: datetime
    pdf_sha256: str
    evidence_sha256: str
    evidence_pages: int


class AgreementView(Push):
    """The whole agreement for this seat. Replaces the former one; a lower `version` on one connection is dropped."""

    event: ClassVar[str] = "agreement.view"
    version: int
    stage: Stage
    draft_version: int
    number: str
    parts: tuple[PartState, ...]
    instalments: tuple[InstalmentRow, ...]
    performance: tuple[PerformanceLine, ...]
    missing: tuple[Missing, ...]
    routes: tuple[RouteState, ...]
    """What can be done with it, in order; empty before the mediator has begun, and for minutes."""
    total: str
    """Of all payments, `12,345.00元`; empty while there is none."""
    total_cn: str
    """The same in words."""
    days_off: tuple[DayOff, ...]
    moved: LastMoved | None
    suggestions: tuple[SuggestionState, ...]
    snapshots: tuple[SnapshotState, ...]
    comments: tuple[CommentState, ...]
    fault: Message | None
    """Why the last freeze came to nothing."""
    fallen: FallenText | None
    frozen: FrozenText | None
    bound: tuple[BoundState, ...]
    signers: tuple[SignerState, ...]
    own: OwnStep | None
    trouble: Trouble | None
    sealed: SealedFiles | None


class AgreementChanged(AgreementView):
    """What is different of the agreement since the last view or change on this connection: those fields, each whole.

    The newest `agreement.view` with these fields put in is what a whole view would say.
    """

    event: ClassVar[str] = "agreement.fields"

    @classmethod
    def between(cls, before: AgreementView, now: AgreementView) -> Self | None:
        """None: nothing but the number is different, and even that somebody read on is nothing to be known."""
        changed = {name: after for name, after in now if not _same(getattr(before, name), after)}
        if not changed.keys() - {"version"}:
            return None
        return cls.model_construct(set(changed) | {"version"}, **(changed | {"version": now.version}))

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        return schema | {"required": ["version"]}


def _same(before: object, after: object) -> bool:
    """Most parts of two views are the very same object: a long text is not compared for each tab."""
    return before is after or before == after
