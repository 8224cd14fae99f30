"""Handing in to the court after both sides have signed: what is missing, the bundle, and the clerk's desk with it."""

import asyncio
import hashlib
import io
import json
import os
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agreements.certificate import TITLE as CERTIFICATE
from agreements.rights_notice import TITLE as RIGHTS_NOTICE
from agreements.verify.confinement import confined
from agreements.verify.report import Result
from law.beijing import day_of
from rooms.cases.words import Route
from rooms.ids import CaseId
from server.app import Parts
from server.app_keys import CASES, CONFIG, SIGNING
from server.ids import SubmissionId, new_id
from server.papers.runtime import authority_folder
from server.staff import court_of
from server.storage.submissions import StaleSubmission, Submission, SubmissionChannel, numbered
from tests.node import start_node
from tests.server.http.callers import Answer, ask, audit, bearer, clerk_token
from tests.server.http.case_office import PAPER
from tests.server.papers.applying import ADDRESS, COURT, Applying
from tests.server.papers.table import Table
from tests.tab import Json

DESK = "/api/v1/court/submissions"
BLOBS = "blobs"
OTHER = "苏州市虎丘区人民法院"


class Submitting:
    """The mediator, the two sides and the clerk of one table's case."""

    def __init__(self, table: Table, case: str, clerk: str, other: str) -> None:
        self.table, self.case = table, case
        self.mediator = bearer(table.scene.mediator_token)
        self.worker = bearer(table.worker.token)
        self.clerk, self.other = bearer(clerk), bearer(other)

    async def ask(self, who: dict[str, str], method: str, path: str, **sent: Any) -> Answer:  # noqa: ANN401 - JSON
        return await ask(self.table.node, method, f"/api/v1{path}", who, **sent)

    async def outlook(self) -> Json:
        answer = await self.ask(self.mediator, "GET", f"/cases/{self.case}/submission")
        assert answer.status == 200, answer.json
        return answer.json

    async def hand_in(self, **other: object) -> Answer:
        said = {"channel": "desk", "version": (await self.outlook())["version"], **other}
        return await self.ask(self.mediator, "POST", f"/cases/{self.case}/submissions", json=said)

    async def desk(self) -> Json:
        """The newest, as the clerk opens it."""
        listed = (await self.ask(self.clerk, "GET", "/court/submissions")).json["submissions"]
        [row] = [one for one in listed if one["case_no"] == self.case_no]
        answer = await self.ask(self.clerk, "GET", f"/court/submissions/{row['id']}")
        assert answer.status == 200, answer.json
        return answer.json

    async def act(self, **said: object) -> Answer:
        now = await self.desk()
        body = {"act": said, "version": now["version"]}
        return await self.ask(self.clerk, "POST", f"/court/submissions/{now['id']}/acts", json=body)

    async def decide(self, content: bytes, **head: str) -> Answer:
        now = await self.desk()
        head = {"title": "民事裁定书", "on": self.today, "version": str(now["version"]), **head}
        headers = {**self.clerk, "Content-Type": "application/octet-stream"}
        path = f"/court/submissions/{now['id']}/decision"
        return await self.ask(headers, "POST", path, params=head, data=content)

    async def take(self, who: dict[str, str], path: str) -> tuple[int, bytes]:
        url = f"{self.table.node.url}/api/v1{path}"
        async with self.table.node.http.get(url, headers=who) as response:
            return response.status, await response.read()

    async def does(self, **deed: object) -> Json:
        version = (await self.ask(self.mediator, "GET", f"/cases/{self.case}")).json["version"]
        body = {"deed": {"version": version, **deed}}
        done = await self.ask(self.mediator, "POST", f"/cases/{self.case}/deeds", json=body)
        assert done.status == 200, done.json
        return dict(done.json)

    async def signs_on_paper(self) -> None:
        """Everybody, on the one paper that is on file."""
        case = (await self.ask(self.mediator, "GET", f"/cases/{self.case}")).json
        [paper, *_] = [one["id"] for one in case["materials"]]
        for one in case["participants"]:
            await self.does(do="application", participant=one["id"], paper=paper)

    async def file(self, title: str, what: str) -> None:
        head = {"title": title, "what": what, "form": "original"}
        headers = {**self.mediator, "Content-Type": "application/octet-stream"}
        path = f"/cases/{self.case}/materials"
        filed = await self.ask(headers, "POST", path, params=head, data=PAPER)
        assert filed.status == 201, filed.json

    @property
    def today(self) -> str:
        return day_of(self.table.clock()).isoformat()

    @property
    def case_no(self) -> str:
        return self._case_no

    async def known(self) -> None:
        detail = await self.ask(self.mediator, "GET", f"/cases/{self.case}")
        self._case_no: str = detail.json["case_no"]


