"""What people are told about a session: that they are invited, that it has moved, that it is off, that it is near."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from law.beijing import BEIJING, day_of
from law.message_texts import MessageForm, Value, letter, message_form, short_message
from law.sentence import Sentence
from rooms.ids import RoomId, SeatId
from rooms.room import Role, Room, Seat
from server.messages.calendar_entry import FOR_PARTY, entry
from server.messages.messenger import Messenger, Way, contact_of, new_message_id
from server.storage.desk import DeskRow
from server.storage.messages import Channel, Content, Kind, Message, MessageId
from server.storage.reschedulings import Rescheduling
from server.stores import Stores

REMIND_BEFORE: Final = timedelta(hours=24)
WORTH_REMINDING: Final = timedelta(hours=36)
"""Ahead: whoever was written to later than that still knows."""
STILL_WORTH: Final = timedelta(hours=4)
"""After the session was to begin, or after now: later it would only confuse."""
ID_LETTERS: Final = 32
WEEKDAYS: Final = "一二三四五六日"
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Person:
    """A party of a room, the ways there, and the live link; None: it was withdrawn."""

    seat: Seat
    ways: tuple[Way, ...]
    link: str | None


class RoomMessages:
    """Writes and queues. `address` is the origin in the links. A practice room says nothing to anybody (AT-23)."""

    def __init__(self, stores: Stores, messenger: Messenger, address: str, clock: Callable[[], datetime]) -> None:
        self._stores = stores
        self._messenger = messenger
        self._address = address
        self._clock = clock

    @property
    def simulated(self) -> bool:
        """Whether nothing really goes out."""
        return self._messenger.simulated

    async def reach(self, row: DeskRow) -> Mapping[SeatId, tuple[Way, ...]]:
        """The ways to each party."""
        return {person.seat.id: person.ways for person in await self._people(row)}

    async def invite(self, row: DeskRow, seats: Iterable[SeatId], kind: Kind = Kind.INVITATION) -> tuple[Message, ...]:
        """Send these people their link (again), as an invitation or a reminder; gives what was queued."""
        wanted = frozenset(seats)
        people = [each for each in await self._people(row) if each.seat.id in wanted]
        messages = [message for each in people for message in self._to(row, each, kind, {})]
        if kind is Kind.INVITATION:
            await self._messenger.withdraw(row.room.id, wanted)
            messages += self._reminders(row, people)
        await self._messenger.send(*messages)
        return tuple(messages)

    async def rescheduled(self, row: DeskRow, change: Rescheduling) -> tuple[Message, ...]:
        """Tell everybody who can be written to the new time, with an entry that moves the one in the calendar.

        Once for each change, however often it is asked: a crash may have come before or after.
        """
        people = await self._people(row)
        calendar = entry(row.room, FOR_PARTY, self._clock(), change.sequence).decode()
        values: dict[str, Value] = {"old_time": _moment(change.was), "reason": change.reason}
        written = [
            message for each in people for message in self._to(row, each, Kind.RESCHEDULING, values, calendar=calendar)
        ]
        told = tuple(replace(each, id=_id_of(each, change.sequence)) for each in written)
        if await self._stores.messages.known([each.id for each in told]):
            return ()
        await self._messenger.withdraw(row.room.id, [each.seat.id for each in people])
        await self._messenger.send(*told, *self._reminders(row, people))
        return told

    async def cancelled(self, row: DeskRow) -> tuple[Message, ...]:
        """Tell those who were written to about this session that it does not take place."""
        written = {each.seat for each in await self._stores.messages.of_rooms((row.room.id,))}
        people = [each for each in await self._people(row) if each.seat.id in written]
        await self._messenger.withdraw(row.room.id, [each.seat.id for each in people])
        sequence = await self._stores.reschedulings.sequence(row.room.id) + 1
        calendar = entry(row.room, FOR_PARTY, self._clock(), sequence, cancelled=True).decode()
        told = [message for each in people for message in self._to(row, each, Kind.CANCELLATION, {}, calendar=calendar)]
        await self._messenger.send(*told)
        return tuple(told)

    async def link_gone(self, room: RoomId, seat: SeatId) -> None:
        """What waits to bring a link that is dead now does not go any more."""
        await self._messenger.withdraw(room, (seat,))

    def _reminders(self, row: DeskRow, people: Iterable[_Person]) -> list[Message]:
        starts = row.room.scheduled_at
        if starts - self._clock() < WORTH_REMINDING:
            return []
        found = (message for each in people for message in self._to(row, each, Kind.REMINDER, {}))
        return [replace(message, not_before=starts - REMIND_BEFORE, expires=starts) for message in found]

    def _to(
        self, row: DeskRow, person: _Person, kind: Kind, more: Mapping[str, Value], *, calendar: str | None = None
    ) -> Iterator[Message]:
        """One message for each way to them; none where there is no link that the text could name."""
        now = self._clock()
        form, values = message_form(kind, day_of(now)), {**_values(row, person), **more}
        if row.practice or any(values.get(name) is None for name in form.needs):
            return
        for way in person.ways:
            yield Message(
                id=new_message_id(),
                kind=kind,
                channel=way.channel,
                name=person.seat.name,
                to_masked=way.shown,
                content=_content(form, way, values, calendar),
                room=row.room.id,
                seat=person.seat.id,
                expires=max(now, row.room.scheduled_at) + STILL_WORTH,
            )

    async def _people(self, row: DeskRow) -> tuple[_Person, ...]:
        room = row.room
        parties, links = await self._stores.people.parties(room.id), await self._links(room)
        return tuple(
            _Person(
                seat,
                self._messenger.ways(contact_of(parties[seat.id])) if seat.id in parties else (),
                None if seat.revoked else links.get(seat.id),
            )
            for seat in room.seats
            if seat.role is not Role.MEDIATOR
        )

    async def _links(self, room: Room) -> Mapping[SeatId, str]:
        """The links that live."""
        invites = self._stores.invites
        alive = [each for each in await invites.of_room(room.id) if each.revoked is None]
        return {each.seat: f"{self._address}/j/{invites.secret(each)}" for each in alive}


def _id_of(message: Message, sequence: int) -> MessageId:
    """The same for the same change, person and way."""
    about = f"{message.room}|{message.seat}|{message.channel}|{sequence}"
    return MessageId(hashlib.sha256(about.encode()).hexdigest()[:ID_LETTERS])


def _values(row: DeskRow, person: _Person) -> dict[str, Value]:
    room = row.room
    return {
        "name": person.seat.name,
        "organisation": row.organisation_name,
        "mediator": row.mediator_name,
        "title": room.title,
        "time": _moment(room.scheduled_at),
        "minutes": room.planned_minutes,
        "link": person.link,
        "phone": room.help_phone,
    }


def _content(form: MessageForm, way: Way, values: Mapping[str, Value], calendar: str | None) -> Content:
    written = letter(form, **values)
    if way.channel is Channel.SMS:
        return Content(way.address, written.subject, short_message(form, **values))
    return Content(way.address, written.subject, written.text, calendar)


def _moment(at: datetime) -> Sentence:
    """`2026年12月1日（星期二）09:30`, `Tue 1 Dec 2026, 09:30`."""
    here = at.astimezone(BEIJING)
    day, time = here.weekday(), here.strftime("%H:%M")
    return Sentence(
        f"{here.year}年{here.month}月{here.day}日（星期{WEEKDAYS[day]}）{time}",
        f"{DAYS[day]} {here.day} {MONTHS[here.month - 1]} {here.year}, {time}",
    )
