"""Messages on their way to people: queued, sent, delivered or failed. What they say and to where is sealed.

A message is claimed before it is tried, for as long as a try can take: whoever crashes in between lets it come up again
by itself, under the same id, by which the other side knows that it has it already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from rooms.ids import RoomId, SeatId
from server.field_keys import FieldKeys
from server.storage.database import reading, uninterrupted, writing
from server.storage.message_tables import MessageReports, Messages

MessageId = NewType("MessageId", str)
"""Made with the message and its idempotency key for ever."""


class Kind(StrEnum):
    """What a message is about."""

    INVITATION = "invitation"
    RESCHEDULING = "rescheduling"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"
    CODE = "code"
    NOTICE = "notice"
    """Of a case; the text is `law.case_notices`'."""
    DEADLINE = "deadline"
    SIGNING = "signing"
    """Somebody has not signed yet."""


class Channel(StrEnum):
    """By which way it goes."""

    EMAIL = "email"
    SMS = "sms"
    OUTBOX = "outbox"
    """Nowhere: it lies here, marked 模拟, for those who work on the room to read."""


class State(StrEnum):
    """How far it has come."""

    QUEUED = "queued"
    SENT = "sent"
    """Taken by the mail server or the gateway."""
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, and where it goes. `calendar`: a file for the calendar (RFC 5545), in mail only."""

    address: str
    subject: str
    text: str
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message by one way. `not_before` None: at once; `expires` None: it is worth sending however late."""

    id: MessageId
    kind: Kind
    channel: Channel
    name: str
    to_masked: str
    content: Content
    room: RoomId | None = None
    seat: SeatId | None = None
    not_before: datetime | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A message's row without what it says."""

    id: MessageId
    kind: Kind
    channel: Channel
    name: str
    to_masked: str
    room: RoomId | None
    seat: SeatId | None
    state: State
    tries: int
    next_at: datetime | None
    error: str | None
    created: datetime
    sent_at: datetime | None
    settled_at: datetime | None

    @property
    def planned(self) -> bool:
        """Whether it waits for its own time and was not tried yet."""
        return self.state is State.QUEUED and self.tries == 0 and (self.next_at or self.created) > self.created


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message to be tried now; `tries` counts this one."""

    id: MessageId
    kind: Kind
    content: Content
    tries: int
    expires: datetime | None


SUPERSEDED: Final = "superseded"
EXPIRED: Final = "expired"
CONTENT: Final = TypeAdapter(Content)
WHERE: Final = ("messages", "content")


@uninterrupted
class MessageStore:
    """The queue of one database; several nodes may work it off."""

    def __init__(self, engine: AsyncEngine, fields: FieldKeys) -> None:
        self._engine = engine
        self._fields = fields

    async def add(self, messages: Iterable[Message], at: datetime) -> None:
        """Queue them; one whose id is there already stays as it is."""
        async with writing(self._engine) as connection:
            for each in messages:
                known = await connection.execute(select(Messages.id).where(Messages.id == each.id))
                if known.first() is None:
                    await connection.execute(insert(Messages), self._row(each, at))

    async def known(self, messages: Iterable[MessageId]) -> bool:
        """Whether one of these is there."""
        there = select(Messages.id).where(Messages.id.in_(tuple(messages)))
        async with reading(self._engine) as connection:
            return (await connection.execute(there.limit(1))).first() is not None

    async def claim(self, channel: Channel, now: datetime, lease: timedelta) -> Claimed | None:
        """The next message that is due there, ours until `lease` is over; those that are too late fail."""
        queued = (Messages.state == State.QUEUED) & (Messages.channel == channel)
        late = update(Messages).where(queued, Messages.expires.is_not(None), Messages.expires <= now)
        first = select(Messages).where(queued, Messages.next_at <= now).order_by(Messages.next_at, Messages.created)
        async with writing(self._engine) as connection:
            await connection.execute(late.values(_settled(State.FAILED, now, EXPIRED)))
            row = (await connection.execute(first.limit(1))).one_or_none()
            if row is None:
                return None
            same = update(Messages).where(Messages.id == row.id, Messages.next_at == row.next_at, queued)
            taken = await connection.execute(same.values(next_at=now + lease, tries=row.tries + 1))
            if taken.rowcount != 1:
                return None
        return Claimed(MessageId(row.id), Kind(row.kind), self._content(row), row.tries + 1, row.expires)

    async def next_at(self, channel: Channel) -> datetime | None:
        """When the next try is due there; None: never."""
        queued = select(func.min(Messages.next_at)).where(Messages.state == State.QUEUED, Messages.channel == channel)
        async with reading(self._engine) as connection:
            earliest: datetime | None = (await connection.execute(queued)).scalar_one()
        return earliest

    async def sent(self, message: MessageId, at: datetime) -> None:
        """The other side has it; a report that came first stays."""
        await self._change(Messages.id == message, {"sent_at": at, "next_at": None, "state": State.SENT, "error": None})

    async def put_off(self, message: MessageId, until: datetime, error: str) -> None:
        """It did not go this time."""
        await self._change(Messages.id == message, {"next_at": until, "error": error})

    async def failed(self, message: MessageId, at: datetime, error: str) -> None:
        """It will never go."""
        await self._change(Messages.id == message, _settled(State.FAILED, at, error))

    async def withdraw(self, room: RoomId, seats: Iterable[SeatId], at: datetime) -> None:
        """What waits to tell these people of that room is overtaken: a link is dead, a time is another."""
        waiting = (Messages.room == room) & Messages.seat.in_(tuple(seats)) & (Messages.kind != Kind.CANCELLATION)
        await self._change(waiting, _settled(State.FAILED, at, SUPERSEDED))

    async def reported(self, message: MessageId, at: datetime, error: str | None) -> bool:
        """What became of it, as the gateway says; False: there is no such message. The last word stays."""
        state = State.DELIVERED if error is None else State.FAILED
        on_its_way = Messages.state.in_((State.QUEUED, State.SENT))
        change = update(Messages).where(Messages.id == message, on_its_way)
        there = select(Messages.id).where(Messages.id == message)
        async with writing(self._engine) as connection:
            await connection.execute(change.values(_settled(state, at, error)))
            return (await connection.execute(there)).first() is not None

    async def first_use(self, signature: str, at: datetime, forget: datetime) -> bool:
        """Whether this signature of a report comes for the first time; those from before `forget` are given up."""
        try:
            async with writing(self._engine) as connection:
                await connection.execute(delete(MessageReports).where(MessageReports.at < forget))
                await connection.execute(insert(MessageReports), {"signature": signature, "at": at})
        except IntegrityError:
            return False
        return True

    async def progress(self, message: MessageId) -> Progress | None:
        """How far one message has come; None: there is none of that name."""
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(Messages).where(Messages.id == message))).one_or_none()
        return None if row is None else _progress(row)

    async def of_rooms(self, rooms: Iterable[RoomId]) -> tuple[Progress, ...]:
        """How far all messages of these rooms have come, newest first."""
        there = select(Messages).where(Messages.room.in_(tuple(rooms)))
        async with reading(self._engine) as connection:
            rows = await connection.execute(there.order_by(Messages.created.desc(), Messages.id))
            return tuple(_progress(row) for row in rows)

    async def simulated(self, rooms: Iterable[RoomId] | None, limit: int) -> tuple[tuple[Progress, Content], ...]:
        """What lies in the outbox of these rooms (None: all), newest first, with what it says."""
        laid = select(Messages).where(Messages.channel == Channel.OUTBOX, Messages.state == State.SENT)
        if rooms is not None:
            laid = laid.where(Messages.room.in_(tuple(rooms)))
        async with reading(self._engine) as connection:
            rows = (await connection.execute(laid.order_by(Messages.created.desc()).limit(limit))).all()
        return tuple((_progress(row), self._content(row)) for row in rows)

    async def _change(self, which: ColumnElement[bool], values: dict[str, object]) -> None:
        """Only what is still queued changes."""
        async with writing(self._engine) as connection:
            await connection.execute(update(Messages).where(which, Messages.state == State.QUEUED).values(values))

    def _row(self, message: Message, at: datetime) -> dict[str, object]:
        sealed = self._fields.seal(CONTENT.dump_json(message.content).decode(), WHERE[0], message.id, WHERE[1])
        return {
            "id": message.id,
            "room": message.room,
            "seat": message.seat,
            "kind": message.kind,
            "channel": message.channel,
            "name": message.name,
            "to_masked": message.to_masked,
            "sealed": sealed,
            "state": State.QUEUED,
            "tries": 0,
            "next_at": max(at, message.not_before or at),
            "expires": message.expires,
            "created": at,
        }

    def _content(self, row: Row[Messages]) -> Content:
        opened = self._fields.open(row.sealed, WHERE[0], row.id, WHERE[1])
        return CONTENT.validate_json(opened, strict=True, extra="forbid")


def _settled(state: State, at: datetime, error: str | None) -> dict[str, object]:
    return {"state": state, "settled_at": at, "next_at": None, "error": error}


def _progress(row: Row[Messages]) -> Progress:
    return Progress(
        id=MessageId(row.id),
        kind=Kind(row.kind),
        channel=Channel(row.channel),
        name=row.name,
        to_masked=row.to_masked,
        room=RoomId(row.room) if row.room else None,
        seat=SeatId(row.seat) if row.seat else None,
        state=State(row.state),
        tries=row.tries,
        next_at=row.next_at,
        error=row.error,
        created=row.created,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
    )
