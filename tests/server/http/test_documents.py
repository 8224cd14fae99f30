"""Documents over HTTP: kept byte for byte, shown as pictures, and nobody's but the table's."""

import hashlib
import io
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from urllib.parse import quote

import pytest
from PIL import Image

from server.http.files import FILE_POLICY, UPLOAD_LIMIT_BYTES
from tests import uploads
from tests.node import Node, Scene, open_scene
from tests.server.http.callers import Answer, ask, audit, bearer
from tests.tab import Json, Tab

PATH = "/api/v1/session/documents"
OCTETS = {"Content-Type": "application/octet-stream"}
ID = "x" * 22


class Table:
    """Everybody at the table, by their tabs."""

    def __init__(self, node: Node, scene: Scene, mediator: Tab, worker: Tab, company: Tab) -> None:
        self.node, self.scene = node, scene
        self.mediator, self.worker, self.company = mediator, worker, company

    async def upload(
        self, tab: Tab, content: bytes, name: str = "工资条.pdf", *, channel: str = "", **headers: str
    ) -> Answer:
        sent = {**bearer(tab.token), **OCTETS, "X-File-Name": quote(name), **headers}
        path = f"{PATH}?channel={quote(channel)}" if channel else PATH
        return await ask(self.node, "POST", path, sent, data=io.BytesIO(content))

    async def laid(self, tab: Tab, content: bytes, name: str = "工资条.pdf", *, channel: str = "") -> Json:
        answer = await self.upload(tab, content, name, channel=channel)
        assert answer.status == 201, answer.json
        return answer.json

    async def get(self, tab: Tab, path: str) -> tuple[int, dict[str, str], bytes]:
        async with self.node.http.get(f"{self.node.url}{PATH}/{path}", headers=bearer(tab.token)) as response:
            return response.status, dict(response.headers), await response.read()

    async def case(self) -> str:
        return (await self.node.room(self.scene.room)).case


@pytest.fixture
async def table(node: Node) -> AsyncIterator[Table]:
    scene = await open_scene(node)
    yield Table(node, scene, *await scene.at_table())
    await scene.close()


