"""Messages to the people of a room, by a real gateway and a real mail server, and what is told of them."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.storage.messages import MessageId
from tests.node import Node, Party, person, running_node
from tests.server.http.callers import Answer, ask, bearer, stores_of
from tests.server.messages.outside import KEY, Mailbox, SmsGateway, calendar, plain, signed
from tests.tab import Json

REPORTS = "/api/v1/messages/reports"


@dataclass
class Town:
    """A node that can write to people, and the world they are in."""

    node: Node
    gateway: SmsGateway
    mailbox: Mailbox

    async def room(self, **other: object) -> Json:
        """Tomorrow's room: a worker with phone and mail, a company with mail, a witness' side with neither."""
        draft = {
            "title": "张伟与某公司拖欠工资争议",
            "cause": "wages",
            "scheduled_at": (datetime.now(UTC) + timedelta(days=3)).isoformat(),
            "applicants": [person("张伟", phone="13812345678", email="zhang@example.com")],
            "respondents": [person("李静", email="li@example.com"), person("周涛", phone="025-12345678")],
            **other,
        }
        return (await self.ask("POST", "/api/v1/rooms", json=draft)).json

    async def ask(self, method: str, path: str, **sent: object) -> Answer:
        return await ask(self.node, method, path, bearer(self.node.account), **sent)

    async def write(self, room: Json, *names: str, kind: str = "invitation") -> Answer:
        body = {"kind": kind, "seats": [seat(room, name) for name in names]}
        return await self.ask("POST", f"/api/v1/rooms/{room['id']}/messages", json=body)

    async def messages(self, room: Json) -> list[Json]:
        rows = (await self.ask("GET", f"/api/v1/rooms/{room['id']}/messages")).json["messages"]
        return [row for row in rows if row["planned_for"] is None]

    async def report(self, body: Json, at: datetime | None = None, key: str = KEY) -> Answer:
        raw = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **signed(raw, int((at or datetime.now(UTC)).timestamp()), key)}
        return await ask(self.node, "POST", REPORTS, headers, data=raw)


def seat(room: Json, name: str) -> str:
    return next(str(row["seat"]) for row in room["people"] if row["name"] == name)


def link(room: Json, name: str) -> str:
    return next(str(row["invite"]["url"]) for row in room["people"] if row["name"] == name)


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        gateway = await stack.enter_async_context(SmsGateway().up())
        mailbox = await stack.enter_async_context(Mailbox().up())
        settings = {"sms_url": gateway.url, "sms_key": KEY, **mailbox.settings}
        node = await stack.enter_async_context(running_node(tmp_path_factory.mktemp("town"), **settings))
        yield Town(node, gateway, mailbox)


async def test_an_invitation_goes_by_every_way_there_is_with_the_own_link(town: Town) -> None:
    room = await town.room()
    assert {each["state"] for each in room["invitations"]} == {"none"}
    before = len(town.gateway.phones)
    answer = await town.write(room, "张伟", "李静")
    assert answer.status == 202
    assert {each["seat"]: each["ways"] for each in answer.json["reach"]} == {
        seat(room, "张伟"): ["sms", "email"],
        seat(room, "李静"): ["email"],
        seat(room, "周涛"): [],
    }
    text = (await town.gateway.texts(before + 1))[-1]
    assert text["to"] == "+8613812345678"
    assert link(room, "张伟") in text["text"]
    letter = await town.mailbox.letter("li@example.com", "在线调解邀请")
    assert link(room, "李静") in plain(letter)
    assert link(room, "张伟") not in plain(letter)
    assert "Invitation to online mediation" in str(letter["Subject"])
    rows = await town.messages(room)
    assert sorted((row["name"], row["way"]) for row in rows) == [("张伟", "email"), ("张伟", "sms"), ("李静", "email")]
    listed = (await town.ask("GET", "/api/v1/rooms")).json["rooms"]
    states = next(row["invitations"] for row in listed if row["id"] == room["id"])
    assert [each["state"] for each in states][2] == "none"


async def test_a_reminder_waits_for_the_day_before(town: Town) -> None:
    room = await town.room()
    await town.write(room, "李静")
    rows = (await town.ask("GET", f"/api/v1/rooms/{room['id']}/messages")).json["messages"]
    [planned] = [row for row in rows if row["planned_for"]]
    starts = datetime.fromisoformat(room["scheduled_at"])
    assert datetime.fromisoformat(planned["planned_for"]) == starts - timedelta(hours=24)
    assert (planned["kind"], planned["state"]) == ("reminder", "queued")
    # And by hand at any time.
    assert (await town.write(room, "李静", kind="reminder")).status == 202
    await town.mailbox.letter("li@example.com", "调解提醒")


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [("周涛", "message.no_way", 409), ("王敏", "seat.unknown", 404), ("?", "seat.unknown", 404)],
)
async def test_whoever_cannot_be_written_to_is_named(town: Town, name: str, code: str, status: int) -> None:
    room = await town.room()
    asked = [seat(room, name)] if name != "?" else ["nobody"]
    body = {"kind": "invitation", "seats": asked}
    answer = await town.ask("POST", f"/api/v1/rooms/{room['id']}/messages", json=body)
    assert (answer.status, answer.code) == (status, code)
    assert await town.messages(room) == []


async def test_a_button_pressed_twice_is_one_wish(town: Town) -> None:
    room = await town.room()
    assert (await town.write(room, "李静")).status == 202
    again = await town.write(room, "李静")
    assert (again.status, again.code) == (429, "message.just_sent")
    assert len(await town.messages(room)) == 1


async def test_the_gateways_report_is_the_last_word(town: Town) -> None:
    room, before = await town.room(), len(town.gateway.phones)
    await town.write(room, "张伟")
    sms = (await town.gateway.texts(before + 1))[-1]["id"]
    assert (await town.report({"id": sms, "state": "delivered"})).status == 204
    state = next(row for row in await town.messages(room) if row["id"] == sms)
    assert (state["state"], state["trouble"]) == ("delivered", None)
    detail = (await town.ask("GET", f"/api/v1/rooms/{room['id']}")).json
    assert next(each["state"] for each in detail["invitations"] if each["name"] == "张伟") == "delivered"
    assert (await town.report({"id": sms, "state": "failed", "code": "UNDELIV"})).status == 204
    assert next(row["state"] for row in await town.messages(room) if row["id"] == sms) == "delivered"


async def test_a_number_that_is_off_is_shown_with_the_operators_reason(town: Town) -> None:
    room, before = await town.room(), len(town.gateway.phones)
    await town.write(room, "张伟")
    sms = (await town.gateway.texts(before + 1))[-1]["id"]
    await town.report({"id": sms, "state": "failed", "code": "MK-0012"})
    row = next(row for row in await town.messages(room) if row["id"] == sms)
    assert row["state"] == "failed"
    assert "MK-0012" in row["trouble"]["zh"]
    assert "MK-0012" in row["trouble"]["en"]


async def test_threat11_a_report_that_another_signed_is_old_or_comes_again_changes_nothing(town: Town) -> None:
    room, before = await town.room(), len(town.gateway.phones)
    await town.write(room, "张伟")
    sms = (await town.gateway.texts(before + 1))[-1]["id"]
    body, now = {"id": sms, "state": "failed"}, datetime.now(UTC)
    for at, key in ((now, "another secret"), (now - timedelta(minutes=6), KEY), (now + timedelta(minutes=6), KEY)):
        answer = await town.report(body, at, key)
        assert (answer.status, answer.code) == (401, "report.signature")
    unsigned = await ask(town.node, "POST", REPORTS, {}, json=body)
    assert (unsigned.status, unsigned.code) == (401, "report.signature")
    assert next(row["state"] for row in await town.messages(room) if row["id"] == sms) != "failed"
    good = {"id": sms, "state": "delivered"}
    assert (await town.report(good, now)).status == 204
    replayed = await town.report(good, now)
    assert (replayed.status, replayed.code) == (409, "report.replayed")
    unknown = await town.report({"id": "0" * 32, "state": "delivered"})
    assert (unknown.status, unknown.code) == (404, "message.unknown")


async def test_what_waits_to_bring_a_dead_link_does_not_go(town: Town) -> None:
    room = await town.room()
    await town.write(room, "李静")
    path = f"/api/v1/rooms/{room['id']}/seats/{seat(room, '李静')}/invite"
    assert (await town.ask("DELETE", path)).status == 204
    rows = (await town.ask("GET", f"/api/v1/rooms/{room['id']}/messages")).json["messages"]
    [reminder] = [row for row in rows if row["kind"] == "reminder"]
    assert reminder["state"] == "failed"
    assert "取代" in reminder["trouble"]["zh"]
    answer = await town.write(room, "李静", kind="reminder")
    assert (answer.status, answer.code) == (409, "message.no_link")


async def test_a_session_that_is_called_off_is_told_to_those_who_were_written_to(town: Town) -> None:
    room = await town.room(title="取消的调解", respondents=[person("赵六", email="zhao@example.com"), person("孙七")])
    await town.write(room, "赵六")
    await town.mailbox.letter("zhao@example.com", "在线调解邀请：取消的调解")
    assert (await town.ask("POST", f"/api/v1/rooms/{room['id']}/close", json={})).status == 200
    letter = await town.mailbox.letter("zhao@example.com", "调解取消：取消的调解")
    file = calendar(letter)
    assert "METHOD:CANCEL" in file
    assert f"UID:{room['id']}@mediation-room" in file
    assert "/j/" not in plain(letter) + file
    names = {row["name"] for row in await town.messages(room) if row["kind"] == "cancellation"}
    assert names == {"赵六"}


async def test_a_code_for_the_gate_goes_to_the_telephone_and_is_shown_to_nobody(town: Town) -> None:
    room, before = await town.room(), len(town.gateway.phones)
    who = seat(room, "张伟")
    party = Party(town.node, link(room, "张伟").rsplit("/", 1)[1], who, "code".ljust(43, "x"), None)
    token = bearer(await party.token())
    sent = await ask(town.node, "POST", "/api/v1/session/codes", token, json={"person": who})
    assert (sent.status, sent.json["target_masked"], sent.json["simulated"]) == (200, "138****5678", False)
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", (await town.gateway.texts(before + 1))[-1]["text"].split("，")[0])
    [row] = await town.messages(room)
    assert (row["kind"], row["way"]) == ("code", "sms")
    assert code not in json.dumps((await town.ask("GET", f"/api/v1/rooms/{room['id']}/messages")).json)
    answered = await ask(town.node, "POST", "/api/v1/session/codes/answer", token, json={"person": who, "code": code})
    assert answered.status == 200


async def test_nobody_else_reads_or_writes(town: Town) -> None:
    room = await town.room()
    other = bearer(await town.node.log_in("zhaolei"))
    for method in ("GET", "POST"):
        body = {"json": {"kind": "invitation", "seats": [seat(room, "李静")]}} if method == "POST" else {}
        answer = await ask(town.node, method, f"/api/v1/rooms/{room['id']}/messages", other, **body)
        assert (answer.status, answer.code) == (404, "room.unknown")
    assert (await ask(town.node, "GET", "/api/v1/outbox", other)).json == {"simulated": False, "rows": []}


async def test_where_nothing_is_configured_messages_lie_in_the_outbox_with_text_and_link(tmp_path: Path) -> None:
    async with running_node(tmp_path) as node:
        town = Town(node, SmsGateway(), Mailbox())
        room = await town.room()
        shown = (await town.write(room, "张伟")).json
        assert shown["simulated"] is True
        # The postman of the outbox has only to look at it.
        first = next(row["id"] for row in shown["messages"] if row["planned_for"] is None)
        while (laid := await stores_of(node).messages.progress(MessageId(first))) and laid.state == "queued":
            await node.ask("GET", "/api/v1/about")
        box = (await town.ask("GET", "/api/v1/outbox")).json
        [row] = box["rows"]
        assert box["simulated"] is True
        assert link(room, "张伟") in row["text"]
        assert (row["message"]["way"], row["message"]["to_masked"]) == ("outbox", "z***@example.com")
        detail = (await town.ask("GET", f"/api/v1/rooms/{room['id']}")).json
        assert [each["state"] for each in detail["invitations"]] == ["simulated", "none", "none"]
        # A code lies in the operator's outbox, never in the mediator's.
        who = seat(room, "张伟")
        party = Party(node, link(room, "张伟").rsplit("/", 1)[1], who, "code".ljust(43, "x"), None)
        coded = await ask(node, "POST", "/api/v1/session/codes", bearer(await party.token()), json={"person": who})
        assert coded.json["simulated"] is True
        assert len((await town.ask("GET", "/api/v1/outbox")).json["rows"]) == 1
        assert len(await stores_of(node).codes.live(datetime.now(UTC))) == 1
        report = await town.report({"id": first, "state": "delivered"})
        assert (report.status, report.code) == (404, "path.unknown")