async def nothing_to_submit(table: Table) -> None:
    """AT-15: without an application that both have signed nothing is handed in, and the page says what is missing."""
    here = await submitting(table)
    ahead = await here.outlook()
    assert (ahead["open"], ahead["ready"]) == (True, False)
    assert ("no_application", True) in [(one["code"], one["stops"]) for one in ahead["lacks"]]
    stopped = await here.hand_in()
    assert (stopped.status, stopped.code) == (409, "submission.incomplete")


async def submitted(table: Table) -> None:
    """The whole way of TR24 to TR28 on one case; every refusal on it before the step that is right."""
    here = await submitting(table)
    await preview(here)
    await nobody_stamps_time(here)
    await another_way(here)
    first = await first_bundle(here)
    await read_by_the_court(here, first)
    await corrected(here, first)
    await answered(here)


async def submitting(table: Table) -> Submitting:
    """The people of that table's case."""
    case = (await table.node.room(table.scene.room)).case
    clerk = await clerk_token(table.node, "cl", COURT)
    here = Submitting(table, case, clerk, await clerk_token(table.node, "ot", OTHER))
    await here.known()
    return here


async def preview(here: Submitting) -> None:
    """The ten slots as the court would see them; a party sees the same and hands in nothing."""
    ahead = await here.outlook()
    assert ahead["ready"], ahead["lacks"]
    filled = {one["number"]: [each["title"] for each in one["papers"]] for one in ahead["slots"]}
    assert len(filled) == 10
    assert (filled[1], filled[3], len(filled[6])) == (["司法确认申请书"], [CERTIFICATE], 2)
    assert ahead["days_left"] is not None
    assert ahead["court"]["zh"] == COURT
    own = await here.ask(here.worker, "GET", "/session/case/submission")
    assert (own.status, own.json["may_submit"], own.json["ready"]) == (200, False, True)


async def nobody_stamps_time(here: Submitting) -> None:
    """The preview needs nobody who seals, and leaves nothing; what would have to be sealed is not handed in."""
    app, before = here.table.node.runner.app, await stored(here)
    key = authority_folder(app[CONFIG]) / "tsa.key.pem"
    away = key.rename(key.with_suffix(".away"))
    try:
        ahead = await here.outlook()
        waits = [one["title"] for slot in ahead["slots"] for one in slot["papers"] if one["awaits_seal"]]
        assert [one.partition("（")[0] for one in waits] == [RIGHTS_NOTICE] * 2, waits
        assert (await here.ask(here.worker, "GET", "/session/case/submission")).json["slots"] == ahead["slots"]
        stopped = await here.hand_in()
        assert (stopped.status, stopped.code) == (503, "papers.signing_away")
    finally:
        away.rename(key)
    assert await stored(here) == before


async def stored(here: Submitting) -> tuple[list[str], list[str], int]:
    """Kinds of the case's audit records, names of all blobs, how many files are sealed."""
    node = here.table.node
    kinds = [one.kind for one in await audit(node, here.case)]
    sealed = await node.stores.sealed_files.older_than(here.table.clock() + timedelta(days=1))
    return kinds, sorted(one.name for one in (node.config.data / BLOBS).rglob("*")), len(sealed)


async def another_way(here: Submitting) -> None:
    """AT-53b: what was signed for one route is not handed in on another, and what waited there is let in no more."""
    app, stores = here.table.node.runner.app, here.table.node.stores
    court, content = await court_of(stores, COURT), await stores.blobs.put(PAPER)
    channel, at = SubmissionChannel.DESK, here.table.clock()
    ids = SubmissionId(new_id()), CaseId(here.case), court
    number = numbered(here.case_no, 1)
    late = Submission(*ids, 1, number, Route.CONFIRMATION, content, len(PAPER), (), channel, True, "mediator", at)
    seen = await app[CASES].case(CaseId(here.case))
    assert seen is not None
    with pytest.raises(StaleSubmission):
        await stores.submissions.add(late, (), seen.version - 1)
    await stores.submissions.add(late, (), seen.version)
    with pytest.raises(StaleSubmission):  # as from another node, which saw none before either
        await stores.submissions.add(replace(late, id=SubmissionId(new_id())), (), seen.version)
    assert (await here.desk())["acts"] == ["receive", "admit"]
    here.table.clock.forward(timedelta(minutes=1))
    await here.does(do="route", route="arbitration_review")
    await here.signs_on_paper()
    other = await here.hand_in()
    assert (other.status, other.code) == (409, "submission.other_route")
    assert (await here.act(do="admit", reason="准许。")).code == "submission.outlived"
    await here.does(do="route", route="confirmation")
    await here.signs_on_paper()
    # On the same way again, though not the application it was made from.
    again = await here.act(do="admit", reason="准许。")
    assert (again.status, again.code) == (409, "submission.outlived")
    assert ((await here.desk())["standing"], (await here.desk())["acts"]) == ("closed", ["receive"])


