"""The process that holds the keys: it works, is killed, hangs, is interrupted, and never leaves anything half done."""

import asyncio
import contextlib
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from asn1crypto import pem, x509

from agreements.authority.places import AuthorityFault
from agreements.ports import Away, SignerIdentity
from agreements.seal.fields import field_names
from agreements.seal.refusals import BrokenFile, NotSignable
from agreements.seal.requests import Vouching
from agreements.seal.workshop import opened
from agreements.signing_process import CODE, SigningProcess
from tests.agreements.seal.conftest import House, vouching
from tests.agreements.seal.judgement import faults, read
from tests.agreements.seal.papers import look, paper

WHO = SignerIdentity("seat-1", "agreement-1")
MINUTE = timedelta(minutes=1)


@contextlib.asynccontextmanager
async def running(told: Vouching, *, answer_s: float = 60) -> AsyncIterator[SigningProcess]:
    process = SigningProcess(told, answer_s=answer_s)
    try:
        yield process
    finally:
        await process.stop()


@pytest.fixture(scope="module")
async def process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SigningProcess]:
    async with running(vouching(tmp_path_factory.mktemp("process"))) as process:
        await process.start()
        yield process


class SlowTimestamps:
    """A timestamp authority that takes the request and answers only when told; what it answers is no timestamp."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def reply(self, _: web.Request) -> web.Response:
        self.asked.set()
        await self.answer.wait()
        return web.Response(status=503)


@contextlib.asynccontextmanager
async def slow_timestamps() -> AsyncIterator[tuple[SlowTimestamps, str]]:
    slow = SlowTimestamps()
    app = web.Application()
    app.router.add_post("/", slow.reply)
    async with TestServer(app) as server:
        try:
            yield slow, str(server.make_url("/"))
        finally:
            slow.answer.set()


def elsewhere(told: Vouching, house: House, url: str) -> Vouching:
    """`told` with its timestamps from `url`."""
    return replace(told, tsa_url=url, tsa_roots=house.folder.certificate_path("root").read_bytes())


def pid_of(process: SigningProcess) -> int:
    assert process.pid is not None
    return process.pid


async def test_a_whole_ceremony(process: SigningProcess) -> None:
    pdf = await process.prepare(paper(2))
    for field in ("party_2", "party_1"):
        pdf = (await process.sign(pdf, field, WHO, look())).pdf
    closed = await process.close(pdf)
    evidence = await process.certify(paper(0).pdf)
    trusted = [x509.Certificate.load(der) for _, _, der in pem.unarmor((await process.roots()).encode(), multiple=True)]
    assert "测试" in trusted[0].subject.human_friendly
    assert await faults(closed.pdf, trusted, datetime.now(UTC) + MINUTE) == []
    assert await faults(evidence.pdf, trusted, datetime.now(UTC) + MINUTE) == []
    assert (await process.sign_manifest(b"{}\n")).startswith(b"\x30")


async def test_refusals_come_back_as_themselves(process: SigningProcess) -> None:
    prepared = await process.prepare(paper(1))
    with pytest.raises(NotSignable, match="party_9"):
        await process.sign(prepared, "party_9", WHO, look())
    with pytest.raises(NotSignable):
        await process.close(prepared)
    with pytest.raises(BrokenFile):
        await process.certify(b"junk")


async def test_many_at_once_are_served_one_by_one(process: SigningProcess) -> None:
    prepared = await process.prepare(paper(3))
    fields = ["party_1", "party_2", "party_3"]
    revisions = await asyncio.gather(*(process.sign(prepared, field, WHO, look()) for field in fields))
    assert [field_names(read(each.pdf)).signed[1] for each in revisions] == fields
    assert len({each.certificate_sha256 for each in revisions}) == 3


async def test_ctrl_c_at_the_terminal_is_not_for_it(process: SigningProcess) -> None:
    await process.roots()
    before = pid_of(process)
    os.kill(before, signal.SIGINT)
    assert "BEGIN CERTIFICATE" in await process.roots()
    assert pid_of(process) == before


async def test_it_has_none_of_our_sockets_and_none_of_our_environment(process: SigningProcess) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.set_inheritable(True)
    os.environ["SECRET_OF_THE_SERVER"] = "hunter2"
    try:
        os.kill(pid_of(process), signal.SIGKILL)
        with contextlib.suppress(Away):
            await process.roots()
        await process.roots()
        place = Path("/proc") / str(pid_of(process))
        opened = {str(each.readlink()) for each in (place / "fd").iterdir()}
        assert f"socket:[{os.fstat(listening.fileno()).st_ino}]" not in opened
        assert b"hunter2" not in (place / "environ").read_bytes()
    finally:
        del os.environ["SECRET_OF_THE_SERVER"]
        listening.close()


def test_the_asking_side_does_not_even_load_what_signs() -> None:
    code = "import sys, agreements.signing_process; sys.exit('pyhanko' in sys.modules)"
    asked = subprocess.run([sys.executable, "-P", "-c", code], env={"PYTHONPATH": str(CODE)}, check=False)
    assert asked.returncode == 0


async def test_at64_killed_while_idle_it_is_there_at_the_next_request(process: SigningProcess) -> None:
    await process.roots()
    before = pid_of(process)
    ended = os.pidfd_open(before)
    os.kill(before, signal.SIGKILL)
    select.select([ended], [], [], 10)
    os.close(ended)
    await asyncio.sleep(0)  # the loop hears of it, or not yet: then the next request is the one that is told
    with contextlib.suppress(Away):
        await process.roots()
    assert "BEGIN CERTIFICATE" in await process.roots()
    assert pid_of(process) != before


async def test_at64_killed_in_the_middle_of_a_signature_is_away_and_the_same_request_then_succeeds(
    house: House, tmp_path: Path
) -> None:
    told = vouching(tmp_path)
    own = opened(told)
    prepared = await own.prepared(paper(1))
    async with slow_timestamps() as (slow, url), running(elsewhere(told, house, url)) as process:
        signing = asyncio.create_task(process.sign(prepared, "party_1", WHO, look()))
        await asyncio.wait_for(slow.asked.wait(), 30)
        os.kill(pid_of(process), signal.SIGKILL)
        with pytest.raises(Away) as away:
            await signing
        assert away.value.code == "ca.away"
        assert process.pid is None
        assert "BEGIN CERTIFICATE" in await process.roots()
    signed = await own.signed(prepared, "party_1", WHO, look())
    assert field_names(read(signed.pdf)).signed == ("platform", "party_1")


async def test_one_that_hangs_is_ended_and_away(house: House, tmp_path: Path) -> None:
    async with (
        slow_timestamps() as (_, url),
        running(elsewhere(vouching(tmp_path), house, url), answer_s=2) as process,
    ):
        with pytest.raises(Away) as away:
            await process.certify(paper(0).pdf)
        assert away.value.code == "ca.away"
        assert process.pid is None


async def test_a_cancelled_request_does_not_answer_the_next_one(house: House, tmp_path: Path) -> None:
    async with slow_timestamps() as (slow, url), running(elsewhere(vouching(tmp_path), house, url)) as process:
        certifying = asyncio.create_task(process.certify(paper(0).pdf))
        await asyncio.wait_for(slow.asked.wait(), 30)
        certifying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await certifying
        assert "BEGIN CERTIFICATE" in await process.roots()


async def test_timestamps_away_leave_the_head_as_it_was_and_it_is_signed_when_they_are_back(
    house: House, tmp_path: Path
) -> None:
    told = vouching(tmp_path)
    own = opened(told)
    prepared = await own.prepared(paper(1))
    async with running(elsewhere(told, house, f"http://127.0.0.1:{unused_port()}/")) as process:
        for request in (
            process.sign(prepared, "party_1", WHO, look()),
            process.prepare(paper(1)),
            process.certify(paper(0).pdf),
        ):
            with pytest.raises(Away) as away:
                await request
            assert away.value.code == "tsa.away"
            assert "时间戳" in away.value.sentence.zh
            assert "ClientConnectorError" in away.value.__notes__[0]
    signed = await own.signed(prepared, "party_1", WHO, look())
    assert (await own.closed(signed.pdf)).pdf.startswith(prepared)


async def test_another_wrapping_key_is_said_at_the_start(tmp_path: Path) -> None:
    told = vouching(tmp_path)
    opened(told)
    async with running(replace(told, wrapping_key=secrets.token_bytes(32))) as process:
        with pytest.raises(AuthorityFault, match="does not open"):
            await process.start()
        with pytest.raises(Away):
            await process.roots()


async def test_a_remote_authority_without_its_root_is_said_at_the_start(tmp_path: Path) -> None:
    async with running(replace(vouching(tmp_path), tsa_url="http://127.0.0.1:1/")) as process:
        with pytest.raises(AuthorityFault, match="no root certificate"):
            await process.start()


async def test_stopped_it_is_gone_and_stays_away(tmp_path: Path) -> None:
    process = SigningProcess(vouching(tmp_path))
    await process.start()
    ended = os.pidfd_open(pid_of(process))
    await process.stop()
    assert select.select([ended], [], [], 0)[0]
    os.close(ended)
    with pytest.raises(Away):
        await process.roots()
    await process.stop()


def test_at64_it_ends_when_the_server_is_killed(tmp_path: Path) -> None:
    server = f"""
import asyncio, pathlib, sys
from agreements.seal.requests import Vouching
from agreements.seal.workshop import opened
from agreements.signing_process import SigningProcess

async def main():
    process = SigningProcess(Vouching(pathlib.Path({str(tmp_path)!r}) / "authority", bytes(32)))
    await process.start()
    print(process.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
    command = [sys.executable, "-P", "-c", server]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(CODE)}) as killed:
        assert killed.stdout is not None
        ended = os.pidfd_open(int(killed.stdout.readline()))
        killed.kill()
    assert select.select([ended], [], [], 10)[0]
    os.close(ended)
