"""From who may hear whom to routes of the plane. Pure; never gives a route that `hears` does not hold."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.offer import Line
from signaling.media.slots import Positions, Slot, SlotCounts, place

PLACED = frozenset({Medium.MICROPHONE, Medium.CAMERA})
"""What comes in positions."""
Picture = tuple[SeatId, Medium]
"""Somebody's camera or shared screen."""


class Preference(NamedTuple):
    """What a listener wants less or more of. It never brings what `hears` does not hold.

    `audio_only`: nobody's camera; a shared screen still comes. `spotlight`: whom it wants to see before all others.
    """

    audio_only: bool = False
    spotlight: SeatId | None = None


NO_PREFERENCE = Preference()


class Feed(NamedTuple):
    """Where a slot is fed from: a peer of the plane and the line it sends on."""

    peer: int
    line: int


class Lines:
    """The lines of an offer, sorted once: routes are planned far more often than offers come."""

    __slots__ = ("intakes", "media", "outlets")

    def __init__(self, lines: Iterable[Line]) -> None:
        self.intakes: dict[Medium, int] = {}
        """The line on which a medium is sent."""
        outlets: dict[Medium, list[Line]] = {medium: [] for medium in Medium}
        for line in lines:
            if line.sends:
                self.intakes.setdefault(line.medium, line.index)
            else:
                outlets[line.medium].append(line)
        self.outlets = {medium: tuple(slots) for medium, slots in outlets.items()}
        """The slots for a medium, by position."""
        self.media = {line: medium for medium, line in self.intakes.items()}
        """What is sent on a line."""


@dataclass(frozen=True, slots=True)
class Party:
    """A seat as routing sees it. Who is not `receiving` yet (no keys) gets no routes but may be somebody's source.

    `positions` and `screen`: whom it has in its slots now.
    """

    peer: int
    lines: Lines
    receiving: bool
    positions: Positions
    screen: SeatId | None = None
    preference: Preference = NO_PREFERENCE


@dataclass(frozen=True, slots=True)
class Placement:
    """What one listener receives: holders of its positions, its slots, the feed of each slot's line, whose screen."""

    positions: Positions
    slots: tuple[Slot, ...]
    routes: Mapping[int, Feed]
    screen: SeatId | None = None

    def without(self, pictures: AbstractSet[Picture], lines: Sequence[Line]) -> "Placement":
        """The same with these pictures left out: nobody changes position for it."""
        return self._only(tuple(slot for slot in self.slots if (slot.seat, slot.medium) not in pictures), lines)

    def without_seats(self, seats: AbstractSet[SeatId], lines: Sequence[Line]) -> "Placement":
        """The same with nothing of these in the slots."""
        return self._only(tuple(slot for slot in self.slots if slot.seat not in seats), lines)

    def _only(self, slots: tuple[Slot, ...], lines: Sequence[Line]) -> "Placement":
        kept = {slot.mid for slot in slots}
        indexes = {line.index for line in lines if line.mid in kept}
        routes = {line: feed for line, feed in self.routes.items() if line in indexes}
        return Placement(self.positions, slots, routes, self.screen)


NOTHING = Placement((), (), {})


def plan(
    parties: Mapping[SeatId, Party], hears: AbstractSet[Hearing], speaking: Sequence[SeatId]
) -> dict[SeatId, Placement]:
    """What each seat in the room receives. A hearing of oneself, or of someone not here, gives nothing."""
    wants: dict[SeatId, dict[SeatId, set[Medium]]] = {seat: {} for seat in parties}
    for hearing in hears:
        listener, speaker = parties.get(hearing.listener), parties.get(hearing.speaker)
        if listener is None or speaker is None or hearing.listener == hearing.speaker:
            continue
        if hearing.medium is Medium.CAMERA and listener.preference.audio_only:
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

    def feed(line: Line, seat: SeatId, medium: Medium) -> None:
        slots.append(Slot(line.mid, seat, medium))
        routes[line.index] = Feed(parties[seat].peer, parties[seat].lines.intakes[medium])

    counts = SlotCounts(len(outlets[Medium.MICROPHONE]), len(outlets[Medium.CAMERA]))
    faces = {seat: media & PLACED for seat, media in wants.items()}
    positions = place(listener.positions, faces, counts, speaking, listener.preference.spotlight)
    for medium in (Medium.MICROPHONE, Medium.CAMERA):
        for line, seat in zip(outlets[medium], positions, strict=False):
            if seat is not None and medium in wants[seat]:
                feed(line, seat, medium)
    screen = _screen(listener, {seat for seat, media in wants.items() if Medium.SCREEN in media})
    for line in outlets[Medium.SCREEN]:
        if screen is not None:
            feed(line, screen, Medium.SCREEN)
    return Placement(positions, tuple(slots), routes, screen)


def _screen(listener: Party, shared: AbstractSet[SeatId]) -> SeatId | None:
    """Whose screen a listener sees, when several share theirs: still the one it sees."""
    return listener.screen if listener.screen in shared else min(shared, default=None)
