"""A case as an organisation keys it in from an application, lived up to the table: no platform, no room at once.

Nothing outside this server is there: no court's platform, no carrier of messages; codes lie in the operator's outbox.
"""

from datetime import timedelta
from typing import Any, Final

from server.staff import court_of
from server.storage.sessions import AccountRole
from tests.node import Node, Party, Scene
from tests.server.http.callers import staff_token, stores_of
from tests.server.http.case_office import COMPANY, WORKER, CaseOffice, participants, state
from tests.server.http.comers import Comer
from tests.server.papers.applying import COURT
from tests.server.papers.table import Table, TestClock
from tests.tab import Json, Tab

PEOPLE: Final = {"wangmin": AccountRole.MEDIATOR, "admin": AccountRole.ADMIN, "clerk": AccountRole.CLERK}
SOON: Final = timedelta(minutes=5)
HEAD: Final = {"name": "李静", "title": "法定代表人", "phone": "025-12345678"}


async def office_at(node: Node, clock: TestClock) -> CaseOffice:
    """The organisation of that node, its mediator and whoever keys in, and the court."""
    office = CaseOffice(node, clock, court=await court_of(stores_of(node), COURT))
    for username, role in PEOPLE.items():
        await staff_token(node, username, role, COURT)
        account = await stores_of(node).accounts.find(username)
        assert account is not None
        office.ids[username] = account.id
    return office


async def accepted(office: CaseOffice, **case: Any) -> Json:  # noqa: ANN401 - JSON
    """Keyed in, consented to by the other side too, and taken on by the mediator whom both sides chose."""
    today = office.clock.at.date().isoformat()
    one = {"standing": "applicant", "who": WORKER}
    agreed = {"given": True, "how": "application", "on": today}
    other = {"standing": "respondent", "who": {**COMPANY, "representative": HEAD}}
    keyed = await office.open("admin", participants=[{**one, "consent": agreed}, {**other, "consent": None}], **case)
    assert state(keyed) == "consent_pending"
    worker, company = participants(keyed)
    said = {"participant": company, "step": "online_mediation", "given": True, "how": "written", "on": today}
    await office.does("admin", keyed["id"], "consent", **said)
    for each in (worker, company):
        await office.does("admin", keyed["id"], "rank", participant=each, ranked=[office.ids["wangmin"]])
    await office.does("admin", keyed["id"], "appoint", host=office.ids["wangmin"], chosen_by="parties")
    taken = await office.does("wangmin", keyed["id"], "accept", relations=[])
    assert state(taken) == "active"
    for each in (worker, company):
        taken = await office.does("wangmin", keyed["id"], "mode", participant=each, mode="remote_av")
    return taken


async def seated(office: CaseOffice, clock: TestClock, case: Json) -> Table:
    """A session is put in the calendar; both come by their links, read, declare and prove who they are."""
    node = office.node
    room = await office.plan("wangmin", case["id"], days=SOON / timedelta(days=1), short_notice=True)
    rows = {row["name"]: row for row in room["people"] if row["invite"]}
    worker, company = (_party(node, rows[name]) for name in ("张伟", "李静"))
    scene = Scene(node, room["id"], await node.log_in("wangmin"), worker, company)
    mediator = await scene.mediator()
    await mediator.enter()
    tabs = [await _through_the_gate(scene, clock, mediator, one) for one in (worker, company)]
    await mediator.done("joint.open")
    return Table(clock, scene, mediator, *tabs)


async def talked(table: Table) -> None:
    """Together, then with the worker alone; the company hears nothing of that (AT-39)."""
    secret = "最低可以接受一万元"
    await table.company.says("公司愿意分期支付。")
    await _heard(table.worker, "公司愿意分期支付。")
    channel = await table.scene.in_caucus(table.mediator, (table.scene.worker, table.worker))
    await table.worker.says(secret, channel)
    await _heard(table.mediator, secret)
    before = [(tab, len(tab.pushes)) for tab in (table.mediator, table.worker)]
    await table.mediator.done("caucus.close", caucus="caucus-1")
    for tab, since in before:
        await tab.view(lambda view: view["you"]["place"] == "joint", since=since)
    await table.company.says("可以继续谈。")
    await _heard(table.worker, "可以继续谈。")
    assert secret not in str(table.company.pushes)


async def _heard(tab: Tab, text: str) -> None:
    await tab.until("chat.lines", lambda told: any(line["text"] == text for line in told["lines"]))


def _party(node: Node, row: Json) -> Party:
    digits = row["id_no_masked"][-4:] if row["id_no_masked"] else None
    return Party(node, row["invite"]["url"].rsplit("/", 1)[1], row["seat"], row["seat"].ljust(43, "x"), digits)


async def _through_the_gate(scene: Scene, clock: TestClock, mediator: Tab, party: Party) -> Tab:
    page, seat = Comer(scene.node, clock, party, await party.token()), party.seat
    await page.reads(seat)
    await page.declares(seat)
    await page.proves(scene.room, seat)
    tab = scene.kept(await page.tab())
    await tab.enter()
    await mediator.done("check.call", seat=seat)
    await mediator.done("check.clear", seat=seat)
    await mediator.done("check.leave")
    return tab
