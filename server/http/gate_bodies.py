"""What is said over HTTP on the way to the table: notice, declarations, one-time codes; and seats that are added."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from law.agent_rules import AgentType
from rooms.person import Declared
from rooms.room import Authority, Role, Side
from server.http.bodies import Body, EmailAddress, IdNumber, Name, Phone

PersonRef = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]


class NoticeAct(Body):
    """`POST /api/v1/session/notice`: it is before this person's eyes, or its reading aloud began; it is at its end.

    Seconds are counted by the server between the two.
    """

    person: PersonRef
    act: Literal["opened", "finished"]
    version: str
    aloud: bool = False


class DeclarationRequest(Body):
    """`POST /api/v1/session/declarations`: one thing, by one person. `text`: who else is in the room (`company`)."""

    person: PersonRef
    what: Declared
    text: Annotated[str, Field(max_length=500)] = ""


class CredentialAdded(Body):
    """`POST /api/v1/session/credentials`: the paper lies before the mediators."""

    id: str


class CodeRequest(Body):
    """`POST /api/v1/session/codes`: send this person a one-time code to what is on file."""

    person: PersonRef


class CodeSent(Body):
    """Where the code went, masked. `simulated`: nothing is sent here (模拟); the operator reads it at the terminal."""

    target_masked: str
    simulated: bool
    expires_at: datetime


class CodeAnswer(Body):
    """`POST /api/v1/session/codes/answer`."""

    person: PersonRef
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class SpokenCodeRequest(Body):
    """`POST /api/v1/rooms/{room}/seats/{seat}/codes`: a code to read out on the telephone, after a check by voice."""

    person: PersonRef
    voice_checked: Literal[True]


class SpokenCode(Body):
    """The code itself; it is on record who had it shown."""

    code: str
    expires_at: datetime


class SeatPerson(Body):
    """Somebody who will sit there."""

    name: Name
    id_no: IdNumber | None = None
    phone: Phone | None = None
    email: EmailAddress | None = None


class SeatDraft(Body):
    """`POST /api/v1/rooms/{room}/seats`: one more seat. Several `persons` share one device (assisted seat)."""

    role: Literal[
        "co_mediator",
        "recorder",
        "interpreter",
        "court",
        "party",
        "legal_representative",
        "worker_representative",
        "agent",
        "third_party",
    ]
    side: Side
    persons: Annotated[tuple[SeatPerson, ...], Field(min_length=1, max_length=6)]
    on_behalf_of: Name | None = None
    authority: Authority | None = None
    agent_type: AgentType | None = None
    """Of an agent: which papers are handed in; the mediator says in the check that they were looked at."""
    screened_from: tuple[PersonRef, ...] = ()

    @property
    def as_role(self) -> Role:
        return Role(self.role)
