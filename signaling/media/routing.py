"""From who may hear whom to routes of the plane. Pure; never gives a route that `hears` does not hold."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.offer import Line
from signaling.media.slots import Positions, Slot, SlotCounts, place


class Feed(NamedTuple):
    """Where a slot is fed from: a peer of the plane and the line it sends on."""

    peer: int
    line: int


class Lines:
    """The lines of an offer, sorted once: routes are planned far more often than offers come."""

    __slots__ = ("intakes", "outlets")

    def __init__(self, lines: Iterable[Line]) -> None:
        self.intakes: dict[Medium, int] = {}
        """The line on which a medium is sent."""
        outlets: dict[Medium, list[Line]] = {Medium.MICROPHONE: [], Medium.CAMERA: []}
        for line in lines:
            if line.sends:
                self.intakes.setdefault(line.medium, line.index)
            else:
                outlets[line.medium].append(line)
        self.outlets = {medium: tuple(slots) for medium, slots in outlets.items()}
        """The slots for a medium, by position."""


@dataclass(frozen=True, slots=True)
class Party:
    """A seat as routing sees it. Who is not `receiving` yet (no keys) gets no routes but may be somebody's source."""

    peer: int
    lines: Lines
    receiving: bool
    positions: Positions


@dataclass(frozen=True, slots=True)
class Placement:
    """What one listener receives: holders of its positions, its slots, and the feed of each slot's line."""

    positions: Positions
    slots: tuple[Slot, ...]
    routes: Mapping[int, Feed]

    def without(self, cameras: AbstractSet[SeatId], lines: Sequence[Line]) -> "Placement":
        """The same with these cameras left out: nobody changes position for it."""
        slots = tuple(slot for slot in self.slots if slot.medium is not Medium.CAMERA or slot.seat not in cameras)
        kept = {slot.mid for slot in slots}
        indexes = {line.index for line in lines if line.mid in kept}
        return Placement(self.positions, slots, {line: feed for line, feed in self.routes.items() if line in indexes})


NOTHING = Placement((), (), {})


def plan(
    parties: Mapping[SeatId, Party], hears: AbstractSet[Hearing], speaking: Sequence[SeatId]
) -> dict[SeatId, Placement]:
    """What each seat in the room receives. A hearing of oneself, or of someone not here, gives nothing."""
    wants: dict[SeatId, dict[SeatId, set[Medium]]] = {seat: {} for seat in parties}
    for hearing in hears:
        speaker = parties.get(hearing.speaker)
        if hearing.listener not in wants or speaker is None or hearing.listener == hearing.speaker:
            continue
        if hearing.medium in speaker.lines.intakes:
            wants[hearing.listener].setdefault(hearing.speaker, set()).add(hearing.medium)
    return {
        seat: _placement(party, parties, wants[seat], speaking) if party.receiving else NOTHING
        for seat, party in parties.items()
    }


def _placement(
    listener: Party,
    parties: Mapping[SeatId, Party],
    wants: Mapping[SeatId, AbstractSet[Medium]],
    speaking: Sequence[SeatId],
) -> Placement:
    slots: list[Slot] = []
    routes: dict[int, Feed] = {}
    outlets = listener.lines.outlets
    counts = SlotCounts(len(outlets[Medium.MICROPHONE]), len(outlets[Medium.CAMERA]))
    positions = place(listener.positions, wants, counts, speaking)
    for medium in (Medium.MICROPHONE, Medium.CAMERA):
        for line, seat in zip(outlets[medium], positions, strict=False):
            if seat is None or medium not in wants[seat]:
                continue
            speaker = parties[seat]
            slots.append(Slot(line.mid, seat, medium))
            routes[line.index] = Feed(speaker.peer, speaker.lines.intakes[medium])
    return Placement(positions, tuple(slots), routes)
