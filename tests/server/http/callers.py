"""Everybody who can knock at a route, each with a good credential, around one fresh room."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import aiohttp

from rooms.rights import Holder
from server.app_keys import STORES
from server.audit.chain import Record
from server.http.access import Caller, Guest, Nobody, Seated, Staff
from server.staff import court_of, organisation_of
from server.storage.sessions import COURT_ROLES, AccountRole
from server.stores import Stores
from tests.foundation import hashed
from tests.node import PASSWORD, Node, Party, Scene, open_scene
from tests.tab import Json

KNOCKERS: Mapping[str, tuple[Holder, type[Caller]]] = {
    "anonymous": (Holder.ANONYMOUS, Nobody),
    "invited": (Holder.INVITED, Guest),
    "party seat": (Holder.PARTY, Seated),
    "mediator seat": (Holder.MEDIATOR, Seated),
    "agent seat": (Holder.AGENT, Seated),
    "third party seat": (Holder.THIRD_PARTY, Seated),
    "co-mediator seat": (Holder.CO_MEDIATOR, Seated),
    "recorder seat": (Holder.RECORDER, Seated),
    "interpreter seat": (Holder.INTERPRETER, Seated),
    "court seat": (Holder.COURT_GUEST, Seated),
    "mediator account": (Holder.MEDIATOR, Staff),
    "organisation admin": (Holder.ORG_ADMIN, Staff),
    "seal keeper": (Holder.SEAL_KEEPER, Staff),
    "court clerk": (Holder.COURT_CLERK, Staff),
    "judge": (Holder.JUDGE, Staff),
    "platform admin": (Holder.PLATFORM_ADMIN, Staff),
}
"""Everybody for whom there is a credential: the column they stand in, and how they come."""
ADDED: Mapping[str, Json] = {
    "agent seat": {"role": "agent", "side": "applicant", "authority": "general"},
    "third party seat": {"role": "third_party", "side": "third"},
    "co-mediator seat": {"role": "co_mediator", "side": "neutral"},
    "recorder seat": {"role": "recorder", "side": "neutral"},
    "interpreter seat": {"role": "interpreter", "side": "neutral"},
    "court seat": {"role": "court", "side": "neutral"},
}
"""Those of KNOCKERS who come only where the mediator adds a seat, as the desk asks for it."""
ACCOUNTS: Mapping[str, tuple[str, AccountRole]] = {
    "organisation admin": ("root", AccountRole.ADMIN),
    "seal keeper": ("keeper", AccountRole.SEAL_KEEPER),
    "court clerk": ("clerk", AccountRole.CLERK),
    "judge": ("judge", AccountRole.JUDGE),
    "platform admin": ("platform", AccountRole.PLATFORM_ADMIN),
}
COURT = "某某区人民法院"


@dataclass(frozen=True)
class Callers:
    """`headers` and `ids` (account or seat) of each of KNOCKERS; `other` is a mediator whose room this is not."""

    scene: Scene
    headers: Mapping[str, Mapping[str, str]]
    ids: Mapping[str, str]
    other: Mapping[str, str]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def invite(secret: str) -> dict[str, str]:
    return {"Authorization": f"Invite {secret}"}


def stores_of(node: Node) -> Stores:
    return node.runner.app[STORES]


async def staff_tokens(node: Node) -> dict[str, str]:
    """A login of each of ACCOUNTS."""
    return {who: await staff_token(node, name, role) for who, (name, role) in ACCOUNTS.items()}


async def call_all(node: Node, staff: Mapping[str, str]) -> Callers:
    node.account = await node.log_in()
    scene = await open_scene(node)
    entered = await node.ask("POST", f"/api/v1/rooms/{scene.room}/enter", token=node.account)
    headers = {
        "anonymous": {},
        "invited": invite(scene.worker.invite),
        "party seat": bearer(await scene.worker.token()),
        "mediator seat": bearer(entered["token"]),
        "mediator account": bearer(node.account),
        **{who: bearer(token) for who, token in staff.items()},
    }
    seats = {"anonymous": "", "mediator seat": entered["seat"]}
    ids = {**dict.fromkeys(("invited", "party seat"), scene.worker.seat), **seats}
    for who, username in {"mediator account": "wangmin", **{who: name for who, (name, _) in ACCOUNTS.items()}}.items():
        account = await stores_of(node).accounts.find(username)
        ids[who] = account.id if account else ""
    return Callers(scene, headers, ids, bearer(await node.log_in("zhaolei")))


async def added(node: Node, callers: Callers, who: str) -> Callers:
    """The same with `who` of ADDED there too, behind the link."""
    guest = await seat_added(node, callers.scene, "某人", **ADDED[who])
    headers, ids = {**callers.headers, who: bearer(await guest.token())}, {**callers.ids, who: guest.seat}
    return replace(callers, headers=headers, ids=ids)


async def seat_added(node: Node, scene: Scene, *names: str, **seat: object) -> Party:
    """One more seat in that room, of these people, with its link."""
    body: Json = {"persons": [{"name": name} for name in names], **seat}
    room = await node.ask("POST", f"/api/v1/rooms/{scene.room}/seats", body, token=scene.mediator_token)
    row = room["people"][-1]
    return Party(node, row["invite"]["url"].rsplit("/", 1)[1], row["seat"], row["seat"].ljust(43, "x"), None)


async def clerk_token(node: Node, username: str = "clerk", court: str = COURT) -> str:
    """A clerk of that court, made at first use."""
    return await staff_token(node, username, AccountRole.CLERK, court)


async def staff_token(node: Node, username: str, role: AccountRole, court: str = COURT) -> str:
    """An account of that role, made at first use; `court` counts for those who work at one."""
    stores = stores_of(node)
    if await stores.accounts.find(username) is None:
        home = await organisation_of(stores, "某某市总工会劳动争议调解中心", "某劳")
        await stores.accounts.create(
            home,
            username,
            name="赵工作",
            role=role,
            password_hash=hashed(PASSWORD),
            at=datetime.now(UTC),
            court=await court_of(stores, court) if role in COURT_ROLES else None,
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
    said = response.content_type.endswith("json") and await response.read()
    return await response.json(content_type=None) if said else {}


async def audit_kinds(node: Node, case: str | None = None) -> list[str]:
    return [record.kind for record in await audit(node, case)]


async def audit(node: Node, case: str | None = None) -> tuple[Record, ...]:
    return await stores_of(node).audit.records(case)  # type: ignore[arg-type]
