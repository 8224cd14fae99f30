"""Whole ceremonies through sockets, with real printing and signing."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from agreements.agreement import Member, Sealed
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Event
from rooms.cases.deeds.ending import Report, Terminated
from rooms.cases.fold import rebuilt
from rooms.cases.ids import NoteId
from rooms.cases.words import Ground, Office, State
from rooms.ids import RoomId
from server.app_keys import AGREEMENTS, CASES
from server.audit.facts import decoded
from server.messages.messenger import Contact, Messenger
from server.papers.signing_time import SigningTimes
from server.storage.case_book import Filing
from server.storage.messages import Channel, Kind
from tests.node import Refused
from tests.server.papers.table import INK, Table, agreement, step, until
from tests.tab import Json, Tab

PARTIES = ("worker", "company")
TIMES = ("at", "remind_at", "sign_until")


class Everybody:
    """Everybody has a mailbox."""

    async def contact(self, _: RoomId, who: Member) -> Contact:
        return Contact(who.name, f"{who.id}@example.com", None)

    async def practice(self, _: RoomId) -> bool:
        return False


async def signed(table: Table, *who: str) -> None:
    """All of them, and it is in the file."""
    seats, tabs = await table.seats(), dict(zip(("mediator", *PARTIES), table.tabs, strict=True))
    for each in who:
        await table.sign(tabs[each], seats[each])
        await until(table.mediator, partial(is_signed, seats[each]))


def is_signed(seat: str, view: Json) -> bool:
    return step(view, seat) == "signed"


async def chain(table: Table) -> list[str]:
    room = await table.node.room(table.scene.room)
    return [record.kind for record in await table.node.stores.audit.records(room.case)]


async def test_from_an_empty_draft_to_the_sealed_papers(table: Table) -> None:
    assert (await agreement(table.worker))["stage"] == "none"
    await table.draft()
    frozen = await table.freeze()
    assert frozen["frozen"]["code"] == (await until(table.company, lambda view: view["frozen"]))["frozen"]["code"]
    await signed(table, "worker", "company", "mediator")
    for tab in table.tabs:
        sealed = await until(tab, lambda view: view["stage"] == "sealed")
        assert sealed["sealed"]["evidence_pages"] >= 1
        assert sealed["trouble"] is None
    kept = await table.node.stores.agreements.load_of_room(RoomId(table.scene.room))
    assert kept
    assert isinstance(kept.agreement.stage, Sealed)
    blobs = table.node.stores.blobs
    for digest in (kept.agreement.stage.pdf, kept.agreement.stage.evidence):
        assert (await blobs.get(digest)).startswith(b"%PDF-")
    kinds = await chain(table)
    assert [kinds.count(f"agreement.{kind}") for kind in ("frozen", "signed", "sealed")] == [1, 3, 1]
    await follows(table)
    assert await table.node.stores.audit.verify(kept.case) == []


async def follows(table: Table) -> None:
    """The case went the way of the paper, and lacks the organisation's seal alone; its chain gives the same."""
    node, room = table.node, await table.node.room(table.scene.room)
    case = await node.runner.app[CASES].case(room.case)
    assert case is not None
    assert case.text is not None
    assert (case.state, case.text.confirmed) == (State.SIGNING, frozenset(one.id for one in case.parties))
    assert case.text.signed.keys() == case.text.confirmed
    assert None not in (case.text.mediator_signed, case.text.closed_at)
    assert case.sessions[0].begun_at is not None
    facts = [(each.at, decoded(each.kind, each.v, each.body)) for each in await node.stores.audit.records(room.case)]
    assert rebuilt(case.id, [(at, fact) for at, fact in facts if isinstance(fact, Event)]) == case


