"""The clerk's desk: the own court alone, checked anew, taken whole, and everything on record."""

import asyncio
import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest

from agreements import pictures
from agreements.verify.confinement import confined
from agreements.verify.report import Report, Verdict
from rooms.chat import JOINT
from rooms.ids import CaseId
from server.app import Parts
from server.app_keys import SIGNING
from server.staff import court_of
from tests.agreements.render.reading import copied
from tests.node import Node, Scene, open_scene, running_node
from tests.server.http.callers import ask, audit, bearer, clerk_token, stores_of
from tests.server.http.court_case import (
    SECRETS,
    SLIP,
    UNDISPUTED,
    facts_entered,
    given_to_court,
    papers_filed,
    secrets_planted,
)
from tests.server.http.finished import COURT, PAGES, finished
from tests.server.papers.table import Table, TestClock, step, until
from tests.tab import Json

OTHER_COURT = "邻区人民法院"
DESK = "/api/v1/court/agreements"
NOT_FOR_COURT = {"agreement.remark", "agreement.draft_changed", "session.opened", "seat.moved", "chat.stored"}


@pytest.fixture(scope="module")
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory, clock: TestClock) -> AsyncIterator[Node]:
    settings = {"logins_per_minute": 1000, "digits_per_minute": 1000}
    async with running_node(tmp_path_factory.mktemp("court"), Parts(clock=clock), **settings) as node:
        yield node


@pytest.fixture(scope="module")
async def clerk(node: Node) -> str:
    return await clerk_token(node, court=COURT)


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    scene = await open_scene(node)
    yield scene
    await scene.close()


@dataclass(frozen=True)
class Signed:
    """An agreement that went the whole way by the product's own means."""

    id: str
    case: CaseId
    row: Json
    root: bytes
    filed: dict[str, bytes]


@pytest.fixture(scope="module")
async def signed(node: Node, clock: TestClock, clerk: str) -> AsyncIterator[Signed]:
    court = await court_of(stores_of(node), COURT)
    known = {row["id"] for row in await rows(node, clerk)}
    scene = await open_scene(node)
    table = Table(clock, scene, *await scene.at_table())
    await table.worker.says("我最低可以接受一万元")
    await facts_entered(table)
    await secrets_planted(table)
    await table.draft()
    await table.set("head", court=court)
    await table.worker.done("draft.comment", id="remark-01", part="head", text="底线是一万元")
    for number, word in enumerate(SECRETS[18:]):
        await table.company.done("draft.comment", id=f"remark-1{number}", part="payment-1", text=word)
    await table.freeze()
    seats = await table.seats()
    for tab, who in ((table.worker, "worker"), (table.company, "company")):
        await table.sign(tab, seats[who])
    await until(table.mediator, lambda view: all(step(view, seats[who]) == "signed" for who in ("worker", "company")))
    await table.sign(table.mediator, seats["mediator"])
    await until(table.mediator, lambda view: view["stage"] == "sealed")
    [row] = [row for row in await rows(node, clerk) if row["id"] not in known]
    root = (await node.runner.app[SIGNING].roots()).encode()
    case = (await node.room(scene.room)).case
    filed = await papers_filed(node, case)
    await given_to_court(table)
    yield Signed(row["id"], case, row, root, filed)
    await scene.close()


@dataclass(frozen=True)
class Answered:
    status: int
    json: Json


async def rows(node: Node, token: str) -> list[Json]:
    answer = await ask(node, "GET", DESK, bearer(token))
    assert answer.status == 200, answer.json
    listed: list[Json] = answer.json["agreements"]
    return listed


async def bundle(node: Node, token: str, agreement: str) -> bytes:
    async with node.http.get(f"{node.url}{DESK}/{agreement}/bundle", headers=bearer(token)) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "application/zip"
        assert response.headers["Content-Disposition"].startswith("attachment;")
        return await response.read()


async def kinds(node: Node, case: CaseId) -> list[str]:
    return [record.kind for record in await audit(node, case)]


