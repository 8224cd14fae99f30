"""The organisation's seal: its keeper puts it on from the desk, last, with the own password asked again (规则 §19)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from agreements.agreement import Agreement, Sealed
from agreements.ids import Digest
from agreements.verify.confinement import confined
from law.organisations import MediationOrg
from rooms.cases.words import SealForm, State
from rooms.ids import RoomId
from server.app_keys import CASES, SIGNING
from server.storage.profiles import ORGANISATION
from server.storage.sessions import AccountRole
from tests.agreements.seal.programs import ran
from tests.node import PASSWORD, Node
from tests.server.http.callers import ask, bearer, staff_token
from tests.server.papers.applying import applied
from tests.server.papers.keyed_in import accepted, office_at, seated, talked
from tests.server.papers.submitting import nothing_to_submit, submitted
from tests.server.papers.table import Table, TestClock, step, until
from tests.tab import Json

SERIAL = "3201020000001"


@asynccontextmanager
async def own_seal(table: Table) -> AsyncIterator[Table]:
    """Meanwhile the organisation has a seal of its own."""
    stores, now = table.node.stores, table.clock()
    row = await stores.desk.row(RoomId(table.scene.room))
    assert row is not None
    for serial, at in ((SERIAL, now), (None, now + timedelta(hours=9))):
        house = MediationOrg(row.organisation_name, "union", seal_serial=serial)
        await stores.profiles.keep(ORGANISATION, row.organisation, house, row.mediator, at)
        if serial:
            yield table


@pytest.fixture
async def sealing(table: Table) -> AsyncIterator[Table]:
    """The same table, while the organisation has a seal of its own."""
    async with own_seal(table) as sealing:
        yield sealing


@pytest.fixture
async def lived(node: Node, clock: TestClock) -> AsyncIterator[Table]:
    """A table that came of an application keyed in, in its joint session, with a seal for what is agreed."""
    office = await office_at(node, clock)
    table = await seated(office, clock, await accepted(office))
    async with own_seal(table):
        yield table
    await table.scene.close()


async def people_sign(table: Table) -> Json:
    """All but the house; the mediator's view."""
    await table.draft()
    await linted(table)
    await table.freeze()
    seats = await table.seats()
    for name, tab in (("worker", table.worker), ("company", table.company), ("mediator", table.mediator)):
        await table.sign(tab, seats[name])
        await until(table.mediator, partial(_signed, seats[name]))
    return await until(table.mediator, lambda view: view["stage"] == "signing")


async def linted(table: Table) -> None:
    """A payment of which nothing is said stops the text, until it is away (LR-1)."""
    await table.mediator.done("draft.add", clause="payment-2", kind="payment", after=None)
    view = await until(table.mediator, lambda view: any(one["blocks"] for one in view["missing"]))
    assert {one["part"] for one in view["missing"] if one["blocks"]} == {"payment-2"}
    await table.mediator.refusal("agreement.freeze", saw=view["draft_version"])
    await table.mediator.done("draft.remove", clause="payment-2", saw=view["draft_version"])
    await until(table.mediator, lambda view: not any(one["blocks"] for one in view["missing"]))


def _signed(seat: str, view: Json) -> bool:
    return step(view, seat) == "signed"


async def address(table: Table) -> str:
    return f"/api/v1/cases/{(await table.node.room(table.scene.room)).case}/agreement"


async def keeper(table: Table) -> dict[str, str]:
    """Headers of a keeper of the seal."""
    return bearer(await staff_token(table.node, "keeper", AccountRole.SEAL_KEEPER))


