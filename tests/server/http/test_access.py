"""The table of rights holds over HTTP: every route × everybody who can knock (AT-59, T4).

And nobody gets into somebody else's room.
"""

import json
from collections import defaultdict

import pytest

from rooms.ids import RoomId
from rooms.permissions import HOLDERS
from rooms.rights import Holder, Right, extent
from rooms.room import Role
from server.http.access import STAFF_HOLDERS, AnyRoute, Guest, Nobody, Seated, Staff, Whose, holders, reaches
from server.http.table import TABLE
from server.ids import AccountId, CourtId, OrganisationId
from server.rates import REFUSALS_PER_MINUTE
from server.storage.sessions import COURT_ROLES, Account, AccountRole, AccountSession
from tests.node import Node
from tests.server.http.callers import ADDED, KNOCKERS, Callers, added, ask, audit, audit_kinds, stores_of
from tests.server.http.expected_access import ADMITTED, EVERYBODY

LOCKED_OUT = {"access.sign_in", "access.not_permitted"}
ENDING = ("POST /api/v1/rooms/{room}/close", "POST /api/v1/logout")
"""Asked last, since the caller cannot ask for anything after it."""


def name(route: AnyRoute) -> str:
    return f"{route.method} {route.path}"


def path(route: AnyRoute, callers: Callers) -> str:
    known = {
        "room": callers.scene.room,
        "seat": callers.scene.company.seat,
        "page": "1",
        "file": "agreement.pdf",
        "minutes": "minutes.pdf",
        "sealed": "paper.pdf",
        "paper": "report",
        "part": "bundle.zip",
        "number": "1",
        "ticket": "t" * 43,
    }
    return route.path.format_map(defaultdict(lambda: "none", known))


BODIES = {
    "POST /api/v1/rooms/{room}/close": {},
    "POST /api/v1/rooms/{room}/messages": {"kind": "invitation", "seats": ["none"]},
    "POST /api/v1/rooms/{room}/seats": {"role": "court", "side": "neutral", "persons": [{"name": "吴法官"}]},
    "POST /api/v1/rooms/{room}/seats/{seat}/codes": {"person": "none", "voice_checked": True},
    "POST /api/v1/rooms/{room}/time": {"at": "2026-12-01T09:30:00+08:00", "reason": "改期"},
}
"""What a route of a room is asked with, where it wants to be asked with something."""
IN_ORDER = sorted(TABLE, key=lambda route: ENDING.index(name(route)) if name(route) in ENDING else -1)


@pytest.mark.parametrize("route", TABLE, ids=name)
def test_at59_the_table_says_of_every_route_what_was_written_by_hand(route: AnyRoute) -> None:
    kinds = route.caller if isinstance(route.caller, tuple) else (route.caller,)
    said = {
        who
        for who, (holder, kind) in KNOCKERS.items()
        if Nobody in kinds or (kind in kinds and extent(holder, route.right) is not None)
    }
    assert said == ADMITTED[name(route)]
    assert {KNOCKERS[who][0] for who in said} == set(holders(route)) & {holder for holder, _ in KNOCKERS.values()}


def test_at59_every_route_was_written_down_and_everybody_knocks() -> None:
    assert {name(route) for route in TABLE} == set(ADMITTED)
    assert {name(route) for route in TABLE if route.caller is Nobody} == {
        route for route, admitted in ADMITTED.items() if admitted == EVERYBODY
    }
    assert set(STAFF_HOLDERS) == set(AccountRole)
    assert set(Holder) == {holder for holder, _ in KNOCKERS.values()}
    assert set(HOLDERS) == set(Role)


@pytest.mark.parametrize("who", KNOCKERS)
async def test_at59_threat4_a_route_admits_whom_it_is_for_and_each_other_gets_403_and_an_audit_line(
    node: Node, callers: Callers, who: str
) -> None:
    _, kind = KNOCKERS[who]
    if who in ADDED:
        callers = await added(node, callers, who)
    turned_away: list[str] = []
    before = len(await lines(node, callers, who))
    for route in IN_ORDER:
        answer = await ask(node, route.method, path(route, callers), callers.headers[who])
        if who in ADMITTED[name(route)]:
            assert answer.code not in LOCKED_OUT, name(route)
        elif kind is Nobody:
            assert (answer.status, answer.code) == (401, "access.sign_in"), name(route)
        else:
            assert (answer.status, answer.code) == (403, "access.not_permitted"), name(route)
            turned_away.append(name(route))
    assert (await lines(node, callers, who))[before:] == turned_away


async def lines(node: Node, callers: Callers, who: str, code: str = "access.not_permitted") -> list[str]:
    """What this one was turned away from for that reason, in order, as the audit log has it."""
    _, kind = KNOCKERS[who]
    room = await stores_of(node).rooms.load(RoomId(callers.scene.room))
    assert room
    records = await audit(node, room.case if kind in {Guest, Seated} else None)
    refused = [json.loads(record.body) for record in records if record.kind == "access.refused"]
    return [line["action"] for line in refused if (line["who"], line["code"]) == (callers.ids[who], code)]


