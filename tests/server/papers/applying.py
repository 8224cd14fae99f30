"""Both sides apply to the court over HTTP: the mediator chooses, each fills in, reads, confirms and signs once."""

import asyncio
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from agreements.ceremony import slots_of
from agreements.ids import Digest, SignerId
from agreements.verify.confinement import confined
from rooms.ids import CaseId
from server.app_keys import APPLICATIONS, CASES, SIGNING
from server.applications.papers import SealedPaper, papers_for
from server.staff import court_of
from tests.agreements.seal.programs import ran
from tests.server.http.callers import Answer, ask, bearer
from tests.server.papers.phone import INK_LINKS, PHONE, drawn
from tests.server.papers.table import INK, PAPERS_S, Table
from tests.tab import Json

COURT = "南京市玄武区人民法院"
OWN = "/api/v1/session/application"
CHOSEN: Json = {"route": "confirmation", "basis": "domicile_applicant"}
ADDRESS: Json = {
    "electronic": True,
    "rulings": False,
    "sms_phone": "13800001234",
    "postal_address": "江苏省南京市玄武区示范路1号",
    "recipient": "本人",
    "recipient_phone": "13800001234",
    "video": True,
}


class Applying:
    """The application of one table's case."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.mediator = bearer(table.scene.mediator_token)
        self.worker, self.company = bearer(table.worker.token), bearer(table.company.token)

    async def desk(self, step: Json | None = None) -> Answer:
        case = (await self.table.node.room(self.table.scene.room)).case
        method, sent = ("GET", {}) if step is None else ("POST", {"json": {"said": step}})
        return await ask(self.table.node, method, f"/api/v1/cases/{case}/application", self.mediator, **sent)

    async def own(self, who: dict[str, str], step: Json | None = None) -> Answer:
        method, sent = ("GET", {}) if step is None else ("POST", {"json": {"said": step}})
        return await ask(self.table.node, method, OWN, who, **sent)

    async def choose(self, **other: object) -> Answer:
        version = (await self.desk()).json["version"]
        court = await court_of(self.table.node.stores, COURT)
        return await self.desk({"step": "choose", "version": version, "form": {**CHOSEN, "court": court, **other}})

    async def freeze(self) -> Answer:
        return await self.desk({"step": "freeze", "version": (await self.desk()).json["version"]})

    async def until(self, fits: Callable[[Json], bool]) -> Json:
        async with asyncio.timeout(PAPERS_S):
            while not fits(now := (await self.desk()).json):  # noqa: ASYNC110 - as a page looks again: HTTP tells nobody
                await asyncio.sleep(0.2)
        return now

    async def couples(self, case: CaseId) -> None:
        """The case is told once the last paper is stored: a moment later."""
        async with asyncio.timeout(PAPERS_S):
            while (known := await self.table.node.runner.app[CASES].case(case)) is None or known.state != "applying":  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)

    async def prepare(self, who: dict[str, str], seat: str) -> Json:
        """Read and confirm all of the sitting, and have a code sent: what is signed then."""
        self.table.clock.forward(timedelta(minutes=2))
        state = (await self.own(who)).json
        papers = [one for one in state["papers"] if one["id"] in state["own"]["papers"]]
        for one in papers:
            where = {"paper": one["id"], "digest": one["digest"]}
            for page in range(1, one["pages"] + 1):
                assert (await self.own(who, {"step": "read", **where, "page": page, "seconds": 60})).status == 200
            said = {"sentence": one["sentence"], "esign_version": one["esign_version"]}
            assert (await self.own(who, {"step": "confirm", **where, **said})).status == 200
        sent = await self.own(who, {"step": "code"})
        assert sent.status == 200, sent.json
        code = await self.table.code(seat)
        return {"step": "sign", "digests": [one["digest"] for one in papers], "code": code, "ink": INK}


async def applied(table: Table) -> None:
    """AT-15, AT-54: one side alone submits nothing; both, each with its own address, and the case is APPLYING."""
    here, seats = Applying(table), await table.seats()
    await not_this_way(here)
    assert (await here.choose()).status == 200
    assert (await here.freeze()).code == "application.addresses"
    await addresses(here)
    frozen = await here.freeze()
    assert frozen.status == 200, frozen.json
    state = await here.until(lambda now: now["stage"] == "signing")
    assert [one["kind"] for one in state["papers"]] == ["confirmation_application", *["service_address"] * 2]

    press = await here.prepare(here.worker, seats["worker"])
    wrong = await here.own(here.worker, {**press, "id": "press-worker", "code": "000000"})
    assert wrong.code in {"code.wrong", "code.spent"}
    for _ in range(2):
        assert (await here.own(here.worker, {**press, "id": "press-worker"})).status == 200
    await alone(here)
    press = await here.prepare(here.company, seats["company"])
    signer = (await here.own(here.company)).json["own"]["signer"]
    ink = await drawn(table.node, "application", here.company, signer, press["digests"])
    theirs = f"{INK_LINKS['application']}?signer={signer}"
    assert (await ask(table.node, "GET", theirs, here.worker)).json["state"] == "dead"
    assert (await here.own(here.company, {**press, "id": "press-company", "ink": ink})).status == 200
    await by_phone(here, SignerId(signer))
    await here.until(lambda now: all(one["stage"] == "sealed" for one in now["papers"]))
    await sealed(here)


async def by_phone(here: Applying, company: SignerId) -> None:
    """The evidence of each paper of the sitting names the telephone of who drew there, and of nobody else."""
    case = (await here.table.node.room(here.table.scene.room)).case
    application = await here.table.node.runner.app[APPLICATIONS].desk.application(case)
    phones = [
        (slot.signer == company, slot.activation.phone)
        for one in application.papers
        for slot in slots_of(one)
        if slot.activation
    ]
    assert sorted(phones) == [(False, ""), (False, ""), (True, PHONE), (True, PHONE)]


async def hold(here: Applying, pdfs: list[Digest]) -> None:
    """The verifier, which shares no code with us, knows each of these papers and finds it good."""
    node = here.table.node
    trust = (await node.runner.app[SIGNING].roots()).encode()
    for pdf in pdfs:
        content = await node.stores.blobs.get(pdf)
        report = await asyncio.to_thread(confined, content, trust=(trust,), at=here.table.clock())
        assert report.verdict == "holds", report


async def not_this_way(here: Applying) -> None:
    """A way of another lane is refused, and a court that no address on file shows (LR-13)."""
    other = await here.choose(route="court_paper", basis="filed", costs="由被申请人负担")
    assert other.code in {"route.not_of_lane", "application.court_elsewhere"}
    assert (
        await here.choose(basis="subject_matter_location", subject_place="苏州市")
    ).code == "application.court_elsewhere"
    assert (await here.choose(basis="inviting_court")).code == "application.court_elsewhere"


async def addresses(here: Applying) -> None:
    """Consent to rulings is a box of its own (AT-54); nobody sees the other's address."""
    bad = {**ADDRESS, "electronic": False, "rulings": True}
    assert (await here.own(here.worker, {"step": "address", "address": bad})).code == "address.rulings"
    for who in (here.worker, here.company):
        assert (await here.own(who, {"step": "address", "address": ADDRESS})).status == 200
    seen = (await here.own(here.worker)).json["parties"]
    assert [one["address"] is not None for one in seen] == [True, False]
    assert all(one["given"] for one in seen)