def rows(node: Node, table: str) -> int:
    with closing(sqlite3.connect(node.config.data / "mediation-room.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our names


async def test_a_document_is_kept_byte_for_byte_and_told_to_all(table: Table) -> None:
    content = uploads.pdf(3)
    card = await table.laid(table.worker, content)
    assert (card["name"], card["pages"], card["bytes"]) == ("工资条.pdf", 3, len(content))
    assert card["sha256"] == hashlib.sha256(content).hexdigest()
    for tab in (table.mediator, table.worker, table.company):
        view = await tab.view(lambda view: bool(view["documents"]))
        assert view["documents"][0] == {
            **card,
            "by": table.scene.worker.seat,
            "at": view["documents"][0]["at"],
            "zone": "Z2",
            "channel": "joint",
        }
        status, headers, kept = await table.get(tab, f"{card['id']}/original")
        assert (status, kept) == (200, content)
        assert headers["Content-Disposition"].startswith(
            "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%B7%A5"
        )


async def test_its_pages_are_pictures_that_no_browser_runs_or_keeps(table: Table) -> None:
    card = await table.laid(table.worker, uploads.pdf(2))
    for page in (1, 2):
        status, headers, picture = await table.get(table.company, f"{card['id']}/pages/{page}")
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        assert headers["Content-Security-Policy"] == FILE_POLICY
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Disposition"] == "inline"
        assert Image.open(io.BytesIO(picture)).size == (1555, 2200)


@pytest.mark.parametrize("page", ["0", "3", "9999", "-1", "1.0", "x", "٣", "1%2F..%2F2"])
async def test_a_page_that_is_not_there_is_refused(table: Table, page: str) -> None:
    card = await table.laid(table.worker, uploads.pdf(2))
    status, headers, _ = await table.get(table.worker, f"{card['id']}/pages/{page}")
    assert status in {404, 422}
    assert headers["Content-Type"].startswith("application/problem+json")


async def test_where_it_came_from_is_recorded_without_its_name(table: Table) -> None:
    content = uploads.picture()
    card = await table.laid(table.company, content, "李静的病历.jpg")
    records = [each for each in await audit(table.node, await table.case()) if each.kind == "document.kept"]
    assert len(records) == 1
    for part in (card["id"], card["sha256"], table.scene.company.seat, "image/jpeg", f'"bytes":{len(content)}'):
        assert part in records[0].body
    assert "病历" not in records[0].body


async def test_never_lost_the_same_file_sent_again_is_the_same_document(table: Table) -> None:
    content = uploads.pdf(1)
    first, again = [await table.laid(table.worker, content) for _ in range(2)]
    assert first == again
    other = await table.laid(table.company, content)
    assert other["id"] != first["id"]
    assert len((await table.node.room(table.scene.room)).documents) == 2


async def test_threat10_hostile_files_are_refused_with_a_sentence_and_leave_nothing(table: Table) -> None:
    hostile = {
        "document.type": b"MZ\x90\x00" + bytes(500),
        "document.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        "document.locked": uploads.locked_pdf(user="geheim"),
        "document.pages": uploads.pdf(61),
        "document.pixels": uploads.huge_png(),
        "document.broken": uploads.picture(size=(800, 600))[:2000],
    }
    blobs = sorted((table.node.config.data / "blobs").rglob("*"))
    before = rows(table.node, "documents"), rows(table.node, "document_pages")
    for code, content in hostile.items():
        answer = await table.upload(table.worker, content)
        assert answer.code == code
        assert answer.status in {415, 422}
    assert (rows(table.node, "documents"), rows(table.node, "document_pages")) == before
    assert sorted((table.node.config.data / "blobs").rglob("*")) == blobs
    assert (await table.node.room(table.scene.room)).documents == ()


async def test_threat10_more_than_the_limit_is_refused_before_it_is_read(table: Table) -> None:
    answer = await table.upload(table.worker, bytes(UPLOAD_LIMIT_BYTES + 1))
    assert (answer.status, answer.code, answer.json["data"]) == (413, "upload.too_large", {"limit": 20})


async def test_a_body_that_is_no_plain_file_is_refused(table: Table) -> None:
    content = uploads.picture()
    assert (await table.upload(table.worker, b"")).code == "upload.length"
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await table.upload(table.worker, content, **form)).code == "upload.media_type"
    assert (await table.upload(table.worker, content, **{"Content-Encoding": "gzip"})).code == "upload.media_type"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "document.name"),
        ("%20", "document.name"),
        ("%E5%B7", "document.encoding"),
        ("%FF%FE", "document.encoding"),
        ("a%00b", "text.control_characters"),
        ("a%0D%0ASet-Cookie:x", "text.control_characters"),
        ("a%E2%80%AEfdp.exe", "text.control_characters"),
        ("x" * 101, "document.name"),
    ],
)
async def test_threat9_a_name_that_is_none_is_refused(table: Table, name: str, code: str) -> None:
    answer = await table.upload(table.worker, uploads.picture(), **{"X-File-Name": name})
    assert (answer.status, answer.code) == (422, code)


async def test_threat4_the_lobby_neither_brings_nor_sees(node: Node, table: Table) -> None:
    card = await table.laid(table.worker, uploads.pdf(1))
    await table.mediator.done("seat.remove", seat=table.scene.company.seat, reason="原因")
    waiting = await open_scene(node)
    other = await waiting.mediator()
    await other.enter()
    lobby = await waiting.seated(waiting.worker)
    assert (await table.upload(lobby, uploads.pdf(1))).code == "not_permitted.phase"
    await waiting.lets_in(other, waiting.worker)
    late = await waiting.seated(waiting.company)
    assert (await table.upload(late, uploads.pdf(1))).code == "not_permitted.place"
    own = await table.laid(lobby, uploads.pdf(1))
    for path in (f"{own['id']}/pages/1", f"{own['id']}/original"):
        status, _, body = await table.get(late, path)
        assert (status, b"not_permitted.place" in body) == (403, True)
    for path in (f"{card['id']}/pages/1", f"{card['id']}/original", f"{ID}/pages/1", f"{ID}/original"):
        status, _, body = await table.get(lobby, path)
        assert (status, b"document.unknown" in body) == (404, True), "another room's is as unknown as none"
    await waiting.close()


async def test_threat3_the_removed_see_nothing_any_more(table: Table) -> None:
    card = await table.laid(table.company, uploads.pdf(1))
    await table.mediator.done("seat.remove", seat=table.scene.company.seat, reason="原因")
    assert (await table.get(table.company, f"{card['id']}/pages/1"))[0] == 401
    assert (await table.get(table.worker, f"{card['id']}/pages/1"))[0] == 200


