"""Request and response bodies of `/api/v1`; OpenAPI and the client's types are generated from here.

Tokens travel in the `Authorization` header: `Bearer <token>` for an account or a seat session, `Invite <secret>` for a
party's link. Errors are RFC 9457 problem+json with a stable `code`.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from law.findings import EMAIL_CHARACTERS, EMAIL_PATTERN
from rooms.person import Consent, Declared, Identity
from rooms.room import Authority, Phase, Place, Presence, Role, Side


class Body(BaseModel):
    """Closed and frozen."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, json_schema_serialization_defaults_required=True
    )


Name = Annotated[str, Field(min_length=1, max_length=100)]
IdNumber = Annotated[str, Field(min_length=18, max_length=18)]
Phone = Annotated[str, Field(min_length=5, max_length=20, pattern=r"^\+?[0-9 -]+$")]
EmailAddress = Annotated[str, Field(min_length=3, max_length=EMAIL_CHARACTERS, pattern=EMAIL_PATTERN)]
"""One plain address. Without one, codes for signing lie in the server's own outbox (模拟)."""


class Sentence(Body):
    """One sentence in both languages."""

    zh: str
    en: str


def said(zh: str, en: str) -> Sentence:
    """That sentence, as the tables of routes name what a route is for."""
    return Sentence(zh=zh, en=en)


class Problem(Body):
    """RFC 9457. `title` is the English, `detail` the Chinese sentence; `field` names the body field at fault."""

    type: str = "about:blank"
    status: int
    code: str
    title: str
    detail: str
    field: str | None = None
    data: dict[str, str | int] = {}


class LoginRequest(Body):
    """`POST /api/v1/login`."""

    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class Account(Body):
    """The person who works here."""

    username: str
    name: str
    role: Literal["mediator", "admin", "seal_keeper", "clerk", "judge", "platform_admin"]
    organisation: str
    """Where the person works; a clerk's is the court."""


class Login(Body):
    """A token for this browser tab."""

    token: str
    expires_at: datetime
    account: Account


class Cause(Body):
    """A claim type of domain.md §6.1."""

    id: str
    zh: str
    en: str


class CauseList(Body):
    """`GET /api/v1/causes`."""

    causes: tuple[Cause, ...]


class ConsentDraft(Body):
    """That a party agreed to be mediated on line, as it told the mediator; by its own link it does so itself."""

    how: Literal["written", "phone", "in_person", "application"]
    on: date


class PersonDraft(Body):
    """A natural person (domain.md §3.0). No `consent`: not asked yet."""

    kind: Literal["person"]
    name: Name
    id_no: IdNumber | None = None
    phone: Phone | None = None
    email: EmailAddress | None = None
    consent: ConsentDraft | None = None


class CompanyDraft(Body):
    """A company, and the representative who comes for it. No `consent`: not asked yet."""

    kind: Literal["company"]
    name: Name
    uscc: Annotated[str, Field(min_length=18, max_length=18)]
    representative: Name
    title: Annotated[str, Field(min_length=1, max_length=50)]
    id_no: IdNumber | None = None
    phone: Phone | None = None
    email: EmailAddress | None = None
    consent: ConsentDraft | None = None


PartyDraft = Annotated[PersonDraft | CompanyDraft, Field(discriminator="kind")]


class RoomDraft(Body):
    """`POST /api/v1/rooms`. Who opens a room takes the case, and declares with that to have nothing to disclose."""

    title: Name
    cause: str
    scheduled_at: AwareDatetime
    planned_minutes: Annotated[int, Field(ge=15, le=480)] | None = None
    """None: the usual time."""
    help_phone: Annotated[str, Field(max_length=40)] | None = None
    """None: the organisation's own."""
    applicants: Annotated[tuple[PartyDraft, ...], Field(min_length=1, max_length=10)]
    respondents: Annotated[tuple[PartyDraft, ...], Field(min_length=1, max_length=10)]


class RoomClosing(Body):
    """The end of a session. `unsigned`: why those sign no more who have not signed the minutes."""

    unsigned: Annotated[str, Field(max_length=1000)] | None = None


class Invite(Body):
    """One person's link. The secret is in `url` and nowhere else."""

    url: str
    qr_svg: str
    """The same link as a QR code, an SVG document."""
    revoked: bool
    created_at: datetime


