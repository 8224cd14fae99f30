"""Tokens of tabs that speak for a seat; accounts and their logins. Tokens are known by their SHA-256 only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import DeviceId, RoomId, SeatId, SessionId
from server.ids import AccountId, CourtId, OrganisationId, new_id
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Accounts, AccountSessions, Courts, Organisations, SeatSessions
from server.tokens import device_id

LIVE_AT_ONCE: Final = 10
"""Tabs of one seat with a good token, besides the one that speaks."""


@dataclass(frozen=True, slots=True)
class SeatSession:
    """A live tab of a seat."""

    id: SessionId
    room: RoomId
    seat: SeatId
    device: DeviceId


@uninterrupted
class SeatSessionStore:
    """Sessions of seats."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(
        self,
        room: RoomId,
        seat: SeatId,
        device: DeviceId,
        token_sha256: str,
        at: datetime,
        expires_at: datetime,
        *,
        speaking: SessionId | None = None,
    ) -> SessionId:
        """A new tab's session. A seat has LIVE_AT_ONCE: the oldest one is void then, but never the one that speaks."""
        row = {
            "id": new_id(),
            "token_sha256": token_sha256,
            "room": room,
            "seat": seat,
            "device": device,
            "created": at,
            "expires": expires_at,
            "voided": False,
        }
        async with writing(self._engine) as connection:
            await _make_place(connection, room, seat, speaking, at)
            await connection.execute(insert(SeatSessions), row)
        return SessionId(str(row["id"]))

    async def find(self, token_sha256: str, now: datetime) -> SeatSession | None:
        """The session of a token, unless void or expired."""
        return await self._live(SeatSessions.token_sha256 == token_sha256, now)

    async def _live(self, which: ColumnElement[bool], now: datetime) -> SeatSession | None:
        live = select(SeatSessions).where(which, SeatSessions.voided.is_(False), SeatSessions.expires > now)
        async with reading(self._engine) as connection:
            row = (await connection.execute(live)).one_or_none()
        if row is None:
            return None
        return SeatSession(SessionId(row.id), RoomId(row.room), SeatId(row.seat), DeviceId(row.device))

    async def by_id(self, session: SessionId, now: datetime) -> SeatSession | None:
        """The session of that id, unless void or expired."""
        return await self._live(SeatSessions.id == session, now)

    async def void(self, session: SessionId) -> None:
        """The token is worth nothing from now on; may run twice."""
        async with writing(self._engine) as connection:
            await connection.execute(update(SeatSessions).where(SeatSessions.id == session).values(voided=True))

    async def forget_expired(self, before: datetime) -> None:
        """Rows that have been worth nothing since then; the audit log keeps that they were."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(SeatSessions).where(SeatSessions.expires < before))

    async def void_seat(self, room: RoomId, seat: SeatId, until: datetime) -> None:
        """Every token of a seat made by then, those of tabs that never entered too; may run twice."""
        of_seat = update(SeatSessions).where(
            SeatSessions.room == room, SeatSessions.seat == seat, SeatSessions.created <= until
        )
        async with writing(self._engine) as connection:
            await connection.execute(of_seat.values(voided=True))


async def _make_place(
    connection: AsyncConnection, room: RoomId, seat: SeatId, speaking: SessionId | None, at: datetime
) -> None:
    live = (
        select(SeatSessions.id)
        .where(SeatSessions.room == room, SeatSessions.seat == seat, SeatSessions.id != (speaking or ""))
        .where(SeatSessions.voided.is_(False), SeatSessions.expires > at)
        .order_by(SeatSessions.created.desc(), SeatSessions.id)
    )
    found = (await connection.execute(live)).scalars().all()
    spare = SeatSessions.id.in_(found[LIVE_AT_ONCE - 1 :])
    await connection.execute(update(SeatSessions).where(spare).values(voided=True))


class AccountRole(StrEnum):
    """What an account is for."""

    MEDIATOR = "mediator"
    ADMIN = "admin"
    """Of a mediation organisation."""
    SEAL_KEEPER = "seal_keeper"
    """Puts the organisation's stamp on record."""
    CLERK = "clerk"
    """Of a court: sees what goes there, and nothing of the rooms."""
    JUDGE = "judge"
    """Of a court, likewise."""
    PLATFORM_ADMIN = "platform_admin"
    """Keeps what all organisations share; sees no case."""


COURT_ROLES: Final = frozenset({AccountRole.CLERK, AccountRole.JUDGE})
"""Roles whose accounts have a court."""


class UsernameTaken(Exception):
    """Another account has that name."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who works here."""

    id: AccountId
    organisation: OrganisationId
    organisation_name: str
    username: str
    name: str
    role: AccountRole
    court: CourtId | None
    """Of COURT_ROLES; None for all others."""
    court_name: str | None
    email: str | None
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccountSession:
    """A live login."""

    id: str
    account: Account