async def test_a_clerk_sees_the_sealed_agreements_of_the_own_court_alone(node: Node, scene: Scene, clerk: str) -> None:
    made = await finished(node, scene)
    [row] = [row for row in await rows(node, clerk) if row["id"] == made.agreement.id]
    assert (row["parties"], row["cause"], row["number"]) == (
        "张伟与李静",
        "劳动报酬（拖欠工资）",
        made.agreement.matter.number,
    )
    assert (row["downloads"], row["last_download"]) == (0, None)
    for number, content in enumerate(pictures.pages(made.files["agreement.pdf"]), start=1):
        path = f"{node.url}{DESK}/{made.agreement.id}/pages/{number}"
        async with node.http.get(path, headers=bearer(clerk)) as response:
            assert (response.content_type, await response.read()) == ("image/png", content)
    beyond = await ask(node, "GET", f"{DESK}/{made.agreement.id}/pages/{PAGES + 1}", bearer(clerk))
    assert beyond.code == "papers.page_unknown"
    async with node.http.get(f"{node.url}{DESK}/{made.agreement.id}/evidence-pages/1", headers=bearer(clerk)) as got:
        assert await got.read() == made.evidence_pages[0]


@pytest.mark.parametrize("rest", ["", "/pages/1", "/evidence-pages/1", "/bundle"])
async def test_threat4_another_courts_agreement_is_as_unknown_as_none_and_leaves_an_audit_line(
    node: Node, scene: Scene, clerk: str, rest: str
) -> None:
    made = await finished(node, scene, court=OTHER_COURT)
    assert made.agreement.id not in {row["id"] for row in await rows(node, clerk)}
    assert made.agreement.id in {row["id"] for row in await rows(node, await clerk_token(node, "other", OTHER_COURT))}
    foreign = await ask(node, "GET", f"{DESK}/{made.agreement.id}{rest}", bearer(clerk))
    never = await ask(node, "GET", f"{DESK}/nothing{rest}", bearer(clerk))
    assert (foreign.status, foreign.code) == (404, "agreement.unknown")
    assert foreign.json == never.json
    records = await audit(node, made.room.case)
    assert records[-1].kind == "access.refused"
    assert f"GET {DESK}/{{agreement}}{rest.replace('1', '{page}')}" in records[-1].body


async def test_threat4_what_is_not_sealed_yet_is_unknown_to_its_court(node: Node, scene: Scene, clerk: str) -> None:
    made = await finished(node, scene, "closing")
    assert made.agreement.id not in {row["id"] for row in await rows(node, clerk)}
    assert (await ask(node, "GET", f"{DESK}/{made.agreement.id}", bearer(clerk))).code == "agreement.unknown"


async def test_threat30_a_file_that_is_no_sealed_agreement_is_called_broken(
    node: Node, scene: Scene, clerk: str
) -> None:
    made = await finished(node, scene)
    detail = (await ask(node, "GET", f"{DESK}/{made.agreement.id}", bearer(clerk))).json
    assert detail["verdict"] == "broken"
    assert any(check["result"] == "broken" for check in detail["checks"])


async def test_the_files_are_checked_anew_and_each_look_is_on_record(node: Node, signed: Signed, clerk: str) -> None:
    before = (await kinds(node, signed.case)).count("court.inspected")
    detail = await looked_at(node, clerk, signed.id)
    # Nobody vouches for what was made under a 测试 root, also where somebody installed it.
    assert (detail["verdict"], results(detail)) == ("untrusted", {"holds", "untrusted"}), detail["checks"]
    assert {each["field"] for each in detail["signatures"]} >= {"platform", "party_1", "party_2", "mediator"}
    assert all(each["test"] and "测试" in each["issuer"] for each in detail["signatures"])
    assert {"张伟", "李静", "王敏"} <= {each["signer"] for each in detail["signatures"]}
    assert detail["code"] == f"{detail['digest'][:4]}-{detail['digest'][4:8]}"
    assert detail["not_proved"]
    trust = node.config.data / "trust"
    trust.mkdir()
    (trust / "own.pem").write_bytes(signed.root)
    (trust / "damaged.pem").write_text("no certificate")
    assert (await looked_at(node, clerk, signed.id))["verdict"] == "untrusted"
    looks = [record for record in await audit(node, signed.case) if record.kind == "court.inspected"]
    assert len(looks) == before + 2
    account = await stores_of(node).accounts.find("clerk")
    assert account
    assert account.id in looks[-1].body


async def looked_at(node: Node, token: str, agreement: str) -> Json:
    answer = await ask(node, "GET", f"{DESK}/{agreement}", bearer(token))
    assert answer.status == 200, answer.json
    return answer.json


