"""A ticket in an address gives one file, once, within a minute, to a tab that is still good."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from server.app import Parts
from server.papers.tickets import AT_ONCE, LIFE
from tests.node import Node, Scene, open_scene, running_node
from tests.server.http.callers import ask, bearer
from tests.server.http.finished import Finished, finished
from tests.tab import Tab


@dataclass
class Clock:
    """The server's time, moved by hand."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> AsyncIterator[Node]:
    async with running_node(tmp_path_factory.mktemp("tickets"), Parts(clock=clock)) as node:
        yield node


@pytest.fixture(autouse=True)
def in_time(clock: Clock) -> Iterator[None]:
    yield
    clock.ahead = timedelta()


@dataclass(frozen=True)
class Table:
    """All at the table, the agreement sealed."""

    scene: Scene
    mediator: Tab
    worker: Tab
    made: Finished


@pytest.fixture
async def table(node: Node) -> AsyncIterator[Table]:
    scene = await open_scene(node)
    mediator, worker, _ = await scene.at_table()
    yield Table(scene, mediator, worker, await finished(node, scene))
    await scene.close()


async def issued(table: Table) -> str:
    """The address of a fresh ticket."""
    path, body = "/api/v1/session/papers/tickets", {"file": "agreement.pdf"}
    answer = await ask(table.scene.node, "POST", path, bearer(table.worker.token), json=body)
    assert answer.status == 200, answer.json
    return str(answer.json["url"])


async def opened(table: Table, url: str, method: str = "GET") -> tuple[int, bytes, str]:
    """As a browser opens an address: without a header of ours."""
    node = table.scene.node
    async with node.http.request(method, f"{node.url}{url}") as response:
        return response.status, await response.read(), response.headers.get("Content-Disposition", "")


async def refusal(table: Table, url: str) -> str:
    return (await ask(table.scene.node, "GET", url)).code


async def test_a_ticket_gives_its_file_once(table: Table) -> None:
    url = await issued(table)
    status, content, saved = await opened(table, url)
    assert (status, content) == (200, table.made.files["agreement.pdf"])
    assert saved.startswith("attachment;")
    assert await refusal(table, url) == "ticket.unknown"
    assert await refusal(table, f"/api/v1/tickets/{'x' * 43}") == "ticket.unknown"


async def test_asking_for_the_headers_alone_does_not_use_it_up(table: Table) -> None:
    url = await issued(table)
    assert [(await opened(table, url, "HEAD"))[0] for _ in range(2)] == [200, 200]
    assert (await opened(table, url))[0] == 200
    assert (await opened(table, url, "HEAD"))[0] == 404


async def test_a_ticket_is_good_for_a_minute(table: Table, clock: Clock) -> None:
    early, late = await issued(table), await issued(table)
    clock.ahead = LIFE - timedelta(seconds=10)
    assert (await opened(table, early))[0] == 200
    clock.ahead = LIFE + timedelta(seconds=1)
    assert await refusal(table, late) == "ticket.unknown"


async def test_one_tab_has_few_tickets_at_once(table: Table) -> None:
    urls = [await issued(table) for _ in range(AT_ONCE + 1)]
    assert await refusal(table, urls[0]) == "ticket.unknown"
    assert (await opened(table, urls[1]))[0] == 200


async def test_threat3_a_ticket_is_void_when_its_holder_is_removed(table: Table) -> None:
    url = await issued(table)
    await table.mediator.done("seat.remove", seat=table.scene.worker.seat, reason="扰乱秩序")
    await table.worker.closed()
    assert await refusal(table, url) == "ticket.unknown"


async def test_threat3_a_ticket_is_void_when_the_link_is_renewed_or_another_tab_took_the_seat(table: Table) -> None:
    node, url = table.scene.node, await issued(table)
    other = await table.scene.seated(table.scene.worker)
    await table.worker.closed()
    assert await refusal(table, url) == "ticket.unknown"
    fresh = await issued(Table(table.scene, table.mediator, other, table.made))
    path = f"/api/v1/rooms/{table.scene.room}/seats/{table.scene.worker.seat}/invite"
    await node.ask("POST", path, token=node.account)
    assert await refusal(table, fresh) == "ticket.unknown"
