"""How long each seat has spoken, since the process began, whatever became of its connections meanwhile.

Counted ten times a second while somebody may hear the seat (`Speaking.spoken`): a turn is known to a tenth of a second
at its beginning and at its end, pauses of less than a second belong to it, and where a seat was is asked as often.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta

from rooms.ids import RoomId, SeatId

Where = Callable[[RoomId, SeatId], str]
"""Under what a seat's speech is counted at this moment: the name of the place it is in. Must not raise."""
ROOMS_REMEMBERED = 4096
"""The one in which nobody has spoken for longest is forgotten first."""


class Airtime:
    """Of every room of the node."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._seconds: OrderedDict[RoomId, defaultdict[tuple[SeatId, str], float]] = OrderedDict()

    def add(self, room: RoomId, spoken: Mapping[SeatId, float]) -> None:
        """So many seconds more of each."""
        if not spoken:
            return
        seconds = self._seconds.setdefault(room, defaultdict(float))
        self._seconds.move_to_end(room)
        for seat, more in spoken.items():
            seconds[seat, self._where(room, seat)] += more
        while len(self._seconds) > ROOMS_REMEMBERED:
            self._seconds.popitem(last=False)

    def of(self, room: RoomId) -> dict[SeatId, timedelta]:
        """By seat, wherever it was."""
        spoken: defaultdict[SeatId, timedelta] = defaultdict(timedelta)
        for (seat, _), time in self.by_place(room).items():
            spoken[seat] += time
        return dict(spoken)

    def by_place(self, room: RoomId) -> dict[tuple[SeatId, str], timedelta]:
        """By seat and the name of the place it was in."""
        return {key: timedelta(seconds=seconds) for key, seconds in self._seconds.get(room, {}).items()}


def nowhere(_room: RoomId, _seat: SeatId) -> str:
    """Where nobody asks for places."""
    return ""
