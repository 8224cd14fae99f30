"""A line of chat, the channel it was said in, and the zone it belongs to from birth (domain.md §2.6)."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from law.zone import Zone
from rooms.ids import MessageId, SeatId

LINE_LIMIT = 2000
"""Characters in one line."""


PRIVATE: Final = frozenset({Zone.CAUCUS, Zone.SIDE, Zone.MEDIATORS})
"""Zones whose content is sealed under a key of its own, which is destroyed after the session."""


class ChannelKind(StrEnum):
    """What a conversation is for."""

    JOINT = "joint"
    SIDE = "side"
    """A party and its own agents, mediators excluded; `of` is the side."""
    CAUCUS = "caucus"
    """`of` is the caucus."""
    LOBBY = "lobby"
    """A waiting person with the mediators; `of` is the seat."""
    NOTES = "notes"
    """The mediators' own."""
    WHISPER = "whisper"
    """From the court or a senior mediator to the mediators."""
    IDENTITY = "identity"
    """No talk: a seat's own papers, for the mediators to compare; `of` is the seat."""


ZONES: Final = {
    ChannelKind.JOINT: Zone.JOINT,
    ChannelKind.SIDE: Zone.SIDE,
    ChannelKind.CAUCUS: Zone.CAUCUS,
    ChannelKind.LOBBY: Zone.CAUCUS,
    ChannelKind.NOTES: Zone.MEDIATORS,
    ChannelKind.WHISPER: Zone.MEDIATORS,
    ChannelKind.IDENTITY: Zone.CASE,
}


@dataclass(frozen=True, slots=True)
class Channel:
    """One conversation's name. Its lines are numbered by themselves: a common number would betray private talk."""

    kind: ChannelKind
    of: str = ""

    @property
    def zone(self) -> Zone:
        return ZONES[self.kind]

    @property
    def private(self) -> bool:
        """Whether its content is sealed under a key of its own; identity papers are, though their result is not."""
        return self.zone in PRIVATE or self.kind is ChannelKind.IDENTITY

    def __str__(self) -> str:
        return f"{self.kind}.{self.of}" if self.of else str(self.kind)


OWNED: Final = frozenset({ChannelKind.SIDE, ChannelKind.CAUCUS, ChannelKind.LOBBY, ChannelKind.IDENTITY})
"""Kinds of which there are several: their channels name whose they are."""
JOINT: Final = Channel(ChannelKind.JOINT)
NOTES: Final = Channel(ChannelKind.NOTES)
WHISPER: Final = Channel(ChannelKind.WHISPER)


def channel_from(text: str) -> Channel:
    """The channel of that name; raises ValueError."""
    kind, dot, of = text.partition(".")
    named = ChannelKind(kind)
    if bool(of) != (named in OWNED) or bool(dot) != bool(of):
        raise ValueError("no such channel")
    return Channel(named, of)


class LineTag(StrEnum):
    """What the author says a line is."""

    NONE = ""
    PROPOSAL = "proposal"
    """让步/方案: never taken into the undisputed facts without the speaker's own confirmation (AT-39)."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line as stored: `seq` counts from 1 within its channel and orders it."""

    seq: int
    id: MessageId
    author: SeatId
    zone: Zone
    at: datetime
    text: str
    channel: Channel = JOINT
    tag: LineTag = LineTag.NONE


@dataclass(frozen=True, slots=True)
class Reader:
    """`seat` may read the lines after `after`, up to `until`; up to `received` it has confirmed what is its own.

    `until` None: to this day. Who leaves a caucus reads on what was said while it was there, and nothing later (T1).
    """

    seat: SeatId
    after: int
    until: int | None = None
    received: int = 0


@dataclass(frozen=True, slots=True)
class Withheld:
    """Lines of people whom a screen kept from `seat` when they said them: never that seat's to read or to count."""

    seat: SeatId
    lines: tuple[int, ...]
    """Ascending."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """How far a channel is, and who may read what of it. A seat that comes again is one more reader of its lines.

    `seq` numbers all lines, in here alone. Each seat is told numbers of its own: the lines it may read, from 1. A
    common number would tell by its gaps that somebody spoke whom it must not notice.
    """

    channel: Channel
    seq: int = 0
    readers: tuple[Reader, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    def reader(self, seat: SeatId) -> Reader | None:
        """That seat as it reads here now, or read here last; None: never."""
        return next((one for one in reversed(self.readers) if one.seat == seat), None)

    def readable(self, seat: SeatId, seq: int) -> bool:
        """Whether line `seq` was said while that seat was one of its readers, and no screen was between them."""
        return seq not in self._withheld(seat) and any(after < seq <= until for after, until in self._spans(seat))

    def number(self, seat: SeatId, seq: int) -> int:
        """How many lines up to `seq` that seat may read: its own number of line `seq`, where it may read that."""
        return sum(
            self._between(seat, after, min(seq, until)) for after, until in self._spans(seat) if after < min(seq, until)
        )

    def line(self, seat: SeatId, number: int) -> int | None:
        """The line that has this number for that seat; None: there is none yet, or never was."""
        if number < 1:
            return None
        for after, until in self._spans(seat):
            here = self._between(seat, after, until)
            if number <= here:
                own = (seq for seq in range(after + 1, until + 1) if self.readable(seat, seq))
                return next(islice(own, number - 1, None))
            number -= here
        return None

    def keeping_from(self, seats: Iterable[SeatId], seq: int) -> "Conversation":
        """Line `seq` is none of theirs, now and later."""
        kept = {one.seat: one.lines for one in self.withheld}
        fresh = {seat: (*kept.get(seat, ()), seq) for seat in seats}
        return replace(self, withheld=tuple(Withheld(seat, lines) for seat, lines in (kept | fresh).items()))

    def _between(self, seat: SeatId, after: int, until: int) -> int:
        own = self._withheld(seat)
        return until - after - (bisect_right(own, until) - bisect_right(own, after))

    def _spans(self, seat: SeatId) -> Iterator[tuple[int, int]]:
        """`(after, until)` of each time the seat read here, in order, none twice."""
        covered = 0
        for one in self.readers:
            until = self.seq if one.until is None else one.until
            if one.seat == seat and covered < until:
                yield max(one.after, covered), until
                covered = until

    def _withheld(self, seat: SeatId) -> tuple[int, ...]:
        return next((one.lines for one in self.withheld if one.seat == seat), ())

    def admitting(self, seat: SeatId, after: int) -> "Conversation":
        """The seat reads what comes after line `after`; one that reads already goes on as it does.

        Lines said in its absence do not await it: what was delivered to all stays so when somebody comes later.
        """
        known = self.reader(seat)
        if known and known.until is None:
            return self
        held = after
        if known and known.until is not None and self.number(seat, known.received) < self.number(seat, known.until):
            held = known.received  # it left before all had come
        return replace(self, readers=(*self.readers, Reader(seat, after, received=held)))

    def leaving(self, seat: SeatId) -> "Conversation":
        """What is said from now on is not for the seat."""
        readers = tuple(
            replace(one, until=self.seq) if one.seat == seat and one.until is None else one for one in self.readers
        )
        return replace(self, readers=readers)
