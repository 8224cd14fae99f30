"""Role × right × place × phase through real sockets: every command, from every situation a tab can be in.

What the socket answers must be what `rooms.permissions` says. Commands that would end the scene come last.
"""

import json

from rooms.ids import SeatId
from rooms.permissions import permitted
from rooms.rights import Right
from server.minutes.commands import RIGHTS as OF_MINUTES
from signaling.contract.commands import COMMANDS
from tests.node import Scene
from tests.tab import Json, Tab

FORBIDDEN = {"not_permitted.role", "not_permitted.place", "not_permitted.phase", "session.stale"}
NOBODY = {"seat": "nobody"}
NO_PERSON = {"person": "nobody"}
NO_TALK = {"caucus": "caucus-00"}
TEXT = "0" * 64
TYPED = {"strokes": [], "height": 400, "typed": "王敏"}

MINUTES: dict[str, Json] = {
    "minutes.write": {"id": "entry-0001", "kind": "statement", "speaker": "nobody", "text": "话"},
    "minutes.correct": {"entry": "entry-0001", "saw": 0, "text": "话", "speaker": None},
    "minutes.strike": {"entry": "entry-0001", "saw": 0, "reason": "原因"},
    "minutes.head": {"focus": None, "result": None},
    "minutes.offer": {"entry": "entry-0001"},
    "minutes.confirm": {**NO_PERSON, "seen": [{"entry": "entry-0001", "revision": 0}]},
    "minutes.dissent": {**NO_PERSON, "entry": "entry-0001", "text": "异议"},
    "minutes.excuse": {**NO_PERSON, "reason": "原因"},
    "minutes.freeze": {"saw": 0},
    "minutes.reopen": {"reason": "原因"},
    "minutes.refuse": {**NO_PERSON, "reason": "原因"},
    "minutes.read": {**NO_PERSON, "digest": TEXT, "page": 1, "seconds": 1},
    "minutes.affirm": {**NO_PERSON, "digest": TEXT, "sentence": "同意", "esign_version": "1"},
    "minutes.code": {**NO_PERSON, "digest": TEXT},
    "minutes.sign": {**NO_PERSON, "id": "press-001", "digest": TEXT, "code": "000000", "ink": TYPED},
}
RIGHTS: dict[str, tuple[Right, Json]] = {
    **{kind.event: (right, MINUTES[kind.event]) for kind, right in OF_MINUTES.items()},
    "media.set": (Right.SET_MEDIA, {"microphone": True, "camera": True, "screen": False}),
    "media.offer": (Right.OFFER_MEDIA, {"offer": 1, "sdp": "v=0"}),
    "media.prefer": (Right.OFFER_MEDIA, {"audio_only": False, "pinned": None}),
    "chat.send": (Right.CHAT, {"id": "table-line-1", "text": "话", "channel": "joint", "tag": ""}),
    "chat.received": (Right.ACKNOWLEDGE_CHAT, {"channel": "joint", "seq": 0}),
    "notice.open": (Right.DECLARE, NO_PERSON),
    "notice.finish": (Right.DECLARE, {**NO_PERSON, "version": "0", "aloud": False}),
    "declaration.make": (Right.DECLARE, {**NO_PERSON, "what": "company", "text": ""}),
    "check.call": (Right.CHECK, NOBODY),
    "check.clear": (Right.CHECK, NOBODY),
    "papers.seen": (Right.CHECK, NOBODY),
    "seat.admit": (Right.ADMIT, NOBODY),
    "seat.hold": (Right.HOLD, {**NOBODY, "reason": "原因"}),
    "seat.remove": (Right.REMOVE, {**NOBODY, "reason": "原因"}),
    "seat.to_lobby": (Right.SEND_BACK, {**NOBODY, "reason": "原因"}),
    "seats.screen": (Right.SCREEN_OTHERS, {"first": "nobody", "second": "nobody", "apart": True}),
    "device.allow": (Right.JUDGE_DEVICE, NOBODY),
    "device.refuse": (Right.JUDGE_DEVICE, NOBODY),
    "identity.confirm": (Right.CONFIRM_IDENTITY, {**NOBODY, **NO_PERSON, "how": "document"}),
    "caucus.open": (Right.CAUCUS, {"id": "caucus-00", "seats": ["nobody"], "comes": True, "named": False}),
    "caucus.call": (Right.CAUCUS, {**NO_TALK, "seats": ["nobody"]}),
    "caucus.close": (Right.CAUCUS, NO_TALK),
    "caucus.set": (Right.CAUCUS, {**NO_TALK, "locked": True, "named": True}),
    "caucus.answer": (Right.ANSWER_SUMMONS, {**NO_TALK, "accepts": False}),
    "caucus.join": (Right.JOIN_CAUCUS, NO_TALK),
    "caucus.want": (Right.WANT_CAUCUS, {"wanted": False}),
    "mediator.call": (Right.CALL_MEDIATOR, {"wanted": False}),
    "seat.mute": (Right.MODERATE, {**NOBODY, "locked": False}),
    "seat.mute_all": (Right.MODERATE, {"locked": False}),
    "seat.unlock": (Right.MODERATE, NOBODY),
    "seat.ask_unmute": (Right.MODERATE, NOBODY),
    "seat.spotlight": (Right.MODERATE, {"seat": None}),
    "screen.allow": (Right.MODERATE, {**NOBODY, "allowed": False}),
    "hand.raise": (Right.RAISE_HAND, {}),
    "hand.lower": (Right.MODERATE, NOBODY),
    "script.tell": (Right.TELL_SCRIPT, {"item": "nothing", "told": True}),
    "disclosure.make": (Right.DISCLOSE, {"id": "disclosure-1", "text": ""}),
    "disclosure.answer": (Right.ANSWER_DISCLOSURE, {**NO_PERSON, "disclosure": "disclosure-1", "agrees": True}),
    "fact.propose": (Right.PROPOSE_FACT, {"id": "fact-0001", "words": "", "line": None}),
    "fact.reword": (Right.PROPOSE_FACT, {"fact": "fact-0001", "words": ""}),
    "fact.answer": (Right.ANSWER_FACT, {**NO_PERSON, "fact": "fact-0001", "version": 1, "confirms": True}),
    "fact.withdraw": (Right.PROPOSE_FACT, {"fact": "fact-0001"}),
    "document.show": (Right.SHOW_DOCUMENT, {"document": "nothing", "page": 1}),
    "document.hide": (Right.HIDE_DOCUMENT, {}),
    "agreement.open": (Right.DRAFT, {}),
    "draft.add": (Right.DRAFT, {"clause": "clause-01", "kind": "free", "after": None}),
    "draft.set": (Right.DRAFT, {"part": "nothing", "field": "text", "saw": 0, "value": "字"}),
    "draft.remove": (Right.DRAFT, {"clause": "nothing", "saw": 0}),
    "draft.move": (Right.DRAFT, {"clause": "nothing", "after": None, "saw": 0}),
    "draft.settle": (Right.DRAFT, {"id": "remark-01"}),
    "draft.comment": (Right.REMARK, {"id": "remark-01", "part": "nothing", "text": "意见"}),
    "draft.suggest": (
        Right.REMARK,
        {"id": "suggest-01", "part": "nothing", "field": "text", "saw": 0, "value": "字"},
    ),
    "draft.withdraw": (Right.REMARK, {"id": "suggest-01"}),
    "draft.adopt": (Right.DRAFT, {"id": "suggest-01", "saw": 0}),
    "draft.decline": (Right.DRAFT, {"id": "suggest-01", "reason": "原因"}),
    "draft.accept": (Right.REMARK, {"part": "nothing", "wording": TEXT}),
    "draft.unaccept": (Right.REMARK, {"part": "nothing"}),
    "draft.wording": (Right.READ_PAPERS, {"part": "nothing", "wording": TEXT}),
    "draft.keep": (Right.DRAFT, {"id": "state-0001", "name": "一稿"}),
    "draft.compare": (Right.READ_PAPERS, {"before": "now", "after": "now"}),
    "proposal.make": (Right.DRAFT, {"id": "proposal-1", "text": "方案", "seats": None}),
    "proposal.answer": (Right.REMARK, {"id": "proposal-1", "answer": "think"}),
    "proposal.withdraw": (Right.DRAFT, {"id": "proposal-1"}),
    "agreement.signer": (Right.DRAFT, {"signer": "nobody", "agent": None}),
    "agreement.capacity": (Right.DRAFT, {"signer": "nobody", "capacity": "third"}),
    "agreement.group": (Right.SIGN, {"digest": TEXT, "group": "parties"}),
    "agreement.object": (Right.SIGN, {"digest": TEXT, "group": "parties", "id": "remark-02", "reason": "原因"}),
    "agreement.freeze": (Right.DRAFT, {"saw": 0}),
    "agreement.reopen": (Right.DRAFT, {"reason": "原因"}),
    "agreement.refuse": (Right.SIGN, {"reason": "原因"}),
    "agreement.read": (Right.SIGN, {"digest": TEXT, "page": 1, "seconds": 1}),
    "agreement.confirm": (Right.SIGN, {"digest": TEXT, "sentence": "同意", "esign_version": "1"}),
    "agreement.code": (Right.SIGN, {"digest": TEXT}),
    "agreement.sign": (Right.SIGN, {"id": "press-001", "digest": TEXT, "code": "000000", "ink": TYPED}),
    "session.extend": (Right.PAUSE, {"minutes": 5}),
    "host.take_over": (Right.TAKE_OVER, {}),
    "seat.admit_all": (Right.ADMIT, {}),
    "joint.open": (Right.OPEN_JOINT, {}),
    "check.leave": (Right.CHECK, {}),
    "caucus.leave": (Right.LEAVE_CAUCUS, {}),
    "break.begin": (Right.PAUSE, {"minutes": None}),
    "break.end": (Right.PAUSE, {}),
    "room.enter": (Right.ENTER, {"microphone": True, "camera": True}),
    "session.suspend": (Right.PAUSE, {"note": "设备故障", "until": None}),
    "session.resume": (Right.PAUSE, {}),
    "room.close": (Right.CLOSE, {}),
    "room.leave": (Right.LEAVE, {}),
}
"""Those that move the session on come late, each with what takes it back; the table is asked before each."""
ENDING = {"room.close", "room.leave"}
HOSTS = (
    *("check.call", "check.clear", "check.leave", "papers.seen", "joint.open", "seat.admit_all", "seat.to_lobby"),
    *("seat.admit", "seat.hold", "seat.remove", "device.allow", "device.refuse", "identity.confirm", "room.close"),
    *("seats.screen", "caucus.open", "caucus.call", "caucus.close", "caucus.set", "break.begin", "break.end"),
    *("session.suspend", "session.resume", "session.extend", "host.take_over", "seat.mute", "seat.mute_all"),
    *("seat.unlock", "seat.ask_unmute", "seat.spotlight", "screen.allow", "script.tell", "disclosure.make"),
    *("agreement.open", "draft.add", "draft.set", "draft.remove", "draft.move", "draft.settle"),
    *("agreement.freeze", "agreement.reopen"),
)
"""What no party may; written by hand from domain.md §4.6, not from the table."""


async def forbidden(tab: Tab, event: str, payload: Json) -> bool:
    answer = await tab.call(event, **payload)
    while answer.get("code") == "rate.limited":
        # More commands than a hand gives: the bucket fills by itself (T19).
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
        assert await forbidden(tab, event, payload) is not allowed, (event, seat.role, seat.place, room.phase)


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
    await mediator.done("seat.hold", seat=scene.company.seat, reason="请稍候")
    await scene.lets_in(mediator, scene.worker)
    await obeys_the_table(scene, company, scene.company.seat)
    await obeys_the_table(scene, worker, scene.worker.seat)
    await obeys_the_table(scene, mediator, (await mediator.view())["you"]["seat"])


async def test_threat1_in_a_private_talk_and_outside_of_it(scene: Scene) -> None:
    mediator, worker, company = await scene.at_table()
    await scene.in_caucus(mediator, (scene.worker, worker))
    await obeys_the_table(scene, worker, scene.worker.seat)
    await obeys_the_table(scene, company, scene.company.seat)
    await obeys_the_table(scene, mediator, (await mediator.view())["you"]["seat"])


async def test_threat1_in_the_check(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    await mediator.done("check.call", seat=scene.worker.seat)
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
