"""A text fixed here is signed by hand on its print (规则 §19): its scan comes back, the platform closes the file."""

from datetime import timedelta
from pathlib import Path

from PIL import Image

from agreements.agreement import Sealed
from agreements.evidence import effects
from law.beijing import day_of
from rooms.cases.words import State
from rooms.ids import RoomId
from server.app_keys import CASES
from tests.agreements.seal.programs import ran
from tests.server.http import scans
from tests.server.http.callers import ask, bearer
from tests.server.papers.table import Table, agreement, step, until
from tests.tab import Json

OCTETS = {"Content-Type": "application/octet-stream"}


async def test_at52_a_print_signed_by_hand_comes_back_and_is_closed_as_paper(table: Table, tmp_path: Path) -> None:
    node, seats, headers = table.node, await table.seats(), bearer(table.scene.mediator_token)
    room = await node.room(table.scene.room)
    case = f"/api/v1/cases/{room.case}"
    await table.draft()
    await table.freeze()
    await table.sign(table.worker, seats["worker"])
    await until(table.mediator, lambda view: step(view, seats["worker"]) == "signed")
    async with node.http.get(f"{node.url}{case}/agreement/print", headers=headers) as response:
        pages = scans.sheets(await response.read())
    query = {"title": "签名的打印件", "what": "sealed_scan", "form": "scan"}

    async def scanned(sheets: list[Image.Image]) -> Json:
        answer = await ask(
            node, "POST", f"{case}/materials", {**headers, **OCTETS}, params=query, data=scans.scan(sheets)
        )
        return {"status": answer.status, **answer.json}

    assert (await scanned(pages[1:]))["code"] == "scan.missing"
    paper = await scanned(list(reversed(pages)))
    waits = (await ask(node, "GET", f"{case}/agreement/paper", headers)).json
    assert {one["signer"] for one in waits["unsigned"]} == {seats["company"], seats["mediator"]}
    today = day_of(table.clock())

    async def files(**signed: str) -> tuple[int, str]:
        said = [{"signer": seats[who], "on": day} for who, day in signed.items()]
        body = {"digest": waits["digest"], "paper": paper["id"], "signed": said}
        answer = await ask(node, "POST", f"{case}/agreement/paper", headers, json=body)
        return answer.status, answer.json.get("code", "")

    day, tomorrow = today.isoformat(), (today + timedelta(days=1)).isoformat()
    assert await files(company=day) == (409, "paper.signers")
    assert await files(company=day, mediator=tomorrow) == (409, "paper.day")
    assert await files(company=day, mediator=day) == (200, "")
    for tab in table.tabs:
        view = await until(tab, lambda view: view["stage"] == "sealed")
        assert [step(view, seats[who]) for who in ("worker", "company", "mediator")] == ["signed", "paper", "paper"]
    kept = await node.stores.agreements.load_of_room(RoomId(table.scene.room))
    assert kept is not None
    assert isinstance(kept.agreement.stage, Sealed)
    assert effects(kept.agreement, today=today).earliest is not None
    (tmp_path / "evidence.pdf").write_bytes(await node.stores.blobs.get(kept.agreement.stage.evidence))
    printed = "".join(ran("pdftotext", "-raw", tmp_path / "evidence.pdf", "-").stdout.decode().split())
    assert "在打印件上亲笔签名" in printed
    assert "不含此人的电子签名" in printed
    assert paper["sha256"][:16] in printed
    facts = [record.kind for record in await node.stores.audit.records(room.case)]
    assert ("agreement.paper_filed" in facts, facts.count("agreement.signed")) == (True, 1)
    now = await node.runner.app[CASES].case(room.case)
    assert now is not None
    assert now.state is State.SIGNING, "the organisation's stamped scan is for its keeper to file"
    assert now.text is not None
    assert (len(now.text.signed), now.text.mediator_signed is not None, now.text.closed_at is not None) == (
        2,
        True,
        True,
    )
    assert (await agreement(table.mediator))["sealed"] is not None
