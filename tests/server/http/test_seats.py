"""Seats the mediator adds: every role with its link, agents by the law's measure, and who is kept from whom."""

from collections.abc import AsyncIterator

import pytest

from rooms.room import Authority
from tests.node import Node, Scene, open_scene
from tests.server.http.callers import ADDED, Answer, ask, bearer, invite, seat_added, stores_of
from tests.tab import Json

LAWYER = {"role": "agent", "side": "applicant", "authority": "special"}


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    scene = await open_scene(node)
    yield scene
    await scene.close()


async def tried(scene: Scene, *names: str, **seat: object) -> Answer:
    """A further seat, whatever comes of it."""
    body = {"persons": [{"name": name} for name in names], **seat}
    path = f"/api/v1/rooms/{scene.room}/seats"
    return await ask(scene.node, "POST", path, bearer(scene.mediator_token), json=body)


@pytest.mark.parametrize(
    "seat",
    [
        *ADDED.values(),
        {"role": "party", "side": "respondent"},
        {"role": "legal_representative", "side": "respondent", "on_behalf_of": "南京某某电子有限公司"},
        {"role": "worker_representative", "side": "applicant"},
        {"role": "interpreter", "side": "applicant"},
    ],
    ids=lambda seat: f"{seat['role']}-{seat['side']}",
)
async def test_every_role_gets_a_seat_and_a_link_that_leads_to_the_lobby(node: Node, scene: Scene, seat: Json) -> None:
    guest = await seat_added(node, scene, "孙丽", **seat)
    seen = (await ask(node, "GET", "/api/v1/invitation", invite(guest.invite))).json
    assert (seen["name"], seen["side"], seen["on_behalf_of"]) == ("孙丽", seat["side"], seat.get("on_behalf_of"))
    tab = await scene.seated(guest)
    view = await tab.view()
    assert (view["you"]["role"], view["you"]["place"]) == (seat["role"], "lobby")
    state = (await ask(node, "GET", "/api/v1/session", bearer(tab.token))).json
    assert (state["role"], state["next"]) == (seat["role"], "enter")


async def test_a_side_has_two_agents_at_most_and_each_says_how_far_it_may_go(node: Node, scene: Scene) -> None:
    missing = await tried(scene, "陈律师", role="agent", side="applicant")
    assert (missing.status, missing.code) == (422, "agent.authority")
    for name in ("陈律师", "周律师"):
        await seat_added(node, scene, name, **LAWYER)
    third = await tried(scene, "吴律师", **LAWYER)
    assert (third.status, third.code, third.json["data"]) == (409, "agents.too_many", {"limit": 2})
    other = await tried(scene, "吴律师", **{**LAWYER, "side": "respondent"})
    assert other.status == 201
    rows = [row for row in other.json["people"] if row["role"] == "agent"]
    assert {(row["authority"], row["papers_seen"]) for row in rows} == {("special", False)}
    assert [seat.authority for seat in (await node.room(scene.room)).seats[3:]] == [Authority.SPECIAL] * 3


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        ({"role": "recorder", "side": "applicant"}, "seat.side"),
        ({"role": "third_party", "side": "respondent"}, "seat.side"),
        ({"role": "party", "side": "neutral"}, "seat.side"),
        ({"role": "mediator", "side": "neutral"}, "request.invalid"),
        ({"role": "party", "side": "respondent", "screened_from": ["nobody"]}, "seat.unknown"),
    ],
    ids=lambda said: "-".join(map(str, said.values())) if isinstance(said, dict) else said,
)
async def test_what_does_not_fit_adds_nobody_and_no_link(scene: Scene, seat: Json, code: str) -> None:
    before = await scene.node.room(scene.room)
    answer = await tried(scene, "孙丽", **seat)
    assert (answer.status, answer.code) == (404 if code == "seat.unknown" else 422, code)
    assert await scene.node.room(scene.room) == before
    assert len(await stores_of(scene.node).invites.of_room(before.id)) == 2


