"""Pictures of uploaded files, each made by a process of its own (`rendition_process`), a few at a time.

What comes back is believed as little as the file: it is counted, measured and cut off.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Final

import structlog

from server.media_types import Untakable

log = structlog.get_logger()

SCRIPT: Final = Path(__file__).with_name("rendition_process.py")
AT_ONCE: Final = 2
WITHIN_S: Final = 180
"""Seconds for one file; the process itself may compute for 45, which a busy machine gives it bit by bit."""
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_PAGES: Final = 60
JPEG: Final = b"\xff\xd8\xff"
REFUSALS: Final = frozenset(
    {"document.broken", "document.locked", "document.pages", "document.pixels", "document.heavy"}
)


class Renditions:
    """Makes page pictures; whoever comes while all places are taken waits."""

    def __init__(self, within_s: float = WITHIN_S) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._within_s = within_s

    async def pictures(self, content: bytes, media_type: str) -> tuple[bytes, ...]:
        """The pages as JPEG files, in order; raises Untakable with the code of what is wrong with the file."""
        async with self._places:
            said = await _told(media_type.encode() + b"\n" + content, self._within_s)
        try:
            return _read(said)
        except (ValueError, KeyError, TypeError):
            log.warning("rendition.unreadable", media_type=media_type, size=len(content))
            raise Untakable("document.heavy") from None

    async def codes(self, content: bytes, media_type: str) -> tuple[tuple[str, ...], ...]:
        """What the QR codes on each page say, page by page; raises Untakable."""
        async with self._places:
            said = await _told(f"{media_type} codes\n".encode() + content, self._within_s)
        try:
            return _read_codes(said)
        except (ValueError, KeyError, TypeError):
            log.warning("rendition.unreadable", media_type=media_type, size=len(content))
            raise Untakable("document.heavy") from None


async def _told(said: bytes, within_s: float) -> bytes:
    """What a fresh process answers; empty where it was ended for taking too long, or fell."""
    # No environment: whatever secret stands in ours is none of its business.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(SCRIPT)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    assert process.stdin is not None  # noqa: S101 - PIPE
    assert process.stdout is not None  # noqa: S101 - PIPE
    try:
        async with asyncio.timeout(within_s):
            process.stdin.write(said)
            process.stdin.write_eof()
            return await _whole(process.stdout)
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _whole(stream: asyncio.StreamReader) -> bytes:
    parts, size = [], 0
    while part := await stream.read(1 << 16):
        size += len(part)
        if size > MOST_BYTES:
            return b""
        parts.append(part)
    return b"".join(parts)


def _read(said: bytes) -> tuple[bytes, ...]:
    """Raises Untakable for a refusal, ValueError, KeyError or TypeError for what is no answer of ours."""
    line, _, rest = said.partition(b"\n")
    head = _taken(line)
    sizes = [int(size) for size in head["sizes"]]
    if not 1 <= len(sizes) <= MOST_PAGES or min(sizes) < 1 or sum(sizes) != len(rest):
        raise ValueError("sizes")
    made, start = [], 0
    for size in sizes:
        made.append(rest[start : start + size])
        start += size
    if not all(one.startswith(JPEG) for one in made):
        raise ValueError("not pictures")
    return tuple(made)


def _read_codes(said: bytes) -> tuple[tuple[str, ...], ...]:
    """Raises like `_read`."""
    sheets = _taken(said)["codes"]
    if not 1 <= len(sheets) <= MOST_PAGES:
        raise ValueError("sheets")
    return tuple(tuple(map(str, codes)) for codes in sheets)


def _taken(line: bytes) -> Any:  # noqa: ANN401 - JSON of a process that is not believed
    """The head of an answer; raises Untakable for a refusal."""
    head = json.loads(line)
    if "refused" in head:
        raise Untakable(head["refused"] if head["refused"] in REFUSALS else "document.broken")
    return head
