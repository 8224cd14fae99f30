"""Tables of what courts take and of what was handed in to them. A change here is a migration."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.columns import Base, Digest, Document, Id, Key, Line, Word


class CourtPolicies(Base):
    """What a court takes (`law.court_policies`), as somebody entered it. Rows are added, never changed."""

    __tablename__ = "court_policies"
    id: Mapped[Key]
    court: Mapped[Id] = mapped_column(ForeignKey("courts.id"), index=True)
    takes: Mapped[bool]
    said: Mapped[Word]
    source: Mapped[Document]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    lane: Mapped[Word | None]
    organisation_kind: Mapped[Word | None]
    cause: Mapped[Word | None]
    bases: Mapped[Document]
    """With commas between them."""
    e_filing: Mapped[bool | None]
    by: Mapped[Id]
    at: Mapped[datetime]


class Submissions(Base):
    """A bundle handed in: its bytes by their SHA-256 in the blobs, `slots` as JSON (storage/submissions).

    `late`: after the last day; it counts once the court let it in (`admitted_at`). `correction`: the text of what the
    court wants put right, by its name among the case's texts.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("case_id", "position"),)
    id: Mapped[Key]
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    court: Mapped[Id] = mapped_column(ForeignKey("courts.id"), index=True)
    position: Mapped[int]
    number: Mapped[Line] = mapped_column(unique=True)
    route: Mapped[Word]
    sha256: Mapped[Digest]
    bytes: Mapped[int]
    slots: Mapped[Document]
    channel: Mapped[Word]
    late: Mapped[bool]
    by: Mapped[Id]
    at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[Line | None]
    correction: Mapped[Id | None]