@uninterrupted
class AccountStore:
    """Accounts and their logins. User names count without regard to case."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def create(
        self,
        organisation: OrganisationId,
        username: str,
        *,
        name: str,
        role: AccountRole,
        password_hash: str,
        at: datetime,
        court: CourtId | None = None,
        email: str | None = None,
    ) -> AccountId:
        """A new account; raises UsernameTaken."""
        account = AccountId(new_id())
        row = {
            "id": account,
            "organisation": organisation,
            "username": username.casefold(),
            "name": name,
            "role": role,
            "password_hash": password_hash,
            "created": at,
            "court": court,
            "email": email,
        }
        async with writing(self._engine) as connection:
            if await _accounts(connection, Accounts.username == username.casefold()):
                raise UsernameTaken(username)
            await connection.execute(insert(Accounts), row)
        return account

    async def find(self, username: str) -> Account | None:
        """The account of that name."""
        async with reading(self._engine) as connection:
            return next(iter(await _accounts(connection, Accounts.username == username.casefold())), None)

    async def by_id(self, account: AccountId) -> Account | None:
        """The account of that id."""
        async with reading(self._engine) as connection:
            return next(iter(await _accounts(connection, Accounts.id == account)), None)

    async def accounts(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        async with reading(self._engine) as connection:
            return await _accounts(connection, true())

    async def of_organisation(self, organisation: OrganisationId, role: AccountRole) -> tuple[Account, ...]:
        """Those who work there in that role, by name."""
        async with reading(self._engine) as connection:
            return await _accounts(connection, (Accounts.organisation == organisation) & (Accounts.role == role))

    async def set_email(self, account: AccountId, email: str | None) -> None:
        """Where one-time codes for signing go; None: nowhere."""
        async with writing(self._engine) as connection:
            await connection.execute(update(Accounts).where(Accounts.id == account).values(email=email))

    async def set_password_hash(self, account: AccountId, password_hash: str) -> None:
        """A new password; every login made with the old one ends, and every token for a room made with such a login."""
        async with writing(self._engine) as connection:
            of_account = update(Accounts).where(Accounts.id == account)
            await connection.execute(of_account.values(password_hash=password_hash))
            await _end_logins(connection, AccountSessions.account == account)

    async def open_session(self, account: AccountId, token_sha256: str, at: datetime, expires_at: datetime) -> str:
        """A new login."""
        login = new_id()
        row = {
            "id": login,
            "token_sha256": token_sha256,
            "account": account,
            "created": at,
            "expires": expires_at,
            "voided": False,
        }
        async with writing(self._engine) as connection:
            await connection.execute(insert(AccountSessions), row)
        return login

    async def find_session(self, token_sha256: str, now: datetime) -> AccountSession | None:
        """The login of a token, unless void or expired."""
        live = select(AccountSessions.id, AccountSessions.account).where(
            AccountSessions.token_sha256 == token_sha256,
            AccountSessions.voided.is_(False),
            AccountSessions.expires > now,
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(live)).one_or_none()
            if row is None:
                return None
            [account] = await _accounts(connection, Accounts.id == row.account)
        return AccountSession(row.id, account)

    async def void_session(self, session: str) -> None:
        """The login's token is worth nothing from now on, nor are those for rooms that were entered with it."""
        async with writing(self._engine) as connection:
            await _end_logins(connection, AccountSessions.id == session)

    async def forget_expired(self, before: datetime) -> None:
        """Logins that have been worth nothing since then."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(AccountSessions).where(AccountSessions.expires < before))


async def _end_logins(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    logins = (await connection.execute(select(AccountSessions.id).where(which))).scalars().all()
    devices = [device_id(login) for login in logins]
    await connection.execute(update(AccountSessions).where(which).values(voided=True))
    await connection.execute(update(SeatSessions).where(SeatSessions.device.in_(devices)).values(voided=True))


async def _accounts(connection: AsyncConnection, which: ColumnElement[bool]) -> tuple[Account, ...]:
    named = (
        select(Accounts, Organisations.name.label("organisation_name"), Courts.name.label("court_name"))
        .join(Organisations, Organisations.id == Accounts.organisation)
        .outerjoin(Courts, Courts.id == Accounts.court)
        .where(which)
        .order_by(Accounts.username)
    )
    return tuple(
        Account(
            id=AccountId(row.id),
            organisation=OrganisationId(row.organisation),
            organisation_name=row.organisation_name,
            username=row.username,
            name=row.name,
            role=AccountRole(row.role),
            court=None if row.court is None else CourtId(row.court),
            court_name=row.court_name,
            email=row.email,
            password_hash=row.password_hash,
        )
        for row in await connection.execute(named)
    )
