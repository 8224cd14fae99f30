"""Tables of people, rooms, agreements and the audit. A change here is a migration (`migrations/versions`)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.columns import Base, ChannelName, Digest, Document, Id, Key, Line, Word


class Courts(Base):
    """Courts that invite organisations and confirm agreements. `details`: as `server.storage.profiles` keeps them."""

    __tablename__ = "courts"
    id: Mapped[Key]
    name: Mapped[Line] = mapped_column(unique=True)
    details: Mapped[Document | None]


class Organisations(Base):
    """Mediation organisations. `short_name` is the × of the case number; `details`: as above."""

    __tablename__ = "organisations"
    id: Mapped[Key]
    name: Mapped[Line] = mapped_column(unique=True)
    short_name: Mapped[Word] = mapped_column(unique=True)
    case_no_pattern: Mapped[Line]
    details: Mapped[Document | None]


class Accounts(Base):
    """People who work here. `password_hash` is argon2's own string; `court` is a clerk's. `details`: as above."""

    __tablename__ = "accounts"
    id: Mapped[Key]
    organisation: Mapped[Id] = mapped_column(ForeignKey("organisations.id"))
    username: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    role: Mapped[Word]
    password_hash: Mapped[Line]
    created: Mapped[datetime]
    court: Mapped[Id | None] = mapped_column(ForeignKey("courts.id"))
    email: Mapped[Line | None]
    details: Mapped[Document | None]


class AccountSessions(Base):
    """Login tokens, by digest."""

    __tablename__ = "account_sessions"
    id: Mapped[Key]
    token_sha256: Mapped[Digest] = mapped_column(unique=True)
    account: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    created: Mapped[datetime]
    expires: Mapped[datetime]
    voided: Mapped[bool]


class Cases(Base):
    """Disputes. `year` and `number` are what `case_no` was made of.

    What follows `version` is read off the case for looking up: `status` where it stands, `since` when, the clock that
    ends next, `wakes_at` when the clockwork has to look. None: not adopted yet. The case itself is in `case_states`:
    rows that are searched by the thousand are narrow.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("organisation", "year", "number"),
        Index(None, "organisation", "status", "next_due"),
        Index(None, "court", "lane", "status"),
    )
    id: Mapped[Key]
    case_no: Mapped[Line] = mapped_column(unique=True)
    organisation: Mapped[Id] = mapped_column(ForeignKey("organisations.id"))
    year: Mapped[int]
    number: Mapped[int]
    lane: Mapped[Word]
    cause: Mapped[Word]
    court: Mapped[Id | None] = mapped_column(ForeignKey("courts.id"))
    created: Mapped[datetime]
    version: Mapped[int] = mapped_column(server_default="0")
    status: Mapped[Word | None] = mapped_column(index=True)
    profile: Mapped[Word | None]
    channel: Mapped[Word | None]
    court_case_no: Mapped[Line | None]
    host: Mapped[Id | None] = mapped_column(ForeignKey("accounts.id"))
    since: Mapped[datetime | None]
    received_on: Mapped[date | None]
    next_due: Mapped[date | None]
    next_clock: Mapped[Document | None]
    wakes_at: Mapped[datetime | None] = mapped_column(index=True)
    calendar: Mapped[Word | None]
    """Version of the calendar that the days were computed with."""
    search: Mapped[Document | None]
    """Numbers, names and the cause in one text, for looking up."""
    practice: Mapped[bool] = mapped_column(server_default=false())
    """Made up, to practise on: in no list, count or export, and no clock of it runs (AT-23)."""


class Rooms(Base):
    """Sessions of cases. `state` is the whole room (room_json.py); the columns beside it are for looking up."""

    __tablename__ = "rooms"
    __table_args__ = (Index(None, "mediator", "scheduled_at"),)
    id: Mapped[Key]
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    mediator: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    scheduled_at: Mapped[datetime]
    phase: Mapped[Word] = mapped_column(index=True)
    version: Mapped[int]
    state: Mapped[Document]


