"""Carries out the room's orders: tokens, sockets, media, pushes. Every order may run twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, assert_never

import structlog

from rooms.audibility import TALKING, hears
from rooms.effects import Effect, EndSeat, EndSession, RecordFact, Reroute, SendViews, StoreDocument, StoreLine
from rooms.ids import RoomId, SeatId, SessionId
from rooms.inputs import Input, MoveFailed
from rooms.room import Room
from signaling.media.refusals import RerouteFailed
from signaling.ports import Media
from signaling.preferences import Preferences
from signaling.pushes import Pushes

log = structlog.get_logger()


class SeatSessions(Protocol):
    """Where seat tokens live."""

    async def void(self, session: SessionId) -> None: ...
    async def void_seat(self, room: RoomId, seat: SeatId, until: datetime) -> None: ...


class Rooms(Protocol):
    """The rooms' keeper, as far as effects need it."""

    def peek(self, room: RoomId) -> Room | None: ...
    def note(self, room: RoomId, event: Input) -> None:
        """Submit without waiting: an effect that waited for what comes behind it would wait for ever."""


class Effects:
    """The runner of `RoomKeeper`."""

    def __init__(
        self,
        *,
        sessions: SeatSessions,
        pushes: Pushes,
        media: Media,
        preferences: Preferences,
        rooms: Rooms,
        clock: Callable[[], datetime],
    ) -> None:
        self._sessions = sessions
        self._pushes = pushes
        self._media = media
        self._preferences = preferences
        self._rooms = rooms
        self._clock = clock

    async def run(self, room: Room, effect: Effect) -> None:
        """Do it. `room` is the value the order came from."""
        match effect:
            case EndSession():
                await self._end_tab(effect)
            case EndSeat():
                await self._end_seat(room.id, effect)
            case Reroute():
                # By the newest value: an older order must not undo what a newer one has stopped already.
                self._reroute(self._rooms.peek(room.id) or room, effect)
            case SendViews():
                self._preferences.settle(self._rooms.peek(room.id) or room)
                await self._pushes.views(room)
            case RecordFact() | StoreLine() | StoreDocument():
                # Written in the transaction that stored the room.
                return
            case _:
                assert_never(effect)

    def _reroute(self, room: Room, order: Reroute) -> None:
        """Where the relay cannot carry a move out, it has cut off who moved: they are in no room, and it must know."""
        try:
            self._media.reroute(room.id, hears(room), frozenset(order.moved))
        except RerouteFailed as failed:
            log.exception("media.move_failed", room=room.id, seats=len(failed.seats))
            lost = tuple(seat.id for seat in room.seats if seat.id in order.moved and seat.place in TALKING)
            if lost:
                self._rooms.note(room.id, MoveFailed(self._clock(), lost))

    def _drop(self, seat: SeatId) -> None:
        self._media.drop(seat)
        self._preferences.forget(seat)

    # Media first: who is gone from the table must not be heard a moment longer. And a token that cannot be voided
    # now (the order then stays in the outbox) must not keep the socket open.

    async def _end_tab(self, order: EndSession) -> None:
        if order.media:
            self._drop(order.seat)
        try:
            await self._sessions.void(order.session)
        finally:
            await self._pushes.end(order.session, order.reason)

    async def _end_seat(self, room: RoomId, order: EndSeat) -> None:
        self._drop(order.seat)
        try:
            await self._sessions.void_seat(room, order.seat, order.at)
        finally:
            await self._pushes.end_seat(order.seat, order.reason, order.note)
