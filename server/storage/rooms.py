"""Rooms, what was said in them, and the outbox: one transaction for each step (architecture.md §3.2)."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from law.beijing import day_of
from law.calendar import Calendar
from law.people import Party
from rooms.cases.case import Case
from rooms.cases.deeds.deed import Deed, Event
from rooms.cases.ids import StaffId
from rooms.cases.step import step
from rooms.cases.world import Candidate, World
from rooms.chat import Channel, ChatLine
from rooms.document import Document
from rooms.effects import LASTING, Effect, RecordFact, StoreDocument, StoreLine
from rooms.ids import RoomId, SeatId
from rooms.room import Phase, Room
from server.ids import AccountId, CourtId
from server.keys import Keys
from server.quick_case import Told, next_of, on_file, quick_case
from server.storage.audit import append_facts, sign_head
from server.storage.calendars import calendar_in
from server.storage.case_book import Entry, Filing, PlannedRoom, record
from server.storage.case_outlook import outlook
from server.storage.case_texts import TAKEN
from server.storage.cases import LANE_SELF, insert_case, next_case_number, next_practice_number
from server.storage.channels import JOINT, channel_of
from server.storage.database import reading, uninterrupted, writing
from server.storage.documents import insert_document, sealed_names
from server.storage.lines import insert_line, is_said, line_from
from server.storage.private_names import with_names
from server.storage.room_json import effect_from, effect_text, room_from
from server.storage.room_rows import room_columns
from server.storage.tables import ChatLines, Outbox, Rooms
from server.storage.zone_deletions import require_not_deleted, schedule, zones_of
from server.zones.keys import ZoneKeys
from server.zones.sealing import ZoneSeal, opening, sealing
from server.zones.zone import PrivateZone

LINES_AT_ONCE: Final = 500

Seals = Mapping[str, ZoneSeal]
"""By channel; joint has none."""


class StaleRoom(Exception):
    """The room in the database is another than the step began with: load it again and step again."""


class AlreadySaid(Exception):
    """The author's line of that id is stored since long: nothing is owed, and the room stays as it was."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A lasting effect that waits to be done; `key` is its own for ever."""

    key: str
    room: RoomId
    effect: Effect


