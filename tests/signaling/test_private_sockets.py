"""Private talk over real sockets: lines reach their readers' tabs alone, and what others are told betrays nothing."""

import asyncio
import json

import pytest

from rooms.ids import SeatId
from tests.node import Node, Scene
from tests.tab import Tab, turned_away

SECRET = "我最低可以接受一万元"


async def settled(tab: Tab, *, camera: bool) -> None:
    """Returns when the tab has all that it was going to be told: its own switch comes behind it."""
    await tab.done("media.set", microphone=True, camera=camera, screen=False)
    await tab.view(lambda view: view["you"]["camera"] is camera)


async def test_threat1_private_lines_reach_their_readers_alone(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    caucus = await scene.in_caucus(mediator, (scene.worker, worker))
    await worker.says(SECRET, caucus)
    await mediator.says(SECRET, "notes")
    await worker.says(SECRET, "side.applicant")
    await mediator.until("chat.lines", lambda push: push["lines"][0]["channel"] == caucus)
    await worker.until("chat.lines", lambda push: push["lines"][0]["channel"] == "side.applicant")
    await settled(company, camera=False)
    assert SECRET not in json.dumps(company.pushes, ensure_ascii=False)
    assert (len(mediator.lines(caucus)), len(mediator.lines("notes"))) == (1, 1)
    assert mediator.lines("side.applicant") == [], "mediators read no side's own"
    assert (len(worker.lines(caucus)), worker.lines("notes")) == (1, [])
    for channel in (caucus, "notes", "side.applicant", f"lobby.{scene.worker.seat}"):
        code = await company.refusal("chat.send", id="forged-01", text="插话", channel=channel, tag="")
        assert code == ("not_permitted.role" if channel == "notes" else "chat.channel")
    # Nor when it comes again and says that it has nothing yet.
    again = scene.kept(await Tab(company.token, scene.node.url).connect())
    await again.view()
    await settled(again, camera=True)
    assert SECRET not in json.dumps(again.pushes, ensure_ascii=False)


async def test_threat1_who_stays_outside_is_pushed_nothing_while_others_talk_in_private(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    caucus = await scene.in_caucus(mediator, (scene.worker, worker))
    await company.view(lambda view: view["private_talk"] is not None)
    await settled(company, camera=False)
    before = len(company.pushes)
    for number in range(5):
        await worker.says(f"{SECRET}{number}", caucus)
        await mediator.done("chat.received", channel=caucus, seq=number + 1)
        await mediator.done("media.set", microphone=number % 2 == 0, camera=True, screen=False)
        await worker.done("hand.raise" if number % 2 == 0 else "hand.lower", **({} if number % 2 == 0 else own(scene)))
    assert len(company.pushes) == before
    await settled(company, camera=True)
    assert [name for name, _ in company.pushes[before:]] == ["room.view"]
    numbers = [view["version"] for view in company.seen("room.view")]
    assert numbers == list(range(1, len(numbers) + 1)), "no number of a view betrays what was done elsewhere"


def own(scene: Scene) -> dict[str, str]:
    return {"seat": scene.worker.seat}


async def test_threat1_who_has_left_a_private_talk_reads_nothing_said_there_later(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    both = ((scene.worker, worker), (scene.company, company))
    caucus = await scene.in_caucus(mediator, *both)
    await worker.says("都听得到", caucus)
    await company.until("chat.lines", lambda push: push["lines"][0]["channel"] == caucus)
    await mediator.done("seat.to_lobby", seat=scene.company.seat, reason="请稍候")
    await worker.says(SECRET, caucus)
    since = len(company.pushes)
    await mediator.done("seat.admit", seat=scene.company.seat)
    await company.view(lambda view: view["you"]["place"] == "joint", since)
    await settled(company, camera=False)
    assert [line["text"] for line in company.lines(caucus)] == ["都听得到"]
    again = scene.kept(await Tab(company.token, scene.node.url).connect())
    await again.view()
    await settled(again, camera=True)
    assert SECRET not in json.dumps(again.pushes, ensure_ascii=False)


@pytest.mark.alone
async def test_threat3_removal_out_of_a_private_talk_ends_socket_and_token_within_a_second(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await scene.in_caucus(mediator, (scene.worker, worker))
    began = asyncio.get_running_loop().time()
    await mediator.done("seat.remove", seat=scene.worker.seat, reason="扰乱秩序")
    await worker.closed()
    assert asyncio.get_running_loop().time() - began < 1.0
    hello = {"token": worker.token, "chat": {}}
    assert (await turned_away(scene.node.url, hello))["code"] == "session.unknown"


async def test_at39_who_said_a_line_and_as_what_is_taken_from_the_store(scene: Scene, node: Node) -> None:
    mediator, worker, _ = await scene.at_table()
    await worker.says("我可以少要两千元", tag="proposal")
    await mediator.done("fact.propose", id="fact-0001", words="入职日期为2024年3月1日", line=1)
    unknown = {"id": "fact-0002", "words": "没有这句话", "line": 9}
    assert await mediator.refusal("fact.propose", **unknown) == "fact.line_unknown"
    (fact,) = (await node.room(scene.room)).facts
    assert fact.said is not None
    assert (fact.said.speaker, fact.said.proposal) == (SeatId(scene.worker.seat), True)
    await worker.view(lambda view: [one["id"] for one in view["facts"]] == ["fact-0001"])


async def test_a_mediator_reads_the_word_of_who_waits_and_answers_it(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker, company = await scene.seated(scene.worker), await scene.seated(scene.company)
    lobby = f"lobby.{scene.worker.seat}"
    await worker.says("我看不清告知书", lobby)
    await mediator.until("chat.lines", lambda push: push["lines"][0]["channel"] == lobby)
    await mediator.says("我来帮您", lobby)
    await worker.until("chat.lines", lambda push: push["lines"][0]["text"] == "我来帮您")
    assert await company.refusal("chat.send", id="forged-01", text="插话", channel=lobby, tag="") == "chat.channel"
    assert company.lines(lobby) == []
