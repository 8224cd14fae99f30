"""Killed with -9 wherever something lasts, and at random instants, the ceremony goes on to the sealed papers (AT-64).

Each signature is whole or absent, and none is there twice.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import socketio
from aiohttp import web

from agreements.agreement import Agreement, Closing, Sealed, Signing
from agreements.facts import SignatureStored, TextFrozen
from agreements.verify.report import Verdict
from agreements.verify.verification import verify_file
from rooms.ids import RoomId
from server.audit.facts import decoded
from server.papers.runtime import authority_folder
from server.stores import Stores, opened_stores
from tests.browser.gate import clear
from tests.node import Node, Scene, add_accounts, free_port, open_scene
from tests.server.papers.life import fast_clock, settings
from tests.server.papers.table import INK, Table, TestClock, agreement, step, until
from tests.tab import Json, Tab

SPEED = 20.0
LONGEST_LIFE_S = 3.0
POSTED_S = 5.0
"""Within which a code that no crash swallowed is in the outbox."""
LIFE_S = 150.0
"""Long for a life that gets to its point on a machine that is busy with other tests."""
WORKING = (
    "intent stored",
    "before render",
    "after render",
    "after sign",
    "after blob",
    "before commit",
    "after commit",
)
CLOSING = tuple(
    f"closing: {what}" for what in ("closed", "kept", "evidence printed", "evidence certified", "evidence kept")
)
POINTS = (*WORKING, *WORKING, *CLOSING, "before commit", "after commit")
"""Freezing, the first signature, closing: a life for each, and each takes up what the one before left."""
NEVER = "-"
NURSERY = "import sys; from tests.server.papers.life import main; main(*sys.argv[1:])"
"""Not as a script: each process of the render pool would load a main module anew, and with it the whole server."""


@dataclass
class Lives:
    """life.py, one node after another on one folder."""

    data: Path
    port: int
    process: asyncio.subprocess.Process
    pid: int | None = None

    async def begin(self, point: str = NEVER) -> None:
        """A node that serves; or that is dead already, since it went on with its work and came to its point."""
        assert self.process.stdin
        self.process.stdin.write(f"{point}\n".encode())
        self.pid = int((await self._line("pid"))[1])
        if (await self._line("serving", "ended"))[0] == "ended":
            self.pid = None

    async def end(self) -> None:
        """Kill it, if it does not die by itself."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        await self.ended()

    async def ended(self) -> None:
        """It has died, and by SIGKILL."""
        if self.pid is not None:
            await self._line("ended")
            self.pid = None

    async def close(self) -> None:
        if self.pid is not None:
            await self.end()
        assert self.process.stdin
        self.process.stdin.close()
        await self.process.wait()
        # Whatever a killed node left of its own, a worker that has not yet seen it die, ends before its folder goes.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    async def _line(self, *words: str) -> list[str]:
        assert self.process.stdout
        async with asyncio.timeout(LIFE_S):
            line = (await self.process.stdout.readline()).decode().split()
        assert line, "the nursery is gone"
        assert line[0] in words, line
        assert line[0] != "ended" or line[1] == str(-signal.SIGKILL), "it died by itself"
        return line