async def test_nobody_signs_when_the_mediation_has_ended(table: Table) -> None:
    await table.draft()
    await table.freeze()
    digest, code = await table.prepare(table.worker, table.scene.worker.seat)
    await table.prepare(table.company, table.scene.company.seat)
    case = (await table.node.room(table.scene.room)).case
    keeper = table.node.runner.app[CASES]
    now = await keeper.case(case)
    assert now is not None
    assert now.host is not None
    notes = dict.fromkeys(map(NoteId, ("basics", "reasons", "costs", "court")), "无")
    ended = Terminated(Ground.TOO_FAR, Report(*notes), By(Office.MEDIATOR, now.host))
    await keeper.submit(case, ended, Filing(notes=notes))
    press = {"id": "press-0001", "digest": digest, "code": code, "ink": INK}
    assert await table.worker.refusal("agreement.sign", **press) == "state.other"


async def test_the_lobby_sees_nothing_of_the_agreement(table: Table) -> None:
    await table.draft()
    await table.company.client.emit("room.leave", {})
    await table.company.closed()
    told = len(table.company.seen("agreement.view"))
    back = await table.scene.seated(table.scene.company)
    await table.set("head", liability="逾期付款的，按日支付违约金。")
    await until(table.worker, lambda view: any("逾期" in field["value"] for field in view["parts"][0]["fields"]))
    assert back.seen("agreement.view") == []
    assert len(table.company.seen("agreement.view")) == told
    await table.scene.lets_in(table.mediator, table.scene.company)
    assert (await agreement(back))["stage"] == "drafting"


async def test_a_clash_answers_both_texts_and_everybody_sees_the_draft(table: Table) -> None:
    await table.draft()
    field = {"part": "payment-1", "field": "item"}
    answer = await table.mediator.call("draft.set", **field, saw=0, value="加班费")
    assert (answer["code"], answer["data"]["yours"], answer["data"]["theirs"]) == (
        "draft.clash",
        "加班费",
        "拖欠的工资",
    )
    view = await until(table.worker, lambda view: view["performance"])
    assert view["performance"][0]["amount"].startswith("12,345.00")
    await table.worker.done("draft.comment", id="remark-0001", part="payment-1", text="请写明发放日")
    assert (await until(table.company, lambda view: view["comments"]))["comments"][0]["name"] == "张伟"
    assert await table.worker.refusal("draft.set", **field, saw=1, value="") == "not_permitted.role"
    await suggests_and_agrees(table)
    await proposes_to_one(table)


async def suggests_and_agrees(table: Table) -> None:
    """A party suggests, the mediator takes it over and is told what else moved, a party agrees and reads it later."""
    wish = {"id": "suggestion-1", "part": "payment-1", "field": "amount", "saw": 1, "value": "13,000"}
    await table.worker.done("draft.suggest", **wish)
    assert await table.company.refusal("draft.adopt", id="suggestion-1", saw=1) == "not_permitted.role"
    preview = await table.company.call("draft.compare", before="now", after="suggestion:suggestion-1")
    changed = [part for part in preview["parts"] if part["change"] != "same"]
    assert [part["part"] for part in changed] == ["payment-1"]
    await table.mediator.done("draft.keep", id="snapshot-1", name="上午的稿")
    adopted = await table.mediator.call("draft.adopt", id="suggestion-1", saw=1)
    assert {move["what"] for move in adopted["moved"]} == {"sum", "words", "performance"}
    view = await until(table.company, lambda view: view["moved"] is not None and view["total"] == "13,000.00元")
    assert (view["moved"]["field"], view["moved"]["by"]) == ("amount", "张伟")
    payment = next(part for part in view["parts"] if part["id"] == "payment-1")
    await table.company.done("draft.accept", part="payment-1", wording=payment["wording"])
    answer = await table.mediator.call("draft.set", part="payment-1", field="amount", saw=2, value="12500")
    assert answer["moved"][0]["what"] == "sum"
    assert (
        await table.company.refusal("draft.accept", part="payment-1", wording=payment["wording"]) == "wording.changed"
    )
    view = await until(table.worker, lambda view: view["total"] == "12,500.00元")
    assert answer["draft_version"] == view["draft_version"]
    same = await table.mediator.call("draft.set", part="payment-1", field="amount", saw=3, value="12,500.00")
    assert (same["draft_version"], same["moved"]) == (answer["draft_version"], [])
    (agreed,) = next(part for part in view["parts"] if part["id"] == "payment-1")["accepted"]
    assert (agreed["seat"], agreed["current"]) == (table.scene.company.seat, False)
    told = await table.worker.call("draft.wording", part="payment-1", wording=agreed["wording"])
    assert told["parts"][0]["change"] == "changed"
    since = await table.worker.call("draft.compare", before="snapshot:snapshot-1", after="now")
    assert {part["change"] for part in since["parts"]} == {"same", "changed"}


