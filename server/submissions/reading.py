"""Pages of the files of a submission as pictures, each with who reads it and when; the files stay as they are.

What was printed here is drawn by the press; what people brought only behind the fence of `server.renditions`.
"""

import asyncio
from collections import OrderedDict
from typing import Final

from agreements.ids import Digest
from server.papers.signed_pages import SignedPages
from server.renditions import Renditions
from server.storage.blobs import BlobFolder
from server.storage.submissions import BundleFile
from server.submissions.watermark import watermarked

REMEMBERED: Final = 500
READABLE: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})


class ReadingPages:
    """Of one node. A file is drawn when it is first opened, then its pages are kept as blobs."""

    def __init__(self, drawn: SignedPages, renditions: Renditions, blobs: BlobFolder) -> None:
        self._drawn = drawn
        self._renditions = renditions
        self._blobs = blobs
        self._known: OrderedDict[Digest, tuple[Digest, ...]] = OrderedDict()
        self._turn = asyncio.Lock()

    async def of(self, file: BundleFile) -> tuple[Digest, ...]:
        """Blobs of its pages; raises Away where nothing can be drawn now, Untakable for an upload that is broken."""
        if file.ours:
            return await self._drawn.of(file.sha256)
        async with self._turn:
            if file.sha256 not in self._known:
                pictures = await self._renditions.pictures(await self._blobs.get(file.sha256), file.mime)
                self._known[file.sha256] = tuple([await self._blobs.put(one) for one in pictures])
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(file.sha256)
            return self._known[file.sha256]

    async def page(self, page: Digest, text: str) -> bytes:
        """That page as a JPEG with the text across it."""
        picture = await self._blobs.get(page)
        return await asyncio.to_thread(watermarked, picture, text)
