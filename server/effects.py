"""Carries out the room's orders: tokens, sockets, media, pushes. Every order may run twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, assert_never

from rooms.audibility import hears
from rooms.effects import Effect, EndSeat, EndSession, RecordFact, Reroute, SendViews, StoreDocument, StoreLine
from rooms.ids import RoomId, SeatId, SessionId
from rooms.room import Room
from signaling.ports import Media
from signaling.pushes import Pushes


class SeatSessions(Protocol):
    """Where seat tokens live."""

    async def void(self, session: SessionId) -> None: ...
    async def void_seat(self, room: RoomId, seat: SeatId, until: datetime) -> None: ...


class Effects:
    """The runner of `RoomKeeper`."""

    def __init__(
        self, sessions: SeatSessions, pushes: Pushes, media: Media, peek: Callable[[RoomId], Room | None]
    ) -> None:
        self._sessions = sessions
        self._peek = peek
        self._pushes = pushes
        self._media = media

    async def run(self, room: Room, effect: Effect) -> None:
        """Do it. `room` is the value the order came from."""
        match effect:
            case EndSession():
                await self._end_tab(effect)
            case EndSeat():
                await self._end_seat(room.id, effect)
            case Reroute():
                # By the newest value: an older order must not undo what a newer one has stopped already.
                self._media.reroute(room.id, hears(self._peek(room.id) or room))
            case SendViews():
                await self._pushes.views(room)
            case RecordFact() | StoreLine() | StoreDocument():
                # Written in the transaction that stored the room.
                return
            case _:
                assert_never(effect)

    # Media first: who is gone from the table must not be heard a moment longer. And a token that cannot be voided
    # now (the order then stays in the outbox) must not keep the socket open.

    async def _end_tab(self, order: EndSession) -> None:
        if order.media:
            self._media.drop(order.seat)
        try:
            await self._sessions.void(order.session)
        finally:
            await self._pushes.end(order.session, order.reason)

    async def _end_seat(self, room: RoomId, order: EndSeat) -> None:
        self._media.drop(order.seat)
        try:
            await self._sessions.void_seat(room, order.seat, order.at)
        finally:
            await self._pushes.end_seat(order.seat, order.reason, order.note)
