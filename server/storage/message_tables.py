"""Tables of messages to people, of sessions put off, and of what rooms are prepared from. A change is a migration."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.columns import Base, Digest, Document, Id, Key, Line, Word


class Messages(Base):
    """Letters and short messages on their way; `sealed` is address, subject, text and calendar entry.

    `next_at`: when it is tried (again); None: it is settled, or out of our hands. `error`: why it did not go, last.
    """

    __tablename__ = "messages"
    __table_args__ = (Index(None, "state", "channel", "next_at"), Index(None, "room", "created"))
    id: Mapped[Key]
    room: Mapped[Id | None] = mapped_column(ForeignKey("rooms.id"))
    seat: Mapped[Id | None]
    kind: Mapped[Word]
    channel: Mapped[Word]
    name: Mapped[Line]
    to_masked: Mapped[Line]
    sealed: Mapped[Document]
    state: Mapped[Word]
    tries: Mapped[int]
    next_at: Mapped[datetime | None]
    expires: Mapped[datetime | None]
    error: Mapped[Word | None]
    created: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class MessageReports(Base):
    """Signatures of the gateway's reports that were taken, for as long as their time would still be good."""

    __tablename__ = "message_reports"
    signature: Mapped[Digest] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Reschedulings(Base):
    """Each time a session was put off; `sequence` is that of its calendar entry (RFC 5545 §3.8.7.4)."""

    __tablename__ = "reschedulings"
    room: Mapped[Key] = mapped_column(ForeignKey("rooms.id"))
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    was: Mapped[datetime]
    at: Mapped[datetime]
    by: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    reason_sealed: Mapped[Document]
    made: Mapped[datetime]


class RoomTemplates(Base):
    """How an organisation prepares its rooms; `details` is JSON of `server.storage.room_templates`."""

    __tablename__ = "room_templates"
    __table_args__ = (UniqueConstraint("organisation", "name"),)
    id: Mapped[Key]
    organisation: Mapped[Id] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[Line]
    details: Mapped[Document]
    by: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]
