"""One writer for each room's minutes: step, store, show (architecture.md §3.2).

What the room did is read off its audit chain, up to which the minutes know how far they looked: before each step, and
whenever the room has changed. So a crash between the room's commit and ours loses no event, and none comes twice.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

import structlog

from law.refusal import SpokenRefusal
from rooms.facts import Fact
from rooms.ids import CaseId, RoomId
from rooms.minutes.acts import Happened
from rooms.minutes.happened import Record, entries_of
from rooms.minutes.minutes import Open
from rooms.minutes.refusals import Unmet
from rooms.minutes.step import step
from rooms.room import Phase, Room
from server.audit.facts import AnyFact
from server.minutes.moves import Change, Move
from server.minutes.roll import names_of
from server.shelf import Held, Shelf
from server.storage.minutes import KeptMinutes

log = structlog.get_logger()

NOT_BEGUN: Final = frozenset({Phase.PLANNED, Phase.LOBBY})


class MinutesBook(Protocol):
    """Where minutes are durable; `server.storage.minutes.MinutesStore` in life."""

    async def load(self, room: RoomId) -> KeptMinutes | None: ...
    async def unfinished(self) -> tuple[RoomId, ...]: ...
    async def commit(self, after: KeptMinutes, facts: tuple[AnyFact, ...], at: datetime) -> KeptMinutes: ...
    async def records(self, case: CaseId, after: int) -> tuple[Record, ...]: ...


class Blobs(Protocol):
    """Where files are durable."""

    async def put(self, content: bytes) -> object: ...


class RoomsKept(Protocol):
    """The rooms, as far as minutes look at them."""

    async def room(self, room: RoomId) -> Room | None: ...
    def peek(self, room: RoomId) -> Room | None: ...


Begin = Callable[[Room, datetime], Awaitable[KeptMinutes]]
"""Makes a room's first minutes."""
Permit = Callable[[Room], object]
"""Asked first, of the newest room; raises where somebody may not even ask."""
Changed = Callable[[RoomId], Awaitable[None]]


class MinutesKeeper:
    """The minutes of this node's rooms, each with its lock."""

    def __init__(
        self, book: MinutesBook, blobs: Blobs, rooms: RoomsKept, begin: Begin, clock: Callable[[], datetime]
    ) -> None:
        self._book = book
        self._blobs = blobs
        self._rooms = rooms
        self._begin = begin
        self._clock = clock
        self._changed: tuple[Changed, ...] = ()
        self._shelf = Shelf(book.load, rooms.peek)

    def tell(self, *changed: Changed) -> None:
        """Who is told, in order, that minutes have changed."""
        self._changed = changed

    async def kept(self, room: RoomId) -> KeptMinutes | None:
        """The minutes and their paper as they are; None: there are none."""
        held = self._shelf.at(room)
        return held.kept if held else await self._book.load(room)

    async def unfinished(self) -> tuple[RoomId, ...]:
        """Rooms on whose paper something may be due outside."""
        return await self._book.unfinished()

    async def room_changed(self, before: Room, after: Room) -> None:
        """Begins the minutes with the joint session, and has what happened written down; returns at once."""
        if after.phase not in NOT_BEGUN and before != after:
            self._shelf.soon(self._looked(after.id))

    async def change(self, room: RoomId, permit: Permit, move: Move) -> SpokenRefusal | None:
        """One step, durable and shown on return; the refusal where something changed and the person is told no.

        Raises what `permit` and `move` refuse, and Unmet where there are no minutes.
        """
        return await self._shelf.to_its_end(self._change(room, permit, move))

    async def close(self) -> None:
        """Wait for the steps under way."""
        await self._shelf.close()

    async def _looked(self, room_id: RoomId) -> None:
        try:
            async with self._shelf.locked(room_id) as held:
                room = await self._rooms.room(room_id)
                changed = room is not None and await self._catch_up(held, room)
            if changed:
                await self._tell(room_id)
        except Exception:
            # The next change of the room, or of the minutes, looks again from the same place.
            log.exception("minutes.behind", room=room_id)

    async def _change(self, room_id: RoomId, permit: Permit, move: Move) -> SpokenRefusal | None:
        async with self._shelf.locked(room_id) as held:
            room = await self._rooms.room(room_id)
            if room is None:
                raise Unmet("minutes.none")
            permit(room)
            changed = await self._catch_up(held, room)
            if held.kept is None:
                raise Unmet("minutes.none")
            try:
                change = move(held.kept)
                stored = await self._store(held, change)
            except SpokenRefusal:
                if changed:
                    self._shelf.soon(self._tell(room_id))
                raise
        if changed or stored:
            await self._tell(room_id)
        return change.refusal

    async def _catch_up(self, held: Held[KeptMinutes], room: Room) -> bool:
        """Begin where the joint session has begun, and take in what happened since; whether anything changed."""
        if held.kept is None:
            if room.phase in {*NOT_BEGUN, Phase.CLOSED}:
                return False
            held.kept = await self._commit(room.id, Change(await self._begin(room, self._clock())))
        kept = held.kept
        if not isinstance(kept.minutes.stage, Open):
            return False
        records = await self._book.records(kept.case, kept.minutes.seen)
        if not records:
            return False
        own = tuple(record for record in records if _is_of(record.fact, room))
        entries = entries_of(kept.minutes, own, names_of(room))
        outcome = step(kept.minutes, Happened(entries, records[-1].seq))
        after = replace(kept, minutes=outcome.minutes)
        if not entries:
            # Not worth a write: whoever forgets it looks at the same records again.
            held.kept = after
            return False
        return await self._store(held, Change(after, outcome.facts))

    async def _store(self, held: Held[KeptMinutes], change: Change) -> bool:
        if change.after == held.kept:
            return False
        if change.blob is not None:
            await self._blobs.put(change.blob)
        held.kept = await self._commit(change.after.room, change)
        return True

    async def _commit(self, room: RoomId, change: Change) -> KeptMinutes:
        try:
            return await self._book.commit(change.after, change.facts, self._clock())
        except Exception:
            self._shelf.forget(room)
            raise

    async def _tell(self, room: RoomId) -> None:
        for changed in self._changed:
            try:
                await changed(room)
            except Exception:
                log.exception("minutes.untold", room=room)


def _is_of(fact: Fact, room: Room) -> bool:
    """Whether a record of the case is of this session: it names one of its seats, or none at all."""
    named = [getattr(fact, name, None) for name in ("seat", "by", "host", "first")]
    seats = [name for name in named if name is not None]
    return not seats or any(room.seat(seat) is not None for seat in seats)
