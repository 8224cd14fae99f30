"""Tables of cases and of what they rest on. A change here is a migration (`migrations/versions`)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.columns import Base, Digest, Document, Id, Key, Line, Word


class CaseStates(Base):
    """The whole case (case_json.py), of the version that its row in `cases` has."""

    __tablename__ = "case_states"
    case_id: Mapped[Key] = mapped_column(ForeignKey("cases.id"))
    state: Mapped[Document]


class CaseStaff(Base):
    """Who mediates a case now: the host and those beside."""

    __tablename__ = "case_staff"
    case_id: Mapped[Key] = mapped_column(ForeignKey("cases.id"))
    account: Mapped[Key] = mapped_column(ForeignKey("accounts.id"), index=True)


class Participants(Base):
    """Who stands in a case. `sealed` is the whole `law.people.Party`; the plain columns are as those of `people`."""

    __tablename__ = "participants"
    id: Mapped[Key]
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    position: Mapped[int]
    standing: Mapped[Word]
    kind: Mapped[Word]
    name: Mapped[Line] = mapped_column(index=True)
    company: Mapped[Line | None] = mapped_column(index=True)
    uscc: Mapped[Word | None]
    title: Mapped[Line | None]
    sealed: Mapped[Document]


class Agents(Base):
    """Who acts for a participant; `sealed` is the whole `law.agents.Agent`."""

    __tablename__ = "agents"
    id: Mapped[Key]
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    participant: Mapped[Id] = mapped_column(ForeignKey("participants.id"))
    sealed: Mapped[Document]


class CaseTexts(Base):
    """Free texts of a case, sealed; the audit chain names them by `id`."""

    __tablename__ = "case_texts"
    case_id: Mapped[Key] = mapped_column(ForeignKey("cases.id"))
    id: Mapped[Key]
    sealed: Mapped[Document]
    at: Mapped[datetime]
    zone: Mapped[Word] = mapped_column(server_default="Z1")


class Materials(Base):
    """Papers on file; `sha256` names the bytes in the blobs, `owner` the participant it came from."""

    __tablename__ = "materials"
    id: Mapped[Key]
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    title: Mapped[Line]
    owner: Mapped[Id | None] = mapped_column(ForeignKey("participants.id"))
    kind: Mapped[Word]
    form: Mapped[Word]
    sha256: Mapped[Digest]
    media_type: Mapped[Word]
    bytes: Mapped[int]
    by: Mapped[Id]
    at: Mapped[datetime]
    zone: Mapped[Word] = mapped_column(server_default="Z1")


class CaseNotices(Base):
    """What was told to a participant; `sealed` is the text as it was given. `mail`: waiting, sent, or none."""

    __tablename__ = "case_notices"
    id: Mapped[Line] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), index=True)
    participant: Mapped[Id] = mapped_column(ForeignKey("participants.id"), index=True)
    kind: Mapped[Word]
    version: Mapped[Word]
    sealed: Mapped[Document]
    at: Mapped[datetime]
    mail: Mapped[Word] = mapped_column(index=True)
    zone: Mapped[Word] = mapped_column(server_default="Z1")


class RegisterEntries(Base):
    """The 特邀调解名册 of a court; `details` is JSON of `law.register.RegisterEntry`, `expert` of its `ExpertEntry`."""

    __tablename__ = "register_entries"
    id: Mapped[Key]
    court: Mapped[Id] = mapped_column(ForeignKey("courts.id"), index=True)
    subject: Mapped[Id] = mapped_column(index=True)
    details: Mapped[Document]
    expert: Mapped[Document | None]


class LaneSwitches(Base):
    """Whether a court (None: any) takes a lane through a channel (None: any), from when to when, and on what ground."""

    __tablename__ = "lane_switches"
    id: Mapped[Key]
    court: Mapped[Id | None] = mapped_column(ForeignKey("courts.id"))
    channel: Mapped[Word | None]
    lane: Mapped[Word]
    profile: Mapped[Word | None]
    is_open: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[Document]
    by: Mapped[Id]
    at: Mapped[datetime]


class CalendarYears(Base):
    """The operator's table of a year's days off, as `law.calendar.year_table` reads it; it replaces the shipped one."""

    __tablename__ = "calendar_years"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[Document]
    by: Mapped[Id | None]
    at: Mapped[datetime]
