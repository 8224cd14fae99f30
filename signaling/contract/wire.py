"""What all messages share: closed, frozen, camel-free, with the event name on the class."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class Wire(BaseModel):
    """A message or a part of one. Unknown fields are refused; so are values of another JSON type."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        from_attributes=True,
        json_schema_serialization_defaults_required=True,
    )


class Command(Wire):
    """Browser to server; answered `Accepted` or `Refused`. The sender comes from the session, never from here."""

    event: ClassVar[str]


class Push(Wire):
    """Server to browser; not answered."""

    event: ClassVar[str]


SeatRef = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
"""A seat's id as the server gave it."""

ChannelRef = Annotated[
    str, Field(max_length=60, pattern=r"^(joint|notes|whisper|side\.[a-z]+|(caucus|lobby)\.[A-Za-z0-9_-]{1,40})$")
]
"""A conversation: `joint`, `side.applicant`, `caucus.<id>`, `lobby.<seat>`, `notes`, `whisper`."""

PartRef = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_:-]+$")]
"""`head`, `party:<seat>`, or a clause's id."""
NewId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
"""Made once by the client (UUID) and kept when sending again."""
FieldRef = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z_]+(\.[0-9]{1,2})?$")]
"""A field of the form; a row is `due.1` …."""
Version = Annotated[int, Field(ge=0, le=2**31)]
DigestRef = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The digest of what the person has before the eyes; another one is refused."""
