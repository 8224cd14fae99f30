"""Tickets: addresses that give one file once, for browsers that cannot save what a script fetched.

Kept in memory only: after a restart the person asks for another. Whether its tab is still good is looked at when it is
used; here it only runs out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rooms.ids import RoomId, SeatId, SessionId
from server.invites import secret_sha256
from server.storage.sessions import SeatSession
from server.tokens import new_token

LIFE: Final = timedelta(seconds=60)
AT_ONCE: Final = 10
"""Unused tickets of one tab; the oldest falls to a further one."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """For whom and what. `file` is a name of `server.http.paper_bodies.PaperFile`."""

    session: SessionId
    room: RoomId
    seat: SeatId
    file: str
    expires: datetime


class Tickets:
    """The unused tickets of one node, by the digest of their secret, oldest first."""

    def __init__(self) -> None:
        self._unused: dict[str, Ticket] = {}

    def issue(self, session: SeatSession, file: str, now: datetime) -> tuple[str, Ticket]:
        """The secret of a new ticket, and what it is good for."""
        self._unused = {digest: ticket for digest, ticket in self._unused.items() if ticket.expires > now}
        own = [digest for digest, ticket in self._unused.items() if ticket.session == session.id]
        for digest in own[: max(0, len(own) - AT_ONCE + 1)]:
            del self._unused[digest]
        secret = new_token()
        ticket = Ticket(session.id, session.room, session.seat, file, now + LIFE)
        self._unused[secret_sha256(secret)] = ticket
        return secret, ticket

    def look(self, secret: str, now: datetime) -> Ticket | None:
        """What a ticket is good for, unused; None: unknown, used or too late."""
        ticket = self._unused.get(secret_sha256(secret))
        return ticket if ticket is not None and ticket.expires > now else None

    def take(self, secret: str, now: datetime) -> Ticket | None:
        """The same, and it is used."""
        ticket = self.look(secret, now)
        self._unused.pop(secret_sha256(secret), None)
        return ticket