async def first_bundle(here: Submitting) -> Json:
    """Once: bytes, hash and receipt stay what they are; another way or an early plea for lateness is refused."""
    early = await here.hand_in(late=True)
    assert early.code == "submission.not_late"
    stale = await here.hand_in(version=0)
    assert stale.code == "case.changed"
    done = await at_once_on_two_nodes(here)
    one, _ = done.json["submissions"]
    assert (one["position"], one["standing"], done.json["state"]["id"]) == (2, "submitted", "submitted")
    path = f"/cases/{here.case}/submissions/{one['id']}"
    status, content = await here.take(here.mediator, f"{path}/bundle.zip")
    assert status == 200
    assert hashlib.sha256(content).hexdigest() == one["sha256"]
    status, detached = await here.take(here.mediator, f"{path}/bundle.zip.sha256")
    assert detached.decode().split() == [one["sha256"], f"{one['number']}.zip"]
    manifest = await verified(here, content)
    assert (manifest["route"], manifest["case_no"]) == ("confirmation", here.case_no)
    await holds(here, content)
    return dict(one)


async def at_once_on_two_nodes(here: Submitting) -> Answer:
    """Over one database: one of both hands in, the other is told that the case has changed, and nothing of it stays."""
    body = {"channel": "desk", "version": (await here.outlook())["version"]}
    path = f"/api/v1/cases/{here.case}/submissions"
    home = here.table.node
    other = await start_node(home.config.data, parts=Parts(clock=here.table.clock))
    try:
        both = await asyncio.gather(*(ask(node, "POST", path, here.mediator, json=body) for node in (home, other)))
    finally:
        await other.close()
    done, refused = sorted(both, key=lambda one: one.status)
    assert (done.status, refused.status, refused.code) == (201, 409, "case.changed"), (done.json, refused.json)
    kinds = [one.kind for one in await audit(home, here.case)]
    assert (kinds.count("submission.made"), kinds.count("case.submitted")) == (1, 1)
    return done


async def holds(here: Submitting, bundle: bytes) -> None:
    """Our verifier opens every sealed paper of it, the organisation's certificate too (AT-4, AT-19)."""
    root = (await here.table.node.runner.app[SIGNING].roots()).encode()
    report = await asyncio.to_thread(confined, bundle, trust=(root,), at=here.table.clock())
    assert [line for line in report.lines if line.result is not Result.HOLDS] == []
    assert "organisation" in {one.field for one in report.signatures if one.file == "03_org_certificate.pdf"}


