"""Uploads that are held in memory at once: bounded for all and for each, so that files cannot fill the machine."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

HELD_BYTES: Final = 200 * 1024 * 1024
"""Ten files of the largest size."""
AT_ONCE: Final = 2
"""Uploads of one seat at a time: one, and one that was cut off and is sent again."""


class Crowded(Exception):
    """No room for another upload now."""


class Intake:
    """What is being taken in: bytes of all, uploads of each."""

    def __init__(self, held_bytes: int = HELD_BYTES, at_once: int = AT_ONCE) -> None:
        self._free = held_bytes
        self._at_once = at_once
        self._uploads: Counter[str] = Counter()

    @contextmanager
    def holding(self, who: str, size: int) -> Iterator[None]:
        """Room for `size` bytes from `who` until the body is done with; raises Crowded."""
        if size > self._free or self._uploads[who] >= self._at_once:
            raise Crowded(who)
        self._free -= size
        self._uploads[who] += 1
        try:
            yield
        finally:
            self._free += size
            self._uploads[who] -= 1
            self._uploads += Counter()  # forgets who has none