async def test_threat1_who_comes_later_sees_what_is_shown_and_no_more(node: Node) -> None:
    scene = await open_scene(node)
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    await scene.lets_in(mediator, scene.worker)
    company = await scene.seated(scene.company)
    table = Table(node, scene, mediator, worker, company)
    card = await table.laid(worker, uploads.pdf(2))
    await scene.lets_in(mediator, scene.company)
    view = await company.view(lambda view: view["you"]["place"] == "joint")
    assert (view["documents"], view["shown"]) == ([], None)
    assert (await table.get(company, f"{card['id']}/pages/1"))[0] == 404
    assert await company.refusal("document.show", document=card["id"], page=1) == "document.unknown"
    await mediator.done("document.show", document=card["id"], page=2)
    view = await company.view(lambda view: view["shown"] is not None)
    mediators_seat = (await mediator.view())["you"]["seat"]
    assert view["shown"] == {"document": card["id"], "page": 2, "by": mediators_seat}
    assert (await table.get(company, f"{card['id']}/pages/2"))[0] == 200
    assert await company.refusal("document.hide") == "document.another_shows"
    since = len(company.pushes)
    await mediator.done("document.hide")
    view = await company.view(since=since)
    assert (view["shown"], len(view["documents"])) == (None, 1)
    await scene.close()


async def test_threat1_a_document_of_the_own_side_is_nobody_elses_not_even_the_mediators(table: Table) -> None:
    content = uploads.pdf(1)
    card = await table.laid(table.worker, content, channel="side.applicant")
    view = await table.worker.view(lambda view: bool(view["documents"]))
    assert [(each["zone"], each["channel"]) for each in view["documents"]] == [("Z4p", "side.applicant")]
    assert (await table.get(table.worker, f"{card['id']}/original"))[2] == content
    for tab in (table.mediator, table.company):
        assert (await tab.view())["documents"] == []
        for path in (f"{card['id']}/pages/1", f"{card['id']}/original"):
            status, _, body = await table.get(tab, path)
            assert (status, b"document.unknown" in body) == (404, True)
    assert await table.worker.refusal("document.show", document=card["id"], page=1) == "document.private"
    assert content not in [file.read_bytes() for file in table.node.config.data.rglob("*") if file.is_file()], "sealed"
    assert not [each for each in await audit(table.node, await table.case()) if card["id"] in each.body]


async def test_threat1_a_document_of_a_private_talk_stays_with_those_who_were_there(table: Table) -> None:
    channel = await table.scene.in_caucus(table.mediator, (table.scene.worker, table.worker))
    card = await table.laid(table.worker, uploads.pdf(2), channel=channel)
    await table.mediator.done("document.show", document=card["id"], page=1)
    assert (await table.get(table.mediator, f"{card['id']}/pages/1"))[0] == 200
    assert (await table.get(table.company, f"{card['id']}/pages/1"))[0] == 404
    assert (await table.company.view())["documents"] == []


async def test_threat1_nobody_lays_a_document_into_anothers_conversation(table: Table) -> None:
    file = uploads.picture()
    lobby = f"lobby.{table.scene.worker.seat}"
    for channel in ("side.applicant", "caucus.none", lobby, "notes", "nonsense", "joint.x"):
        answer = await table.upload(table.company, file, channel=channel)
        assert (answer.status, answer.code) == (403, "chat.channel"), channel
    assert (await table.node.room(table.scene.room)).documents == ()


async def test_the_same_file_in_two_conversations_is_two_documents(table: Table) -> None:
    file = uploads.picture()
    joint = await table.laid(table.worker, file)
    own = await table.laid(table.worker, file, channel="side.applicant")
    assert joint["id"] != own["id"]
    assert (await table.laid(table.worker, file, channel="side.applicant"))["id"] == own["id"]


async def test_never_lost_documents_and_the_shown_page_survive_a_restart_of_memory(table: Table) -> None:
    card = await table.laid(table.worker, uploads.pdf(2))
    await table.worker.done("document.show", document=card["id"], page=2)
    room = await table.node.room(table.scene.room)
    stored = await table.node.stores.rooms.load(room.id)
    assert stored == room
    assert [shown.page for shown in stored.shown] == [2]


async def test_nothing_is_left_when_the_session_is_over(table: Table) -> None:
    card = await table.laid(table.worker, uploads.pdf(1))
    await table.mediator.client.emit("room.close", {})
    await table.worker.closed()
    assert (await table.get(table.worker, f"{card['id']}/pages/1"))[0] in {401, 403}
