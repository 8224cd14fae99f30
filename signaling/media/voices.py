"""The voices of every room of the node: loudness of intakes in, changes of who speaks out."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from rooms.hearing import Hearing
from rooms.ids import Medium, RoomId, SeatId
from signaling.media.airtime import Airtime
from signaling.media.registry import Registry
from signaling.media.speaking import SILENCE, Speaking

Speakers = frozenset[SeatId]


class Voices:
    """Who speaks in each room."""

    def __init__(self, registry: Registry, airtime: Airtime) -> None:
        self._registry = registry
        self._airtime = airtime
        self._meters: dict[RoomId, Speaking] = {}
        self._speakers: dict[RoomId, Speakers] = {}

    def speakers(self, room: RoomId) -> Speakers:
        """Who speaks in the room now."""
        return self._speakers.get(room, frozenset())

    def observe(
        self, loudness: Mapping[int, int], hears: Mapping[RoomId, AbstractSet[Hearing]], now: float
    ) -> Iterator[tuple[RoomId, Speakers]]:
        """Takes in how loud each peer was; gives the rooms where it changed who speaks. Asked about every 100 ms.

        Only who may be heard by somebody counts: a muted voice is nobody's business.
        """
        before, self._speakers = self._speakers, {}
        rooms = self._registry.rooms()
        self._meters = {room: self._meters.get(room, Speaking()) for room in rooms}
        for room in rooms:
            audible = {hearing.speaker for hearing in hears.get(room, ()) if hearing.medium is Medium.MICROPHONE}
            here = self._registry.in_room(room)
            levels = {seat: loudness.get(here[seat].peer, SILENCE) for seat in audible if seat in here}
            self._speakers[room] = self._meters[room].observe(levels, now)
            self._airtime.add(room, self._meters[room].spoken)
        for room in before.keys() | self._speakers.keys():
            if before.get(room, frozenset()) != self.speakers(room):
                yield room, self.speakers(room)
