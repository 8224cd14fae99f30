"""Which pictures give way to whose line: the figures of the plane, smoothed, put before each listener's `Allowance`.

The cameras go before a shared screen does, and last of them the one the listener has in its spotlight.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rooms.ids import Medium, RoomId
from signaling.media.allowance import Allowance
from signaling.media.connection import Connection
from signaling.media.plane import Delivery, Readings, Reception
from signaling.media.registry import Registry
from signaling.media.routing import Feed, Picture
from signaling.media.voices import Speakers

FRESH_SECONDS = 5.0
"""Browsers say what their line bears about once a second."""
SMOOTHING_SECONDS = 0.5
LINE_BITS = 8
"""A peer's line as one number, peer << LINE_BITS | line: some thousand of them are looked up five times a second."""
PICTURES = (Medium.CAMERA, Medium.SCREEN)
PADDING_SECONDS = 0.02
PADDING_BYTES = 255


@dataclass(slots=True)
class Rate:
    """Bit/s of a counter of octets, smoothed."""

    octets: int
    at: float
    bits_per_second: float = 0.0

    def note(self, octets: int, now: float) -> None:
        """Takes in the counter's present value; a smaller one than before begins anew."""
        passed = now - self.at
        if passed <= 0:
            return
        weight = min(1.0, passed / SMOOTHING_SECONDS)
        measured = max(0, octets - self.octets) * 8 / passed
        self.bits_per_second += weight * (measured - self.bits_per_second)
        self.octets, self.at = octets, now


@dataclass(slots=True)
class _Listener:
    """What is remembered of a peer that has told what it bears."""

    allowance: Allowance = field(default_factory=Allowance)
    away: frozenset[Picture] = frozenset()
    padding: float = 0.0
    credit: float = 0.0


class _Said(NamedTuple):
    """What a listener says of its line: what it bears (None: nothing of late), and the share it misses."""

    bears: float | None
    lost: float


class Bearings:
    """All listeners of a node."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._intakes: dict[int, Rate] = {}
        self._slots: dict[int, Rate] = {}
        self._listeners: dict[int, _Listener] = {}

    def away(self, connection: Connection) -> frozenset[Picture]:
        """The pictures this listener's line does not bear now."""
        listener = self._listeners.get(connection.peer)
        return listener.away if listener is not None else frozenset()

    def observe(self, read: Readings, voices: dict[RoomId, Speakers], now: float) -> Iterator[RoomId]:
        """Takes in a reading; gives the rooms in which a picture gives way or returns. About five times a second."""
        self._intakes = _noted(self._intakes, read.receptions, now)
        self._slots = _noted(self._slots, read.deliveries, now)
        lost: dict[int, float] = {}
        for row in read.deliveries:
            lost[row.peer] = max(lost.get(row.peer, 0.0), row.lost_fraction / 256)
        bears = {each.peer: float(each.bitrate) for each in read.bearings if now - each.said_at <= FRESH_SECONDS}
        told = {each.peer for each in read.bearings}
        self._listeners = {peer: self._listeners.get(peer) or _Listener() for peer in told}
        for peer, listener in self._listeners.items():
            connection = self._registry.of_peer(peer)
            if connection is None:
                continue
            speaking = voices.get(connection.room, frozenset())
            said = _Said(bears.get(peer) if connection.heard else None, lost.get(peer, 0.0))
            if self._judge(connection, listener, said, speaking, now):
                yield connection.room

    def _judge(self, connection: Connection, listener: _Listener, said: _Said, speaking: Speakers, now: float) -> bool:
        pictures = self._pictures(connection, speaking)
        rates = (self._intakes.get(feed.peer << LINE_BITS | feed.line) for _, feed in pictures)
        costs = [rate.bits_per_second if rate is not None else 0.0 for rate in rates]
        verdict = listener.allowance.judge(
            now, sent=self._sent(connection), bears=said.bears, cameras=costs, lost=said.lost
        )
        away = frozenset(picture for picture, _ in pictures[verdict.cameras :])
        listener.padding = verdict.padding
        changed, listener.away = away != listener.away, away
        return changed

    def _sent(self, connection: Connection) -> float:
        """Of pictures alone: a browser's estimate leaves sound out."""
        lines = (line for medium in PICTURES for line in connection.lines.outlets[medium])
        slots = (connection.peer << LINE_BITS | line.index for line in lines)
        return sum(self._slots[slot].bits_per_second for slot in slots if slot in self._slots)

    @staticmethod
    def _pictures(connection: Connection, speaking: Speakers) -> Sequence[tuple[Picture, Feed]]:
        """Those it would be sent, the most wanted first: a screen, the spotlight, who speaks, else by position."""
        lines = {line.mid: line.index for line in connection.offer.lines}
        whole, spotlight = connection.wanted, connection.preference.spotlight
        wanted = [
            ((slot.seat, slot.medium), whole.routes[lines[slot.mid]]) for slot in whole.slots if slot.medium in PICTURES
        ]

        def rank(picture: tuple[Picture, Feed]) -> tuple[bool, bool, bool]:
            seat, medium = picture[0]
            return medium is not Medium.SCREEN, seat != spotlight, seat not in speaking

        return sorted(wanted, key=rank)

    def padding(self) -> list[tuple[int, int]]:
        """`(peer, octets)` to be sent now to those whose line is being tried. To be asked every 20 ms."""
        due = []
        for peer, listener in self._listeners.items():
            listener.credit = listener.credit + listener.padding * PADDING_SECONDS / 8 if listener.padding else 0.0
            packets = int(listener.credit / PADDING_BYTES)
            if packets:
                listener.credit -= packets * PADDING_BYTES
                due.append((peer, packets * PADDING_BYTES))
        return due

    @property
    def is_trying(self) -> bool:
        """Whether somebody's line is being tried."""
        return any(listener.padding for listener in self._listeners.values())


def _noted(before: dict[int, Rate], rows: Sequence[Reception] | Sequence[Delivery], now: float) -> dict[int, Rate]:
    """The rates of what is there now; what is gone is forgotten."""
    noted = {}
    for row in rows:
        line = row.peer << LINE_BITS | row.line
        rate = before.get(line)
        if rate is None:
            rate = Rate(row.octets, now)
        else:
            rate.note(row.octets, now)
        noted[line] = rate
    return noted
