"""What the server sends by itself about sound, pictures and lines."""

from typing import ClassVar

from rooms.room import Side
from signaling.contract.wire import Push, Wire


class MediaAnswer(Push):
    """The SDP answer to the offer of that number."""

    event: ClassVar[str] = "media.answer"
    offer: int
    sdp: str


class Slot(Wire):
    """A receive slot, by its mid, and whose media it carries now."""

    mid: str
    seat: str


class MediaSlots(Push):
    """The receive slots of this connection that carry somebody; a mid that is not listed is empty."""

    event: ClassVar[str] = "media.slots"
    slots: tuple[Slot, ...]


class MediaSpeaking(Push):
    """Seats this tab hears that are speaking now."""

    event: ClassVar[str] = "media.speaking"
    seats: tuple[str, ...]


class Audible(Wire):
    """Somebody who receives this tab's sound or picture at this moment, by the relay's own forwarding table."""

    seat: str
    microphone: bool
    camera: bool
    screen: bool


class MediaAudience(Push):
    """谁能听到我: read from the table the relay forwards by, not from what it was told to do.

    Only those who receive something of this seat; nobody is listed who is not in its view.
    """

    event: ClassVar[str] = "media.audience"
    listeners: tuple[Audible, ...]


class SideTime(Wire):
    """Seconds of one side."""

    side: Side
    spoken_s: int
    """In the joint room."""
    caucus_s: int
    """In private talk with a mediator."""


class FairnessClock(Push):
    """For the mediators: who has had how much time. Told every few seconds while it changes."""

    event: ClassVar[str] = "fairness.clock"
    sides: tuple[SideTime, ...]


class LineFigures(Wire):
    """Of the last two seconds. Loss from 0 to 1, bit rates in bit/s; null where the browser has not told."""

    up_loss: float
    up_jitter_ms: int
    up_bitrate: int
    down_loss: float
    down_jitter_ms: int
    down_bitrate: int
    round_trip_ms: int | None
    bears: int | None
    """What its browser says its line bears."""
    cameras_away: int
    """Pictures it is not sent, so that the sound comes through."""


class SeatLine(Wire):
    """How somebody's line carries: 0 nothing comes, 1 weak, 2 fair, 3 good."""

    seat: str
    grade: int
    sound_first: bool
    """Pictures have given way to the sound; told of one's own line, and to the mediator."""
    figures: LineFigures | None
    """For the mediator."""


class MediaQuality(Push):
    """The lines of this tab's seat and of those it hears or sees; the mediator's tab has all at the table."""

    event: ClassVar[str] = "media.quality"
    lines: tuple[SeatLine, ...]
