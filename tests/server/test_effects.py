"""A move that the relay cannot carry out: nobody is in two rooms, and the room knows."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from server.app import Parts
from server.data_plane import DataPlane
from signaling.media.plane import PlaneStalled, Route
from signaling.media.relay import RelayPlane
from tests.node import Node, Scene, open_scene, running_node
from tests.signaling.test_quality_sockets import on_air
from tests.tab import Json


class Unwilling(RelayPlane):
    """Carries out no order while `refuses`."""

    refuses = False

    def reroute(self, gone: Sequence[tuple[int, int]], new: Sequence[Route]) -> None:
        if self.refuses:
            raise PlaneStalled("in half a second nothing came")
        super().reroute(gone, new)


@pytest.fixture(scope="module")
def plane() -> Unwilling:
    return Unwilling()


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory, plane: Unwilling) -> AsyncIterator[Node]:
    parts = Parts(plane=DataPlane("python", 1, lambda: plane))
    async with running_node(tmp_path_factory.mktemp("node"), parts, links_per_minute=10_000) as node:
        yield node


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    scene = await open_scene(node)
    yield scene
    await scene.close()


async def test_threat2_who_cannot_be_moved_is_cut_off_and_waits_in_the_lobby(scene: Scene, plane: Unwilling) -> None:
    mediator, worker, company = await scene.at_table()
    async with on_air(mediator, worker, company):
        await company.until("media.audience", lambda push: len(push["listeners"]) == 2)
        await mediator.done("caucus.open", id="caucus-1", seats=[scene.worker.seat], comes=False, named=False)
        plane.refuses = True
        since = len(worker.pushes)
        await worker.done("caucus.answer", caucus="caucus-1", accepts=True)
        lobby = await worker.view(lambda view: view["you"]["place"] == "lobby", since)
        plane.refuses = False
        assert lobby["caucus"] is None
        me = (await mediator.view())["you"]["seat"]
        heard_by = await company.until(
            "media.audience", lambda push: scene.worker.seat not in {one["seat"] for one in push["listeners"]}
        )
        assert {one["seat"] for one in heard_by["listeners"]} <= {me}
    seat = next(seat for seat in (await scene.node.room(scene.room)).seats if seat.id == scene.worker.seat)
    assert (seat.place, seat.back_to) == ("lobby", None)


async def test_who_hears_me_is_told_from_the_relays_own_table(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    me = (await mediator.view())["you"]["seat"]

    def only(*seats: str) -> Callable[[Json], bool]:
        return lambda push: {one["seat"] for one in push["listeners"]} == set(seats)

    async with on_air(mediator, worker, company):
        await worker.until("media.audience", only(me, scene.company.seat))
        since, before = len(worker.pushes), len(company.pushes)
        await scene.in_caucus(mediator, (scene.worker, worker))
        await worker.until("media.audience", only(me), since)
        await company.until("media.audience", only(), before)
        await worker.done("media.prefer", audio_only=True, pinned=None)
        since = len(mediator.pushes)
        told = await mediator.until("media.audience", lambda push: not push["listeners"][0]["camera"], since - 1)
        assert told["listeners"] == [{"seat": scene.worker.seat, "microphone": True, "camera": False, "screen": False}]
