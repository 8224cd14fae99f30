"""Sealed files checked anew for whoever looks at them, by the verifier that shares no code with those who signed.

Each check runs in a confined process, one at a time; an answer holds for a minute, so that a page that is loaded again
does not start another. Roots are read from the folder each time, so that one laid there counts at once; one that calls
itself 测试 never does (architecture.md §6).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from agreements.ids import Digest
from agreements.verify.certificates import NoCertificate, root_is_test, roots_of
from agreements.verify.confinement import confined
from agreements.verify.report import Report
from agreements.verify.verification import with_registry

log = structlog.get_logger()

FRESH: Final = timedelta(minutes=1)
WAITING: Final = 4
"""Strangers' files at once, the one that is read among them; each may take minutes."""


class Crowded(Exception):
    """Too many strangers wait already."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One file under certain roots."""

    sha256: Digest
    trust: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    report: Report
    at: datetime


class PaperChecks:
    """The verifier of one node. `trust`: the folder with roots as PEM files; it need not be there."""

    def __init__(self, trust: Path, clock: Callable[[], datetime]) -> None:
        self._trust = trust
        self._clock = clock
        self._turn = asyncio.Lock()
        self._their_turn = asyncio.Lock()
        self._strangers = 0
        self._answers: dict[_Asked, _Answer] = {}

    async def report(self, sha256: Digest, content: bytes) -> Report:
        """What the verifier finds in the file, not older than FRESH; `sha256` is what the registry calls it."""
        asked = _Asked(sha256, await asyncio.to_thread(self._roots))
        async with self._turn:
            now = self._clock()
            self._answers = {each: answer for each, answer in self._answers.items() if answer.at > now - FRESH}
            if asked not in self._answers:
                report = await asyncio.to_thread(self._checked, asked, content, now)
                self._answers[asked] = _Answer(report, now)
            return self._answers[asked].report

    async def of_a_stranger(self, content: bytes, knows: Callable[[str], Awaitable[bool]]) -> Report:
        """What the verifier finds in a file that anybody brought; nothing of it is kept. Raises Crowded.

        `knows`: whether the registry of sealed files has that hash. Strangers wait for one another, and nobody else.
        """
        if self._strangers >= WAITING:
            raise Crowded
        self._strangers += 1
        try:
            async with self._their_turn:
                roots, now = await asyncio.to_thread(self._roots), self._clock()
                report = await asyncio.to_thread(confined, content, trust=roots, at=now)
        finally:
            self._strangers -= 1
        return with_registry(report, frozenset([paper for paper in report.papers if await knows(paper)]))

    def _roots(self) -> tuple[bytes, ...]:
        return tuple(text for path in sorted(self._trust.glob("*.pem")) if (text := _root(path)))

    def _checked(self, asked: _Asked, content: bytes, now: datetime) -> Report:
        return confined(content, trust=asked.trust, at=now, known_sha256=frozenset({asked.sha256}))


def _root(path: Path) -> bytes | None:
    """The file, if it may vouch for others. A damaged one is told to the operator and vouches for nobody."""
    try:
        text = path.read_bytes()
        return None if any(root_is_test(root) for root in roots_of((text,))) else text
    except (OSError, NoCertificate, ValueError):
        log.warning("trust.unreadable", file=path.name)
        return None
