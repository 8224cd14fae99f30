"""Chat over real sockets: order, once, nothing lost over a drop."""

import asyncio
from datetime import UTC, datetime

from rooms.ids import MessageId
from rooms.inputs import ChatSent
from tests.node import Node, Scene
from tests.tab import Tab


async def test_everybody_gets_every_line_in_the_servers_order(scene: Scene) -> None:
    tabs = await scene.at_table()
    await asyncio.gather(*(tab.says(f"{n}-{i}", line=f"line-{n}-{i}") for n, tab in enumerate(tabs) for i in range(5)))
    for tab in tabs:
        await tab.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 15)
        assert [line["seq"] for line in tab.lines()] == list(range(1, 16))
    assert tabs[0].lines() == tabs[1].lines() == tabs[2].lines()


async def test_one_clients_lines_keep_its_order(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    for i in range(10):
        line = {"id": f"ordered-{i}", "text": str(i), "channel": "joint", "tag": ""}
        await worker.client.emit("chat.send", line)
    await mediator.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 10)
    assert [line["text"] for line in mediator.lines()] == [str(i) for i in range(10)]


async def test_a_line_sent_again_is_said_once(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    for _ in range(3):
        await worker.says("只说一次", line="same-line-1")
    await worker.says("第二句", line="same-line-2")
    await mediator.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 2)
    assert [line["text"] for line in mediator.lines()] == ["只说一次", "第二句"]


async def test_missed_lines_come_after_a_drop_and_none_twice(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await mediator.says("一", line="before-drop")
    await worker.until("chat.lines")
    await worker.leave()
    for n in range(3):
        await mediator.says(f"错过{n}", line=f"missed-{n}")
    back = Tab(worker.token, scene.node.url, chat=dict(worker.chat))
    scene.tabs.append(await back.connect())
    await back.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 4)
    assert [line["seq"] for line in back.lines()] == [2, 3, 4]


async def test_delivery_is_shown_by_what_the_others_received(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await mediator.says("收到请回", line="delivered-1")
    await worker.until("chat.lines")
    await worker.done("chat.received", channel="joint", seq=1)
    seen = await mediator.view(lambda view: any(row["received"] == 1 for row in view["seats"]))
    assert {row["seat"]: row["received"] for row in seen["seats"]}[scene.worker.seat] == 1


async def test_a_latecomer_does_not_get_what_was_said_before(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    await scene.lets_in(mediator, scene.worker)
    await worker.says("先说的", line="early-line")
    company = await scene.seated(scene.company)
    await scene.lets_in(mediator, scene.company)
    await mediator.says("后说的", line="later-line")
    await company.until("chat.lines")
    assert [line["text"] for line in company.lines()] == ["后说的"]


async def test_a_new_tab_of_a_seated_person_gets_all_that_was_said(scene: Scene) -> None:
    mediator, _, _ = await scene.at_table()
    for n in range(3):
        await mediator.says(f"早{n}", line=f"earlier-{n}")
    second = await scene.seated(scene.worker)
    await second.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 3)
    assert [line["seq"] for line in second.lines()] == [1, 2, 3]


async def test_what_was_said_before_and_after_an_absence_is_there_and_not_what_was_said_meanwhile(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await mediator.says("一", line="line-one")
    await worker.until("chat.lines")
    await worker.client.emit("room.leave", {})
    await worker.closed()
    back = await scene.seated(scene.worker)
    await mediator.says("二", line="line-two")
    assert back.lines() == [], "the lobby reads nothing"
    await mediator.done("seat.admit", seat=scene.worker.seat)
    await mediator.says("三", line="line-three")
    await back.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 2)
    assert [(line["seq"], line["text"]) for line in back.lines()] == [(1, "一"), (2, "三")], "its own numbers"


async def test_a_long_conversation_is_caught_up_whole(scene: Scene, node: Node) -> None:
    _, worker, _ = await scene.at_table()
    room = await node.room(scene.room)
    for n in range(620):
        said = ChatSent(datetime.now(UTC), room.seats[0].id, MessageId(f"long-{n:05}"), str(n))
        await node.keeper.submit(room.id, said)
    again = await scene.seated(scene.worker)
    await again.until("chat.lines", lambda push: push["lines"][-1]["seq"] == 620)
    assert [line["seq"] for line in again.lines()] == list(range(1, 621))
    assert worker.seen("session.ended")


async def test_threat3_who_is_removed_while_lines_are_read_gets_none_of_them(scene: Scene, node: Node) -> None:
    mediator, worker, _ = await scene.at_table()
    saying = [mediator.call("chat.send", id=f"racing-{n:03}", text=str(n), channel="joint", tag="") for n in range(30)]
    removing = mediator.call("seat.remove", seat=scene.worker.seat, reason="原因")
    answers = await asyncio.gather(*saying[:15], removing, *saying[15:])
    assert all(answer["ok"] for answer in answers)
    await worker.closed()
    last_before = (await node.room(scene.room)).chat_seq - 15
    assert all(line["seq"] <= last_before for line in worker.lines())
