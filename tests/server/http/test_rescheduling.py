"""Another time for a session: the case's guards, the room, the calendar's entry, and everybody told once (TR9)."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from law.beijing import BEIJING
from rooms.ids import CaseId, RoomId
from server.app_keys import CASES, MOVING
from tests.node import Node, person, running_node
from tests.server.http.callers import Answer, ask, audit_kinds, bearer, stores_of
from tests.server.messages.outside import KEY, Mailbox, SmsGateway, calendar, plain
from tests.tab import Json

SOON = (datetime.now(UTC) + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
LATER = SOON + timedelta(days=2)


async def by(node: Node, method: str, path: str, **sent: object) -> Answer:
    return await ask(node, method, path, bearer(node.account), **sent)


async def made(node: Node, title: str = "张伟与某公司拖欠工资争议", **who: str) -> Json:
    draft = {
        "title": title,
        "cause": "wages",
        "scheduled_at": SOON.isoformat(),
        "applicants": [person("张伟", **(who or {"phone": "13812345678", "email": "zhang@example.com"}))],
        "respondents": [person("李静")],
    }
    return (await by(node, "POST", "/api/v1/rooms", json=draft)).json


async def moved(node: Node, room: Json, at: datetime = LATER, **other: object) -> Answer:
    body = {"at": at.isoformat(), "reason": "对方出差", **other}
    return await by(node, "POST", f"/api/v1/rooms/{room['id']}/time", json=body)


async def rows(node: Node, room: Json, kind: str) -> list[Json]:
    listed = (await by(node, "GET", f"/api/v1/rooms/{room['id']}/messages")).json["messages"]
    return [row for row in listed if row["kind"] == kind]


def fields(file: str) -> dict[str, str]:
    lines = file.replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line)


@pytest.fixture(scope="module")
async def outside() -> AsyncIterator[tuple[SmsGateway, Mailbox]]:
    async with SmsGateway().up() as gateway, Mailbox().up() as mailbox:
        yield gateway, mailbox


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory, outside: tuple[SmsGateway, Mailbox]) -> AsyncIterator[Node]:
    gateway, mailbox = outside
    settings = {"sms_url": gateway.url, "sms_key": KEY, **mailbox.settings}
    async with running_node(tmp_path_factory.mktemp("town"), **settings) as node:
        yield node


async def test_everybody_is_told_and_the_calendars_entry_moves(town: Node, outside: tuple[SmsGateway, Mailbox]) -> None:
    gateway, mailbox = outside
    room = await made(town, "一次改期")
    first = fields((await _calendar(town, room)).decode())
    answer = await moved(town, room, minutes=120)
    assert answer.status == 200, answer.json
    assert datetime.fromisoformat(answer.json["scheduled_at"]) == LATER
    letter = await mailbox.letter("zhang@example.com", "调解时间变更：一次改期")
    entry = fields(calendar(letter))
    assert (entry["UID"], entry["METHOD"]) == (first["UID"], "PUBLISH")
    assert (first["SEQUENCE"], entry["SEQUENCE"]) == ("0", "1")
    assert entry["DTSTART"] == LATER.strftime("%Y%m%dT%H%M%SZ")
    assert entry["DURATION"] == "PT2H"
    said = plain(letter)
    assert "对方出差" in said
    assert "预计需要120分钟" in said
    for at in (SOON.astimezone(BEIJING), LATER.astimezone(BEIJING)):
        assert f"{at.month}月{at.day}日" in said
    [text] = [each for each in await gateway.texts(1) if "改到" in each["text"]]
    assert "/j/" in text["text"]
    assert {row["way"] for row in await rows(town, room, "rescheduling")} == {"sms", "email"}
    # A second time is the next change of the same entry.
    await moved(town, room, LATER + timedelta(days=1))
    assert fields((await _calendar(town, room)).decode())["SEQUENCE"] == "2"
    case = await town.runner.app[CASES].case(CaseId(room["case"]))
    assert case is not None
    assert [session.at for session in case.sessions] == [LATER + timedelta(days=1)]
    assert (await town.room(room["id"])).scheduled_at == LATER + timedelta(days=1)
    assert (await town.room(room["id"])).planned_minutes == 120
    assert "case.session_planned" in await audit_kinds(town, room["case"])


async def test_the_reminder_moves_too(town: Node) -> None:
    room = await made(town, "提醒也改")
    await moved(town, room)
    planned = {row["planned_for"] for row in await rows(town, room, "reminder") if row["state"] == "queued"}
    assert {datetime.fromisoformat(each) for each in planned} == {LATER - timedelta(hours=24)}
    await moved(town, room, LATER + timedelta(days=1))
    alive = [row for row in await rows(town, room, "reminder") if row["state"] == "queued"]
    assert {datetime.fromisoformat(row["planned_for"]) for row in alive} == {LATER}


@pytest.mark.parametrize(
    ("at", "other", "code"),
    [
        (datetime.now(UTC) - timedelta(hours=1), {}, "session.past"),
        (LATER, {"reason": "  "}, "text.blank"),
        (LATER, {"reason": "改\u202e期"}, "text.control_characters"),
        (LATER, {"minutes": 1}, "request.invalid"),
        (LATER.replace(year=2100), {}, "request.invalid"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_moves(town: Node, at: datetime, other: Json, code: str) -> None:
    room = await made(town, "不改")
    answer = await moved(town, room, at, **other)
    assert (answer.status in {409, 422}, answer.code) == (True, code)
    assert (await town.room(room["id"])).scheduled_at == SOON
    assert await rows(town, room, "rescheduling") == []


async def test_what_a_crash_left_half_done_is_brought_to_its_end_once(
    tmp_path: Path, outside: tuple[SmsGateway, Mailbox]
) -> None:
    _, mailbox = outside
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(running_node(tmp_path, **mailbox.settings))
        room = await made(node, "崩溃", email="crash@example.com")
        assert (await moved(node, room)).status == 200
        await mailbox.letter("crash@example.com", "调解时间变更：崩溃")
        [row] = await rows(node, room, "rescheduling")
        for _ in range(2):
            await node.runner.app[MOVING].catch_up()
        assert [each["id"] for each in await rows(node, room, "rescheduling")] == [row["id"]]
        assert len([each for each in mailbox.letters if each["To"] == "crash@example.com"]) == 1
        assert await stores_of(node).reschedulings.sequence(RoomId(room["id"])) == 1


async def test_a_practice_room_and_another_mediators_room_keep_their_time(town: Node) -> None:
    practice = (await by(town, "POST", "/api/v1/practice")).json
    answer = await moved(town, practice)
    assert (answer.status, answer.code) == (409, "message.practice")
    room = await made(town)
    other = bearer(await town.log_in("zhaolei"))
    body = {"at": LATER.isoformat(), "reason": "改期"}
    answer = await ask(town, "POST", f"/api/v1/rooms/{room['id']}/time", other, json=body)
    assert (answer.status, answer.code) == (404, "room.unknown")


async def _calendar(node: Node, room: Json) -> bytes:
    path = f"{node.url}/api/v1/cases/{room['case']}/sessions/{room['id']}/calendar"
    async with node.http.get(path, headers=bearer(node.account)) as response:
        assert response.status == 200
        return await response.read()
