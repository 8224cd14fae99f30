"""From the token in a socket's hello to the session it speaks for."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from aiohttp import web

from rooms.ids import RoomId
from rooms.room import Phase, Room
from server.http.source import neighbourhood, source
from server.invites import secret_sha256
from server.rates import TooMany, Tries
from server.storage.sessions import SeatSession, SeatSessionStore
from signaling.ports import TooManyTries


class Rooms(Protocol):
    """Where rooms are; `server.keeper.RoomKeeper` in life."""

    async def room(self, room: RoomId) -> Room | None: ...


class SeatDoor:
    """Looks seat tokens up; wrong ones are counted for each address, right ones cost nothing."""

    def __init__(self, sessions: SeatSessionStore, rooms: Rooms, wrong: Tries, clock: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._rooms = rooms
        self._wrong = wrong
        self._clock = clock

    async def find(self, token: str, request: web.Request) -> SeatSession | None:
        """The live session of a room that is open, or None; raises TooManyTries when this address guesses too often."""
        session = await self._sessions.find(secret_sha256(token), self._clock())
        if session is None:
            # Not before: 256 bits are not guessed, and whoever holds a good one must not pay for a neighbour's links.
            try:
                self._wrong.spend(neighbourhood(source(request)))
            except TooMany:
                raise TooManyTries from None
            return None
        room = await self._rooms.room(session.room)
        # When the session is over a token reads papers over HTTP and hears of nothing.
        return None if room is None or room.phase is Phase.CLOSED else session
