"""The access table holds: every route × everybody who can knock, and nobody gets into somebody else's room."""

import pytest

from rooms.ids import RoomId
from server.http.access import EVERYBODY, STAFF, Actor, AnyRoute
from server.http.table import TABLE
from tests.node import Node
from tests.server.http.callers import Callers, ask, audit, audit_kinds, stores_of

LOCKED_OUT = {"access.sign_in", "access.not_permitted"}
ENDING = ("POST /api/v1/rooms/{room}/close", "POST /api/v1/logout")
"""Asked last, since the caller cannot ask for anything after it."""


def name(route: AnyRoute) -> str:
    return f"{route.method} {route.path}"


def path(route: AnyRoute, callers: Callers) -> str:
    return route.path.format(
        room=callers.scene.room,
        seat=callers.scene.company.seat,
        agreement="none",
        document="none",
        page=1,
        file="agreement.pdf",
        ticket="t" * 43,
    )


IN_ORDER = sorted(TABLE, key=lambda route: ENDING.index(name(route)) if name(route) in ENDING else -1)


@pytest.mark.parametrize("actor", Actor)
async def test_threat4_every_route_admits_its_actors_and_nobody_else(
    node: Node, callers: Callers, actor: Actor
) -> None:
    for route in IN_ORDER:
        answer = await ask(node, route.method, path(route, callers), callers.headers[actor])
        if actor in route.actors:
            assert answer.code not in LOCKED_OUT, name(route)
            continue
        assert answer.code == ("access.sign_in" if actor is Actor.ANONYMOUS else "access.not_permitted"), name(route)
        assert answer.status == (401 if actor is Actor.ANONYMOUS else 403)


@pytest.mark.parametrize("actor", [actor for actor in Actor if actor is not Actor.ANONYMOUS])
async def test_who_asks_for_what_is_not_theirs_leaves_an_audit_line(node: Node, callers: Callers, actor: Actor) -> None:
    route = next(route for route in TABLE if actor not in route.actors)
    case = None
    if actor not in STAFF:
        room = await stores_of(node).rooms.load(RoomId(callers.scene.room))
        assert room
        case = room.case
    before = (await audit_kinds(node, case)).count("access.refused")
    await ask(node, route.method, path(route, callers), callers.headers[actor])
    records = await audit(node, case)
    assert [record.kind for record in records].count("access.refused") == before + 1
    assert name(route) in records[-1].body


def test_every_route_names_its_actors() -> None:
    assert [name(route) for route in TABLE if not route.actors] == []
    public = {name(route) for route in TABLE if route.actors == EVERYBODY}
    assert public == {
        "GET /api/v1/about",
        "GET /api/v1/causes",
        "GET /api/v1/terms",
        "GET /api/v1/tickets/{ticket}",
        "POST /api/v1/login",
    }


async def test_another_mediators_room_is_as_unknown_as_none_and_leaves_an_audit_line(
    node: Node, callers: Callers
) -> None:
    room = await stores_of(node).rooms.load(RoomId(callers.scene.room))
    assert room
    in_rooms = [route for route in TABLE if "{room}" in route.path]
    for route in in_rooms:
        answer = await ask(node, route.method, path(route, callers), callers.other)
        assert (answer.status, answer.code) == (404, "room.unknown"), name(route)
    kinds = await audit_kinds(node, room.case)
    assert kinds.count("access.refused") == len(in_rooms)
    assert (await ask(node, "GET", "/api/v1/rooms", callers.other)).json == {"rooms": []}


async def test_threat5_a_partys_token_opens_no_room_of_the_mediators(node: Node, callers: Callers) -> None:
    before = await stores_of(node).rooms.load(RoomId(callers.scene.room))
    for route in TABLE:
        if "{room}" in route.path:
            await ask(node, route.method, path(route, callers), callers.headers[Actor.PARTY_SEAT])
    assert await stores_of(node).rooms.load(RoomId(callers.scene.room)) == before


@pytest.mark.parametrize(
    "shown", ["Bearer nonsense", "Bearer", "Basic dXNlcjpwYXNz", "Bearer " + "x" * 5000, "Bearer 令牌", "Digest"]
)
async def test_threat6_a_credential_that_is_not_ours_is_refused_in_one_way(node: Node, shown: str) -> None:
    answer = await ask(node, "GET", "/api/v1/me", {"Authorization": shown})
    assert (answer.status, answer.code) == (401, "access.sign_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
