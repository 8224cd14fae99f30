"""Sealed files get a further archival timestamp in time, and every generation stays known."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from agreements.ids import AgreementId, Digest
from agreements.seal.requests import Vouching
from agreements.signing_process import SigningProcess
from server.config import load_config
from server.papers.renewal import Renewal
from server.storage.sealed_files import SealedFile
from server.stores import Stores, opened_stores
from tests.agreements.seal.papers import paper
from tests.server.papers.table import TestClock

PAPER = AgreementId("agreement-1")
YEAR = timedelta(days=366)


@dataclass
class Archive:
    stores: Stores
    signer: SigningProcess
    clock: TestClock
    failed: list[str]
    told: Vouching

    def renewal(self, signer: SigningProcess | None = None) -> Renewal:
        files, blobs = self.stores.sealed_files, self.stores.blobs
        return Renewal(files, blobs, signer or self.signer, self.clock, self.failed.append)


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    told = Vouching(tmp_path / "authority", bytes(32))
    signer = SigningProcess(told)
    async with opened_stores(load_config(None, data=tmp_path / "data")) as stores:
        yield Archive(stores, signer, TestClock(), [], told)
    await signer.stop()


async def kept(archive: Archive) -> SealedFile:
    closed = await archive.signer.certify(paper(0).pdf)
    first = SealedFile(PAPER, "evidence.pdf", 1, await archive.stores.blobs.put(closed.pdf), closed.at)
    await archive.stores.sealed_files.add(first)
    return first


async def test_what_is_a_year_old_is_renewed_once_and_each_generation_is_known(archive: Archive) -> None:
    files, first = archive.stores.sealed_files, await kept(archive)
    assert await archive.renewal().renew_due() == 0
    archive.clock.forward(YEAR)
    assert await archive.renewal().renew_due() == 1
    newest = await files.newest(first.sha256)
    assert newest != first.sha256
    assert (await archive.stores.blobs.get(newest)).startswith(await archive.stores.blobs.get(first.sha256))
    assert await files.knows(first.sha256)
    assert await files.knows(newest)
    assert not await files.knows("0" * 64)
    (again,) = await files.older_than(datetime.now(UTC) + YEAR)
    assert (again.generation, again.sha256) == (2, newest)
    await files.add(replace(again, sha256=first.sha256))
    assert await files.newest(first.sha256) == newest, "another node was faster"


async def test_timestamps_away_leave_the_file_as_it_is_and_it_is_renewed_when_they_are_back(archive: Archive) -> None:
    first = await kept(archive)
    archive.clock.forward(YEAR)
    roots = (archive.told.folder / "root.cert.pem").read_bytes()
    away = SigningProcess(replace(archive.told, tsa_url=f"http://127.0.0.1:{unused_port()}/", tsa_roots=roots))
    assert await archive.renewal(away).renew_due() == 0
    await away.stop()
    assert archive.failed == ["tsa.away"]
    assert await archive.stores.sealed_files.newest(first.sha256) == first.sha256
    assert await archive.renewal().renew_due() == 1


async def test_a_damaged_file_keeps_no_other_waiting(archive: Archive) -> None:
    first = await kept(archive)
    nowhere = Digest(first.sha256[::-1])
    await archive.stores.sealed_files.add(replace(first, file="agreement.pdf", sha256=nowhere, at=first.at - YEAR))
    archive.clock.forward(YEAR)
    assert await archive.renewal().renew_due() == 1
    assert archive.failed == ["renewal"]