@pytest.mark.parametrize(
    ("who", "what", "code"),
    [
        ("party seat", "GET /api/v1/session/papers", "session.stale"),
        ("mediator seat", "GET /api/v1/session/agreement/pages/{page}", "session.stale"),
        ("party seat", "GET /api/v1/session/documents/{document}/original", "not_permitted.phase"),
    ],
)
async def test_at59_what_the_room_forbids_over_http_leaves_a_line_too(
    node: Node, callers: Callers, who: str, what: str, code: str
) -> None:
    method, template = what.split(" ")
    answer = await ask(node, method, template.format(document="none", page=1), callers.headers[who])
    assert (answer.status, answer.code) == (403, code)
    assert await lines(node, callers, who, code) == [what]


async def test_threat31_the_same_refusal_over_and_over_does_not_fill_the_log(node: Node, callers: Callers) -> None:
    for _ in range(2 * REFUSALS_PER_MINUTE):
        assert (await ask(node, "GET", "/api/v1/me", callers.headers["party seat"])).status == 403
    await ask(node, "GET", "/api/v1/rooms", callers.headers["party seat"])
    assert await lines(node, callers, "party seat") == [
        *["GET /api/v1/me"] * REFUSALS_PER_MINUTE,
        "GET /api/v1/rooms",
    ]


@pytest.mark.parametrize(
    ("role", "right", "reached"),
    [
        (AccountRole.MEDIATOR, Right.READ_CASE, {"mine"}),
        (AccountRole.MEDIATOR, Right.READ_REGISTER, {"mine", "our organisation's"}),
        (AccountRole.ADMIN, Right.READ_CASE, {"mine", "our organisation's"}),
        (AccountRole.SEAL_KEEPER, Right.SEAL_CASE, {"mine", "our organisation's"}),
        (AccountRole.CLERK, Right.READ_CASE, {"mine", "our court's"}),
        (AccountRole.JUDGE, Right.COURT_ACT, {"mine", "our court's"}),
        (AccountRole.PLATFORM_ADMIN, Right.KEEP_CALENDAR, {"mine", "our organisation's", "our court's", "nobody's"}),
        (AccountRole.PLATFORM_ADMIN, Right.READ_CASE, set()),
        (AccountRole.ADMIN, Right.WORK_CASE, set()),
    ],
)
def test_at59_a_right_reaches_as_far_as_its_extent(role: AccountRole, right: Right, reached: set[str]) -> None:
    me, home, court = AccountId("me"), OrganisationId("home"), CourtId("court")
    at_court = court if role in COURT_ROLES else None
    account = Account(
        me, home, "组织", "me", "名", role, at_court, None if at_court is None else "法院", None, password_hash=""
    )
    belongings = {
        "mine": Whose(frozenset({me}), home, court),
        "our organisation's": Whose(frozenset({AccountId("another")}), home, CourtId("another")),
        "our court's": Whose(frozenset(), OrganisationId("another"), court),
        "nobody's": Whose(),
    }
    staff = Staff(account, AccountSession("login", account))
    assert {name for name, whose in belongings.items() if reaches(staff, right, whose)} == reached


async def test_another_mediators_room_is_as_unknown_as_none_and_leaves_an_audit_line(
    node: Node, callers: Callers
) -> None:
    room = await stores_of(node).rooms.load(RoomId(callers.scene.room))
    assert room
    in_rooms = [route for route in TABLE if route.path.startswith("/api/v1/rooms/{room}")]
    for route in in_rooms:
        said = {"json": BODIES[name(route)]} if route.request else {}
        answer = await ask(node, route.method, path(route, callers), callers.other, **said)
        assert (answer.status, answer.code) == (404, "room.unknown"), name(route)
    kinds = await audit_kinds(node, room.case)
    assert kinds.count("access.refused") == len(in_rooms)
    assert (await ask(node, "GET", "/api/v1/rooms", callers.other)).json == {"rooms": []}


async def test_threat5_a_partys_token_opens_no_room_of_the_mediators(node: Node, callers: Callers) -> None:
    before = await stores_of(node).rooms.load(RoomId(callers.scene.room))
    for route in TABLE:
        if "{room}" in route.path:
            await ask(node, route.method, path(route, callers), callers.headers["party seat"])
    assert await stores_of(node).rooms.load(RoomId(callers.scene.room)) == before


@pytest.mark.parametrize(
    "shown", ["Bearer nonsense", "Bearer", "Basic dXNlcjpwYXNz", "Bearer " + "x" * 5000, "Bearer 令牌", "Digest"]
)
async def test_threat6_a_credential_that_is_not_ours_is_refused_in_one_way(node: Node, shown: str) -> None:
    answer = await ask(node, "GET", "/api/v1/me", {"Authorization": shown})
    assert (answer.status, answer.code) == (401, "access.sign_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
