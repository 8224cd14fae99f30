"""A text fixed here is signed by hand on its print (规则 §19): its scan comes back, the platform closes the file."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

from PIL import Image

from agreements.agreement import Sealed
from agreements.evidence import effects
from agreements.verify.archive import members
from agreements.verify.confinement import confined
from agreements.verify.report import Result
from law.beijing import day_of
from rooms.cases.words import State
from rooms.ids import RoomId
from server.app_keys import CASES, SIGNING
from server.staff import court_of
from tests.agreements.seal.programs import ran
from tests.agreements.verify.readers import by_page, by_python
from tests.server.http import scans
from tests.server.http.callers import ask, bearer, clerk_token
from tests.server.papers.applying import COURT
from tests.server.papers.table import Table, agreement, step, until
from tests.tab import Json

DESK = "/api/v1/court/agreements"
OCTETS = {"Content-Type": "application/octet-stream"}


async def test_at52_a_print_signed_by_hand_comes_back_and_is_closed_as_paper(table: Table, tmp_path: Path) -> None:
    node, seats, headers = table.node, await table.seats(), bearer(table.scene.mediator_token)
    room = await node.room(table.scene.room)
    case = f"/api/v1/cases/{room.case}"
    await table.draft()
    await table.set("head", court=await court_of(node.stores, COURT))
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
    await bundled(table, kept.agreement.id, paper["sha256"], tmp_path)


async def bundled(table: Table, made: str, scan: str, tmp_path: Path) -> None:
    """The clerk sees no forgery, and takes away a bundle that all three verifiers find whole, the scan in slot 10."""
    node, clerk = table.node, bearer(await clerk_token(table.node, "cl", COURT))
    seen = (await ask(node, "GET", f"{DESK}/{made}", clerk)).json
    said = {each["id"]: each["result"] for each in seen["checks"] if each["result"] in {"broken", "unchecked"}}
    assert (seen["verdict"], said) == ("untrusted", {"agreement.pdf:pdf.unsigned": "unchecked"})
    async with node.http.get(f"{node.url}{DESK}/{made}/bundle", headers=clerk) as response:
        whole = await response.read()
    root = (await node.runner.app[SIGNING].roots()).encode()
    report = await asyncio.to_thread(confined, whole, trust=(root,), at=table.clock())
    assert [line for line in report.lines if line.result is not Result.HOLDS] == []
    by_hand = [line.sentence.zh for line in report.lines if line.id == "package.by_hand"]
    assert sorted(each.partition("在打印件上")[0] for each in by_hand) == ["李静", "王敏"]
    assert all(scan in each for each in by_hand)
    both = (by_python, by_page)
    assert [await asyncio.to_thread(read, root, [whole], tmp_path) for read in both] == [[0], [0]]
    found = {path.partition("/")[2]: content for path, content in members(whole).items()}
    listed = {one["path"]: one for one in json.loads(found["manifest.json"])["files"]}
    assert listed["02_agreement.pdf"]["signer"] == ["张伟"]
    assert [path for path, one in listed.items() if one["sha256"] == scan] == ["10_other/01_case_sealed_scan.pdf"]
