"""The 笔录 of a real session: written simultaneously, read back, signed with real keys, fetched, and never lost."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from agreements.agreement import Sealed
from agreements.ceremony import slots_of
from rooms.ids import RoomId
from tests.agreements.render.reading import copied, solid
from tests.node import Refused
from tests.server.papers.phone import PHONE
from tests.server.papers.table import INK, PAPERS_S, Table
from tests.server.papers.written import SENTENCE, Record, minutes, step_of, until
from tests.tab import Tab


@pytest.fixture
def record(table: Table) -> Record:
    return Record(table)


async def fetched(table: Table, path: str, token: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    async with table.node.http.get(f"{table.node.url}/api/v1{path}", headers=headers) as response:
        return response.status, await response.read()


async def test_the_room_begins_its_minutes_and_writes_what_happens(record: Record) -> None:
    table = record.table
    view = await until(table.worker, lambda view: any(each["mark"] == "begun" for each in view["entries"]))
    texts = [each["text"] for each in view["entries"]]
    assert "共同会谈开始。" in texts
    assert any("张伟（申请人）进入会谈" in text for text in texts)
    assert [each["label"] for each in view["people"]] == ["申请人", "被申请人", "调解员"]
    assert not view["may_keep"]
    await table.company.client.emit("room.leave", {})
    left = await until(table.worker, lambda view: view["entries"][-1]["mark"] == "left")
    assert left["entries"][-1]["text"] == "李静（被申请人）离开会谈。"


async def test_only_what_is_new_or_changed_is_sent_again(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    await until(table.worker, lambda view: len(view["entries"]) >= 2)
    await record.write(1, seats["worker"], "工资没有发。")
    await until(table.worker, lambda view: view["entries"][-1]["text"] == "工资没有发。")
    last = table.worker.seen("minutes.view")[-1]
    assert not last["whole"]
    assert [each["text"] for each in last["entries"]] == ["工资没有发。"]


async def test_at40_a_correction_clears_what_was_confirmed_of_it_and_behind_it(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    for number, text in enumerate(("第一句", "第二句", "第三句"), start=1):
        await record.write(number, seats["worker"], text)
    await record.offer()
    count = len((await minutes(table.mediator))["entries"])
    await until(table.worker, lambda view: view["offered"] == count)
    await record.confirm(table.worker, seats["worker"])
    await until(table.mediator, lambda view: seats["worker"] in view["entries"][-1]["confirmed"])
    await table.mediator.done("minutes.correct", entry="entry-0002", saw=0, text="第二句，更正", speaker=None)
    view = await until(table.company, lambda view: view["entries"][-2]["revision"] == 1)
    confirmed = [each["text"] for each in view["entries"] if seats["worker"] in each["confirmed"]]
    assert "第一句" in confirmed
    assert not {"第二句，更正", "第三句"}.intersection(confirmed)
    assert view["entries"][-2]["history"][0]["text"] == "第二句"
    stale = [{"entry": "entry-0002", "revision": 0}]
    assert (
        await table.company.refusal("minutes.confirm", person=seats["company"], seen=stale) == "minutes.entry_changed"
    )


async def test_nobody_writes_confirms_or_signs_what_is_not_theirs(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    await until(table.worker, lambda view: view["entries"])
    entry = {"id": "entry-0001", "kind": "statement", "speaker": seats["worker"], "text": "自己写"}
    assert await table.worker.refusal("minutes.write", **entry) == "not_permitted.role"
    assert await table.mediator.refusal("minutes.write", **{**entry, "speaker": "nobody"}) == "minutes.speaker"
    await record.write(2, seats["worker"], "一句")
    await record.offer()
    seen = [{"entry": "entry-0002", "revision": 0}]
    assert await table.worker.refusal("minutes.confirm", person=seats["company"], seen=seen) == "minutes.person"
    freeze = {"saw": (await minutes(table.mediator))["text_version"]}
    assert await table.mediator.refusal("minutes.freeze", **freeze) == "minutes.result_missing"
    assert await table.worker.refusal("minutes.refuse", person=seats["worker"], reason="不签") == "minutes.not_frozen"


async def test_the_lobby_sees_nothing_of_the_minutes(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    await table.company.client.emit("room.leave", {})
    await table.company.closed()
    back = await table.scene.seated(table.scene.company)
    await record.write(1, seats["worker"], "等候室不应看到")
    await until(table.worker, lambda view: view["entries"][-1]["text"] == "等候室不应看到")
    assert back.seen("minutes.view") == []


async def test_written_read_back_signed_and_fetched(record: Record, tmp_path: Path) -> None:
    table, seats = record.table, await record.table.seats()
    await record.write(1, seats["mediator"], "告知各方权利义务和申请回避的权利。", "notice")
    await record.write(2, seats["worker"], "清楚，不申请回避。", "answer")
    entry = await record.write(3, seats["worker"], "12月的工资没有发😀。")
    await until(table.company, lambda view: view["entries"][-1]["id"] == entry)
    await record.offer()
    await until(table.company, lambda view: view["offered"] > 0)
    await table.company.done("minutes.dissent", person=seats["company"], entry=entry, text="12月发了一半。")
    await record.freeze()
    assert await table.mediator.refusal("room.close") == "minutes.unsigned"
    assert await table.worker.refusal("room.close", unsigned="不签了") == "not_permitted.role"
    assert await table.mediator.refusal("minutes.strike", entry=entry, saw=0, reason="x") == "minutes.not_open"
    await record.sign(table.worker, seats["worker"])
    await record.sign_by_phone(table.company, seats["company"])
    await record.sign(table.mediator, seats["mediator"])
    view = await until(table.worker, lambda view: view["stage"] == "sealed")
    kept = await table.node.stores.minutes.load(RoomId(table.scene.room))
    assert kept is not None
    phones = {str(slot.signer): slot.activation.phone for slot in slots_of(kept.paper) if slot.activation}
    assert phones == {seats[name]: PHONE if name == "company" else "" for name in seats}
    assert step_of(view, seats["company"]) == "signed"
    pdf = await papers_of(table, table.worker)
    text = copied(pdf)
    for words in ("调解笔录", "12月的工资没有发〔U+1F600〕。", "不同意见（李静", "12月发了一半。", "各方达成调解协议"):
        assert solid(words) in text
    (tmp_path / "minutes.pdf").write_bytes(pdf)
    told = await asyncio.to_thread(
        subprocess.run,
        ["pdfsig", "-nocert", str(tmp_path / "minutes.pdf")],
        capture_output=True,
        text=True,
        check=False,
    )
    # The platform and three people; the closing timestamp is of a kind that it only covers.
    assert told.stdout.count("Signature is Valid.") == 4
    assert "Total document signed" in told.stdout
    room = await table.node.room(table.scene.room)
    assert await table.node.stores.audit.verify(room.case) == []
    await after_the_end(table, pdf)


async def papers_of(table: Table, tab: Tab) -> bytes:
    """The sealed file as the tab gets it; pages and evidence are there too."""
    status, pdf = await fetched(table, "/session/minutes/files/minutes.pdf", tab.token)
    assert status == 200
    state = await table.node.ask("GET", "/api/v1/session/minutes", token=tab.token)
    assert (state["stage"], state["files"]) == ("sealed", ["minutes.pdf", "minutes-evidence.pdf", "minutes.json"])
    for path in ("/session/minutes/pages/1", "/session/minutes/evidence-pages/1"):
        assert (await fetched(table, path, tab.token))[1].startswith(b"\x89PNG")
    return pdf


async def after_the_end(table: Table, pdf: bytes) -> None:
    """The session over, whoever signed keeps the file by the same link; so have the mediator, and nobody else's."""
    await table.node.ask("POST", f"/api/v1/rooms/{table.scene.room}/close", {}, token=table.node.account)
    party = table.scene.worker
    said = {"device": party.device, "name_confirmed": True, "id_tail": party.digits}
    session = await table.node.ask("POST", "/api/v1/invitation/identity", said, invite=party.invite)
    assert session["next"] == "papers"
    assert (await fetched(table, "/session/minutes/files/minutes.pdf", session["token"]))[1] == pdf
    assert (await table.node.ask("GET", "/api/v1/session/papers", token=session["token"]))["stage"] == "none"
    ticket = await table.node.ask(
        "POST", "/api/v1/session/papers/tickets", {"file": "minutes.pdf"}, token=session["token"]
    )
    assert (await fetched(table, ticket["url"].removeprefix("/api/v1"), ""))[1] == pdf
    own = f"/rooms/{table.scene.room}/minutes/minutes.pdf"
    assert (await fetched(table, own, table.node.account))[1] == pdf
    case = (await table.node.room(table.scene.room)).case
    assert (await fetched(table, f"/cases/{case}/sessions/{table.scene.room}/minutes/minutes.pdf", table.node.account))[
        1
    ] == pdf
    with pytest.raises(Refused, match="404"):
        await table.node.ask("GET", f"/api/v1{own}", token=await table.node.log_in("zhaolei"))


