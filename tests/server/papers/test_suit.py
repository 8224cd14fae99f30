"""A court's case in litigation (委托) ends by the court's own paper or by withdrawing the suit, never by 司法确认."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.agreements.seal.programs import ran
from tests.node import PASSWORD, Node
from tests.server.http.callers import ask
from tests.server.http.case_office import PAPER
from tests.server.papers.applying import Applying, addresses
from tests.server.papers.keyed_in import accepted, office_at, seated
from tests.server.papers.submitting import Submitting, submitting, verified
from tests.server.papers.table import Table, TestClock, until
from tests.server.papers.test_seal import address, keeper, own_seal, people_sign
from tests.tab import Json

COSTS = "案件受理费5元，由被告负担。"
COMPANY = "南京某某电子有限公司"
NUMBER = "（2026）苏0102民初77号"


@pytest.fixture
async def suit(node: Node, clock: TestClock) -> AsyncIterator[Table]:
    """The court entrusted it with its number; the agreement is sealed and in effect, the certificate on file."""
    office = await office_at(node, clock)
    await office.register("wangmin")
    table = await seated(office, clock, await accepted(office, **office.of_court(court_case_no=NUMBER)))
    async with own_seal(table):
        await people_sign(table)
        headers, at = await keeper(table), await address(table)
        digest = (await ask(node, "GET", at, headers)).json["digest"]
        press = {"request": "press-of-the-seal", "digest": digest, "password": PASSWORD}
        assert (await ask(node, "POST", f"{at}/seal", headers, json=press)).status == 200
        await until(table.mediator, lambda view: view["stage"] == "sealed")
        certificate = at.replace("/agreement", "/certificate")
        assert (await ask(node, "POST", certificate, headers, json={"password": PASSWORD})).status == 201
        yield table
    await table.scene.close()


@pytest.mark.timeout(240)
async def test_at15_a_suit_ends_by_the_courts_paper_or_by_withdrawing_it_and_what_was_asked_can_be_taken_back(
    suit: Table, tmp_path: Path
) -> None:
    here, court = Applying(suit), await submitting(suit)
    standing = await only_its_own_ways(here)
    await addresses(here)
    asked = await signed(here, tmp_path, route="court_paper", costs=COSTS, statuses=standing)
    for said in (f"原告：{COMPANY}", "被告：张伟", NUMBER, f"诉讼费用：{COSTS}", "制作民事调解书"):
        assert said in asked, said
    assert "司法确认" not in asked
    await handed_in(court, "court_paper", "出具民事调解书申请书")
    await accepted_there(court)
    await taken_back(court)
    asked = await signed(here, tmp_path, route="withdrawal", costs="", statuses=standing)
    assert f"请求准许{COMPANY}撤回对张伟的起诉" in asked
    await handed_in(court, "withdrawal", "撤诉申请书")
    allowed = await court.decide(PAPER, decision="withdrawn", title="准许撤诉裁定书")
    assert allowed.status == 200, allowed.json
    assert await state(court) == "performing"


async def only_its_own_ways(here: Applying) -> list[Json]:
    """Which routes there are, and what is refused; gives the statuses as filed: here the company sued."""
    now = (await here.desk()).json
    assert now["routes"] == ["court_paper", "withdrawal"]
    by_name = {one["name"]: one for one in now["parties"]}
    assert [by_name[name]["status"] for name in ("张伟", COMPANY)] == ["plaintiff", "defendant"]
    assert (await here.choose()).code == "route.not_of_lane"
    paper = {"route": "court_paper", "basis": "filed"}
    assert (await here.choose(**paper)).code == "application.costs"
    both = [{"signer": one["signer"], "status": "plaintiff"} for one in now["parties"]]
    alone = await here.choose(**paper, costs=COSTS, statuses=both)
    assert (alone.status, alone.code) == (422, "application.statuses")
    status = {"张伟": "defendant", COMPANY: "plaintiff"}
    return [{"signer": by_name[name]["signer"], "status": one} for name, one in status.items()]


async def signed(here: Applying, folder: Path, **form: object) -> str:
    """Both read and sign that application; gives its text, without spaces."""
    seats = await here.table.seats()
    chosen = await here.choose(basis="filed", **form)
    assert chosen.status == 200, chosen.json
    assert (await here.freeze()).status == 200
    await here.until(lambda now: now["stage"] == "signing")
    for who, name in ((here.worker, "worker"), (here.company, "company")):
        press = await here.prepare(who, seats[name])
        pressed = await here.own(who, {**press, "id": f"press-{name}-{form['route']}"})
        assert pressed.status == 200, pressed.json
    state = await here.until(lambda now: all(one["stage"] == "sealed" for one in now["papers"]))
    case = (await here.table.node.room(here.table.scene.room)).case
    await here.couples(case)
    path = f"/api/v1/cases/{case}/application/papers/{state['papers'][0]['id']}/files/paper.pdf"
    async with here.table.node.http.get(here.table.node.url + path, headers=here.mediator) as response:
        (folder / "application.pdf").write_bytes(await response.read())
    return "".join(ran("pdftotext", "-raw", folder / "application.pdf", "-").stdout.decode().split())


async def handed_in(court: Submitting, route: str, title: str) -> None:
    """The bundle says which way it is for, and its own program finds it whole."""
    ahead = await court.outlook()
    assert (ahead["ready"], ahead["days_left"]) == (True, None), ahead["lacks"]
    assert [one["title"] for one in ahead["slots"][0]["papers"]] == [title]
    done = await court.hand_in()
    assert done.status == 201, done.json
    newest = done.json["submissions"][0]
    _, content = await court.take(court.mediator, f"/cases/{court.case}/submissions/{newest['id']}/bundle.zip")
    assert (await verified(court, content))["route"] == route
    assert (await court.desk())["route"]["id"] == route


async def accepted_there(court: Submitting) -> None:
    """The suit keeps its number; the court may issue its paper and confirm nothing (to the end: test_case_result)."""
    assert [one["id"] for one in (await court.desk())["decisions"]] == ["not_accepted", "withdrawn"]
    accepted = await court.act(do="accept", court_case_no=NUMBER, on=court.today)
    assert (accepted.status, accepted.json["standing"]) == (200, "review"), accepted.json
    answers = {one["id"] for one in accepted.json["decisions"]}
    assert answers == {"paper_issued", "rejected", "not_accepted", "withdrawn"}
    own = await court.ask(court.worker, "GET", "/session/case/submission")
    assert [one["standing"] for one in own.json["submissions"]] == ["review"]
    wrong = await court.decide(PAPER, decision="confirmed")
    assert wrong.code == "decision.of_other_route"


async def taken_back(court: Submitting) -> None:
    """TR28 before the court answered: the agreement stays in effect, all pages say so, and one can apply anew."""
    let_go = await court.decide(PAPER, decision="withdrawn", title="准许撤回申请通知")
    assert let_go.status == 200, let_go.json
    assert "decide" not in let_go.json["acts"]
    assert await state(court) == "effective"
    own = await court.ask(court.worker, "GET", "/session/case/submission")
    for seen in (await court.outlook(), own.json):
        assert [one["standing"] for one in seen["submissions"]] == ["closed"]
        assert "no_application" in [one["code"] for one in seen["lacks"]]


async def state(court: Submitting) -> str:
    return str((await court.ask(court.mediator, "GET", f"/cases/{court.case}")).json["state"]["id"])
