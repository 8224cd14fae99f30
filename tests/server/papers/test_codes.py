"""Where a one-time code goes, and that nobody reads it for two."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agreements.agreement import Member
from agreements.ids import Digest
from rooms.ids import RoomId
from server.messages.messenger import Contact, Messenger
from server.papers.codes import Codes
from server.storage.messages import Channel
from tests.agreements.core import stories
from tests.server.papers.table import Table

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class AddressBook:
    """Addresses by signer: a mailbox, a telephone, or both."""

    def __init__(self, practises: bool = False, **addresses: str) -> None:  # noqa: FBT001, FBT002 - one fact of a room
        self._practises = practises
        self._addresses = addresses

    async def contact(self, _: RoomId, who: Member) -> Contact:
        found = self._addresses.get(who.id.removeprefix("seat-"), "").split()
        emails = [one for one in found if "@" in one]
        phones = [one for one in found if "@" not in one]
        return Contact(who.name, next(iter(emails), None), next(iter(phones), None))

    async def practice(self, _: RoomId) -> bool:
        return self._practises


@pytest.mark.parametrize(
    ("book", "channels"),
    [
        (AddressBook(worker="zhang@example.com", company="hr@example.com"), ("email", "email")),
        (AddressBook(worker="zhang@example.com 13812345678", company="hr@example.com"), ("sms", "email")),
        (AddressBook(worker="zhang@example.com", company="Zhang@Example.com"), ("outbox", "outbox")),
        (AddressBook(worker="13812345678", company="138-1234-5678"), ("outbox", "outbox")),
        # The mailbox is the signer's own where the telephone is another's too.
        (AddressBook(worker="13812345678 zhang@example.com", company="13812345678"), ("email", "outbox")),
        (AddressBook(worker="wang@example.com", mediator="wang@example.com"), ("outbox", "outbox")),
        (AddressBook(practises=True, worker="zhang@example.com", company="hr@example.com"), ("outbox", "outbox")),
        (AddressBook(), ("outbox", "outbox")),
    ],
)
async def test_an_address_of_two_signers_is_nobodys(table: Table, book: AddressBook, channels: tuple[str, str]) -> None:
    stores, bells = table.node.stores, {Channel.EMAIL: asyncio.Event(), Channel.SMS: asyncio.Event()}
    codes = Codes(Messenger(stores.messages, bells, lambda: NOW), stores.codes, book)
    drafted, digest = stories.agreement(), Digest("0" * 64)
    for signer, channel in zip(stories.PARTIES, channels, strict=True):
        issued = await codes.issue(RoomId("room"), drafted, signer, digest, NOW)
        assert (issued.kept.channel, issued.message is None) == (channel, channel == "outbox")
        if issued.message is not None:
            # By the same name the view tells how far it has come; only its masked target is kept with the text.
            sent = issued.message
            assert issued.kept == replace(issued.kept, message=sent.id, target_masked=sent.to_masked)
            assert issued.code in sent.content.text
            assert sent.content.address not in repr(issued.kept)