async def test_reopened_minutes_lose_their_signatures_and_go_on_where_they_were(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    entry = await record.write(1, seats["worker"], "一句")
    await record.freeze()
    await record.sign(table.worker, seats["worker"])
    await table.mediator.done("minutes.reopen", reason="漏记一句")
    view = await until(table.worker, lambda view: view["stage"] == "open")
    assert (view["fall"]["reason"]["zh"], view["fall"]["signatures"]) == ("漏记一句", 1)
    assert next(each for each in view["entries"] if each["id"] == entry)["confirmed"]
    await table.mediator.done("minutes.excuse", person=seats["company"], reason="拒绝签名")
    await until(table.mediator, lambda view: not view["people"][1]["signs"])
    await table.mediator.done("minutes.freeze", saw=(await minutes(table.mediator))["text_version"])
    view = await until(table.worker, lambda view: view["stage"] == "signing")
    assert [each["name"] for each in view["paper"]["signers"]] == ["张伟", "王敏"]
    refused = {"person": seats["company"], "digest": view["paper"]["frozen"]["digest"]}
    assert await table.company.refusal("minutes.code", **refused) == "member.unknown"


async def test_what_happens_while_the_text_is_fixed_comes_in_when_it_is_reopened(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    await record.write(1, seats["worker"], "一句")
    await record.freeze()
    await table.company.client.emit("room.leave", {})
    await table.company.closed()
    assert (await minutes(table.mediator))["entries"][-1]["mark"] != "left"
    await table.mediator.done("minutes.reopen", reason="有人离开")
    await table.mediator.done("minutes.head", focus="焦点", result=None)
    await until(table.mediator, lambda view: view["entries"][-1]["mark"] == "left")
    await closed_unsigned(table)


async def closed_unsigned(table: Table) -> None:
    """The desk is told who has not signed, and gives a reason; the platform seals what was written, and that."""
    room = RoomId(table.scene.room)
    path, account = f"/api/v1/rooms/{room}/close", table.node.account
    with pytest.raises(Refused, match=r"409.*minutes\.unsigned"):
        await table.node.ask("POST", path, {}, token=account)
    told = await table.mediator.call("room.close")
    assert told["data"] == {"names": "张伟、李静、王敏"}
    with pytest.raises(Refused, match=r"minutes\.reason"):
        await table.node.ask("POST", path, {"unsigned": " "}, token=account)
    assert (await table.node.ask("POST", path, {"unsigned": "对方离开，未能签名"}, token=account))["phase"] == "closed"
    status, pdf = 0, b""
    async with asyncio.timeout(PAPERS_S):
        while status != 200:
            status, pdf = await fetched(table, f"/rooms/{room}/minutes/minutes.pdf", account)
    text = copied(pdf)
    for words in ("李静（被申请人）离开会谈。", "李静（被申请人）未签名：对方离开，未能签名", "王敏（调解员）未签名"):
        assert solid(words) in text
    assert await table.node.stores.audit.verify((await table.node.room(room)).case) == []


async def test_the_ceremony_is_as_strong_as_the_agreements(record: Record) -> None:
    table, seats = record.table, await record.table.seats()
    await record.write(1, seats["worker"], "一句")
    digest = (await record.freeze())["paper"]["frozen"]["digest"]
    worker, own = table.worker, {"person": seats["worker"], "digest": digest}
    terms = "2026-01-01"
    assert await worker.refusal("minutes.affirm", **own, sentence=SENTENCE, esign_version=terms) == "read.first"
    assert await worker.refusal("minutes.code", **own) == "read.first"
    digest, code = await record.prepare(worker, seats["worker"])
    wrong = "000000" if code != "000000" else "111111"
    press = {"id": "press-wrong", **own, "ink": INK}
    assert await worker.refusal("minutes.sign", **press, code=wrong) == "code.wrong"
    agreement = {"person": seats["worker"], "digest": digest, "esign_version": terms}
    said = {**agreement, "sentence": "我已阅读并同意本协议全部内容"}
    assert await table.company.refusal("minutes.affirm", **{**said, "person": seats["company"]}) == "read.first"
    kept = await table.node.stores.minutes.load(RoomId(table.scene.room))
    assert kept
    assert not isinstance(kept.paper.stage, Sealed)
