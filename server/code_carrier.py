"""Brings the gate's one-time codes to people: by the messenger where a way is on file, else into the outbox (模拟)."""

from datetime import datetime
from typing import Final

from law.sentence import Sentence
from rooms.ids import SeatId
from server.gate_codes import Asked, Delivered
from server.messages.code_message import CodeLetter, code_message, ways_out
from server.messages.messenger import Contact, Messenger, Way, contact_of
from server.storage.codes import SimulatedCode
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
        letter = CodeLetter(asked.room, asked.seat, ENTERING, code, at, expires)
        await self._messenger.send(code_message(letter, contact.name, way))
        return Delivered(way.shown, simulated=False)

    async def _way(self, asked: Asked, contact: Contact) -> Way | None:
        """The first that leads out of the house; out of a practice room none does (AT-23)."""
        row = await self._stores.desk.row(asked.room)
        if row is None or row.practice:
            return None
        return next(ways_out(self._messenger, contact), None)