@uninterrupted
class RoomStore:
    """Rooms in the database. `zone` decides in which year a case is numbered."""

    def __init__(self, engine: AsyncEngine, keys: Keys, zone: tzinfo, zone_keys: ZoneKeys) -> None:
        self._engine = engine
        self._keys = keys
        self._zone = zone
        self._zone_keys = zone_keys

    async def create(
        self,
        room: Room,
        mediator: AccountId,
        people: Mapping[SeatId, Party],
        at: datetime,
        court: CourtId | None = None,
        told: Mapping[SeatId, Told] | None = None,
        *,
        practice: bool = False,
    ) -> str:
        """A case of lane SELF with its first room, people, links and audit records; gives the case number.

        `told`: what the parties said to being mediated on line; None: all have agreed. With that the mediator takes the
        case, having nothing to tell of relations. `practice`: all of it is made up (AT-23).
        """
        said = on_file(room, day_of(at)) if told is None else told
        begun = quick_case(room, mediator, people, said, court, day_of(at))
        async with writing(self._engine) as connection:
            number = await (
                next_practice_number(connection, mediator)
                if practice
                else next_case_number(connection, mediator, at, self._zone)
            )
            basics = {"lane": LANE_SELF, "cause": room.cause}
            await insert_case(connection, room.case, number, **basics, court=court, at=at, practice=practice)
            calendar = await calendar_in(connection)
            case, events = _begun(begun.deeds, room, mediator, at, _quick_world(mediator, calendar, at))
            filing = Filing(
                notes={TAKEN: str(mediator)},
                people=begun.people,
                room=PlannedRoom(room, mediator, people, begun.participants),
            )
            entry = Entry(None, case, events, at, outlook(case, calendar, at), filing)
            await record(connection, self._keys, entry)
        return number.text

    async def load(self, room_id: RoomId) -> Room | None:
        """The room as it was last committed."""
        async with reading(self._engine) as connection:
            stored = await connection.execute(select(Rooms.state).where(Rooms.id == room_id))
            text = stored.scalar_one_or_none()
            names = await sealed_names(connection, room_id)
        return None if text is None else await with_names(room_from(text), names, self._zone_keys)

    async def open_rooms(self) -> tuple[RoomId, ...]:
        """Rooms that are not closed, in order of their time."""
        planned = select(Rooms.id).where(Rooms.phase != Phase.CLOSED).order_by(Rooms.scheduled_at, Rooms.id)
        async with reading(self._engine) as connection:
            return tuple(RoomId(room) for room in (await connection.execute(planned)).scalars())

    async def commit(self, before: Room, after: Room, at: datetime, effects: tuple[Effect, ...]) -> tuple[Pending, ...]:
        """Store one step; gives its outbox entries. Raises StaleRoom, AlreadySaid or ZoneDestroyed: nothing is stored.

        What is private gets its key before the transaction begins: where keys are may be slow, and nobody waits for it.
        """
        facts = tuple(effect.fact for effect in effects if isinstance(effect, RecordFact))
        kept = tuple(effect for effect in effects if isinstance(effect, StoreLine | StoreDocument))
        lasting = tuple(effect for effect in effects if isinstance(effect, LASTING))
        if after == before and not (facts or kept or lasting):
            return ()
        seals = await self._seals(after.id, kept)
        living = await self._zone_keys.living(after.id) if after.phase is Phase.CLOSED else ()
        async with writing(self._engine) as connection:
            await _replace(connection, before, after)
            for effect in kept:
                await _keep(connection, after.id, effect, seals)
            await append_facts(connection, after.case, at, facts, self._keys.node)
            if after.phase is Phase.CLOSED:
                await schedule(connection, {*living, *await zones_of(connection, after.id)}, at)
            if after.phase is Phase.CLOSED and before.phase is not Phase.CLOSED:
                await sign_head(connection, after.case, at, self._keys.node)
            return await _post(connection, after.id, at, lasting)

    async def _seals(self, room: RoomId, kept: Iterable[StoreLine | StoreDocument]) -> Seals:
        channels = {channel_of(_content(each)) for each in kept} - {JOINT}
        return {channel: await sealing(self._zone_keys, PrivateZone(room, channel)) for channel in channels}

    async def pending(self) -> tuple[Pending, ...]:
        """Lasting effects not yet done, oldest first."""
        async with reading(self._engine) as connection:
            rows = await connection.execute(select(Outbox).order_by(Outbox.position))
            return tuple(Pending(row.key, RoomId(row.room), effect_from(row.effect)) for row in rows)

    async def done(self, key: str) -> None:
        """Take an effect out of the outbox; may run twice."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(Outbox).where(Outbox.key == key))

    async def lines(
        self, room_id: RoomId, channel: Channel, after: int, limit: int = LINES_AT_ONCE
    ) -> tuple[ChatLine, ...]:
        """At most `limit` lines of that channel with a sequence above `after`, in order.

        Raises ZoneDestroyed or ZoneUnreadable for a private one whose key is gone.
        """
        missed = select(ChatLines).where(
            ChatLines.room == room_id, ChatLines.channel == str(channel), ChatLines.seq > after
        )
        zone = PrivateZone(room_id, str(channel))
        async with reading(self._engine) as connection:
            rows = (await connection.execute(missed.order_by(ChatLines.seq).limit(limit))).all()
            if not rows and channel.private:
                await require_not_deleted(connection, zone)
        seal = await opening(self._zone_keys, zone) if rows and channel.private else None
        return tuple(line_from(row, seal) for row in rows)


def _quick_world(mediator: AccountId, calendar: Calendar, at: datetime) -> World:
    """Lane SELF asks no register: the mediator is known, and that is enough."""
    return World(day_of(at), calendar, {StaffId(mediator): Candidate(None, None, pool=False, conflict=False)})


def _begun(
    deeds: Iterable[Deed], room: Room, mediator: AccountId, at: datetime, world: World
) -> tuple[Case, tuple[Event, ...]]:
    """The case as far as the mediator can take it at once; raises the case's Refusal."""
    case, events = None, list[Event]()
    waiting = list(deeds)
    while waiting:
        done = step(case, room.case, waiting.pop(0), at, world)
        case, events = done.case, [*events, *done.events]
        if not waiting and (following := next_of(case, room, mediator, at)):
            waiting.append(following)
    if case is None:
        raise ValueError("a case begins with a deed")
    return case, tuple(events)


async def _replace(connection: AsyncConnection, before: Room, after: Room) -> None:
    unchanged = update(Rooms).where(Rooms.id == before.id, Rooms.version == before.version)
    stored = await connection.execute(unchanged.values(room_columns(after)))
    if stored.rowcount != 1:
        raise StaleRoom(f"room {before.id} is no longer at version {before.version}")


def _content(effect: StoreLine | StoreDocument) -> ChatLine | Document:
    return effect.line if isinstance(effect, StoreLine) else effect.document


async def _keep(connection: AsyncConnection, room: RoomId, effect: StoreLine | StoreDocument, seals: Seals) -> None:
    seal = seals.get(channel_of(_content(effect)))
    if isinstance(effect, StoreDocument):
        await insert_document(connection, room, effect, seal)
        return
    if await is_said(connection, room, effect.line):
        raise AlreadySaid(effect.line.id)
    await insert_line(connection, room, effect.line, seal)


async def _post(
    connection: AsyncConnection, room: RoomId, at: datetime, effects: Iterable[Effect]
) -> tuple[Pending, ...]:
    entries = tuple(Pending(secrets.token_hex(16), room, effect) for effect in effects)
    for entry in entries:
        row = {"key": entry.key, "room": room, "effect": effect_text(entry.effect), "created": at}
        await connection.execute(insert(Outbox), row)
    return entries
