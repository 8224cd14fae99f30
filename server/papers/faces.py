"""What the press's faces can print (LR-19), as the node knows it: asked of the press once, when a draft is looked at.

The node loads no font itself (`server.papers.printing`). Until the press has answered nothing is found here, and it
names such characters itself when a text is to be fixed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

import structlog

from agreements.glyphs import unprintable
from agreements.ports import Away

log = structlog.get_logger()

AGAIN_S: Final = 60.0
"""After the press could not say: a draft is looked at with each key, and fonts do not come as fast."""
REMEMBERED: Final = 1_000
"""Texts; the longest draft takes 75 ms without."""


class Faces:
    """Code point to glyph of the body face, and who is told when that is known."""

    def __init__(
        self, coverage: Callable[[], Awaitable[Mapping[int, str]]], now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._coverage = coverage
        self._now_s = now_s
        self._not_before_s = now_s()
        self._glyphs: Mapping[int, str] | None = None
        self._learning: asyncio.Task[None] | None = None
        self._learnt: Callable[[], Awaitable[None]] | None = None
        # A draft is looked at with each change, and nearly all of its fields are as they were.
        self._found = lru_cache(REMEMBERED)(self._look)

    def tell(self, learnt: Callable[[], Awaitable[None]]) -> None:
        """Who is told, once: drafts that were shown before may have such characters."""
        self._learnt = learnt

    @property
    def known(self) -> bool:
        """Whether the press has answered."""
        return self._glyphs is not None

    def wanted(self) -> None:
        """Somebody looks at a draft: ask, where no answer came yet and none was refused just now. Returns at once."""
        if self._glyphs is None and self._learning is None and self._now_s() >= self._not_before_s:
            self._learning = asyncio.get_running_loop().create_task(self._learn())

    def unprintable(self, texts: Iterable[str]) -> tuple[str, ...]:
        """What cannot be printed of these, each as `字 U+XXXX`."""
        return self._found(tuple(texts)) if self._glyphs is not None else ()

    async def close(self) -> None:
        """End the question under way."""
        if self._learning is not None:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)

    def _look(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return unprintable(texts, self._glyphs or {})

    async def _learn(self) -> None:
        try:
            self._glyphs = await self._coverage()
        except Away as away:
            # The press died under it, or lacks its fonts; whoever looks a while later asks again.
            log.warning("faces.unknown", code=away.code)
            self._learning, self._not_before_s = None, self._now_s() + AGAIN_S
            return
        if self._learnt is not None:
            await self._learnt()
