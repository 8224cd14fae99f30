"""The one port by which anything is said to people outside: what is queued here goes, or is known not to have gone."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from law.masking import masked_phone
from law.people import Entity, NaturalPerson, Party, Representative
from rooms.ids import RoomId, SeatId
from server.ids import new_id
from server.storage.messages import Channel, Message, MessageId, MessageStore

ID_BYTES: Final = 16
MOBILE_DIGITS: Final = 11
HERE: Final = "+86"
ABROAD: Final = range(8, 16)
"""Digits of a number with its country in front (ITU-T E.164)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person can be written to, as far as it is on file."""

    name: str
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a person; `shown` is the address as others may see it."""

    channel: Channel
    address: str
    shown: str


class Messenger:
    """Queues and rings. `bells` are the ways that are configured, each with the event its worker sleeps on."""

    def __init__(
        self, store: MessageStore, bells: Mapping[Channel, asyncio.Event], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._bells = bells
        self._clock = clock

    @property
    def simulated(self) -> bool:
        """Whether nothing really goes out."""
        return Channel.OUTBOX in self._bells

    def ways(self, contact: Contact) -> tuple[Way, ...]:
        """All ways to this person; empty: only by word of mouth."""
        return tuple(_ways(contact, self._bells))

    async def send(self, *messages: Message) -> None:
        """They are kept on return and go by themselves; one that was given before (the same id) is not given twice."""
        await self._store.add(messages, self._clock())
        for channel in {each.channel for each in messages}:
            self._bells[channel].set()

    async def withdraw(self, room: RoomId, seats: Iterable[SeatId]) -> None:
        """What has not gone yet to these people about that room is overtaken."""
        await self._store.withdraw(room, seats, self._clock())


def _ways(contact: Contact, open_ways: Mapping[Channel, asyncio.Event]) -> Iterator[Way]:
    number = mobile(contact.phone)
    if Channel.OUTBOX in open_ways:
        if contact.email or contact.phone:
            shown = masked_email(contact.email) if contact.email else masked_phone(contact.phone or "")
            yield Way(Channel.OUTBOX, contact.email or contact.phone or "", shown)
        return
    if Channel.SMS in open_ways and number is not None:
        yield Way(Channel.SMS, number, masked_phone(number.removeprefix(HERE)))
    if Channel.EMAIL in open_ways and contact.email:
        yield Way(Channel.EMAIL, contact.email, masked_email(contact.email))


def mobile(phone: str | None) -> str | None:
    """The number as a gateway takes it (E.164), if short messages can get there; else None.

    That is a mobile one of the mainland, or any with its country in front.
    """
    digits = "".join(char for char in phone or "" if char.isascii() and char.isdecimal())
    if (phone or "").lstrip().startswith("+"):
        return f"+{digits}" if len(digits) in ABROAD else None
    return f"{HERE}{digits}" if len(digits) == MOBILE_DIGITS and digits[0] == "1" and digits[1] in "3456789" else None


def masked_email(address: str) -> str:
    """First character and domain: `z***@example.com`."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}***@{domain}"


def contact_of(party: Party) -> Contact:
    """The person's own addresses, or those of who comes for a company."""
    who: NaturalPerson | Representative = party.representative if isinstance(party, Entity) else party
    return Contact(who.name, who.email, who.phone)


def new_message_id() -> MessageId:
    """A name of its own for a message."""
    return MessageId(new_id() + new_id())