@pytest.mark.timeout(240)
async def test_at9_at44_at19_at15_at54_at6_a_case_keyed_in_goes_to_the_court_with_every_adapter_off(
    lived: Table, tmp_path: Path
) -> None:
    """Application, consent, calendar, gate, talk, private talk, draft, signatures, seal, bundle, the court."""
    table, node, headers = lived, lived.node, await keeper(lived)
    await talked(table)
    view = await people_sign(table)
    assert [each["capacity"] for each in view["signers"]][-2:] == ["mediator", "organisation"]
    state = (await ask(node, "GET", await address(table), headers)).json
    assert (state["waits"], len(state["signers"]), state["sealed_at"], state["serial"]) == (True, 3, None, SERIAL)
    assert any("未加盖调解组织印章，尚未生效。" in said for said in state["effects"])
    press = {"request": "press-of-the-seal", "digest": state["digest"], "password": PASSWORD}
    seal = await address(table) + "/seal"
    assert (await ask(node, "POST", seal, headers, json={**press, "password": "no"})).code == "seal.password"
    for _ in range(2):
        assert (await ask(node, "POST", seal, headers, json=press)).json["pressed_at"] is not None
    again = {**press, "request": "another-press"}
    assert (await ask(node, "POST", seal, headers, json=again)).code == "agreement.already_signed"
    await until(table.mediator, lambda view: view["stage"] == "sealed")
    agreement = await kept(table)
    case = await node.runner.app[CASES].case((await node.room(table.scene.room)).case)
    assert case is not None
    assert case.seal is not None
    assert (case.seal.form, case.state) == (SealForm.E_SEAL, State.EFFECTIVE)
    said = (await ask(node, "GET", await address(table), headers)).json["effects"]
    assert not any("尚未生效" in each for each in said)
    await holds(table, agreement, tmp_path)
    await certified(table, tmp_path)
    await nothing_to_submit(table)
    await applied(table)
    await submitted(table)


async def certified(table: Table, tmp_path: Path) -> None:
    """The certificate of the mediation, under the organisation's seal by its keeper's own password, is on file."""
    headers, at = await keeper(table), (await address(table)).replace("/agreement", "/certificate")
    assert (await ask(table.node, "POST", at, headers, json={"password": "no"})).code == "seal.password"
    assert (await ask(table.node, "GET", at, headers)).status == 200  # looked at before it is sealed
    filed = await ask(table.node, "POST", at, headers, json={"password": PASSWORD})
    paper = filed.json
    assert (filed.status, paper["title"], paper["what"]["id"]) == (201, "调解组织主持调解的证明", "certificate")
    seen = (await ask(table.node, "GET", at.removesuffix("/certificate"), headers)).json
    assert [each["id"] for each in seen["materials"]] == [paper["id"]]
    (tmp_path / "certificate.pdf").write_bytes(await table.node.stores.blobs.get(Digest(filed.json["sha256"])))
    told = ran("pdfsig", "-nocert", tmp_path / "certificate.pdf").stdout.decode()
    assert told.count("Signature is Valid") == 2  # platform and organisation; pdfsig judges no timestamps
    assert "organisation" in told


async def holds(table: Table, agreement: Agreement, tmp_path: Path) -> None:
    """Our verifier and a stranger's both find the organisation's signature good."""
    assert isinstance(agreement.stage, Sealed)
    pdf, roots = await table.node.stores.blobs.get(agreement.stage.pdf), await table.node.runner.app[SIGNING].roots()
    report = await asyncio.to_thread(confined, pdf, trust=(roots.encode(),), at=table.clock())
    assert report.verdict == "holds", report
    (tmp_path / "agreement.pdf").write_bytes(pdf)
    told = ran("pdfsig", "-nocert", tmp_path / "agreement.pdf").stdout.decode()
    assert told.count("Signature is Valid") >= 5
    assert "organisation" in told


async def kept(table: Table) -> Agreement:
    found = await table.node.stores.agreements.load_of_room(RoomId(table.scene.room))
    assert found is not None
    return found.agreement


async def test_nobody_else_seals_and_not_before_all_have_signed(sealing: Table) -> None:
    table, node, headers = sealing, sealing.node, await keeper(sealing)
    await table.draft()
    assert (await ask(node, "GET", await address(table), headers)).code == "seal.none"
    await table.freeze()
    state = (await ask(node, "GET", await address(table), headers)).json
    press = {"request": "press-too-early", "digest": state["digest"], "password": PASSWORD}
    assert not state["waits"]
    seal = await address(table) + "/seal"
    assert (await ask(node, "POST", seal, headers, json=press)).code == "seal.others_first"
    mediator = bearer(table.scene.mediator_token)
    assert (await ask(node, "GET", await address(table), mediator)).code == "access.not_permitted"
