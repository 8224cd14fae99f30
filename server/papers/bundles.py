"""Makes the court's bundles of one node: what was measured, counted or printed once is not done again for each clerk.

Files that were sealed or handed in never change and are called by their digest, so what is known of them stays true.
The files themselves are never held: they are read piece by piece, in threads, each time somebody takes them away.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar

from agreements.bundle.archive import Archive
from agreements.bundle.bundle import Bundle
from agreements.bundle.contents import Content, Measured, measured
from agreements.bundle.making import DetachedSigner, made
from agreements.ids import Digest
from agreements.ports import Rendered
from server.storage.blobs import BlobFolder

REMEMBERED: Final = 2_000
"""Files of which measures and pages are known."""
PRINTED: Final = 50
"""Indexes and readings, some 60 KB each."""

Known = TypeVar("Known")


class Press(Protocol):
    """What prints and counts; `server.papers.pools.RenderPool` in life."""

    async def bundle_index(self, canonical: bytes) -> Rendered: ...

    async def bundle_reading(self, canonical: bytes) -> Rendered: ...

    async def page_count(self, pdf: bytes) -> int: ...


@dataclass(frozen=True, slots=True)
class BlobContent:
    """A file of the blobs, read when it is asked for."""

    blobs: BlobFolder
    digest: Digest

    def chunks(self) -> Iterator[bytes]:
        return self.blobs.chunks_now(self.digest)


class Remembered(Generic[Known]):
    """What is known by a digest; whoever asks while it is found out waits for the same answer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[str, asyncio.Task[Known]] = OrderedDict()

    async def of(self, digest: str, find: Callable[[], Awaitable[Known]]) -> Known:
        """Found out once; raises what `find` raises, and asks again the next time."""
        if digest not in self._known:
            self._known[digest] = asyncio.ensure_future(_found(find))
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        task = self._known[digest]
        self._known.move_to_end(digest)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._known.pop(digest, None)
            raise


async def _found(find: Callable[[], Awaitable[Known]]) -> Known:
    return await find()


class Bundles:
    """The bundles of this node."""

    def __init__(self, press: Press, sign: DetachedSigner, blobs: BlobFolder) -> None:
        self._press = press
        self._sign = sign
        self._blobs = blobs
        self._measured = Remembered[Measured](REMEMBERED)
        self._pages = Remembered[int](REMEMBERED)
        self._printed = Remembered[Rendered](PRINTED)

    def content(self, digest: Digest) -> BlobContent:
        """A file of the blobs, as a bundle takes it."""
        return BlobContent(self._blobs, digest)

    async def pages(self, digest: Digest) -> int:
        """Pages of a PDF; 0 where it does not say."""

        async def counted() -> int:
            return await self._press.page_count(await self._blobs.get(digest))

        return await self._pages.of(digest, counted)

    async def made(self, bundle: Bundle, at: datetime) -> Archive:
        """The bundle, ready to be given away; raises Away, BlobDamaged, and what `making.made` raises."""
        return await made(bundle, self, self._sign, at, self._measure)

    async def _measure(self, content: Content) -> Measured:
        async def found() -> Measured:
            return await asyncio.to_thread(lambda: measured(content.chunks()))

        return await self._measured.of(content.digest, found) if isinstance(content, BlobContent) else await found()

    async def bundle_index(self, canonical: bytes) -> Rendered:
        return await self._printed.of(_digest(canonical), lambda: self._press.bundle_index(canonical))

    async def bundle_reading(self, canonical: bytes) -> Rendered:
        return await self._printed.of(_digest(canonical), lambda: self._press.bundle_reading(canonical))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def sha256_of(archive: Archive) -> Digest:
    """Of the whole ZIP, in a thread."""

    def read() -> Digest:
        digest = hashlib.sha256()
        for chunk in archive.chunks():
            digest.update(chunk)
        return Digest(digest.hexdigest())

    return await asyncio.to_thread(read)
