"""What is away outside is told to all, nothing is claimed meanwhile, and it goes on by itself when it is back."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from email import message_from_string
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography.hazmat.primitives.serialization import Encoding

from server.app import Parts
from server.staff import change_email
from tests.agreements.seal.test_remote_authority import OtherHouse, other_house
from tests.node import Node, open_scene, running_node
from tests.server.papers.table import INK, Table, TestClock, agreement, step, until
from tests.tab import Json


@contextlib.asynccontextmanager
async def reachable(other: OtherHouse, port: int) -> AsyncIterator[None]:
    """The way to another house's timestamps, at `port`, for as long as it is open."""

    async def passed_on(request: web.Request) -> web.Response:
        async with aiohttp.ClientSession() as session, session.post(other.url, data=await request.read()) as answer:
            return web.Response(body=await answer.read(), content_type=answer.content_type)

    app = web.Application()
    app.add_routes([web.post("/", passed_on)])
    async with TestServer(app, port=port):
        yield


@contextlib.asynccontextmanager
async def seated(data: Path, **settings: object) -> AsyncIterator[Table]:
    clock = TestClock()
    async with running_node(data, Parts(clock=clock), **settings) as node:
        scene = await open_scene(node)
        yield Table(clock, scene, *await scene.at_table())
        await scene.close()


async def failures(node: Node, code: str) -> float:
    async with node.http.get(f"{node.url}/metrics") as response:
        lines = (await response.text()).splitlines()
    return next(
        (float(line.split()[-1]) for line in lines if line.startswith(f'papers_failures_total{{code="{code}"')), 0
    )


def waits(view: Json) -> bool:
    return view["trouble"] is not None and view["trouble"]["code"] == "tsa.away"


async def test_timestamps_away_are_shown_and_nothing_is_claimed_until_they_are_back(tmp_path: Path) -> None:
    port = unused_port()
    async with other_house() as other:
        roots = tmp_path / "roots.pem"
        roots.write_bytes(other.root.public_bytes(Encoding.PEM))
        url = f"http://127.0.0.1:{port}/"
        async with seated(tmp_path / "data", tsa_url=url, tsa_roots=roots) as table:
            seats = await table.seats()
            await table.draft()
            await table.mediator.done("agreement.freeze", saw=(await agreement(table.mediator))["draft_version"])
            for tab in table.tabs:
                view = await until(tab, waits)
                assert (view["stage"], view["frozen"]) == ("freezing", None)
                assert view["trouble"]["message"]["zh"]
            assert await failures(table.node, "tsa.away") >= 1
            async with reachable(other, port):
                await until(table.mediator, lambda view: view["stage"] == "signing" and not view["trouble"])
            digest, code = await table.prepare(table.worker, seats["worker"])
            await table.worker.done("agreement.sign", id="press-0001", digest=digest, code=code, ink=INK)
            view = await until(table.worker, waits)
            assert (view["stage"], step(view, seats["worker"])) == ("signing", "applying")
            async with reachable(other, port):
                await until(table.worker, lambda view: step(view, seats["worker"]) == "signed")
                assert (await agreement(table.worker))["trouble"] is None


class Mailbox:
    """The least of an SMTP server (RFC 5321); letters are kept as they came."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.came = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 post\r\n")
        while line := await reader.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                self.letters.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                self.came.set()
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 OK\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


async def test_a_code_goes_by_mail_where_there_is_a_way_and_its_delay_is_shown(
    tmp_path: Path, mailbox: Mailbox
) -> None:
    port = unused_port()
    mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    async with seated(tmp_path, **mail) as table:
        seats = await table.seats()
        await change_email(table.node.stores, username="wangmin", email="wang@example.com")
        await table.draft()
        await table.freeze()
        view = await agreement(table.mediator)
        digest = view["frozen"]["digest"]
        assert view["own"]["code_channel"] is None
        for who, tab in (("worker", table.worker), ("company", table.company)):
            await table.sign(tab, seats[who])
        await until(table.mediator, lambda view: all(each["step"] == "signed" for each in view["signers"][:2]))
        for page in range(1, view["frozen"]["pages"] + 1):
            await table.mediator.done("agreement.read", digest=digest, page=page, seconds=60)
        for group in view["frozen"]["groups"]:
            await table.mediator.done("agreement.group", digest=digest, group=group)
        said = {"sentence": view["frozen"]["sentence"], "esign_version": view["frozen"]["esign_version"]}
        await table.mediator.done("agreement.confirm", digest=digest, **said)
        await table.mediator.done("agreement.code", digest=digest)
        view = await until(table.mediator, lambda view: view["trouble"] is not None)
        assert (view["trouble"]["code"], view["own"]["code_state"]) == ("code.not_sent", "queued")
        assert (view["own"]["code_channel"], view["own"]["code_sent_to"]) == ("email", "w***@example.com")
        server = await asyncio.start_server(mailbox.serve, "127.0.0.1", port)
        async with server:
            view = await until(table.mediator, lambda view: view["trouble"] is None)
            assert view["own"]["code_state"] == "sent"
        letter = message_from_string(mailbox.letters[0])
        assert letter["To"] == "wang@example.com"
        body = letter.get_payload(decode=True)
        assert isinstance(body, bytes)
        [code] = set(re.findall(r"(?<!\d)\d{6}(?!\d)", body.decode()))
        await table.mediator.done("agreement.sign", id="press-0009", digest=digest, code=code, ink=INK)
