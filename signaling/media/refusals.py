"""What the control raises.

SdpRefused        the client's fault: `code` for programs, one sentence in Chinese and one in English for people
RerouteFailed     ours: somebody could not be moved as ordered, and hears nobody now
"""

from rooms.ids import RoomId, SeatId


class SdpRefused(Exception):
    """An offer was refused; nothing changed. `code` is stable and starts with `sdp-`."""

    def __init__(self, code: str, message_zh: str, message_en: str) -> None:
        super().__init__(code)
        self.code = code
        self.message_zh = message_zh
        self.message_en = message_en


class RerouteFailed(Exception):
    """A change of who hears whom did not take effect as ordered: the plane is gone, or did not acknowledge in time.

    Nothing passes any more from or to the connections of `seats`, which have ended first-hand; all else is as it was.
    """

    def __init__(self, room: RoomId, seats: frozenset[SeatId]) -> None:
        super().__init__(f"room {room}: {len(seats)} seats were cut off")
        self.room = room
        self.seats = seats
