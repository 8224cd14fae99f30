"""What the relay reports, passed on to those at the table."""

from collections.abc import Mapping

from rooms.hearing import Hearing
from rooms.ids import RoomId, SeatId
from signaling.audience import Audience
from signaling.contract import media_pushes
from signaling.media.quality import Quality
from signaling.media.slots import Slot
from signaling.pushes import Pushes


class Stage:
    """The `MediaEvents` of the relay. Silence is judged in `liveness`, from beats and media together."""

    def __init__(self, sender: Pushes, audience: Audience) -> None:
        self._sender = sender
        self._audience = audience

    def media_heard(self, room: RoomId, seat: SeatId) -> None:
        """`Liveness` asks the relay itself when it looks."""

    def media_silent(self, room: RoomId, seat: SeatId) -> None:
        """`Liveness` asks the relay itself when it looks."""

    def slots_changed(self, room: RoomId, seat: SeatId, slots: tuple[Slot, ...]) -> None:
        """To the listener alone."""
        self._sender.slots(room, seat, tuple(media_pushes.Slot(mid=slot.mid, seat=slot.seat) for slot in slots))

    def speaking(self, room: RoomId, seats: frozenset[SeatId]) -> None:
        """To each as far as it hears them."""
        self._sender.speaking(room, seats)

    def forwarding(self, room: RoomId, hearings: frozenset[Hearing]) -> None:
        """To each who receives it."""
        self._audience.forwarding(room, hearings)

    def quality(self, room: RoomId, lines: Mapping[SeatId, Quality]) -> None:
        """To each those it hears or sees; to the mediator all, with figures."""
        self._sender.quality(room, {seat: _told(seat, line) for seat, line in lines.items()})


def _told(seat: SeatId, line: Quality) -> media_pushes.SeatLine:
    up, down = line.up, line.down
    return media_pushes.SeatLine(
        seat=seat,
        grade=line.grade,
        sound_first=down.cameras_away > 0,
        figures=media_pushes.LineFigures(
            up_loss=round(up.loss, 3),
            up_jitter_ms=round(up.jitter_ms),
            up_bitrate=up.bitrate,
            down_loss=round(down.loss, 3),
            down_jitter_ms=round(down.jitter_ms),
            down_bitrate=down.bitrate,
            round_trip_ms=None if down.round_trip_ms is None else round(down.round_trip_ms),
            bears=down.bears,
            cameras_away=down.cameras_away,
        ),
    )