class People(Base):
    """Who a party's seat is for: a participant, in whose row all else is sealed.

    Sealed columns (`server/field_keys.py`) are of rooms from before there were participants.
    """

    __tablename__ = "people"
    room: Mapped[Key] = mapped_column(ForeignKey("rooms.id"))
    seat: Mapped[Key]
    kind: Mapped[Word]
    name: Mapped[Line]
    company: Mapped[Line | None]
    uscc: Mapped[Word | None]
    title: Mapped[Line | None]
    id_no_sealed: Mapped[Line | None]
    phone_sealed: Mapped[Line | None]
    email_sealed: Mapped[Document | None]
    participant: Mapped[Id | None] = mapped_column(ForeignKey("participants.id"))
    consents_heard: Mapped[datetime | None]
    """The moment of the consents behind the link that the case knows of."""


class Invites(Base):
    """Parties' links, one row per generation; the secret itself is not here."""

    __tablename__ = "invites"
    __table_args__ = (UniqueConstraint("room", "seat", "generation"),)
    id: Mapped[Key]
    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    room: Mapped[Id] = mapped_column(ForeignKey("rooms.id"))
    seat: Mapped[Id]
    secret_sha256: Mapped[Digest] = mapped_column(unique=True)
    created: Mapped[datetime]
    revoked: Mapped[datetime | None]


class SeatSessions(Base):
    """Tabs that may speak for a seat, by their token's digest."""

    __tablename__ = "seat_sessions"
    __table_args__ = (Index(None, "room", "seat"),)
    id: Mapped[Key]
    token_sha256: Mapped[Digest] = mapped_column(unique=True)
    room: Mapped[Id] = mapped_column(ForeignKey("rooms.id"))
    seat: Mapped[Id]
    device: Mapped[Digest]
    created: Mapped[datetime]
    expires: Mapped[datetime]
    voided: Mapped[bool]


class ChatLines(Base):
    """What was said, in the order of its channel. Of a private one `text` is sealed, the tag within (storage/lines)."""

    __tablename__ = "chat_lines"
    __table_args__ = (UniqueConstraint("room", "author", "message"),)
    room: Mapped[Key] = mapped_column(ForeignKey("rooms.id"))
    channel: Mapped[ChannelName] = mapped_column(primary_key=True, server_default="joint")
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author: Mapped[Id]
    message: Mapped[Digest]
    zone: Mapped[Word]
    at: Mapped[datetime]
    text: Mapped[Document]
    tag: Mapped[Word | None]


class ZoneDeletions(Base):
    """Private zones of closed rooms: the day from which each is to be deleted, and when that was done."""

    __tablename__ = "zone_deletions"
    __table_args__ = (Index(None, "destroyed_at", "due"),)
    room: Mapped[Key] = mapped_column(ForeignKey("rooms.id"))
    channel: Mapped[ChannelName] = mapped_column(primary_key=True)
    due: Mapped[date]
    destroyed_at: Mapped[datetime | None]


class Documents(Base):
    """What people laid on the table: who, when, from which tab and device; `sha256` names the original in the blobs.

    Of a private channel it is the sealed file's name, which says nothing of what is in it; `sealed` has what the room's
    own row leaves out: the document's name and the SHA-256.
    """

    __tablename__ = "documents"
    id: Mapped[Key]
    room: Mapped[Id] = mapped_column(ForeignKey("rooms.id"), index=True)
    seat: Mapped[Id]
    session: Mapped[Id]
    device: Mapped[Digest]
    media_type: Mapped[Word]
    bytes: Mapped[int]
    sha256: Mapped[Digest]
    zone: Mapped[Word]
    at: Mapped[datetime]
    channel: Mapped[ChannelName] = mapped_column(server_default="joint")
    sealed: Mapped[Document | None]


class DocumentPages(Base):
    """The picture of each page, by its name in the blobs, as with `Documents`."""

    __tablename__ = "document_pages"
    document: Mapped[Key] = mapped_column(ForeignKey("documents.id"))
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[Digest]