@dataclass
class People:
    """Those who sign, on devices that come back by themselves and go on where they were."""

    stores: Stores
    scene: Scene
    began: float
    tokens: dict[str, str]
    tabs: dict[str, Tab] = field(default_factory=dict)
    said: list[tuple[str, str, Json]] = field(default_factory=list)
    """What was asked for last, by whom, and the answer."""

    async def come_back(self) -> None:
        self.tabs = {seat: Tab(token, self.scene.node.url) for seat, token in self.tokens.items()}
        came = await asyncio.gather(*(tab.connect() for tab in self.tabs.values()), return_exceptions=True)
        if any(isinstance(each, socketio.exceptions.ConnectionError) for each in came):
            raise LineLost
        mediator = next(iter(self.tabs.values()))
        if (await or_lost(mediator, mediator.view()))["phase"] == "interrupted":
            # Its clock is fast: half a minute without a mediator is over in a second and a half.
            await or_lost(mediator, mediator.call("session.resume"))

    async def leave(self) -> None:
        await asyncio.gather(*(tab.leave() for tab in self.tabs.values()), return_exceptions=True)

    async def go_on(self) -> bool:
        """Do what comes next until the papers are sealed (True) or the line is lost (False)."""
        with contextlib.suppress(LineLost):
            await self.come_back()
            while (view := await self._view())["stage"] != "sealed":
                await self._next(view)
            return True
        return False

    async def _next(self, view: Json) -> None:
        mediator, shown = next(iter(self.tabs)), True
        due = [each for each in view["signers"] if each["turn"]]
        if view["stage"] == "drafting":
            await self._say(mediator, "agreement.freeze", saw=view["draft_version"])
        elif view["stage"] == "signing" and due:
            shown = await self._sign(view, due[0]["seat"])
        if shown:
            await self._change(view)

    async def _sign(self, view: Json, seat: str) -> bool:
        """Whether it is something that the others see, too."""
        text, digest = view["frozen"], {"digest": view["frozen"]["digest"]}
        match step(view, seat):
            case "read":
                for page in range(1, text["pages"] + 1):
                    await self._say(seat, "agreement.read", **digest, page=page, seconds=60)
            case "confirm":
                for group in text["groups"]:
                    await self._say(seat, "agreement.group", **digest, group=group)
                said = {"sentence": text["sentence"], "esign_version": text["esign_version"]}
                await self._say(seat, "agreement.confirm", **digest, **said)
            case "code":
                return await self._ask_code(seat, digest)
            case "sign":
                code = await self._code(seat)
                press = {"id": f"{text['digest'][:12]}-{seat[:12]}", **digest, "code": code, "ink": INK}
                answer = await self._say(seat, "agreement.sign", **press)
                if not answer["ok"]:
                    await self._ask_code(seat, digest)
                return bool(answer["ok"])
            case done:
                raise AssertionError(done)
        return True

    async def _ask_code(self, seat: str, digest: Json) -> bool:
        """Whether one was sent. So many swallowed by crashes that no more may be asked for now: wait as one is told."""
        answer = await self._say(seat, "agreement.code", **digest)
        if not answer["ok"] and answer["code"] == "code.too_many":
            await or_lost(self.tabs[seat], _patience(answer["data"]["minutes"] * 60 / SPEED))
        return bool(answer["ok"])

    async def _code(self, seat: str) -> str:
        """The code that this seat was sent last, once it is in the outbox; a wrong one where a crash swallowed it."""
        room = await self.stores.rooms.load(RoomId(self.scene.room))
        assert room
        name, tab = next(each.name for each in room.seats if each.id == seat), self.tabs[seat]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POSTED_S):
                while tab.client.connected:
                    expires = (await or_lost(tab, agreement(tab)))["own"]["code_expires"]
                    sent = await self.stores.codes.live(fast_clock(self.began, SPEED)())
                    found = (each.code for each in sent if each.name == name)
                    if expires and any(each.expires == datetime.fromisoformat(expires) for each in sent):
                        return next(found)
        return "000000"

    async def _say(self, seat: str, event: str, **payload: object) -> Json:
        answer = await or_lost(self.tabs[seat], self.tabs[seat].call(event, **payload))
        self.said.append((seat, event, answer))
        return answer

    async def _view(self) -> Json:
        tab = next(iter(self.tabs.values()))
        return await or_lost(tab, agreement(tab))

    async def _change(self, view: Json) -> None:
        tab = next(iter(self.tabs.values()))
        try:
            await or_lost(tab, until(tab, lambda now: now is not view))
        except TimeoutError:
            told = {name: view[name] for name in ("stage", "signers", "delay") if name in view}
            raise AssertionError(f"nothing follows {self.said[-6:]} on {told}") from None


async def _patience(seconds: float) -> Json:
    await asyncio.sleep(seconds)
    return {}


class LineLost(Exception):
    """The server is gone."""


async def or_lost(tab: Tab, coming: Coroutine[None, None, Json]) -> Json:
    """What comes, unless the socket closes first."""
    waiting, losing = asyncio.ensure_future(coming), asyncio.ensure_future(tab.closed(LIFE_S))
    await asyncio.wait((waiting, losing), return_when=asyncio.FIRST_COMPLETED)
    came = waiting.done()
    for each in (waiting, losing):
        each.cancel()
    await asyncio.gather(waiting, losing, return_exceptions=True)
    if not came:
        raise LineLost
    return waiting.result()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[tuple[Lives, Stores, float]]:
    """The nursery, and a look into its folder."""
    data, port, began = tmp_path / "data", await free_port(), datetime.now(UTC).timestamp()
    await add_accounts(settings(data, port), "wangmin")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", NURSERY, str(data), str(port), str(began), str(SPEED)),
        cwd=Path(__file__).parents[3],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    lives = Lives(data, port, process)
    async with opened_stores(settings(data, port)) as stores:
        yield lives, stores, began
    await lives.close()