async def alone(here: Applying) -> None:
    """One signature alone: the address of that side is sealed, the application is not, nothing can be submitted."""
    await here.until(lambda now: any(one["stage"] == "sealed" for one in now["papers"]))
    case = (await here.table.node.room(here.table.scene.room)).case
    papers = await papers_for(here.table.node.stores, case)
    assert papers.application is None
    assert len(papers.addresses) == 1
    known = await here.table.node.runner.app[CASES].case(case)
    assert known is not None
    assert known.state == "effective"


async def sealed(here: Applying) -> None:
    """Three sealed papers with their evidence, and the case knows (TR23)."""
    case = (await here.table.node.room(here.table.scene.room)).case
    papers = await papers_for(here.table.node.stores, case)
    assert papers.is_complete
    assert len(papers.addresses) == 2
    await here.couples(case)
    state = (await here.own(here.company)).json
    mine = next(one for one in state["papers"] if one["of"] == state["own"]["signer"])
    other = next(one for one in state["papers"] if one["of"] not in {None, state["own"]["signer"]})
    assert (await ask(here.table.node, "GET", f"{OWN}/papers/{other['id']}/pages/1", here.company)).code == (
        "application.no_paper"
    )
    await hold(here, [one.sealed.pdf for one in (papers.application, *papers.addresses.values()) if one])
    for paper in (mine["id"], state["papers"][0]["id"]):
        got = await ask(here.table.node, "GET", f"{OWN}/papers/{paper}/files/paper.pdf", here.company)
        assert got.status == 200
    await printed(here, papers.addresses.values())


async def printed(here: Applying, addresses: Iterable[SealedPaper]) -> None:
    """AT-6: each address, as it was given, stands on a sealed paper that prints."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "service_address.pdf"
        for one in addresses:
            paper.write_bytes(await here.table.node.stores.blobs.get(one.sealed.pdf))
            told = "".join(ran("pdftotext", "-raw", paper, "-").stdout.decode().split())
            for value in (ADDRESS["sms_phone"], ADDRESS["postal_address"], ADDRESS["recipient"]):
                assert str(value) in told, told
