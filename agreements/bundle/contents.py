"""Where the bytes of a file come from, and what was measured of them: files are read piece by piece, never held whole.

What is here blocks: it is called in a thread.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives import hashes


class Content(Protocol):
    """Bytes that can be read as often as they are asked for, the same each time."""

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes in memory: small files that we make ourselves."""

    content: bytes

    def chunks(self) -> Iterator[bytes]:
        yield self.content


@dataclass(frozen=True, slots=True)
class Measured:
    """Digests in lower-case hex, CRC-32, and how many bytes there are."""

    sha256: str
    sm3: str
    crc32: int
    size: int


def measured(chunks: Iterable[bytes]) -> Measured:
    """Read once from end to end."""
    sha256, sm3, crc, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0, 0
    for chunk in chunks:
        sha256.update(chunk)
        sm3.update(chunk)
        crc = zlib.crc32(chunk, crc)
        size += len(chunk)
    return Measured(sha256.hexdigest(), sm3.finalize().hex(), crc, size)