async def proposes_to_one(table: Table) -> None:
    """Who was not chosen gets nothing at all: not a push, not a number, not another refusal."""
    heard = len(table.worker.pushes)
    chosen = {"id": "proposal-1", "text": "折中方案：支付一万一千元", "seats": [table.scene.company.seat]}
    await table.mediator.done("proposal.make", **chosen)
    await table.company.until("proposals.view")
    await table.company.done("proposal.answer", id="proposal-1", answer="accept")
    assert await table.worker.refusal("proposal.answer", id="proposal-1", answer="accept") == "proposal.unknown"
    assert await table.worker.refusal("proposal.answer", id="proposal-9", answer="accept") == "proposal.unknown"
    assert await table.worker.refusal("proposal.make", **chosen) == "not_permitted.role"
    await table.mediator.done("draft.comment", id="remark-0002", part="head", text="继续")
    await until(table.worker, lambda view: len(view["comments"]) == 2)
    assert table.worker.seen("proposals.view") == []
    assert [event for event, _ in table.worker.pushes[heard:] if event.startswith(("agreement", "proposal"))] == [
        "agreement.view"
    ]
    shown = table.mediator.seen("proposals.view")[-1]["proposals"]
    assert [(each["for_all"], each["accepted"]) for each in shown] == [(False, True)]
    assert not any(kind.startswith("proposal") for kind in await chain(table))
    with closing(sqlite3.connect(table.node.config.data / "mediation-room.sqlite3")) as database:
        kept = database.execute("SELECT channel, state FROM proposals WHERE room = ?", (table.scene.room,)).fetchall()
    assert [(channel, state[:3]) for channel, state in kept] == [("proposals", "z1:")]


async def test_a_court_that_is_not_on_file_is_refused(table: Table) -> None:
    await table.draft()
    put = {"part": "head", "field": "court", "saw": 0}
    assert await table.mediator.refusal("draft.set", **put, value="nowhere") == "court.unknown"
    court = await table.node.stores.cases.add_court(f"某区人民法院{datetime.now(UTC)}")
    await table.mediator.done("draft.set", **put, value=court)
    await table.mediator.done("draft.add", clause="free-clause-1", kind="free", after=None)
    await table.set("free-clause-1", text="申请人自愿放弃社会保险。")
    view = await until(table.worker, lambda view: any(one["rule"] == "LR-06" for one in view["missing"]))
    (waiver,) = (one for one in view["missing"] if one["rule"] == "LR-06")
    assert (waiver["part"], waiver["level"], waiver["blocks"]) == ("free-clause-1", "blocks", True)
    assert "《" in waiver["citation"]["zh"]
    assert waiver["mend"]["message"]["zh"]
    assert await table.mediator.refusal("agreement.freeze", saw=view["draft_version"]) == "draft.incomplete"
    ways = {each["id"]: each["state"] for each in view["routes"]}
    assert len(ways) == 7
    assert (ways["judicial_confirmation"], ways["arbitration"], ways["court_paper"]) == ("ask", "open", "closed")


def named(view: Json) -> list[tuple[str, bool]]:
    """What LR-19 says live, and whether it blocks."""
    return [(one["message"]["zh"], one["blocks"]) for one in view["missing"] if one["rule"] == "LR-19"]


