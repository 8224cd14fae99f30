"""What each tab wants to receive: its own choice of a face first, else the one the mediator put before all eyes."""

from typing import NamedTuple, Protocol

from rooms.audibility import TALKING
from rooms.ids import SeatId
from rooms.room import Room, Seat
from signaling.media.routing import Preference


class Listeners(Protocol):
    """The relay, as far as it heeds what listeners want."""

    def prefer(self, seat: SeatId, preference: Preference) -> None: ...


class Choice(NamedTuple):
    """A tab's own words. They never bring what it may not hear."""

    audio_only: bool = False
    pinned: SeatId | None = None


class Preferences:
    """Kept by seat until the seat's media ends; the relay is told where something changed."""

    def __init__(self, media: Listeners) -> None:
        self._media = media
        self._choices: dict[SeatId, Choice] = {}
        self._told: dict[SeatId, Preference] = {}

    def choose(self, room: Room, seat: SeatId, choice: Choice) -> None:
        """A tab says what it wants; the relay obeys at once."""
        self._choices[seat] = choice
        self.settle(room)

    def settle(self, room: Room) -> None:
        """After a change of the room: it may have another face before all eyes."""
        for seat in room.seats:
            if seat.place in TALKING:
                self._tell(seat.id, self._of(room, seat))

    def forget(self, seat: SeatId) -> None:
        """The seat's media has ended."""
        self._choices.pop(seat, None)
        self._told.pop(seat, None)

    def _of(self, room: Room, seat: Seat) -> Preference:
        choice = self._choices.get(seat.id, Choice())
        lit = room.seat(room.spotlight) if room.spotlight else None
        before_all = lit.id if lit and lit.id != seat.id and lit.spot == seat.spot else None
        return Preference(choice.audio_only, choice.pinned or before_all)

    def _tell(self, seat: SeatId, preference: Preference) -> None:
        if self._told.get(seat, Preference()) != preference:
            self._told[seat] = preference
            self._media.prefer(seat, preference)
