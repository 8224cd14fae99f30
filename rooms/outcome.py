"""What one step gives."""

from dataclasses import dataclass

from rooms.effects import Effect
from rooms.refusals import Refusal
from rooms.room import Room


@dataclass(frozen=True, slots=True)
class Step:
    """The next room and the orders that follow, in order.

    `refusal` is set where the room did change and the person must still be told no (a wrong digit costs a try,
    another device has to wait); an act that changes nothing raises instead.
    """

    room: Room
    effects: tuple[Effect, ...] = ()
    refusal: Refusal | None = None