async def test_at55_a_character_that_no_font_has_is_named_while_it_is_typed_and_by_the_press(table: Table) -> None:
    await table.draft()
    await table.set("payment-1", note="请备注😀")
    view = await until(table.worker, lambda view: bool(named(view)))
    assert named(view) == [("有印不出的字：😀 U+1F600。", True)]
    assert await table.mediator.refusal("agreement.freeze", saw=view["draft_version"]) == "draft.incomplete"
    # Two characters of one paper that share a glyph: printable each, so only the press sees it.
    await table.mediator.done("draft.set", part="payment-1", field="note", saw=1, value="请备注⼀")
    now = await until(table.mediator, lambda view: not named(view))
    await table.mediator.done("agreement.freeze", saw=now["draft_version"])
    view = await until(table.mediator, lambda view: view["fault"] is not None or view["stage"] == "signing")
    assert view["stage"] == "drafting"
    assert "U+2F00" in view["fault"]["zh"]


async def test_at14_a_change_after_the_first_signature_voids_it(table: Table) -> None:
    seats = await table.seats()
    await table.draft()
    first = (await table.freeze())["frozen"]["digest"]
    await signed(table, "worker")
    assert await table.worker.refusal("agreement.refuse", reason="后悔了") == "agreement.signed_stays"
    await table.mediator.done("agreement.reopen", reason="金额写错")
    fallen = (await until(table.company, lambda view: view["stage"] == "drafting"))["fallen"]
    assert (fallen["act"], fallen["signatures"], fallen["reason"]) == ("reopened", 1, "金额写错")
    await table.mediator.done("draft.set", part="payment-1", field="amount", saw=1, value="12000.00")
    second = await table.freeze()
    assert second["frozen"]["digest"] != first
    assert {step(second, seats[who]) for who in seats} == {"read"}
    old = {"digest": first, "page": 1, "seconds": 3}
    assert await table.worker.refusal("agreement.read", **old) == "agreement.changed"
    await signed(table, "worker")
    await falls_when_its_time_is_over(table)


async def falls_when_its_time_is_over(table: Table) -> None:
    """The worker has signed, the company has not: it is reminded, then nothing half-signed counts."""
    view = await until(table.company, lambda view: step(view, table.scene.worker.seat) == "signed")
    name = next(each["name"] for each in view["signers"] if each["seat"] == table.scene.company.seat)
    frozen_at, remind_at, until_ = (datetime.fromisoformat(view["frozen"][at]) for at in TIMES)
    assert (remind_at - frozen_at, until_ - remind_at) == (timedelta(hours=24), timedelta(hours=72))
    stores, now = table.node.stores, [remind_at - timedelta(minutes=1)]
    messenger = Messenger(stores.messages, {Channel.OUTBOX: asyncio.Event()}, lambda: now[0])
    book = Everybody()
    times = SigningTimes(table.node.runner.app[AGREEMENTS], messenger, book, lambda: now[0])
    for now[0] in (remind_at - timedelta(seconds=1), remind_at, until_ - timedelta(seconds=1)):
        # However often it is looked at, by whichever life of the server: each is told once.
        assert (await times.look() or until_) > now[0]
    told = await stores.messages.of_rooms([RoomId(table.scene.room)])
    assert [one.name for one in told if one.kind is Kind.SIGNING] == [name]
    # The server was down at that instant: whoever looks first does it.
    now[0] = until_ + timedelta(days=2)
    await times.look()
    fallen = (await until(table.worker, lambda view: view["stage"] == "drafting"))["fallen"]
    assert (fallen["act"], fallen["by"], fallen["signatures"]) == ("expired", "", 1)
    assert name in fallen["reason"]
    assert "agreement.expired" in await chain(table)
    assert "case.text_fell" in await chain(table)


async def test_at64_two_signers_at_once_get_one_signature_each(table: Table) -> None:
    seats = await table.seats()
    await table.draft()
    await table.freeze()
    ready = {who: await table.prepare(tab, seats[who]) for who, tab in zip(PARTIES, table.tabs[1:], strict=True)}

    async def press(tab: Tab, who: str) -> None:
        digest, code = ready[who]
        await tab.done("agreement.sign", id=f"press-{who}", digest=digest, code=code, ink=INK)

    await asyncio.gather(press(table.worker, "worker"), press(table.company, "company"))
    await until(table.mediator, lambda view: all(step(view, seats[who]) == "signed" for who in PARTIES))
    assert (await chain(table)).count("agreement.signed") == 2