async def drafted(lives: Lives, stores: Stores, began: float) -> People:
    """Three people at the table with a complete draft; the node is dead."""
    await lives.begin()
    async with aiohttp.ClientSession() as http:
        node = Node(settings(lives.data, lives.port), web.AppRunner(web.Application()), http)
        node.account = await node.log_in()
        scene = await open_scene(node)
        clear(lives.data, scene.room)
        tabs = (mediator := await scene.mediator(), await scene.seated(scene.worker), await scene.seated(scene.company))
        await mediator.enter()
        await mediator.done("joint.open")
        await Table(TestClock(), scene, *tabs).draft()
        seats = (await tabs[0].view())["you"]["seat"], scene.worker.seat, scene.company.seat
        await lives.end()
        await scene.close()
    return People(stores, scene, began, {seat: tab.token for seat, tab in zip(seats, tabs, strict=True)})


async def looked_at(stores: Stores, room: str) -> Agreement:
    """What a dead node left: every signature that counts is in a file that is there, on top of the one before."""
    kept = await stores.agreements.load_of_room(RoomId(room))
    assert kept
    assert await stores.audit.verify(kept.case) == []
    facts = [decoded(each.kind, each.v, each.body) for each in await stores.audit.records(kept.case)]
    frozen = [fact for fact in facts if isinstance(fact, TextFrozen)]
    stored = [fact for fact in facts if isinstance(fact, SignatureStored)]
    assert len(frozen) <= 1
    stage = kept.agreement.stage
    if isinstance(stage, Signing | Closing | Sealed):
        applied = {slot.field: slot.applied for slot in stage.slots if slot.applied}
        assert sorted(fact.field for fact in stored) == sorted(applied), "each once"
        revisions = [stage.frozen.pdf, *(fact.pdf for fact in stored)]
        assert [fact.onto for fact in stored] == revisions[:-1]
        assert isinstance(stage, Sealed) or stage.head == revisions[-1]
        sizes = [len(await stores.blobs.get(digest)) for digest in revisions]
        assert sizes == sorted(sizes)
    else:
        assert stored == []
    return kept.agreement


async def finished(lives: Lives, people: People) -> None:
    """The last life goes through; the papers hold for whoever trusts the root."""
    await lives.begin()
    assert await people.go_on()
    await people.leave()
    await lives.end()
    sealed = (await looked_at(people.stores, people.scene.room)).stage
    assert isinstance(sealed, Sealed)
    root = (authority_folder(settings(lives.data, lives.port)) / "root.cert.pem").read_bytes()
    for digest in (sealed.pdf, sealed.evidence):
        content, later = await people.stores.blobs.get(digest), datetime.now(UTC) + timedelta(hours=1)
        known = frozenset({str(digest)})
        report = await asyncio.to_thread(verify_file, content, trust=(root,), at=later, known_sha256=known)
        assert report.verdict is Verdict.HOLDS, report


@pytest.mark.timeout(900)
async def test_at64_killed_at_every_point_the_ceremony_goes_on(stage: tuple[Lives, Stores, float]) -> None:
    lives, stores, began = stage
    people = await drafted(lives, stores, began)
    for point in POINTS:
        print(point)
        await lives.begin(point)
        assert not await people.go_on(), point
        await people.leave()
        await lives.ended()
        await looked_at(stores, people.scene.room)
    await finished(lives, people)


async def killed_at_random(stage: tuple[Lives, Stores, float], times: int) -> None:
    lives, stores, began = stage
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311 - instants, not secrets
    people = await drafted(lives, stores, began)
    for life in range(times):
        print(f"life {life + 1} of {times}", flush=True)
        await lives.begin()
        going = asyncio.create_task(people.go_on())
        await asyncio.wait((going,), timeout=chance.uniform(0.1, LONGEST_LIFE_S))
        await lives.end()
        sealed = await going
        await people.leave()
        await looked_at(stores, people.scene.room)
        if sealed:
            await finished(lives, people)
            people = await drafted(lives, stores, began)
    await finished(lives, people)


@pytest.mark.timeout(900)
async def test_at64_killed_at_ten_instants_the_ceremony_goes_on(stage: tuple[Lives, Stores, float]) -> None:
    await killed_at_random(stage, 10)


@pytest.mark.long
@pytest.mark.timeout(3000)
async def test_at64_killed_at_two_hundred_instants_the_ceremony_goes_on(stage: tuple[Lives, Stores, float]) -> None:
    await killed_at_random(stage, 200)