class SeatRow(Body):
    """One seat as the mediator prepares it."""

    seat: str
    role: Role
    side: Side
    name: str
    on_behalf_of: str | None
    id_type: Sentence | None
    """The paper the number is of; null: the identity card, or no number."""
    id_no_masked: str | None
    phone_masked: str | None
    identity: Identity
    place: Place
    presence: Presence
    persons: tuple[str, ...]
    """Names; several on one device are an assisted seat."""
    authority: Authority | None
    papers_seen: bool
    screened_from: tuple[str, ...]
    invite: Invite | None


InvitationWord = Literal["none", "queued", "sent", "delivered", "failed", "simulated"]


class InvitationState(Body):
    """How the time and the link came to one party. `none`: by no message of ours; `simulated`: see the outbox."""

    seat: str
    name: str
    state: InvitationWord


class RoomRow(Body):
    """One line of the desk. `case` is the id of the case the room belongs to.

    `practice`: all of it is made up, the case too (AT-23).
    """

    id: str
    case: str
    case_no: str
    title: str
    cause: Cause
    scheduled_at: datetime
    phase: Phase
    waiting: int
    seats: int
    planned_minutes: int
    practice: bool
    invitations: tuple[InvitationState, ...]


class RoomList(Body):
    """`GET /api/v1/rooms?day=YYYY-MM-DD`: the own ones in order of time; without `day` all that are not closed."""

    rooms: tuple[RoomRow, ...]


class RoomDetail(RoomRow):
    """`GET /api/v1/rooms/{room}`. `papers`, `minutes`: the agreement, or the minutes, are sealed and can be taken."""

    people: tuple[SeatRow, ...]
    papers: bool
    minutes: bool


NextStep = Literal["consents", "enter", "papers", "case"]
"""What a person has to do before `room.enter`; when the session is over, what its token still reads.

`papers`: the agreement it signed, and the own case; `case`: the own case alone.
"""


class SeatSession(Body):
    """A token that speaks for one seat from one tab."""

    token: str
    room: str
    seat: str
    role: Role
    next: NextStep


class PersonState(Body):
    """How far one person of this seat is on the way to the table."""

    person: str
    name: str
    identity: Identity
    notice_read: bool
    """In the version in force."""
    consented: bool
    """Under the version in force, with all that nobody can do without."""
    declared: tuple[Declared, ...]
    company: str | None


class SessionState(Body):
    """`GET /api/v1/session`: what a reloaded page needs; its token is still good."""

    room: str
    seat: str
    role: Role
    name: str
    next: NextStep
    persons: tuple[PersonState, ...]


class NoticeSection(Body):
    """One section of the rights notice."""

    heading: Sentence
    text: Sentence


class ConsentItem(Body):
    """One switch. `required`: without it there is no way in (the page says whom to call)."""

    id: Consent
    label: Sentence
    meaning: Sentence
    required: bool


class Notice(Body):
    """The text that is consented to; `version` goes back with the answer."""

    version: str
    sections: tuple[NoticeSection, ...]
    consents: tuple[ConsentItem, ...]


class Invitation(Body):
    """`GET /api/v1/invitation`: who invites whom to what."""

    title: str
    cause: Cause
    scheduled_at: datetime
    phase: Phase
    mediator: str
    organisation: str
    help_phone: str
    name: str
    side: Side
    on_behalf_of: str | None
    asks_digits: bool
    digits_of: Sentence | None
    """The paper whose digits are asked for; null: the identity card."""
    tries_left: int
    notice: Notice


DeviceKey = Annotated[str, Field(min_length=43, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
"""32 random bytes, base64url, made by the device for this invite and kept in localStorage."""


class IdentityRequest(Body):
    """`POST /api/v1/invitation/identity`: that is my name, and these are my last four."""

    device: DeviceKey
    name_confirmed: Literal[True]
    id_tail: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{4}$")] | None = None
    """Letters too: they stand in the numbers of passports."""


class ResumeRequest(Body):
    """`POST /api/v1/invitation/resume`: a device that is bound already gets its session without asking again."""

    device: DeviceKey


class ConsentsRequest(Body):
    """`POST /api/v1/session/consents`. What is not in `given` is refused."""

    version: str
    given: frozenset[Consent]
    person: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    """Who decides; null: the first of the seat."""


class Build(Body):
    """`GET /api/v1/about`: what a page needs before anybody is known."""

    version: str
    help_phone: str
    organisation: str
    demo: bool
    secure_context_hint: bool
    """True where this origin is plain http on a host that browsers do not trust with a camera."""
