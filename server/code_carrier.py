"""Brings the gate's one-time codes to people: by the messenger where a way is on file, else into the outbox (模拟).

A code never lies where messages do that nothing sent: those the mediator reads, and nobody reads another's code.
"""

from datetime import datetime
from typing import Final

from law.beijing import clock, day_of
from law.message_texts import Value, letter, message_form, short_message
from law.sentence import Sentence
from rooms.ids import SeatId
from server.gate_codes import Asked, Delivered
from server.messages.messenger import Contact, Messenger, Way, contact_of, new_message_id
from server.storage.codes import SimulatedCode
from server.storage.messages import Channel, Content, Kind, Message
from server.stores import Stores

ENTERING: Final = Sentence("进入在线调解室", "entering the mediation room")


class CodeCarrier:
    """`server.gate_codes.Carrier` in life."""

    def __init__(self, stores: Stores, messenger: Messenger) -> None:
        self._stores = stores
        self._messenger = messenger

    async def carry(self, asked: Asked, code: str, at: datetime, expires: datetime) -> Delivered:
        """On its way until it expires, by telephone first; or laid down where no way is on file or configured."""
        known = (await self._stores.people.parties(asked.room)).get(SeatId(asked.person))
        contact = contact_of(known) if known else None
        way = await self._way(asked, contact) if contact else None
        if contact is None or way is None:
            name = contact.name if contact else ""
            await self._stores.codes.add(SimulatedCode(asked.room, name, code, at, expires))
            return Delivered("", simulated=True)
        await self._messenger.send(_message(asked, contact, way, code, at, expires))
        return Delivered(way.shown, simulated=False)

    async def _way(self, asked: Asked, contact: Contact) -> Way | None:
        """The first that leads out of the house; out of a practice room none does (AT-23)."""
        row = await self._stores.desk.row(asked.room)
        if row is None or row.practice:
            return None
        return next((way for way in self._messenger.ways(contact) if way.channel is not Channel.OUTBOX), None)


def _message(asked: Asked, contact: Contact, way: Way, code: str, at: datetime, expires: datetime) -> Message:
    values: dict[str, Value] = {"name": contact.name, "what": ENTERING, "code": code, "until": clock(expires)}
    form = message_form(Kind.CODE, day_of(at))
    written = letter(form, **values)
    text = short_message(form, **values) if way.channel is Channel.SMS else written.text
    return Message(
        id=new_message_id(),
        kind=Kind.CODE,
        channel=way.channel,
        name=contact.name,
        to_masked=way.shown,
        content=Content(way.address, written.subject, text),
        room=asked.room,
        seat=asked.seat,
        expires=expires,
    )