async def test_at64_one_signer_who_comes_back_on_another_tab_goes_on_where_it_was(table: Table) -> None:
    seats = await table.seats()
    await table.draft()
    await table.freeze()
    digest, code = await table.prepare(table.worker, seats["worker"])
    await table.worker.leave()
    again = await table.scene.worker.tab()
    table.scene.tabs.append(again)
    await again.enter()
    view = await until(again, lambda view: view["own"] is not None)
    assert (step(view, seats["worker"]), view["own"]["code_channel"]) == ("sign", "outbox")
    press = {"id": "press-0002", "digest": digest, "code": code, "ink": INK}
    assert await table.company.refusal("agreement.sign", **press) == "read.first"
    await again.done("agreement.sign", **press)
    await again.done("agreement.sign", **press)
    assert await again.refusal("agreement.sign", **{**press, "id": "press-0003"}) == "agreement.already_signed"
    await until(again, lambda view: step(view, seats["worker"]) == "signed")
    assert (await chain(table)).count("agreement.signed") == 1


async def test_a_page_that_was_taken_over_signs_nothing(table: Table) -> None:
    seats = await table.seats()
    await table.draft()
    await table.freeze()
    digest, code = await table.prepare(table.worker, seats["worker"])
    other = await table.scene.worker.tab()
    table.scene.tabs.append(other)
    press = {"id": "press-0004", "digest": digest, "code": code, "ink": INK}
    assert await other.refusal("agreement.sign", **press) == "session.stale"


async def test_a_wrong_code_costs_a_try_and_is_told_so(table: Table) -> None:
    seats = await table.seats()
    await table.draft()
    await table.freeze()
    digest, code = await table.prepare(table.worker, seats["worker"])
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    press = {"id": "press-0005", "digest": digest, "code": wrong, "ink": INK}
    answer = await table.worker.call("agreement.sign", **press)
    assert (answer["code"], answer["data"]) == ("code.wrong", {"tries_left": 4})
    view = await until(table.worker, lambda view: view["own"]["code_tries_left"] == 4)
    assert step(view, seats["worker"]) == "sign"
    assert all(
        seen["own"] is None or seen["own"]["code_sent_to"] is None for seen in table.company.seen("agreement.view")
    )


async def test_the_session_cannot_end_under_a_text_that_is_being_signed(table: Table) -> None:
    await table.draft()
    await table.freeze()
    await signed(table, "worker")
    assert await table.mediator.refusal("room.close") == "agreement.under_way"
    with pytest.raises(Refused) as refused:
        await table.node.ask("POST", f"/api/v1/rooms/{table.scene.room}/close", {}, token=table.node.account)
    assert (refused.value.status, refused.value.code) == (409, "agreement.under_way")
    assert await table.worker.refusal("room.close") == "not_permitted.role"
    await table.mediator.done("agreement.reopen", reason="金额有误")
    await until(table.worker, lambda view: view["stage"] == "drafting")
    await table.mediator.client.emit("room.close", {})
    await table.mediator.closed()


async def test_one_signer_goes_on_with_another_device_and_the_first_signs_no_more(table: Table) -> None:
    seats = await table.seats()
    await table.draft()
    await table.freeze()
    digest, code = await table.prepare(table.worker, seats["worker"])
    press = {"id": "press-0006", "digest": digest, "code": code, "ink": INK}
    table.scene.worker.device = "another".ljust(43, "y")
    other = await table.scene.worker.tab()
    table.scene.tabs.append(other)
    assert await other.refusal("agreement.sign", **press) == "session.stale"
    assert await other.refusal("room.enter", microphone=True, camera=True) == "device.waiting"
    await table.mediator.done("device.allow", seat=seats["worker"])
    await table.worker.closed()
    await other.enter()
    await other.done("agreement.sign", **press)
    await until(table.mediator, partial(is_signed, seats["worker"]))
    assert (await chain(table)).count("agreement.signed") == 1
