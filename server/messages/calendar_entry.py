"""A session as an entry for a calendar (RFC 5545): no names beyond the title, no link's secret (T7).

The UID is the same for ever and the sequence grows with each new time, so that a later file moves the entry.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from rooms.room import Room

FOR_PARTY: Final = (
    "请在约定时间用您收到的专属链接进入在线调解室，不要把链接转给他人。\n"
    "At that time, open the personal link you were given; do not pass it on."
)


def entry(room: Room, text: str, now: datetime, sequence: int, *, cancelled: bool = False) -> bytes:
    """The file; times in UTC."""
    event = Event()
    event.add("uid", f"{room.id}@mediation-room")
    event.add("sequence", sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", room.scheduled_at.astimezone(UTC))
    event.add("duration", timedelta(minutes=room.planned_minutes))
    event.add("summary", room.title)
    event.add("description", text)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    kept = Calendar()
    kept.add("prodid", "-//mediation-room//session//ZH")
    kept.add("version", "2.0")
    kept.add("method", "CANCEL" if cancelled else "PUBLISH")
    kept.add_component(event)
    return bytes(kept.to_ical())
