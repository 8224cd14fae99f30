"""From the token in a socket's hello to the session it speaks for."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from server.http.source import source
from server.invites import secret_sha256
from server.rates import TooMany, Tries
from server.storage.sessions import SeatSession, SeatSessionStore
from signaling.ports import TooManyTries


class SeatDoor:
    """Looks seat tokens up; wrong ones are counted for each address, right ones cost nothing."""

    def __init__(self, sessions: SeatSessionStore, wrong: Tries, clock: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._wrong = wrong
        self._clock = clock

    async def find(self, token: str, request: web.Request) -> SeatSession | None:
        """The live session, or None; raises TooManyTries when this address guesses too often."""
        address = source(request)
        try:
            self._wrong.spend(address)
        except TooMany:
            raise TooManyTries from None
        session = await self._sessions.find(secret_sha256(token), self._clock())
        if session is not None:
            self._wrong.give_back(address)
        return session
