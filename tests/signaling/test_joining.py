"""The story over real sockets: lobby, admission, views, removal, devices, tabs."""

import asyncio
import time

import pytest

from signaling.liveness import SILENT_AFTER_S
from tests.node import Node, Refused, Scene
from tests.tab import Json, Tab, turned_away


def seat_of(view: Json, seat: str) -> Json:
    return next(row for row in view["seats"] if row["seat"] == seat)


async def test_a_party_waits_is_admitted_and_all_see_it(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    waiting = await mediator.view(lambda view: seat_of(view, scene.worker.seat)["place"] == "lobby")
    assert seat_of(waiting, scene.worker.seat)["name"] == "张伟"
    lobby = await worker.view(lambda view: view["you"]["place"] == "lobby")
    assert {row["role"] for row in lobby["seats"]} == {"mediator", "party"}
    assert lobby["desk"] == []
    await scene.lets_in(mediator, scene.worker)
    joint = await worker.view(lambda view: view["you"]["place"] == "joint")
    assert joint["phase"] == "joint"


async def test_not_yet_reaches_the_person_with_its_reason(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    await mediator.done("seat.hold", seat=scene.worker.seat, reason="请等对方到场")
    assert await worker.view(lambda view: view["hold_reason"] == "请等对方到场")


async def test_threat4_who_waits_is_refused_every_act_of_the_table(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    others = scene.company.seat
    attempts: dict[str, Json] = {
        "chat.send": {"id": "12345678", "text": "你好", "channel": "joint", "tag": ""},
        "chat.received": {"channel": "joint", "seq": 0},
        "media.offer": {"offer": 1, "sdp": "v=0"},
        "seat.admit": {"seat": scene.worker.seat},
        "seat.hold": {"seat": others, "reason": "x"},
        "seat.remove": {"seat": others, "reason": "x"},
        "device.allow": {"seat": others},
        "device.refuse": {"seat": others},
        "identity.confirm": {"seat": others, "person": others, "how": "document"},
        "media.prefer": {"audio_only": True, "pinned": None},
        "hand.raise": {},
        "caucus.want": {"wanted": True},
        "room.close": {},
    }
    for event, payload in attempts.items():
        code = await worker.refusal(event, **payload)
        assert code.startswith("not_permitted.") or (event.startswith("chat.") and code == "chat.channel"), event
    assert worker.lines() == []


@pytest.mark.alone
async def test_threat3_removal_ends_socket_and_token_within_a_second(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    began = asyncio.get_running_loop().time()
    await mediator.done("seat.remove", seat=scene.worker.seat, reason="扰乱秩序")
    await worker.closed()
    assert asyncio.get_running_loop().time() - began < 1.0
    assert worker.seen("session.ended")[0]["reason"] == "removed"
    hello = {"token": worker.token, "chat": {}}
    assert (await turned_away(scene.node.url, hello))["code"] == "session.unknown"
    with pytest.raises(Refused) as again:
        await scene.worker.token()
    assert again.value.code == "seat.removed"


async def test_a_second_tab_takes_over_and_the_first_is_told(scene: Scene) -> None:
    _, worker, _ = await scene.at_table()
    second = await scene.seated(scene.worker)
    await worker.closed()
    assert worker.seen("session.ended")[0]["reason"] == "taken_over"
    assert (await second.view())["you"]["place"] == "joint"


async def test_another_device_needs_the_mediators_nod(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    scene.worker.device = "another".ljust(43, "y")
    other = await scene.worker.tab()
    scene.tabs.append(other)
    assert await other.refusal("room.enter", microphone=True, camera=True) == "device.waiting"
    assert await other.refusal("media.set", microphone=True, camera=True, screen=False) == "session.stale"
    assert other.seen("room.view") == []
    await mediator.view(lambda view: any(row["knocking"] for row in view["desk"]))
    await mediator.done("device.allow", seat=scene.worker.seat)
    await worker.closed()
    assert (await other.view())["you"]["place"] == "joint"


async def test_a_refused_device_is_told_and_closed(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    scene.worker.device = "another".ljust(43, "y")
    other = await scene.worker.tab()
    await other.refusal("room.enter", microphone=True, camera=True)
    await mediator.done("device.refuse", seat=scene.worker.seat)
    await other.closed()
    assert other.seen("session.ended")[0]["reason"] == "device_refused"
    assert worker.client.connected


async def test_closing_tells_everybody(scene: Scene) -> None:
    tabs = await scene.at_table()
    await scene.node.ask("POST", f"/api/v1/rooms/{scene.room}/close", {}, token=scene.mediator_token)
    for tab in tabs:
        await tab.closed()
        assert tab.seen("session.ended")[0]["reason"] == "closed"


async def test_a_revoked_link_cuts_off_who_came_by_it(scene: Scene) -> None:
    _, worker, _ = await scene.at_table()
    path = f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite"
    await scene.node.ask("DELETE", path, token=scene.mediator_token)
    await worker.closed()
    with pytest.raises(Refused) as refused:
        await scene.worker.token()
    assert (refused.value.status, refused.value.code) == (410, "invite.revoked")


async def test_polling_alone_carries_the_same_conversation(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await Tab(await scene.worker.token(), scene.node.url).connect("polling")
    scene.tabs.append(worker)
    await worker.enter()
    await scene.lets_in(mediator, scene.worker)
    assert await worker.view(lambda view: view["you"]["place"] == "joint")
    # Closed from our side: the client's own goodbye waits for its last poll.
    await mediator.client.emit("room.close", {})
    await worker.closed()


async def test_versions_of_the_views_of_one_socket_grow(scene: Scene) -> None:
    mediator, _, _ = await scene.at_table()
    versions = [view["version"] for view in mediator.seen("room.view")]
    assert versions == sorted(versions)


async def test_a_mediator_of_another_room_cannot_enter_this_one(scene: Scene, node: Node) -> None:
    stranger = await node.log_in("zhaolei")
    with pytest.raises(Refused) as refused:
        await node.ask("POST", f"/api/v1/rooms/{scene.room}/enter", token=stranger)
    assert refused.value.status == 404


async def test_a_removed_person_reads_why(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await mediator.done("seat.remove", seat=scene.worker.seat, reason="请先平静下来")
    await worker.closed()
    assert worker.seen("session.ended")[0]["note"] == "请先平静下来"


async def test_threat1_the_lobby_notices_nothing_of_what_goes_on_at_the_table(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker, company = await scene.seated(scene.worker), await scene.seated(scene.company)
    await mediator.done("seat.hold", seat=scene.company.seat, reason="请稍候")
    await scene.lets_in(mediator, scene.worker)
    # Until all of that has come: the beginning is the last of it, and everybody's to know.
    await company.view(lambda view: (view["hold_reason"], view["phase"]) == ("请稍候", "joint"))
    before = len(company.pushes)
    for n in range(5):
        await worker.says("桌上的话", line=f"at-table-{n}")
        await mediator.done("chat.received", channel="joint", seq=n + 1)
        await mediator.done("media.set", microphone=n % 2 == 0, camera=True, screen=False)
    # The lobby's own answer comes behind everything that would have been sent to it.
    await company.done("media.set", microphone=False, camera=False, screen=False)
    await company.view(lambda view: view["you"]["camera"] is False, since=before)
    assert [name for name, _ in company.pushes[before:]] == ["room.view"]
    seen = company.pushes[-1][1]
    assert {row["received"] for row in seen["seats"]} == {0}


async def test_a_node_that_stood_still_takes_nobody_for_silent(scene: Scene) -> None:
    """Beats that came meanwhile lie unread: no view may say of anybody that the line was lost."""
    mediator, worker, _ = await scene.at_table()
    before = len(mediator.pushes)
    time.sleep(SILENT_AFTER_S + 0.2)  # noqa: ASYNC251 - the fault itself: server and clients share this loop
    await worker.done("media.set", microphone=False, camera=True, screen=False)
    await mediator.view(lambda view: seat_of(view, scene.worker.seat)["microphone"] is False, since=before)
    seen = [view for name, view in mediator.pushes[before:] if name == "room.view"]
    assert {row["presence"] for view in seen for row in view["seats"]} == {"here"}


async def test_threat31_forbidden_acts_are_on_record_once_for_a_socket(scene: Scene, node: Node) -> None:
    _, worker, _ = await scene.at_table()
    for _ in range(3):
        assert await worker.refusal("room.close") == "not_permitted.role"
    room = await node.room(scene.room)
    records = await node.stores.audit.records(room.case)
    refused = [record for record in records if record.kind == "access.refused"]
    assert len(refused) == 1


async def test_threat3_a_socket_that_connects_during_a_revocation_does_not_stay(scene: Scene) -> None:
    token = await scene.worker.token()
    tab = Tab(token, scene.node.url)
    scene.tabs.append(tab)
    path = f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite"
    revoking = scene.node.ask("DELETE", path, token=scene.mediator_token)
    await asyncio.gather(tab.connect(), revoking, return_exceptions=True)
    await tab.closed()
    assert tab.seen("room.view") == []
