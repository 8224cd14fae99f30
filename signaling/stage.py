"""What the relay reports, passed on to those at the table."""

from rooms.ids import RoomId, SeatId
from signaling.contract import pushes
from signaling.media.slots import Slot
from signaling.pushes import Pushes


class Stage:
    """The `MediaEvents` of the relay. Silence is judged in `liveness`, from beats and media together."""

    def __init__(self, sender: Pushes) -> None:
        self._sender = sender

    def media_heard(self, room: RoomId, seat: SeatId) -> None:
        """`Liveness` asks the relay itself when it looks."""

    def media_silent(self, room: RoomId, seat: SeatId) -> None:
        """`Liveness` asks the relay itself when it looks."""

    def slots_changed(self, room: RoomId, seat: SeatId, slots: tuple[Slot, ...]) -> None:
        """To the listener alone."""
        self._sender.slots(room, seat, tuple(pushes.Slot(mid=slot.mid, seat=slot.seat) for slot in slots))

    def speaking(self, room: RoomId, seats: frozenset[SeatId]) -> None:
        """To each as far as it hears them."""
        self._sender.speaking(room, seats)
