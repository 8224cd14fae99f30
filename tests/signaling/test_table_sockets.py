"""Role × right × place × phase through real sockets: every command, from every situation a tab can be in.

What the socket answers must be what `rooms.permissions` says. Commands that would end the scene come last.
"""

import json

from rooms.ids import SeatId
from rooms.permissions import permitted
from rooms.rights import Right
from signaling.contract.commands import COMMANDS
from tests.node import Json, Scene, Tab

FORBIDDEN = {"not_permitted.role", "not_permitted.place", "not_permitted.phase", "session.stale"}
NOBODY = {"seat": "nobody"}
TEXT = "0" * 64
TYPED = {"strokes": [], "height": 400, "typed": "王敏"}

RIGHTS: dict[str, tuple[Right, Json]] = {
    "media.set": (Right.SET_MEDIA, {"microphone": True, "camera": True}),
    "media.offer": (Right.OFFER_MEDIA, {"offer": 1, "sdp": "v=0"}),
    "chat.send": (Right.CHAT, {"id": "table-line-1", "text": "话"}),
    "chat.received": (Right.ACKNOWLEDGE_CHAT, {"seq": 0}),
    "seat.admit": (Right.ADMIT, NOBODY),
    "seat.hold": (Right.HOLD, {**NOBODY, "reason": "原因"}),
    "seat.remove": (Right.REMOVE, {**NOBODY, "reason": "原因"}),
    "device.allow": (Right.JUDGE_DEVICE, NOBODY),
    "device.refuse": (Right.JUDGE_DEVICE, NOBODY),
    "identity.confirm": (Right.CONFIRM_IDENTITY, NOBODY),
    "document.show": (Right.SHOW_DOCUMENT, {"document": "nothing", "page": 1}),
    "document.hide": (Right.HIDE_DOCUMENT, {}),
    "agreement.open": (Right.DRAFT, {}),
    "draft.add": (Right.DRAFT, {"clause": "clause-01", "kind": "free", "after": None}),
    "draft.set": (Right.DRAFT, {"part": "nothing", "field": "text", "saw": 0, "value": "字"}),
    "draft.remove": (Right.DRAFT, {"clause": "nothing", "saw": 0}),
    "draft.move": (Right.DRAFT, {"clause": "nothing", "after": None, "saw": 0}),
    "draft.settle": (Right.DRAFT, {"id": "remark-01"}),
    "draft.comment": (Right.REMARK, {"id": "remark-01", "part": "nothing", "text": "意见"}),
    "agreement.freeze": (Right.DRAFT, {"saw": 0}),
    "agreement.reopen": (Right.DRAFT, {"reason": "原因"}),
    "agreement.refuse": (Right.SIGN, {"reason": "原因"}),
    "agreement.read": (Right.SIGN, {"digest": TEXT, "page": 1, "seconds": 1}),
    "agreement.confirm": (Right.SIGN, {"digest": TEXT, "sentence": "同意", "esign_version": "1"}),
    "agreement.code": (Right.SIGN, {"digest": TEXT}),
    "agreement.sign": (Right.SIGN, {"id": "press-001", "digest": TEXT, "code": "000000", "ink": TYPED}),
    "room.enter": (Right.ENTER, {"microphone": True, "camera": True}),
    "room.close": (Right.CLOSE, {}),
    "room.leave": (Right.LEAVE, {}),
}
ENDING = {"room.close", "room.leave"}
HOSTS = (
    *("seat.admit", "seat.hold", "seat.remove", "device.allow", "device.refuse", "identity.confirm", "room.close"),
    *("agreement.open", "draft.add", "draft.set", "draft.remove", "draft.move", "draft.settle"),
    *("agreement.freeze", "agreement.reopen"),
)
"""Written by hand from domain.md §4.6, not from the table."""


async def forbidden(tab: Tab, event: str, payload: Json) -> bool:
    answer = await tab.call(event, **payload)
    return not answer["ok"] and answer["code"] in FORBIDDEN


async def obeys_the_table(scene: Scene, tab: Tab, seat_id: str, *, speaks: bool = True) -> None:
    for event, (right, payload) in RIGHTS.items():
        room = await scene.node.room(scene.room)
        seat = room.seat(SeatId(seat_id))
        assert seat is not None
        allowed = permitted(room, seat, right) and (speaks or right is Right.ENTER)
        if event in ENDING and allowed:
            continue
        assert await forbidden(tab, event, payload) is not allowed, (event, seat.place, room.phase)


def test_every_command_is_tried() -> None:
    assert set(RIGHTS) == set(COMMANDS) - {"beat"}


async def test_threat1_before_anybody_is_admitted(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    mediators_seat = (await mediator.view())["you"]["seat"]
    await obeys_the_table(scene, worker, scene.worker.seat)
    await obeys_the_table(scene, mediator, mediators_seat)


async def test_threat1_while_some_are_at_the_table_and_one_waits(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker, company = await scene.seated(scene.worker), await scene.seated(scene.company)
    await mediator.done("seat.admit", seat=scene.worker.seat)
    await obeys_the_table(scene, company, scene.company.seat)
    await obeys_the_table(scene, worker, scene.worker.seat)
    await obeys_the_table(scene, mediator, (await mediator.view())["you"]["seat"])


async def test_threat4_a_tab_that_did_not_enter_says_nothing(scene: Scene) -> None:
    await scene.at_table()
    scene.worker.device = "another".ljust(43, "z")
    other = await scene.worker.tab()
    scene.tabs.append(other)
    await obeys_the_table(scene, other, scene.worker.seat, speaks=False)


async def test_at59_what_only_the_host_may_is_refused_to_a_party_and_leaves_an_audit_line(scene: Scene) -> None:
    _, worker, _ = await scene.at_table()
    for event in HOSTS:
        assert await worker.refusal(event, **RIGHTS[event][1]) == "not_permitted.role", event
    case = (await scene.node.room(scene.room)).case
    records = [record for record in await scene.node.stores.audit.records(case) if record.kind == "access.refused"]
    assert [json.loads(record.body) for record in records] == [
        {"action": event, "code": "not_permitted.role", "who": scene.worker.seat} for event in HOSTS
    ]


async def test_ending_commands_are_allowed_to_whom_they_belong(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    assert await forbidden(worker, "room.close", {})
    await worker.client.emit("room.leave", {})
    await worker.closed()
    assert worker.seen("session.ended")[0]["reason"] == "left"
    await mediator.client.emit("room.close", {})
    await company.closed()
    assert company.seen("session.ended")[0]["reason"] == "closed"
