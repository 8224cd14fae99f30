"""Parties' links: one row per generation, found by the digest of their secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rooms.ids import RoomId, SeatId
from server.ids import InviteId, new_id
from server.invites import invite_secret, secret_sha256
from server.storage.database import reading, uninterrupted, writing
from server.storage.tables import Invites


@dataclass(frozen=True, slots=True)
class Invite:
    """One generation of a seat's link. A renewed link revokes the generations before it."""

    id: InviteId
    generation: int
    room: RoomId
    seat: SeatId
    created: datetime
    revoked: datetime | None


@uninterrupted
class InviteStore:
    """Links are made with the room; here they are found, renewed and revoked. `key` derives their secrets."""

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self._engine = engine
        self._key = key

    def secret(self, invite: Invite) -> str:
        """What stands in the link."""
        return invite_secret(self._key, invite.id, invite.generation)

    async def create(self, room: RoomId, seat: SeatId, at: datetime) -> Invite:
        """A seat's first link; rooms are created with theirs."""
        async with writing(self._engine) as connection:
            return await _issue(connection, self._key, Invite(InviteId(new_id()), 1, room, seat, at, None))

    async def renew(self, room: RoomId, seat: SeatId, at: datetime) -> Invite:
        """The next generation of a seat's link; the first where a crash left an added seat without one."""
        async with writing(self._engine) as connection:
            former = await _newest(connection, room, seat)
            await _revoke(connection, room, seat, at)
            name, generation = (former.id, former.generation + 1) if former else (InviteId(new_id()), 1)
            return await _issue(connection, self._key, Invite(name, generation, room, seat, at, None))

    async def revoke(self, room: RoomId, seat: SeatId, at: datetime) -> None:
        """Every link of a seat is dead from now on; links that were dead keep their time."""
        async with writing(self._engine) as connection:
            await _revoke(connection, room, seat, at)

    async def find(self, digest: str) -> Invite | None:
        """The link whose secret has this SHA-256, revoked ones too, so that the person can be told."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(Invites).where(Invites.secret_sha256 == digest))
            return next((_invite(row) for row in rows), None)

    async def of_room(self, room: RoomId) -> tuple[Invite, ...]:
        """The newest link of each seat, revoked ones too."""
        ordered = select(Invites).where(Invites.room == room).order_by(Invites.seat, Invites.generation)
        async with reading(self._engine) as connection:
            newest = {row.seat: _invite(row) for row in await connection.execute(ordered)}
        return tuple(newest.values())


async def insert_invites(
    connection: AsyncConnection, key: bytes, room: RoomId, seats: Iterable[SeatId], at: datetime
) -> None:
    """First links for `seats`, within the transaction of `connection`."""
    for seat in seats:
        await _issue(connection, key, Invite(InviteId(new_id()), 1, room, seat, at, None))


async def _issue(connection: AsyncConnection, key: bytes, invite: Invite) -> Invite:
    row = {
        "id": invite.id,
        "generation": invite.generation,
        "room": invite.room,
        "seat": invite.seat,
        "secret_sha256": secret_sha256(invite_secret(key, invite.id, invite.generation)),
        "created": invite.created,
        "revoked": None,
    }
    await connection.execute(insert(Invites), row)
    return invite


async def _newest(connection: AsyncConnection, room: RoomId, seat: SeatId) -> Invite | None:
    newest = select(Invites).where(Invites.room == room, Invites.seat == seat).order_by(Invites.generation.desc())
    row = (await connection.execute(newest.limit(1))).one_or_none()
    return None if row is None else _invite(row)


async def _revoke(connection: AsyncConnection, room: RoomId, seat: SeatId, at: datetime) -> None:
    live = update(Invites).where(Invites.room == room, Invites.seat == seat, Invites.revoked.is_(None))
    await connection.execute(live.values(revoked=at))


def _invite(row: Row[Invites]) -> Invite:
    return Invite(InviteId(row.id), row.generation, RoomId(row.room), SeatId(row.seat), row.created, row.revoked)
