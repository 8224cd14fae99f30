"""Which speaker a listener receives in which slot. Pure, and stable: nobody moves without need.

Slots come in *positions*: the k-th sound slot and the k-th picture slot of a listener always carry the same person,
because browsers keep sound and picture of one position in step. With unequal numbers some positions have only one.
A shared screen has a slot of its own and no position.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from rooms.ids import Medium, SeatId

Positions = tuple[SeatId | None, ...]
"""Who holds each position of a listener."""


class Slot(NamedTuple):
    """One receive slot of a listener, named by its mid, with what it carries now."""

    mid: str
    seat: SeatId
    medium: Medium


_CARRIED = {
    (True, True): frozenset({Medium.MICROPHONE, Medium.CAMERA}),
    (True, False): frozenset({Medium.MICROPHONE}),
    (False, True): frozenset({Medium.CAMERA}),
    (False, False): frozenset[Medium](),
}


@dataclass(frozen=True, slots=True)
class SlotCounts:
    """How many receive-only lines of each kind a listener has."""

    audio: int
    video: int

    @property
    def positions(self) -> int:
        """How many people fit."""
        return max(self.audio, self.video)

    def carries(self, position: int) -> frozenset[Medium]:
        """What a position can carry."""
        return _CARRIED[position < self.audio, position < self.video]


def place(
    previous: Positions,
    wants: Mapping[SeatId, AbstractSet[Medium]],
    counts: SlotCounts,
    speaking: Sequence[SeatId],
    pinned: SeatId | None = None,
) -> Positions:
    """The new holders. Who has a position keeps it; when all are taken, who speaks displaces someone silent.

    Who is `pinned` has a position that carries all that is wanted of it, if there is one, whoever has to give way.
    """
    held: list[SeatId | None] = [
        seat if seat is not None and wants.get(seat, frozenset()) & counts.carries(position) else None
        for position, seat in enumerate((*previous, *[None] * counts.positions)[: counts.positions])
    ]
    if pinned is not None and wants.get(pinned):
        _pin(pinned, held, wants, counts, speaking)
    kept = {*speaking, pinned}
    waiting = [seat for seat in wants if seat not in held and wants[seat]]
    for seat in sorted(waiting, key=lambda seat: (seat not in speaking, Medium.CAMERA not in wants[seat], seat)):
        position = _best_free(held, wants[seat], counts)
        if position is None and seat in speaking:
            position = _displaceable(held, wants[seat], counts, kept)
        if position is not None:
            held[position] = seat
    _improve(held, wants, counts)
    return tuple(held)


def _pin(
    pinned: SeatId,
    held: list[SeatId | None],
    wants: Mapping[SeatId, AbstractSet[Medium]],
    counts: SlotCounts,
    speaking: Sequence[SeatId],
) -> None:
    """Seats one person before all others: where it is, if that will do, else in a free position.

    Else in the last one of someone silent, who takes the place that it leaves.
    """
    before = held.index(pinned) if pinned in held else None

    def worth(position: int) -> tuple[int, bool, bool, bool, int]:
        holder = held[position]
        served = len(wants[pinned] & counts.carries(position))
        return served, position == before, holder is None, holder not in speaking, position

    best = max(range(counts.positions), key=worth, default=None)
    if best is None or best == before or not wants[pinned] & counts.carries(best):
        return
    displaced, held[best] = held[best], pinned
    if before is not None:
        fits = displaced is not None and wants[displaced] & counts.carries(before)
        held[before] = displaced if fits else None


def _best_free(held: list[SeatId | None], media: AbstractSet[Medium], counts: SlotCounts) -> int | None:
    """The free position that serves most of `media` and wastes least; None when no free one serves any."""
    fits = [
        (-len(media & counts.carries(position)), len(counts.carries(position) - media), position)
        for position, seat in enumerate(held)
        if seat is None and media & counts.carries(position)
    ]
    return min(fits)[2] if fits else None


def _displaceable(
    held: list[SeatId | None], media: AbstractSet[Medium], counts: SlotCounts, speaking: AbstractSet[SeatId | None]
) -> int | None:
    """The last position of someone silent that can carry sound, if `media` has sound."""
    if Medium.MICROPHONE not in media:
        return None
    silent = [
        position
        for position, seat in enumerate(held)
        if seat not in speaking and Medium.MICROPHONE in counts.carries(position)
    ]
    return silent[-1] if silent else None


def _improve(held: list[SeatId | None], wants: Mapping[SeatId, AbstractSet[Medium]], counts: SlotCounts) -> None:
    """Moves who lacks a wanted medium to a free position that has more of it."""
    for position, seat in enumerate(held):
        if seat is None:
            continue
        better = _best_free(held, wants[seat], counts)
        served = wants[seat] & counts.carries(position)
        if better is not None and len(wants[seat] & counts.carries(better)) > len(served):
            held[position], held[better] = None, seat
