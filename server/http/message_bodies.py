"""Bodies about messages to people, about putting a session off, and about what rooms are prepared from."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from server.http.bodies import Body, Name, Sentence

MessageKind = Literal["invitation", "rescheduling", "cancellation", "reminder", "code", "notice", "deadline", "signing"]
MessageState = Literal["queued", "sent", "delivered", "failed"]
WayName = Literal["email", "sms", "outbox"]
SeatId = Annotated[str, Field(min_length=1, max_length=40)]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
Minutes = Annotated[int, Field(ge=15, le=480)]
HelpPhone = Annotated[str, Field(max_length=40)]
PartyKind = Literal["person", "company"]
Kinds = Annotated[tuple[PartyKind, ...], Field(min_length=1, max_length=10)]


class MessageRow(Body):
    """One message by one way. `trouble`: why it did not go (yet). `planned_for`: a reminder that waits for its time."""

    id: str
    seat: str
    name: str
    kind: MessageKind
    way: WayName
    to_masked: str
    state: MessageState
    tries: int
    trouble: Sentence | None
    created_at: datetime
    planned_for: datetime | None
    sent_at: datetime | None
    settled_at: datetime | None


class Reach(Body):
    """By which ways a person can be written to; empty: by word of mouth only."""

    seat: str
    ways: tuple[WayName, ...]


class RoomMessages(Body):
    """`GET /api/v1/rooms/{room}/messages`, newest first. `simulated`: nothing really goes out (模拟)."""

    simulated: bool
    practice: bool
    reach: tuple[Reach, ...]
    messages: tuple[MessageRow, ...]


class MessageRequest(Body):
    """`POST /api/v1/rooms/{room}/messages`: write to these people, again too."""

    kind: Literal["invitation", "reminder"]
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1, max_length=40)]


class OutboxRow(Body):
    """One message that nothing sent, with all it says, the person's link too."""

    room: str
    message: MessageRow
    subject: str
    text: str
    calendar: bool
    """Whether a file for the calendar goes with it."""


class Outbox(Body):
    """`GET /api/v1/outbox`: what lies in the outbox of the own rooms, newest first."""

    simulated: bool
    rows: tuple[OutboxRow, ...]


class DeliveryReport(Body):
    """`POST /api/v1/messages/reports`: what became of a message, as the gateway says."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    state: Literal["delivered", "failed"]
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,30}$")] | None = None
    """The operator's reason for a failure."""


class RescheduleRequest(Body):
    """`POST /api/v1/rooms/{room}/time` (TR9): another time for a session that has not begun."""

    at: AwareDatetime
    minutes: Minutes | None = None
    """How long it is planned to take; null: as before."""
    reason: Reason
    short_notice: bool = False
    """All agreed to less than the usual hours."""


class TemplateDraft(Body):
    """`POST /api/v1/room-templates`. `title` may hold {applicants}, {respondents} and {cause}; "": the usual title."""

    name: Name
    title: Annotated[str, Field(max_length=100)]
    cause: Annotated[str, Field(min_length=1, max_length=40)]
    applicants: Kinds
    respondents: Kinds
    minutes: Minutes
    help_phone: HelpPhone


class TemplateRow(TemplateDraft):
    """A template of the organisation."""

    id: str
    own: bool
    """Whether the asker made it."""


class TemplateList(Body):
    """`GET /api/v1/room-templates`, by name."""

    templates: tuple[TemplateRow, ...]
