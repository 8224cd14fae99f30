"""The archival timestamps of sealed files, renewed in time, so that a copy taken years later still checks by itself.

A renewal adds a timestamp over the entire file before the former one's certificate ends (ETSI EN 319 142-1, B-LTA). The
file with it is a further generation of the same paper: all before it stays as it is, byte for byte, and stays known.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from agreements.ports import Away, ClosedFile
from law.beijing import day_of
from law.parameters import parameter
from server.storage.blobs import BlobFolder
from server.storage.sealed_files import SealedFile, SealedFileStore

log = structlog.get_logger()

DAYS: Final = "archival_renewal_days"
BETWEEN_S: Final = 6 * 3600.0
"""From one look to the next: what is due may wait a day, and an authority that was away is asked again."""


class Renewer(Protocol):
    """Whoever has the timestamps, in a process of its own; raises Away."""

    async def renew(self, pdf: bytes) -> ClosedFile: ...


class Renewal:
    """One node's. Two nodes that renew the same file make one generation: the second finds it there."""

    def __init__(
        self,
        files: SealedFileStore,
        blobs: BlobFolder,
        signer: Renewer,
        clock: Callable[[], datetime],
        failed: Callable[[str], None],
    ) -> None:
        """`failed` is told the code of each failure."""
        self._files = files
        self._blobs = blobs
        self._signer = signer
        self._clock = clock
        self._failed = failed

    async def run(self) -> None:
        """Until cancelled: look now and every few hours."""
        while True:
            try:
                await self.renew_due()
            except Exception:
                log.exception("renewal.failed")
                self._failed("internal")
            await asyncio.sleep(BETWEEN_S)

    async def renew_due(self) -> int:
        """Renew what was timestamped longest ago; how many files. One that is damaged keeps no other waiting."""
        now = self._clock()
        old = await self._files.older_than(now - timedelta(days=parameter(DAYS, day_of(now)).value))
        done = 0
        for file in old:
            try:
                await self._renewed(file)
            except Away as away:
                # Whoever is away for one is away for all: the next look asks again.
                log.warning("renewal.away", paper=file.paper, code=away.code, why=getattr(away, "__notes__", []))
                self._failed(away.code)
                break
            except Exception:
                log.exception("renewal.stuck", paper=file.paper, file=file.file)
                self._failed("renewal")
            else:
                done += 1
        return done

    async def _renewed(self, file: SealedFile) -> None:
        made = await self._signer.renew(await self._blobs.get(file.sha256))
        sha256 = await self._blobs.put(made.pdf)
        await self._files.add(replace(file, generation=file.generation + 1, sha256=sha256, at=made.at))
        log.info("renewal.done", paper=file.paper, file=file.file, generation=file.generation + 1)
