"""Pictures of sealed agreements with everybody's signature on them: drawn when first asked for, then kept as blobs."""

import asyncio
from collections import OrderedDict
from typing import Final, Protocol

from agreements.ids import Digest
from server.storage.blobs import BlobFolder

REMEMBERED: Final = 500
"""Agreements whose pictures are known by name; one that is forgotten is drawn again and takes no further space."""


class Drawing(Protocol):
    """What draws; `server.papers.pools.RenderPool` in life."""

    async def pages(self, pdf: bytes) -> tuple[bytes, ...]: ...


class SignedPages:
    """The pages of one node's sealed agreements."""

    def __init__(self, press: Drawing, blobs: BlobFolder) -> None:
        self._press = press
        self._blobs = blobs
        self._turn = asyncio.Lock()
        self._known: OrderedDict[Digest, tuple[Digest, ...]] = OrderedDict()

    async def of(self, pdf: Digest) -> tuple[Digest, ...]:
        """Blobs of the pages of that file, in order; raises Away where nothing can be drawn now."""
        async with self._turn:
            if pdf not in self._known:
                drawn = await self._press.pages(await self._blobs.get(pdf))
                self._known[pdf] = tuple([await self._blobs.put(picture) for picture in drawn])
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(pdf)
            return self._known[pdf]
