"""Remembers what the media told, and waits for it."""

import asyncio
from collections.abc import Callable, Mapping

from rooms.hearing import Hearing
from rooms.ids import RoomId, SeatId
from signaling.media.quality import Quality
from signaling.media.slots import Slot

WAIT_S = 8.0


class Witness:
    """Implements `control.MediaEvents`."""

    def __init__(self) -> None:
        self.told: list[tuple[str, RoomId, object]] = []
        self.slots: dict[SeatId, tuple[Slot, ...]] = {}
        self.alive: dict[SeatId, bool] = {}
        self.forwarded: dict[RoomId, frozenset[Hearing]] = {}
        self.voices: frozenset[SeatId] = frozenset()
        self.lines: dict[SeatId, Quality] = {}
        self._changed = asyncio.Event()

    def media_heard(self, room: RoomId, seat: SeatId) -> None:
        self.alive[seat] = True
        self._note("heard", room, seat)

    def media_silent(self, room: RoomId, seat: SeatId) -> None:
        self.alive[seat] = False
        self._note("silent", room, seat)

    def slots_changed(self, room: RoomId, seat: SeatId, slots: tuple[Slot, ...]) -> None:
        self.slots[seat] = slots
        self._note("slots", room, seat)

    def speaking(self, room: RoomId, seats: frozenset[SeatId]) -> None:
        self.voices = seats
        self._note("speaking", room, seats)

    def forwarding(self, room: RoomId, hearings: frozenset[Hearing]) -> None:
        self.forwarded[room] = hearings
        self._note("forwarding", room, hearings)

    def quality(self, room: RoomId, lines: Mapping[SeatId, Quality]) -> None:
        self.lines.update(lines)
        self._note("quality", room, lines)

    def _note(self, what: str, room: RoomId, who: object) -> None:
        self.told.append((what, room, who))
        self._changed.set()

    async def until(self, holds: Callable[["Witness"], bool], wait_s: float = WAIT_S) -> None:
        """Waits until what was told makes `holds` true. Raises TimeoutError."""
        async with asyncio.timeout(wait_s):
            while not holds(self):
                self._changed.clear()
                await self._changed.wait()
