"""A one-time code as a message: by a way that leads out of the house, or not at all.

A code never lies where messages do that nothing sent: those the mediator reads, and nobody reads another's code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from law.beijing import clock, day_of
from law.message_texts import Value, letter, message_form, short_message
from law.sentence import Sentence
from rooms.ids import RoomId, SeatId
from server.messages.messenger import Contact, Messenger, Way, new_message_id
from server.storage.messages import Channel, Content, Kind, Message


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """What a code is for, and whose it is. `what` goes on after 您正在."""

    room: RoomId
    seat: SeatId
    what: Sentence
    code: str
    at: datetime
    expires: datetime


def ways_out(messenger: Messenger, contact: Contact) -> Iterator[Way]:
    """Ways to this person that really go, by telephone first."""
    return (way for way in messenger.ways(contact) if way.channel is not Channel.OUTBOX)


def code_message(said: CodeLetter, name: str, way: Way) -> Message:
    """Not yet sent; its id is new."""
    values: dict[str, Value] = {"name": name, "what": said.what, "code": said.code, "until": clock(said.expires)}
    form = message_form(Kind.CODE, day_of(said.at))
    written = letter(form, **values)
    text = short_message(form, **values) if way.channel is Channel.SMS else written.text
    return Message(
        id=new_message_id(),
        kind=Kind.CODE,
        channel=way.channel,
        name=name,
        to_masked=way.shown,
        content=Content(way.address, written.subject, text),
        room=said.room,
        seat=said.seat,
        expires=said.expires,
    )
