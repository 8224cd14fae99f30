"""Papers for the mediators' eyes over HTTP: from the lobby, sealed, nobody else's; an agent's end in the case."""

import io
import json
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from tests import uploads
from tests.node import Node, Party, Scene, open_scene
from tests.server.http.callers import Answer, ask, audit, bearer, seat_added
from tests.tab import Json, Tab

PATH = "/api/v1/session/credentials"
PICTURE = uploads.picture("JPEG")


class Lobby:
    """The mediator in the room, everybody else waiting."""

    def __init__(self, scene: Scene, mediator: Tab, worker: Tab, company: Tab) -> None:
        self.scene, self.node = scene, scene.node
        self.mediator, self.worker, self.company = mediator, worker, company

    async def upload(self, tab: Tab, paper: str, content: bytes = PICTURE, path: str = PATH, **query: str) -> Answer:
        asked = "&".join(f"{name}={value}" for name, value in {"paper": paper, **query}.items())
        headers = {**bearer(tab.token), "Content-Type": "application/octet-stream", "X-File-Name": quote("证件.jpg")}
        return await ask(self.node, "POST", f"{path}?{asked}", headers, data=io.BytesIO(content))

    async def page(self, tab: Tab, paper: str) -> tuple[int, str]:
        url = f"{self.node.url}{PATH}/{paper}/pages/1"
        async with self.node.http.get(url, headers=bearer(tab.token)) as response:
            return response.status, response.content_type


@pytest.fixture
async def lobby(node: Node) -> AsyncIterator[Lobby]:
    scene = await open_scene(node)
    mediator = await scene.mediator()
    await mediator.enter()
    yield Lobby(scene, mediator, await scene.seated(scene.worker), await scene.seated(scene.company))
    await scene.close()


async def test_threat4_from_the_lobby_only_the_own_paper_goes_in_and_to_the_mediators_alone(lobby: Lobby) -> None:
    worker = lobby.scene.worker.seat
    assert (await lobby.upload(lobby.worker, "id_card", path="/api/v1/session/documents")).status == 403
    for refused, code in (
        (await lobby.upload(lobby.worker, "id_card", seat=lobby.scene.company.seat), "seat.unknown"),
        (await lobby.upload(lobby.worker, "power_of_attorney"), "credential.paper"),
        (await lobby.upload(lobby.worker, "id_card", b"MZ no picture"), "document.type"),
    ):
        assert refused.code == code
    laid = await lobby.upload(lobby.worker, "id_card")
    assert laid.status == 201, laid.json
    paper = laid.json["id"]
    assert (await lobby.upload(lobby.worker, "id_card")).json["id"] == paper, "the same picture is the same paper"
    for tab in (lobby.worker, lobby.mediator):
        view = await tab.view(lambda view: bool(view["credentials"]))
        cards = [(one["id"], one["seat"], one["paper"]["id"]) for one in view["credentials"]]
        assert cards == [(paper, worker, "id_card")]
        assert view["documents"] == []
        assert await lobby.page(tab, paper) == (200, "image/jpeg")
    assert (await lobby.page(lobby.company, paper))[0] == 404
    assert [view["credentials"] for view in lobby.company.seen("room.view") if view["credentials"]] == []
    kept = [file.read_bytes() for file in lobby.node.config.data.rglob("*") if file.is_file()]
    assert not any(PICTURE in content for content in kept), "only sealed"


async def test_the_mediator_compares_the_uploaded_document_and_the_record_says_which(lobby: Lobby) -> None:
    worker = lobby.scene.worker.seat
    paper = (await lobby.upload(lobby.worker, "id_card")).json["id"]
    await lobby.mediator.done("check.call", seat=worker)
    wrong = {"seat": worker, "person": worker, "how": "document", "paper": "nothing"}
    assert await lobby.mediator.refusal("identity.confirm", **wrong) == "identity.paper_unknown"
    await lobby.mediator.done("identity.confirm", **{**wrong, "paper": paper})
    view = await lobby.mediator.view(lambda view: any(row["persons"][0]["compared"] for row in view["desk"]))
    assert [row["persons"][0]["compared"] for row in view["desk"] if row["seat"] == worker] == [paper]
    records = await audit(lobby.node, (await lobby.node.room(lobby.scene.room)).case)
    bodies = [next(one for one in records if one.kind == f"credential.{act}").body for act in ("shown", "compared")]
    shown, compared = map(json.loads, bodies)
    assert (shown["document"], compared["document"], shown["paper"]) == (paper, paper, "id_card")
    assert "sha256" not in shown


async def test_an_agents_papers_are_uploaded_looked_at_and_end_on_the_cases_file(node: Node, lobby: Lobby) -> None:
    seat = {"role": "agent", "side": "applicant", "authority": "special", "agent_type": "relative"}
    guest: Party = await seat_added(node, lobby.scene, "张父", **seat)
    agent = await lobby.scene.seated(guest)
    asks = (await agent.view())["asks"]
    assert [one["id"] for one in asks] == ["id_card", "power_of_attorney", "kinship_proof"]
    for paper in ("power_of_attorney", "kinship_proof"):
        assert (await lobby.upload(agent, paper)).status == 201
    assert await lobby.mediator.refusal("papers.seen", seat=guest.seat) == "papers.missing"
    by_mediator = await lobby.upload(lobby.mediator, "id_card", seat=guest.seat, person=guest.seat)
    assert by_mediator.status == 201, by_mediator.json
    assert await _materials(lobby) == []
    await lobby.mediator.done("papers.seen", seat=guest.seat)
    filed = await _materials(lobby)
    assert [(one["what"]["id"], one["title"]) for one in filed] == [
        ("authority", "张父 授权委托书"),
        ("authority", "张父 与委托人有近亲属关系的证明材料"),
        ("identity", "张父 代理人的身份证件"),
    ]
    assert all(one["owner"] for one in filed)


async def _materials(lobby: Lobby) -> list[Json]:
    case = (await lobby.node.room(lobby.scene.room)).case
    answer = await ask(lobby.node, "GET", f"/api/v1/cases/{case}", bearer(lobby.scene.mediator_token))
    return list(answer.json["materials"])
