"""Who is silent: the beat on the socket or the last media packet, whichever is younger.

Others see 重新连接中 within three seconds of the last sign (Never lost): SILENT_AFTER_S plus one tick.
"""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

import structlog

from rooms.ids import RoomId, SeatId, SessionId
from rooms.inputs import Input, SeatGone, SeatHeard, SeatSilent
from rooms.room import Room
from signaling.connections import Connection
from signaling.ports import Clock, Media, Rooms

log = structlog.get_logger()

SILENT_AFTER_S = 2.4
GONE_AFTER_S = 60.0
TICK_S = 0.2


class _State(Enum):
    HERE = auto()
    SILENT = auto()


@dataclass(slots=True)
class _Watch:
    room: RoomId
    seat: SeatId
    beat_at: float
    state: _State


class Liveness:
    """Watches every seat session that was ever heard of until it is gone. Times are of `time.monotonic`."""

    def __init__(self, rooms: Rooms, media: Media, clock: Clock) -> None:
        self._rooms = rooms
        self._media = media
        self._clock = clock
        self._watches: dict[SessionId, _Watch] = {}

    def await_return(self, rooms: Iterable[Room]) -> None:
        """After a restart: those who were here have GONE_AFTER_S to come back."""
        now = time.monotonic()
        for room in rooms:
            for seat in room.seats:
                if seat.session is not None:
                    self._watches[seat.session] = _Watch(room.id, seat.id, now, _State.SILENT)

    async def heard(self, connection: Connection) -> None:
        """A sign of life on the socket."""
        now = time.monotonic()
        watch = self._watches.get(connection.session)
        if watch is None:
            watch = self._watches[connection.session] = _Watch(connection.room, connection.seat, now, _State.SILENT)
        watch.beat_at = now
        if watch.state is _State.SILENT:
            watch.state = _State.HERE
            await self._rooms.submit(watch.room, SeatHeard(self._clock(), watch.seat, connection.session))

    async def run(self) -> None:
        """Look at everybody each TICK_S until cancelled."""
        while True:
            slept_at = time.monotonic()
            await asyncio.sleep(TICK_S)
            now = time.monotonic()
            self._excuse(now - slept_at - TICK_S)
            for session, watch in tuple(self._watches.items()):
                try:
                    await self._look(session, watch, now)
                except Exception:
                    log.exception("liveness.failed", seat=watch.seat)

    def _excuse(self, deaf_s: float) -> None:
        """For so long this node heard nobody: beats lie unread in its sockets, and nobody was silent because of it."""
        if deaf_s > TICK_S:
            for watch in self._watches.values():
                watch.beat_at += deaf_s

    async def _look(self, session: SessionId, watch: _Watch, now: float) -> None:
        silence = now - max(watch.beat_at, self._media.last_heard(watch.seat) or 0.0)
        if watch.state is _State.HERE and silence > SILENT_AFTER_S:
            watch.state = _State.SILENT
            last_sign = self._clock() - timedelta(seconds=silence)
            await self._submit(watch, SeatSilent(last_sign, watch.seat, session))
        elif watch.state is _State.SILENT and silence > GONE_AFTER_S:
            del self._watches[session]
            await self._submit(watch, SeatGone(self._clock(), watch.seat, session))

    async def _submit(self, watch: _Watch, event: Input) -> None:
        await self._rooms.submit(watch.room, event)