def results(detail: Json) -> set[str]:
    return {check["result"] for check in detail["checks"]}


async def test_at4_the_bundle_verifies_offline_and_each_download_is_counted_and_on_record(
    node: Node, clock: TestClock, signed: Signed, clerk: str
) -> None:
    first, second = await bundle(node, clerk, signed.id), await bundle(node, clerk, signed.id)
    for later in (timedelta(), timedelta(days=1)):
        report = await verified(first, signed.root, at=clock() + later)
        assert report.verdict is Verdict.HOLDS, [line for line in report.lines if line.result != "holds"]
        assert report.test
    assert (await verified(first, at=clock())).verdict is Verdict.UNTRUSTED
    [row] = [row for row in await rows(node, clerk) if row["id"] == signed.id]
    assert row["downloads"] == 2
    assert datetime.fromisoformat(row["last_download"]) <= clock().astimezone(UTC)
    taken = [record for record in await audit(node, signed.case) if record.kind == "paper.taken"]
    account = await stores_of(node).accounts.find("clerk")
    assert account
    assert all(account.id in record.body and "bundle.zip" in record.body for record in taken[-2:])
    changed = [path for path, content in members(first).items() if members(second)[path] != content]
    assert set(changed) <= {"manifest.json", "manifest.sig"}
    assert hashlib.sha256(second).hexdigest() in taken[-1].body


async def test_threat31_the_audit_proof_says_no_more_than_the_court_may_read(
    node: Node, signed: Signed, clerk: str
) -> None:
    parts = members(await bundle(node, clerk, signed.id))
    events = [json.loads(line) for line in parts["proof/events.jsonl"].splitlines()]
    on_record = {record.seq: record.kind for record in await audit(node, signed.case)}
    bare = [event for event in events if "body" not in event]
    assert {on_record[event["seq"]] for event in bare} >= NOT_FOR_COURT
    assert all(set(event) == {"seq", "hash"} for event in bare), "neither kind nor time"
    told = {event["kind"] for event in events if "body" in event}
    assert not told & NOT_FOR_COURT
    assert {"room.created", "consents.recorded", "phase.changed", "agreement.signed", "agreement.sealed"} <= told
    everything = b"".join(content for path, content in parts.items() if not path.endswith(".pdf"))
    for said in ("最低可以接受", "底线", "127.0.0.1"):
        assert said.encode() not in everything


async def test_at53_the_papers_of_the_case_lie_in_their_slots_and_evidence_stays(
    node: Node, signed: Signed, clerk: str
) -> None:
    parts = members(await bundle(node, clerk, signed.id))
    told = json.loads(parts["data/case.json"])
    found = {slot["number"]: [paper["path"] for paper in slot["papers"]] for slot in told["slots"]}
    assert found == {
        **{number: [] for number in range(1, 11)},
        2: ["02_agreement.pdf"],
        4: ["04_identity/01_applicant_identity.pdf"],
        5: [f"05_notice_consent_{number}.pdf" for number in (1, 2, 3, 4)],
        7: ["07_undisputed_facts.pdf"],
        9: ["09_attachments/01_applicant_evidence.pdf"],
    }
    assert parts["09_attachments/01_applicant_evidence.pdf"] == SLIP, "as it came"
    assert [paper["title"] for paper in told["slots"][8]["papers"]] == ["工资条.pdf（张伟提交）"]
    sealed = [paper["path"] for slot in told["slots"] for paper in slot["papers"] if paper["sealed"]]
    *letters, scan = found[5]
    assert sealed == ["02_agreement.pdf", *letters, *found[7]]
    assert parts[scan] == signed.filed["consent"]
    cover = "".join((await asyncio.to_thread(copied, parts[letters[-1]])).split())
    for said in (hashlib.sha256(parts[scan]).hexdigest(), "申请人张伟：向法院回传，同意（书面，", "王敏"):
        assert said in cover
    assert {path for path in parts if path.endswith(".tsr")} >= {
        f"proof/timestamps/{path.removesuffix('.pdf')}.tsr" for path in sealed
    }
    assert parts["04_identity/01_applicant_identity.pdf"] == signed.filed["identity"]
    assert signed.filed["evidence"] not in parts.values()
    assert told["slots"][3]["papers"][0]["pages"] == 3
    assert (told["route"], told["lane"]) == ("none", "SELF")
    undisputed = await asyncio.to_thread(copied, parts["07_undisputed_facts.pdf"])
    assert UNDISPUTED in undisputed
    assert "张伟（" in undisputed
    assert "加班" not in undisputed


