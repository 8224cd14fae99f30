"""Everybody who can knock at a route, each with a good credential, around one fresh room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp

from server.accounts import Passwords
from server.app_keys import STORES
from server.audit.chain import Record
from server.http.access import Actor
from server.staff import add_account, court_of, organisation_of
from server.storage.sessions import AccountRole
from server.stores import Stores
from tests.node import PASSWORD, Json, Node, Scene, open_scene


@dataclass(frozen=True)
class Callers:
    """`headers` of each actor; `other` is a mediator whose room this is not."""

    scene: Scene
    headers: Mapping[Actor, Mapping[str, str]]
    other: Mapping[str, str]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def invite(secret: str) -> dict[str, str]:
    return {"Authorization": f"Invite {secret}"}


def stores_of(node: Node) -> Stores:
    return node.runner.app[STORES]


async def call_all(node: Node) -> Callers:
    node.account = await node.log_in()
    scene = await open_scene(node)
    entered = await node.ask("POST", f"/api/v1/rooms/{scene.room}/enter", token=node.account)
    headers = {
        Actor.ANONYMOUS: {},
        Actor.INVITE: invite(scene.worker.invite),
        Actor.PARTY_SEAT: bearer(await scene.worker.token()),
        Actor.MEDIATOR_SEAT: bearer(entered["token"]),
        Actor.MEDIATOR: bearer(node.account),
        Actor.ADMIN: bearer(await admin_token(node)),
        Actor.CLERK: bearer(await clerk_token(node)),
    }
    return Callers(scene, headers, bearer(await node.log_in("zhaolei")))


async def admin_token(node: Node) -> str:
    stores = stores_of(node)
    if await stores.accounts.find("root") is None:
        home = await organisation_of(stores, "某某市总工会劳动争议调解中心", "某劳")
        with Passwords() as passwords:
            await add_account(
                stores,
                passwords,
                home,
                username="root",
                name="管理员",
                role=AccountRole.ADMIN,
                password=PASSWORD,
                at=datetime.now(UTC),
            )
    return await node.log_in("root")


async def clerk_token(node: Node, username: str = "clerk", court: str = "某某区人民法院") -> str:
    """A clerk of that court, made at first use."""
    stores = stores_of(node)
    if await stores.accounts.find(username) is None:
        home = await organisation_of(stores, "某某市总工会劳动争议调解中心", "某劳")
        with Passwords() as passwords:
            await add_account(
                stores,
                passwords,
                home,
                username=username,
                name="赵书记员",
                role=AccountRole.CLERK,
                password=PASSWORD,
                at=datetime.now(UTC),
                court=await court_of(stores, court),
            )
    return await node.log_in(username)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    json: Json

    @property
    def code(self) -> str:
        return str(self.json.get("code", ""))


async def ask(node: Node, method: str, path: str, headers: Mapping[str, str] | None = None, **sent: object) -> Answer:
    """One exchange, whatever its outcome; a problem is checked for its form."""
    async with node.http.request(method, f"{node.url}{path}", headers=dict(headers or {}), **sent) as response:  # type: ignore[arg-type]
        answer = await _json(response)
        if response.status >= 400:
            assert response.content_type == "application/problem+json"
            assert answer["code"]
            assert answer["detail"]
            assert answer["title"]
        return Answer(response.status, response.headers, answer)


async def _json(response: aiohttp.ClientResponse) -> Json:
    return await response.json(content_type=None) if await response.read() else {}


async def audit_kinds(node: Node, case: str | None = None) -> list[str]:
    return [record.kind for record in await audit(node, case)]


async def audit(node: Node, case: str | None = None) -> tuple[Record, ...]:
    return await stores_of(node).audit.records(case)  # type: ignore[arg-type]
