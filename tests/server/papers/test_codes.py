"""Where a one-time code goes, and that nobody reads it for two."""

from datetime import UTC, datetime

import pytest

from agreements.agreement import Member
from agreements.ids import Digest
from law.sentence import Sentence
from rooms.ids import RoomId
from server.papers.codes import Codes, Issued
from tests.agreements.core import stories
from tests.server.papers.table import Table

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class AddressBook:
    """Addresses by signer."""

    def __init__(self, **addresses: str) -> None:
        self._addresses = addresses

    async def address(self, _: RoomId, who: Member) -> str | None:
        return self._addresses.get(who.id.removeprefix("seat-"))


async def untold(_: Issued, __: Sentence | None) -> None:
    raise AssertionError("nothing was posted")


@pytest.mark.parametrize(
    ("addresses", "channels"),
    [
        ({"worker": "zhang@example.com", "company": "hr@example.com"}, ("email", "email")),
        ({"worker": "zhang@example.com", "company": "Zhang@Example.com"}, ("outbox", "outbox")),
        ({"worker": "wang@example.com", "mediator": "wang@example.com"}, ("outbox", "outbox")),
        ({}, ("outbox", "outbox")),
    ],
)
async def test_an_address_of_two_signers_is_nobodys(
    table: Table, addresses: dict[str, str], channels: tuple[str, str]
) -> None:
    config = table.node.config.model_copy(update={"smtp_host": "127.0.0.1"})
    codes = Codes(config, table.node.stores.codes, AddressBook(**addresses), untold)
    drafted, digest = stories.agreement(), Digest("0" * 64)
    for signer, channel in zip(stories.PARTIES, channels, strict=True):
        issued = await codes.issue(RoomId("room"), drafted, signer, digest, NOW)
        assert (issued.kept.channel, issued.address is None) == (channel, channel == "outbox")
