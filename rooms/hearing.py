"""One permission to receive: the unit in which confidentiality is decided, routed and tested."""

from typing import NamedTuple

from rooms.ids import Medium, SeatId


class Hearing(NamedTuple):
    """`listener` may receive `speaker`'s `medium`."""

    listener: SeatId
    speaker: SeatId
    medium: Medium