async def test_at39_none_of_twenty_confided_words_is_anywhere_in_the_bundle(
    node: Node, signed: Signed, clerk: str
) -> None:
    whole = await bundle(node, clerk, signed.id)
    found = [word for word in SECRETS if word.encode() in whole]
    for path, content in members(whole).items():
        said = [content.decode(errors="replace"), path]
        if path.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(content)) as pdf:
                said += [each.get_file().read_bytes().decode() for each in pdf.attachments.values()]
            said.append(await asyncio.to_thread(copied, content))
        found += [f"{word} in {path}" for word in SECRETS for text in said if word in "".join(text.split())]
    assert found == []
    [meeting] = await stores_of(node).case_rooms.of_case(signed.case)
    said_there = await stores_of(node).rooms.lines(meeting.room.id, JOINT, 0)
    assert sum(any(word in line.text for line in said_there) for word in SECRETS) == 4, "they were said"


async def verified(archive: bytes, *trust: bytes, at: datetime) -> Report:
    """As `mediation-room verify` does it."""
    return await asyncio.to_thread(confined, archive, trust=trust, at=at)


def members(archive: bytes) -> dict[str, bytes]:
    """By their place in the one folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name.partition("/")[2]: file.read(name) for name in file.namelist()}


async def shown_to_all(node: Node, content: bytes, media_type: str = "application/octet-stream") -> Answered:
    headers = {"Content-Type": media_type}
    async with node.http.post(
        f"{node.url}/api/v1/verifications", data=io.BytesIO(content), headers=headers
    ) as response:
        return Answered(response.status, await response.json())


async def test_anybody_has_a_paper_checked_and_nothing_of_it_is_kept(node: Node, signed: Signed, clerk: str) -> None:
    package = await bundle(node, clerk, signed.id)
    pdf = members(package)["02_agreement.pdf"]
    files = sorted(node.config.data.rglob("blobs/*/*"))
    for content, kind in ((package, "package"), (pdf, "agreement")):
        told = (await shown_to_all(node, content)).json
        assert (told["kind"], told["verdict"], told["registered"], told["test"]) == (kind, "untrusted", True, True)
        assert {"张伟", "李静", "王敏"} <= {each["signer"] for each in told["signatures"]}
        assert {each["result"] for each in told["signatures"]} == {"untrusted"}
        assert any("测试" in sentence["zh"] for sentence in told["not_proved"])
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
        assert [len(code) for code in told["codes"]] == [len("a1b2-c3d4")] * len(told["codes"]) != []
    for content in (pdf + b"\n", pdf[:-400], b"nothing of ours"):
        told = (await shown_to_all(node, content)).json
        assert (told["verdict"], told["registered"]) == ("broken", False)
        assert any(check["result"] == "broken" and check["sentence"]["zh"] for check in told["checks"])
    assert (await shown_to_all(node, pdf, "application/pdf")).status == 415
    assert sorted(node.config.data.rglob("blobs/*/*")) == files


async def test_the_programs_of_a_bundle_are_those_whose_sums_are_published(
    node: Node, signed: Signed, clerk: str
) -> None:
    inside = members(await bundle(node, clerk, signed.id))
    listed = (await ask(node, "GET", "/api/v1/verifiers")).json
    published = listed["programs"]
    former = {each["sha256"] for each in listed["former"]}
    # That of 1dcec1f, as bundles of the first version have it.
    assert "df174e46a0ddb8d1d0a0f87d21a54d6bed5434a6eb34aef902ed5464c78e159c" in former
    assert former.isdisjoint(each["sha256"] for each in published)
    assert [each["name"] for each in published] == ["verify.html", "verify.py"]
    for each in published:
        async with node.http.get(f"{node.url}/api/v1/verifiers/{each['name']}") as answer:
            program = await answer.read()
        assert hashlib.sha256(program).hexdigest() == each["sha256"]
        assert inside[each["name"]] == program
    async with node.http.get(f"{node.url}/api/v1/verifiers/other.py") as answer:
        assert answer.status == 404
