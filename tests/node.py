"""A real node on a free port with a real database, and people who use it through HTTP and sockets as a client would."""

import asyncio
import contextlib
import itertools
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from law.beijing import day_of
from law.notice import notice
from rooms import inputs
from rooms.credentials import identity_of, lacking
from rooms.ids import DeviceId, DocumentId, RoomId, SeatId, SessionId
from rooms.person import Declared
from rooms.room import BEGUN, Role, Room, Seat
from server.app import DEFAULT_PARTS, Parts, build_app
from server.app_keys import CLOCK, KEEPER, STORES
from server.config import Config, load_config
from server.keeper import RoomKeeper
from server.listening import listening
from server.staff import organisation_of
from server.storage.sessions import AccountRole
from server.stores import Stores, opened_stores
from tests.foundation import hashed, laid
from tests.tab import Json, Tab

PASSWORD = "correct horse battery"


def id_number(serial: int = 7) -> str:
    """A synthetic resident ID number of 1990-03-07 with its check character (GB 11643)."""
    body = f"11010119900307{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def agreed() -> Json:
    """Consent to being mediated on line, told to the mediator today; the day of UTC is never ahead of Beijing's."""
    return {"how": "in_person", "on": datetime.now(UTC).date().isoformat()}


def person(name: str, **more: str) -> Json:
    """A party of a new room who has agreed to mediate."""
    return {"kind": "person", "name": name, "consent": agreed(), **more}


class Refused(Exception):
    """The server said no over HTTP."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(status, problem.get("code"))
        self.status = status
        self.code = problem.get("code")


@dataclass
class Node:
    """One running server."""

    config: Config
    runner: web.AppRunner
    http: aiohttp.ClientSession
    account: str = ""
    door: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.config.port}"

    @property
    def keeper(self) -> RoomKeeper:
        return self.runner.app[KEEPER]

    @property
    def stores(self) -> Stores:
        return self.runner.app[STORES]

    async def room(self, room: str) -> Room:
        """The room's value, for what no client may see."""
        value = await self.keeper.room(RoomId(room))
        assert value is not None
        return value

    async def submit(self, room: str, *events: inputs.Input) -> None:
        """What the room is told, one after another."""
        for event in events:
            await self.keeper.submit(RoomId(room), event)

    async def cleared(self, room: str, *seats: str) -> None:
        """Each seat through the check, all of its people: what they read, declare and prove, and the mediator's nod.

        Consents are given before, behind the link. Everybody waits again afterwards.
        """
        value, now = await self.room(room), self.runner.app[CLOCK]()
        host = next(seat.id for seat in value.seats if seat.role is Role.MEDIATOR)
        for seat in (seat for seat in value.seats if seat.id in seats):
            await self.submit(room, *prepared(value, seat, now))
            # A company's own authority is looked at where a test is about it.
            if seat.role is Role.AGENT and lacking(value, seat):
                await self.handed_in(value, seat, host)
            checked = (inputs.CalledToCheck(now, host, seat.id), inputs.Cleared(now, host, seat.id))
            await self.submit(room, *checked, inputs.CheckLeft(now, host))

    async def handed_in(self, room: Room, seat: Seat, host: SeatId) -> None:
        """What an agent lacks, uploaded and looked at by the mediator."""
        now, channel = self.runner.app[CLOCK](), str(identity_of(seat.id))
        for paper in lacking(room, seat):
            kept = await self.runner.app[STORES].document_files.put(
                room.id, channel, f"{seat.name} {paper.zh}".encode()
            )
            shown = inputs.CredentialAdded(
                *(now, seat.id, DeviceId("device"), SessionId("session"), seat.id, seat.first.id, paper.id),
                *(DocumentId(secrets.token_hex(8)), f"{paper.zh}.jpg", "image/jpeg", 100, str(kept), (str(kept),)),
            )
            await self.submit(room.id, shown)
        await self.submit(room.id, inputs.PapersSeen(now, host, seat.id))

    async def ask(self, method: str, path: str, body: object = None, *, token: str = "", invite: str = "") -> Any:  # noqa: ANN401 - JSON
        scheme = f"Bearer {token}" if token else f"Invite {invite}" if invite else ""
        headers = {"Authorization": scheme} if scheme else {}
        async with self.http.request(method, f"{self.url}{path}", headers=headers, json=body) as response:
            answer = await response.json(content_type=None) if response.content_length != 0 else None
            if response.status >= 400:
                raise Refused(response.status, answer or {})
            return answer

    async def log_in(self, username: str = "wangmin") -> str:
        login = await self.ask("POST", "/api/v1/login", {"username": username, "password": PASSWORD})
        return str(login["token"])

    async def close(self) -> None:
        await self.http.close()
        await self.door.aclose()


def prepared(room: Room, seat: Seat, now: datetime) -> list[inputs.Input]:
    """All that the people of a seat do before the check, but for their consents."""
    version = notice(day_of(room.scheduled_at)).version
    events: list[inputs.Input] = []
    for one in seat.persons:
        events += [inputs.NoticeOpened(now - timedelta(minutes=1), seat.id, one.id)]
        events += [inputs.NoticeFinished(now, seat.id, one.id, version, aloud=False)]
        events += [inputs.DeclarationMade(now, seat.id, one.id, what, "") for what in Declared]
        events += [inputs.CodeProved(now, seat.id, one.id)]
    return events


PORTS = itertools.count(10_000 + secrets.randbelow(18_000))
"""Below those the kernel gives away (from 32768): no connection of ours and no worker beside us takes one meanwhile."""


async def free_port() -> int:
    for port in PORTS:
        with contextlib.suppress(OSError):
            server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", port)
            server.close()
            await server.wait_closed()
            break
    return port