class AuditRecords(Base):
    """Hash chains. Append-only: triggers refuse change and deletion. `case_id` may also be the server's own chain."""

    __tablename__ = "audit_records"
    case_id: Mapped[Key]
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[Word]
    v: Mapped[int]
    body: Mapped[Document]
    salt: Mapped[bytes]
    prev: Mapped[Digest]
    hash: Mapped[Digest]


class AuditHeads(Base):
    """Signed heads of chains; append-only too."""

    __tablename__ = "audit_heads"
    case_id: Mapped[Key]
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[Digest]
    at: Mapped[datetime]
    key_id: Mapped[Word]
    signature: Mapped[bytes]


class Outbox(Base):
    """Lasting effects that are not yet done, in the order they came."""

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it once, as a class is made
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Id] = mapped_column(unique=True)
    room: Mapped[Id] = mapped_column(ForeignKey("rooms.id"))
    effect: Mapped[Document]
    created: Mapped[datetime]


class Agreements(Base):
    """One agreement for a room. `state` is the whole value, sealed: it holds ID and account numbers."""

    __tablename__ = "agreements"
    id: Mapped[Key]
    room: Mapped[Id] = mapped_column(ForeignKey("rooms.id"), unique=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[Line]
    version: Mapped[int]
    stage: Mapped[Word] = mapped_column(index=True)
    court: Mapped[Id | None] = mapped_column(ForeignKey("courts.id"), index=True)
    sealed_at: Mapped[datetime | None]
    state: Mapped[Document]
    zone: Mapped[Word] = mapped_column(server_default="Z6")


class Proposals(Base):
    """Mediators' proposals of a room, counted from 0. `state` is the whole value, sealed; `channel` says with what."""

    __tablename__ = "proposals"
    room: Mapped[Key] = mapped_column(ForeignKey("rooms.id"))
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[ChannelName]
    state: Mapped[Document]
    zone: Mapped[Word] = mapped_column(server_default="Z4")


class Minutes(Base):
    """The 笔录 of a room, with the paper that is signed of it. `state` is both, sealed: it holds what was said."""

    __tablename__ = "minutes"
    room: Mapped[Key] = mapped_column(ForeignKey("rooms.id"))
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[Line]
    version: Mapped[int]
    """Counts the commits."""
    stage: Mapped[Word] = mapped_column(index=True)
    sealed_at: Mapped[datetime | None]
    state: Mapped[Document]
    zone: Mapped[Word] = mapped_column(server_default="Z1")


class Applications(Base):
    """The joint application of a case with its papers. `state` is the whole value, sealed: addresses and numbers."""

    __tablename__ = "applications"
    case_id: Mapped[Key] = mapped_column(ForeignKey("cases.id"))
    version: Mapped[int]
    """Counts the commits."""
    working: Mapped[bool] = mapped_column(index=True)
    """Whether something may be due outside."""
    state: Mapped[Document]


class SealedFiles(Base):
    """Every file that was sealed: `agreement.pdf`, `evidence.pdf`. Generation 1 as it was closed, others renewed."""

    __tablename__ = "sealed_files"
    paper: Mapped[Key]
    """Id of the agreement, or of the minutes' paper."""
    file: Mapped[Word] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[Digest] = mapped_column(index=True)
    at: Mapped[datetime]
    """Time of its newest timestamp."""


class Downloads(Base):
    """What a court's clerk took away, one row per file and time; the case's audit chain has it too."""

    __tablename__ = "downloads"
    id: Mapped[Key]
    agreement: Mapped[Id] = mapped_column(ForeignKey("agreements.id"), index=True)
    account: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    file: Mapped[Word]
    at: Mapped[datetime]


class SimulatedCodes(Base):
    """One-time codes that stand in the embedded outbox (模拟) instead of being sent; sealed, and gone when expired."""

    __tablename__ = "simulated_codes"
    id: Mapped[Key]
    room: Mapped[Id] = mapped_column(ForeignKey("rooms.id"))
    name: Mapped[Line]
    code_sealed: Mapped[Line]
    sent_at: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)
