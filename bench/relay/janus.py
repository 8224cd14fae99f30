"""Debian's Janus as a measured process: rooms of its video room, each person with one connection out and one in."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from bench.relay.clients import PROFILES, SEATS_PER_ROOM
from bench.relay.janusapi import JanusApi
from bench.relay.janusclient import JanusClient
from bench.relay.peers import Connection
from bench.relay.pins import on_core
from bench.relay.refusals import Refused

PROGRAM = "janus"
SETTINGS = Path(__file__).parent / "janus"
STARTS = 10
"""The thread of its Unix socket ends at once when it is quicker than its maker, and Janus then gives up."""
TRY_SECONDS = 0.05
ELSEWHERE = ("192.0.2.1", 9)
"""Nothing is sent there (RFC 5737): the kernel only says from where it would be."""


class Janus:
    """One Janus and what it keeps on disk. It sends keepalives; as Debian ships it, it wants none."""

    wants_consent = False

    def __init__(
        self, name: str, process: asyncio.subprocess.Process, folder: Path, api: JanusApi, profile: str
    ) -> None:
        self.name = name
        self.pid = process.pid
        self._process = process
        self._folder = folder
        self._api = api
        self._profiles = PROFILES[profile]
        self._ip = own_address()

    async def seat_room(self, number: int) -> list[Connection]:
        """All four publish, then all subscribe to the three others at once: nothing is negotiated again."""
        room = number + 1
        sessions = [await self._api.session() for _ in range(SEATS_PER_ROOM)]
        handles = [await self._api.handle(session) for session in sessions]
        made = {"request": "create", "room": room, "publishers": SEATS_PER_ROOM}
        await self._api.message(sessions[0], handles[0], made)
        seats = list(zip(sessions, handles, strict=True))
        published = await asyncio.gather(*(self._publish(room, *seat) for seat in seats))
        feeds = {feed for feed, _ in published}
        own = zip(sessions, (feed for feed, _ in published), strict=True)
        heard = await asyncio.gather(*(self._subscribe(room, session, feeds - {feed}) for session, feed in own))
        return [(client, client.plan()) for client in [client for _, client in published] + heard]

    async def ping(self) -> None:
        await self._api.ask("ping")

    async def close(self) -> None:
        await self._api.close()
        self._process.terminate()
        await self._process.wait()
        shutil.rmtree(self._folder)

    async def _publish(self, room: int, session: int, handle: int) -> tuple[int, JanusClient]:
        asked = {"request": "join", "ptype": "publisher", "room": room}
        joined = await self._api.message(session, handle, asked)
        client = JanusClient(self._ip, self._profiles, sends=True)
        offer = {"type": "offer", "sdp": client.offer()}
        told = await self._api.message(session, handle, {"request": "publish"}, offer)
        await client.connect(told["jsep"]["sdp"])
        await self._api.is_up(handle)
        return int(joined["plugindata"]["data"]["id"]), client

    async def _subscribe(self, room: int, session: int, feeds: set[int]) -> JanusClient:
        handle = await self._api.handle(session)
        streams = [{"feed": feed} for feed in sorted(feeds)]
        asked = {"request": "join", "ptype": "subscriber", "room": room, "streams": streams}
        told = await self._api.message(session, handle, asked)
        client = JanusClient(self._ip, self._profiles, sends=False)
        offer = told["jsep"]["sdp"]
        answer = {"type": "answer", "sdp": client.answer_to(offer)}
        await self._api.message(session, handle, {"request": "start"}, answer)
        await client.connect(offer)
        await self._api.is_up(handle)
        return client


def require_janus() -> None:
    """Raises Refused where there is none."""
    if shutil.which(PROGRAM) is None:
        raise Refused("There is no Janus on this machine: apt-get install janus (its service is not needed).")
    own_address()


async def start_janus(event_loops: int, core: int, profile: str) -> Janus:
    """Janus on one core; 0 event loops: as Debian ships it, a thread for each connection. Raises Refused."""
    folder = Path(tempfile.mkdtemp(prefix="bench-janus-"))
    loops = f"event_loops = {event_loops}" if event_loops else ""
    for file in SETTINGS.glob("*.jcfg"):
        text = file.read_text().replace("@EVENT_LOOPS@", loops).replace("@ADDRESS@", own_address())
        (folder / file.name).write_text(text)
    for _ in range(STARTS):
        process = await _started(folder, core)
        api = await _api_of(process, folder / "api")
        if api is not None:
            name = f"janus, {event_loops} loop" if event_loops else "janus"
            return Janus(name, process, folder, api, profile)
    log = (folder / "log").read_text()[-500:]
    shutil.rmtree(folder)
    raise Refused(f"Janus does not start: {log}")


async def _started(folder: Path, core: int) -> asyncio.subprocess.Process:
    with on_core(core), (folder / "log").open("w") as log:
        return await asyncio.create_subprocess_exec(
            *(PROGRAM, "--configs-folder", "."),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


async def _api_of(process: asyncio.subprocess.Process, path: Path) -> JanusApi | None:
    """None when the process has ended."""
    while process.returncode is None:
        try:
            return await JanusApi.connected(path)
        except OSError:
            await asyncio.sleep(TRY_SECONDS)
    return None


def own_address() -> str:
    """An address of this machine that Janus likes: it ignores 127.0.0.1. The way there is the loopback device too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(ELSEWHERE)
        except OSError as fault:
            raise Refused("Janus needs an address besides 127.0.0.1, and this machine has none.") from fault
        return str(sock.getsockname()[0])