async def verified(here: Submitting, content: bytes) -> Json:
    """AT-4: its own `verify.py`, in a clean folder and a Python without ours, finds it good. Gives the manifest."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle, tempfile.TemporaryDirectory() as clean:
        inside = {name.rpartition("/")[2]: bundle.read(name) for name in bundle.namelist()}
        folder, root = Path(clean), (await here.table.node.runner.app[SIGNING].roots()).encode()
        for name, held in {"verify.py": inside["verify.py"], "root.pem": root, "bundle.zip": content}.items():
            (folder / name).write_bytes(held)
        command = (sys.executable, "-I", "verify.py", "bundle.zip", "--trust", "root.pem")
        program = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env={"PATH": os.environ["PATH"]}, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await program.communicate()
    assert program.returncode == 0, told.decode()
    return dict(json.loads(inside["manifest.json"]))


async def read_by_the_court(here: Submitting, first: Json) -> None:
    """Pages with the reader's name, files byte for byte, each on record; another court knows nothing of it."""
    foreign = await here.ask(here.other, "GET", f"/court/submissions/{first['id']}")
    assert (foreign.status, foreign.code) == (404, "submission.unknown")
    now = await here.desk()
    assert now["acts"] == ["receive", "accept", "correction", "decide"]
    [paper, *_] = next(slot for slot in now["slots"] if slot["number"] == 1)["papers"]
    path = f"/court/submissions/{now['id']}/files/{paper['number']}"
    assert (await here.ask(here.clerk, "GET", path)).json["pages"] >= 1
    status, page = await here.take(here.clerk, f"{path}/pages/1")
    assert status == 200
    with Image.open(io.BytesIO(page)) as picture:
        plain = picture.convert("RGB").tobytes()
    reds = sum(red > green + 12 for red, green in zip(plain[::3], plain[1::3], strict=True))
    assert reds > 1000, "no watermark"
    _, original = await here.take(here.clerk, f"{path}/original")
    assert hashlib.sha256(original).hexdigest() == paper["sha256"]
    _, whole = await here.take(here.clerk, f"/court/submissions/{now['id']}/bundle.zip")
    assert hashlib.sha256(whole).hexdigest() == first["sha256"]
    looked = [(one["what"], one["taken"]) for one in (await here.desk())["accesses"]]
    assert {(f"{paper['path']}#1", False), (paper["path"], True), ("bundle.zip", True), ("", False)} <= set(looked)
    assert all(one["source"] for one in (await here.desk())["accesses"])


async def corrected(here: Submitting, first: Json) -> None:
    """TR26: one list, once; handed in again, what changed stands by slot, and the first bundle is as it was."""
    asked = await here.act(do="correction", points=["补交申请人身份证复印件"], until="2026-12-10")
    assert asked.status == 200, asked.json
    assert (await here.outlook())["submissions"][0]["correction"] == "1. 补交申请人身份证复印件"
    elsewhere = await Applying(here.table).choose(court=await court_of(here.table.node.stores, OTHER))
    assert (elsewhere.status, elsewhere.code) == (409, "application.other_court")
    # A new address would go to nobody: the sealed paper lies with the court.
    moved = {"step": "address", "address": {**ADDRESS, "postal_address": "江苏省南京市鼓楼区示范路9号"}}
    assert (await here.ask(here.worker, "POST", "/session/application", json={"said": moved})).code == "address.signed"
    await here.file("身份证复印件", "identity")
    again = await here.hand_in(note="已补交身份证复印件")
    assert again.status == 201, again.json
    newest, before, _ = again.json["submissions"]
    assert (newest["position"], newest["standing"], before["standing"]) == (3, "submitted", "replaced")
    _, content = await here.take(here.mediator, f"/cases/{here.case}/submissions/{first['id']}/bundle.zip")
    assert hashlib.sha256(content).hexdigest() == first["sha256"]
    now = await here.desk()
    assert now["answer"] == "已补交身份证复印件"
    assert [(one["slot"], one["change"]) for one in now["changes"]] == [(4, "new")]
    assert "correction" not in now["acts"]
    twice = await here.act(do="correction", points=["再补一份"])
    assert twice.code == "correction.once"
    old = {"act": {"do": "accept", "court_case_no": "x", "on": here.today}, "version": now["version"]}
    assert (await here.ask(here.clerk, "POST", f"/court/submissions/{first['id']}/acts", json=old)).code == (
        "submission.not_newest"
    )


async def answered(here: Submitting) -> None:
    """Signed for, accepted with the court's number, both asked, decided with its document on file."""
    early = await here.decide(PAPER, decision="confirmed")
    assert early.code == "decision.before_review", early.json
    accepted = await here.act(do="accept", court_case_no="（2026）苏0102民特1号", on=here.today)
    assert accepted.status == 200, accepted.json
    assert (accepted.json["court_case_no"], accepted.json["received_by"]) == ("（2026）苏0102民特1号", "赵工作")
    assert (await here.act(do="verify", on=here.today)).status == 200
    nothing = await here.decide(b"no document", decision="confirmed")
    assert nothing.code == "document.type", nothing.json
    decided = await here.decide(PAPER, decision="confirmed")
    assert decided.status == 200, decided.json
    assert (decided.json["standing"], decided.json["acts"]) == ("confirmed", [])
    records = [one.kind for one in await audit(here.table.node, here.case)]
    for kind in ("submission.made", "submission.received", "submission.read", "submission.taken", "access.refused"):
        assert kind in records
    listed = (await here.ask(here.mediator, "GET", f"/cases/{here.case}")).json["materials"]
    assert "民事裁定书" in [one["title"] for one in listed]
