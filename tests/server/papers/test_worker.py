"""The worker outlasts what is away, the book itself among it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from agreements.agreement import Agreement
from agreements.facts import Fact
from agreements.seal.requests import Vouching
from agreements.signing_process import SigningProcess
from law.calendar import OFFICIAL, Calendar
from rooms.ids import RoomId
from rooms.room import Room
from server.papers.keeper import AgreementKeeper, nobody
from server.papers.pools import RenderPool
from server.papers.worker import PaperWorker
from server.storage.agreements import Kept
from server.storage.blobs import BlobFolder

ROOM = RoomId("room")


class Book:
    """A book in which nothing is due, and which cannot be read while it is away."""

    def __init__(self) -> None:
        self.away = True
        self.asked: asyncio.Queue[bool] = asyncio.Queue()

    async def load_of_room(self, room: RoomId) -> Kept | None:
        self.asked.put_nowait(self.away)
        if self.away:
            raise OSError(room)
        return None

    async def unfinished(self) -> tuple[RoomId, ...]:
        return (ROOM,)

    async def commit(self, before: Agreement | None, after: Kept, facts: tuple[Fact, ...], at: datetime) -> None:
        raise AssertionError(before, after, facts, at)


class Closed:
    """Rooms that are over: the agreement is read from the book."""

    async def room(self, room: RoomId) -> Room | None:
        return self.peek(room)

    def peek(self, _: RoomId) -> Room | None:
        return None


async def known_days() -> Calendar:
    return OFFICIAL


async def test_a_book_that_was_away_is_read_again(tmp_path: Path) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    book, blobs = Book(), BlobFolder(tmp_path / "blobs", bytes(32))
    keeper = AgreementKeeper(book, blobs, Closed(), clock)
    signer = SigningProcess(Vouching(tmp_path / "authority", bytes(32)))
    failed: list[str] = []
    worker = PaperWorker(keeper, RenderPool(1), signer, blobs, clock, known_days, nobody, failed.append)
    await worker.start()
    for _ in range(3):
        assert await book.asked.get(), "for the work, and for what is due before and while waiting"
    book.away = False
    await worker.wake(ROOM)
    async with asyncio.timeout(10):
        assert [await book.asked.get() for _ in range(2)] == [False, False]
    await worker.close()