async def start_node(data: Path, *, port: int = 0, parts: Parts = DEFAULT_PARTS, **settings: object) -> Node:
    """A node on `data`, which may be that of a former one."""
    config = load_config(
        None, data=data, port=port or await free_port(), media_port=0, media_addresses=("127.0.0.1",), **settings
    )
    door = contextlib.AsyncExitStack()
    runner = await door.enter_async_context(listening(build_app(laid(config), parts), "127.0.0.1", config.port))
    return Node(config, runner, aiohttp.ClientSession(), door=door)


async def add_accounts(config: Config, *usernames: str) -> None:
    """Mediators of the default organisation."""
    async with opened_stores(laid(config)) as stores:
        organisation = await organisation_of(stores, "某某市总工会劳动争议调解中心", "某劳")
        for username in usernames:
            await stores.accounts.create(
                organisation,
                username,
                name="王敏",
                role=AccountRole.MEDIATOR,
                password_hash=hashed(PASSWORD),
                at=datetime.now(UTC),
            )


@asynccontextmanager
async def running_node(data: Path, parts: Parts = DEFAULT_PARTS, **settings: object) -> AsyncIterator[Node]:
    """A node with two mediators, the first of them logged in."""
    node = await start_node(data, port=0, parts=parts, **settings)
    try:
        await add_accounts(node.config, "wangmin", "zhaolei")
        node.account = await node.log_in()
        yield node
    finally:
        await node.close()


@dataclass
class Party:
    """A person with a link and a device."""

    node: Node
    invite: str
    seat: str
    device: str
    digits: str | None

    async def token(self) -> str:
        """Everything on the way to the lobby's door, over HTTP."""
        said = {"device": self.device, "name_confirmed": True, "id_tail": self.digits}
        session = await self.node.ask("POST", "/api/v1/invitation/identity", said, invite=self.invite)
        if session["next"] == "consents":
            notice = (await self.node.ask("GET", "/api/v1/invitation", invite=self.invite))["notice"]
            consents = {"version": notice["version"], "given": ["online_mediation", "e_signature"]}
            await self.node.ask("POST", "/api/v1/session/consents", consents, token=session["token"])
        return str(session["token"])

    async def tab(self) -> Tab:
        return await Tab(await self.token(), self.node.url).connect()


async def let_in(node: Node, room: str, mediator: Tab, *seats: str) -> None:
    """These from the lobby through the check to the table; the first of all begin the joint session."""
    await node.cleared(room, *seats)
    if (await node.room(room)).phase not in BEGUN:
        await mediator.done("joint.open")
        return
    for seat in seats:
        await mediator.done("seat.admit", seat=seat)


@dataclass
class Scene:
    """A room with a mediator, a worker (ID number on file), a company's representative (none on file) and `others`."""

    node: Node
    room: str
    mediator_token: str
    worker: Party
    company: Party
    others: list[Party] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)

    async def mediator(self) -> Tab:
        session = await self.node.ask("POST", f"/api/v1/rooms/{self.room}/enter", token=self.mediator_token)
        return self.kept(await Tab(session["token"], self.node.url).connect())

    async def seated(self, party: Party) -> Tab:
        """That party's tab, waiting in the lobby."""
        tab = self.kept(await party.tab())
        await tab.enter()
        return tab

    async def cleared(self, *parties: Party) -> None:
        """These through the check, waiting in the lobby again."""
        await self.node.cleared(self.room, *(party.seat for party in parties))

    async def lets_in(self, mediator: Tab, *parties: Party) -> None:
        """These from the lobby through the check to the table; the first of all begin the joint session."""
        await let_in(self.node, self.room, mediator, *(party.seat for party in parties))

    async def at_table(self) -> tuple[Tab, Tab, Tab]:
        """Mediator, worker and company, all at the table."""
        mediator = await self.mediator()
        await mediator.enter()
        worker, company = await self.seated(self.worker), await self.seated(self.company)
        await self.lets_in(mediator, self.worker, self.company)
        return mediator, worker, company

    async def in_caucus(self, mediator: Tab, *tabs: tuple[Party, Tab], comes: bool = True, id: str = "caucus-1") -> str:  # noqa: A002 - as on the wire
        """These called into a private talk, and come; gives its channel."""
        seats = [party.seat for party, _ in tabs]
        await mediator.done("caucus.open", id=id, seats=seats, comes=comes, named=False)
        for _, tab in tabs:
            await tab.done("caucus.answer", caucus=id, accepts=True)
        return f"caucus.{id}"

    async def close(self) -> None:
        for tab in self.tabs:
            await tab.leave()

    def kept(self, tab: Tab) -> Tab:
        """That one, ended with the scene."""
        self.tabs.append(tab)
        return tab


async def open_scene(node: Node, *others: str) -> Scene:
    """The room as the mediator makes it at the desk; `others` are further people on the company's side."""
    draft = {
        "title": "张伟与南京某某电子有限公司劳动报酬争议",
        "cause": "wages",
        "scheduled_at": (datetime.now(UTC) + timedelta(minutes=5)).isoformat(),
        "applicants": [person("张伟", id_no=id_number())],
        "respondents": [person(name) for name in ("李静", *others)],
    }
    room = await node.ask("POST", "/api/v1/rooms", draft, token=node.account)
    seats = {row["name"]: row for row in room["people"] if row["invite"]}

    def party(name: str, device: str, digits: str | None = None) -> Party:
        row = seats[name]
        return Party(node, row["invite"]["url"].rsplit("/", 1)[1], row["seat"], device.ljust(43, "x"), digits)

    worker, company = party("张伟", "applicant", id_number()[-4:]), party("李静", "respondent")
    further = [party(name, f"other{number}") for number, name in enumerate(others, start=1)]
    return Scene(node, room["id"], node.account, worker, company, further)
