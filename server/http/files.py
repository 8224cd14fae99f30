"""What is not JSON: a body taken as it comes, and a file handed out so that no browser runs anything in it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from aiohttp import web

from server.http.bodies import Sentence

OCTETS: Final = "application/octet-stream"
UPLOAD_LIMIT_BYTES: Final = 20 * 1024 * 1024
BUNDLE_LIMIT_BYTES: Final = 64 * 1024 * 1024
"""A court's bundle with 50 MB of attachments; larger ones are checked by the programs inside."""
UPLOAD_S: Final = 600
"""Seconds a whole file may take: 20 MB on a link of 280 kbit/s."""
FILE_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Upload:
    """The body of a route that takes raw bytes, sent as `application/octet-stream`; its handler gets `bytes`."""

    limit_bytes: int = UPLOAD_LIMIT_BYTES
    within_s: int = UPLOAD_S
    headers: tuple[tuple[str, Sentence], ...] = ()
    """Headers that say more about the bytes, and what they mean."""


@dataclass(frozen=True, slots=True)
class Download:
    """The answer of a route that hands out a File; `media_types` are all it can be."""

    media_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """Bytes for a browser. With a `name` they are saved under it, without one shown where they were asked for."""

    content: bytes
    media_type: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LargeFile:
    """A file that is too large to hold: read while it goes out. `chunks` blocks, and is called in threads."""

    size: int
    chunks: Callable[[], Iterator[bytes]]
    media_type: str
    name: str

    async def pieces(self) -> AsyncIterator[bytes]:
        """From end to end. Should reading fail half way, the answer is cut off, and is no whole file."""
        chunks = self.chunks()
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk


def file_response(file: File | LargeFile) -> web.Response:
    """The file as it goes out: nothing in it is run, no other site reads it, nobody on the way keeps it."""
    headers = {
        "Content-Disposition": "inline" if file.name is None else _attachment(file.name),
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": "no-store",
    }
    if isinstance(file, LargeFile):
        sized = {**headers, "Content-Length": str(file.size)}
        return web.Response(body=file.pieces(), content_type=file.media_type, headers=sized)
    return web.Response(body=file.content, content_type=file.media_type, headers=headers)


def _attachment(name: str) -> str:
    """RFC 6266: the name in UTF-8, and for old readers one of ASCII with the same ending."""
    _, dot, ending = name.rpartition(".")
    plain = f"file.{ending}" if dot and ending.isascii() and ending.isalnum() else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
