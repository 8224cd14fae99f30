"""From who may hear whom to routes of the plane. Pure; never gives a route that `hears` does not hold."""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Party:
    """A seat as routing sees it. Who is not `receiving` yet (no keys) gets no routes but may be somebody's source."""

    peer: int
    lines: tuple[Line, ...]
    receiving: bool
    positions: Positions

    def intake(self, medium: Medium) -> int | None:
        """The line on which this seat sends a medium."""
        return next((line.index for line in self.lines if line.sends and line.medium is medium), None)

    def receive_lines(self, medium: Medium) -> tuple[Line, ...]:
        """Its slots for a medium, by position."""
        return tuple(line for line in self.lines if not line.sends and line.medium is medium)


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
        if speaker.intake(hearing.medium) is not None:
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
    counts = SlotCounts(*(len(listener.receive_lines(medium)) for medium in (Medium.MICROPHONE, Medium.CAMERA)))
    positions = place(listener.positions, wants, counts, speaking)
    for medium in (Medium.MICROPHONE, Medium.CAMERA):
        for line, seat in zip(listener.receive_lines(medium), positions, strict=False):
            if seat is None or medium not in wants[seat]:
                continue
            intake = parties[seat].intake(medium)
            if intake is not None:
                slots.append(Slot(line.mid, seat, medium))
                routes[line.index] = Feed(parties[seat].peer, intake)
    return Placement(positions, tuple(slots), routes)
