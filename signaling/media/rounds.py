"""What the control does by the clock: who speaks, what lines bear and how they carry, who is there, what has fallen."""

import asyncio
import itertools
from collections.abc import Callable

from signaling.media.bearings import PADDING_SECONDS
from signaling.media.connection import Connection
from signaling.media.events import MediaEvents, soon
from signaling.media.figures import LineFigures
from signaling.media.plane import Readings
from signaling.media.quality import Person, Qualities
from signaling.media.registry import Registry
from signaling.media.steady import SteadyPlane
from signaling.media.switchboard import Switchboard
from signaling.media.watch import Watch

TICK_SECONDS = 0.1
TICKS_PER_READING = 2
TICKS_PER_WATCH = 5
TICKS_PER_QUALITY = 20


class Rounds:
    """Over the whole node."""

    def __init__(self, plane: SteadyPlane, registry: Registry, events: MediaEvents, board: Switchboard) -> None:
        self._plane = plane
        self._registry = registry
        self._events = events
        self._board = board
        self._voices = board.voices
        self._bearings = board.bearings
        self.watch = Watch(plane, registry, heard=self._heard, silent=self._silent)
        self.figures = LineFigures()
        self._qualities = Qualities()
        self._ticks = itertools.count(1)
        self._timer: asyncio.TimerHandle | None = None
        self._padding: asyncio.TimerHandle | None = None

    def begin(self, clock: Callable[[], float]) -> None:
        """Goes round until `end`."""
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick, clock)

    def end(self) -> None:
        """Nothing is done by the clock any more."""
        for timer in (self._timer, self._padding):
            if timer is not None:
                timer.cancel()

    def _tick(self, clock: Callable[[], float]) -> None:
        self.begin(clock)
        now = clock()
        tick = next(self._ticks)
        if tick % TICKS_PER_WATCH == 0:
            self._plane.tend()
            self.watch.look(now)
            self._board.look()
        self._observe_voices(now)
        if tick % TICKS_PER_READING == 0:
            read = self._plane.readings()
            self._observe_bearings(read, now)
            if tick % TICKS_PER_QUALITY == 0:
                self._observe_quality(read, now)

    def _observe_voices(self, now: float) -> None:
        for room, speakers in list(self._voices.observe(self._plane.levels(), self._board.hears, now)):
            self._board.settle(room)
            soon(self._events.speaking, room, speakers)

    def _observe_bearings(self, read: Readings, now: float) -> None:
        voices = {room: self._voices.speakers(room) for room in self._registry.rooms()}
        for room in set(self._bearings.observe(read, voices, now)):
            self._board.settle(room)
        if self._bearings.is_trying and self._padding is None:
            self._padding = asyncio.get_running_loop().call_later(PADDING_SECONDS, self._pad)

    def _pad(self) -> None:
        """Fills the lines that are being tried, in small steps: a burst would look like a crowded line."""
        self._padding = None
        for peer, octets in self._bearings.padding():
            self._plane.probe(peer, octets)
        if self._bearings.is_trying:
            self._padding = asyncio.get_running_loop().call_later(PADDING_SECONDS, self._pad)

    def _observe_quality(self, read: Readings, now: float) -> None:
        people = {each.peer: self._person(each) for each in self._registry.all() if each.is_open}
        found = self._qualities.observe(read, people, now)
        self.figures.add(found.values())
        for room in self._registry.rooms():
            seats = self._registry.in_room(room).items()
            lines = {seat: found[each.peer] for seat, each in seats if each.peer in found}
            if lines:
                soon(self._events.quality, room, lines)

    def _person(self, connection: Connection) -> Person:
        codecs = {line.index: line.codec for line in connection.offer.lines}
        return Person(connection.heard, codecs, len(self._bearings.away(connection)))

    def _heard(self, connection: Connection) -> None:
        soon(self._events.media_heard, connection.room, connection.seat)

    def _silent(self, connection: Connection) -> None:
        soon(self._events.media_silent, connection.room, connection.seat)