async def test_whom_a_seat_is_screened_from_never_hears_of_it(node: Node, scene: Scene) -> None:
    foreman = await seat_added(
        node, scene, "赵工头", role="party", side="respondent", screened_from=[scene.worker.seat]
    )
    rows = (await ask(node, "GET", f"/api/v1/rooms/{scene.room}", bearer(node.account))).json["people"]
    apart = {row["seat"]: row["screened_from"] for row in rows if row["screened_from"]}
    assert apart == {foreman.seat: [scene.worker.seat], scene.worker.seat: [foreman.seat]}
    mediator = await scene.mediator()
    await mediator.enter()
    worker, company, third = [await scene.seated(one) for one in (scene.worker, scene.company, foreman)]
    await scene.lets_in(mediator, scene.worker, scene.company, foreman)
    for tab in (worker, company, third):
        await tab.view(lambda view: view["you"]["place"] == "joint")
    await worker.says("工资条在我手上")
    await third.says("他没有来上班")
    await company.until("chat.lines", lambda said: any(line["text"] == "他没有来上班" for line in said["lines"]))
    assert [line["text"] for line in company.lines()] == ["工资条在我手上", "他没有来上班"]
    await company.says("请继续")
    await worker.until("chat.lines", lambda said: any(line["text"] == "请继续" for line in said["lines"]))
    assert [line["seq"] for line in worker.lines()] == [1, 2], "no gap where somebody else spoke"
    told = str(worker.pushes)
    assert [word for word in (foreman.seat, "赵工头", "他没有来上班") if word in told] == []
    assert any(name == "minutes.view" for name, _ in worker.pushes)


async def test_who_took_over_renews_links_and_adds_seats_by_the_seat_and_the_former_host_only_by_the_account(
    node: Node, scene: Scene
) -> None:
    """A co-mediator who has no account does all that the mediator can while the session goes on."""
    mediator, _, _ = await scene.at_table()
    guest = await seat_added(node, scene, "孙丽", **ADDED["co-mediator seat"])
    co = await scene.seated(guest)
    await scene.lets_in(mediator, guest)
    room, link = f"/api/v1/rooms/{scene.room}", f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite"
    account_seat = (await node.room(scene.room)).account_seat.id
    assert (await ask(node, "POST", link, bearer(co.token))).code == "access.not_permitted", "does not lead yet"
    await mediator.client.emit("room.leave", {})
    await mediator.closed()
    await co.done("host.take_over")
    renewed = await ask(node, "POST", link, bearer(co.token))
    assert renewed.status == 200
    assert renewed.json["url"] in {row["invite"]["url"] for row in await people(node, room, co.token) if row["invite"]}
    further = {"persons": [{"name": "周强"}], "role": "recorder", "side": "neutral"}
    assert (await ask(node, "POST", f"{room}/seats", bearer(co.token), json=further)).status == 201
    code = {"person": scene.company.seat, "voice_checked": True}
    assert (
        await ask(node, "POST", f"{room}/seats/{scene.company.seat}/codes", bearer(co.token), json=code)
    ).status == 200
    # The case's mediator comes by the account: nobody gives that seat a link, or takes it away.
    own = f"{room}/seats/{account_seat}/invite"
    for method in ("POST", "DELETE"):
        assert (await ask(node, method, own, bearer(co.token))).code == "seat.unknown"
    assert await co.refusal("seat.remove", seat=account_seat, reason="x") == "seat.unknown"
    former = await scene.mediator()
    await former.enter()
    assert (await ask(node, "POST", link, bearer(former.token))).code == "access.not_permitted"
    assert (await ask(node, "DELETE", link, bearer(scene.mediator_token))).status == 204, "the case is still theirs"
    another = await open_scene(node)
    elsewhere = f"/api/v1/rooms/{another.room}/seats/{another.worker.seat}/invite"
    assert (await ask(node, "POST", elsewhere, bearer(co.token))).code == "room.unknown"
    second = await scene.seated(guest)
    assert (await ask(node, "POST", link, bearer(co.token))).code in {"session.stale", "access.sign_in"}
    assert (await ask(node, "POST", link, bearer(second.token))).status == 200


async def people(node: Node, room: str, token: str) -> list[Json]:
    return list((await node.ask("GET", room, token=token))["people"])
