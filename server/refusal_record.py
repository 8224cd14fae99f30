"""Forbidden acts that came by socket, on the chain of their case."""

from collections.abc import Callable
from datetime import datetime

from rooms.ids import RoomId, SeatId
from server.audit.facts import AccessRefused
from server.keeper import RoomKeeper
from server.stores import Stores


class RefusalRecord:
    """Appends `AccessRefused`; how often is the caller's to bound."""

    def __init__(self, stores: Stores, keeper: RoomKeeper, clock: Callable[[], datetime]) -> None:
        self._stores = stores
        self._keeper = keeper
        self._clock = clock

    async def add(self, room_id: RoomId, seat: SeatId, action: str, code: str) -> None:
        """One record; `action` is the event's name as the contract has it, or `?`."""
        room = self._keeper.peek(room_id)
        if room is not None:
            await self._stores.audit.append(room.case, self._clock(), AccessRefused(seat, action, code))
