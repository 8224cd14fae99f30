"""A participant put right: in the case, in rooms that are not over, in the draft; a fixed text stays as it is."""

import io
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agreements.agreement import Agreement, Drafting, Signing
from agreements.standing import Signs
from law.people import NaturalPerson
from rooms.cases.deeds.by import By
from rooms.cases.deeds.intake import ParticipantChanged
from rooms.cases.ids import ParticipantId
from rooms.cases.words import Office
from rooms.ids import CaseId, RoomId
from rooms.person import Identity
from rooms.room import Seat
from server.app_keys import AGREEMENTS, CASES, PARTICULARS
from server.storage.case_book import Filing
from tests.node import Party, id_number
from tests.server.http.callers import ask, bearer, invite, stores_of
from tests.server.http.case_office import COMPANY, CaseOffice, participants
from tests.tab import Json, Tab
from tests.uploads import picture

NUMBER = id_number()
PRINT_S = 60.0
PASSPORT = {"kind": "person", "name": "Maria Silva", "id_type": "passport", "id_no": "C01X00T4", "gender": "female"}


@pytest.fixture
async def case(office: CaseOffice) -> Json:
    return await office.open("wangmin", take=True)


async def test_a_person_is_put_right_and_what_was_not_said_stays(office: CaseOffice, case: Json) -> None:
    worker = participants(case)[0]
    said = {"name": "张维", "domicile": "南京市玄武区某路1号", "email": "zhang@example.org", "birth_date": "1990-03-07"}
    answer = await office.puts_right("wangmin", case["id"], worker, kind="person", **said)
    assert answer.status == 200, answer.json
    row = answer.json["participants"][0]
    assert {name: row["on_file"][name] for name in said} == said
    assert row["on_file"]["id_no_masked"] == "110101********" + NUMBER[-4:]
    assert row["on_file"]["phone_masked"] == row["phone_masked"] == "138****1234"
    stored = (await stores_of(office.node).case_people.parties(CaseId(case["id"])))[ParticipantId(worker)]
    assert isinstance(stored, NaturalPerson)
    assert (stored.id_no, stored.phone) == (NUMBER, "13800001234")
    assert NUMBER not in str(answer.json)


async def test_a_company_is_put_right_field_by_field(office: CaseOffice, case: Json) -> None:
    company = participants(case)[1]
    said = {"domicile": "南京市江宁区某路2号", "representative": {"name": "李婧", "phone": None}}
    answer = await office.puts_right("admin", case["id"], company, kind="company", **said)
    assert answer.status == 200, answer.json
    on_file = answer.json["participants"][1]["on_file"]
    assert (on_file["name"], on_file["uscc"], on_file["domicile"]) == (
        COMPANY["name"],
        COMPANY["uscc"],
        said["domicile"],
    )
    human = on_file["representative"]
    assert (human["name"], human["title"], human["phone_masked"]) == ("李婧", "人事经理", None)
    for field, null in (("uscc", {"uscc": None}), ("representative.title", {"representative": {"title": None}})):
        lacking = await office.puts_right("admin", case["id"], company, kind="company", **null)
        assert (lacking.status, lacking.code, lacking.json["field"]) == (422, "request.invalid", f"who.{field}")


async def test_whoever_was_slower_overwrites_nothing(office: CaseOffice, case: Json) -> None:
    worker = participants(case)[0]
    path = f"/cases/{case['id']}/participants/{worker}"
    first, second = ({"version": case["version"], "who": {"kind": "person", "name": name}} for name in ("张维", "张纬"))
    assert (await office.post("wangmin", path, first)).status == 200
    late = await office.post("admin", path, second)
    assert (late.status, late.code) == (409, "case.changed")
    assert (await office.read("admin", case["id"]))["participants"][0]["name"] == "张维"


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"id_no": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "id_no.check", "id_no"),
        ({"id_type": "passport"}, "participant.number_of_other_paper", "id_no"),
        ({"id_type": "library_card", "id_no": "12345"}, "id_type.unknown", "id_type"),
        ({"birth_date": "1991-01-01"}, "birth_date.differs", "birth_date"),
        ({"name": "张\u202e伟"}, "name.control_characters", "name"),
    ],
)
async def test_what_cannot_be_right_is_refused_beside_its_field(
    office: CaseOffice, case: Json, said: Json, code: str, field: str
) -> None:
    answer = await office.puts_right("wangmin", case["id"], participants(case)[0], kind="person", **said)
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, f"who.{field}")
    assert answer.json["detail"]
    assert answer.json["title"]
    assert NUMBER not in str(answer.json)


async def test_threat4_only_who_works_on_the_case_sees_what_is_on_file_and_puts_it_right(office: CaseOffice) -> None:
    case = await office.open(**office.of_court())
    worker = participants(case)[0]
    seen = await office.read("clerk", case["id"])
    assert [one["on_file"] for one in seen["participants"]] == [None, None]
    for who, status in (("clerk", 403), ("sealer", 403), ("stranger", 404), ("zhaolei", 404)):
        answer = await office.puts_right(who, case["id"], worker, kind="person", name="改了")
        assert answer.status == status, who


async def test_the_chain_says_what_was_changed_and_never_to_what(office: CaseOffice, case: Json) -> None:
    room = await planned(office, case)
    await office.puts_right("wangmin", case["id"], participants(case)[0], **PASSPORT)
    stores = stores_of(office.node)
    bodies = {one.kind: one.body for one in await stores.audit.records(CaseId(case["id"]))}
    assert '"id_type"' in bodies["case.participant_changed"]
    assert room["people"][1]["seat"] in bodies["seat.put_right"]
    written = "".join(bodies.values())
    assert [word for word in ("张伟", "Maria", "C01X", "13800001234", NUMBER) if word in written] == []
    assert await stores.audit.verify(CaseId(case["id"])) == []


async def test_a_room_that_was_planned_knows_the_person_and_asks_for_the_digits_of_the_new_paper(
    office: CaseOffice, case: Json
) -> None:
    room = await planned(office, case)
    person = link_of(office, room, "张伟", digits=NUMBER[-4:])
    await person.token()
    assert (await seat_of(office, room, "张伟")).identity is Identity.DIGITS
    await office.puts_right("wangmin", case["id"], participants(case)[0], **PASSPORT)
    seat = await seat_of(office, room, "Maria Silva")
    assert (seat.identity, seat.tries_left) == (Identity.UNCONFIRMED, 5)
    [row] = [one for one in (await read_room(office, room))["people"] if one["seat"] == seat.id]
    assert (row["name"], row["id_type"]["zh"], row["id_no_masked"]) == ("Maria Silva", "护照", "******T4")
    opened = await ask(office.node, "GET", "/api/v1/invitation", invite(person.invite))
    assert (opened.json["name"], opened.json["digits_of"]["en"]) == ("Maria Silva", "Passport")
    person.digits = "00t4"
    assert await person.token()


async def test_a_crash_between_the_case_and_its_room_is_healed_at_the_start(office: CaseOffice, case: Json) -> None:
    room, worker = await planned(office, case), ParticipantId(participants(case)[0])
    deed = ParticipantChanged(worker, ("name",), By(Office.MEDIATOR, office.ids["wangmin"]))
    known = NaturalPerson("张维", NUMBER)
    await office.node.runner.app[CASES].submit(CaseId(case["id"]), deed, Filing(people={worker: known}))
    await office.node.runner.app[PARTICULARS].catch_up()
    assert (await seat_of(office, room, "张维")).id == room["people"][1]["seat"]


@pytest.fixture
async def table(office: CaseOffice, case: Json) -> AsyncIterator[tuple[Json, Tab]]:
    """A room with a complete draft, and the mediator's tab; both parties sit there."""
    room = await planned(office, case)
    entered = await office.post("wangmin", f"/rooms/{room['id']}/enter", {})
    tabs = [await Tab(str(entered.json["token"]), office.node.url).connect()]
    await tabs[0].enter()
    for name, digits in (("张伟", NUMBER[-4:]), ("李静", None)):
        party = link_of(office, room, name, digits)
        tabs.append(await party.tab())
        await tabs[-1].enter()
        await office.node.cleared(room["id"], party.seat)
    await tabs[0].done("joint.open")
    await drafted(tabs[0], room)
    yield room, tabs[0]
    for tab in tabs:
        await tab.leave()


async def test_the_draft_follows_a_fixed_text_stays_and_a_reopened_one_follows(
    office: CaseOffice, case: Json, table: tuple[Json, Tab], tmp_path: Path
) -> None:
    room, mediator = table
    worker, agent = participants(case)[0], await agent_of_somebody_who_is_not_there(office, room, mediator)
    before = await view(mediator)
    told = await office.puts_right("wangmin", case["id"], worker, **PASSPORT, phone="13900005678")
    assert told.json["text"] is None
    await staff_signs_by_an_authority_that_was_looked_at(office, room, mediator)
    stale = await mediator.call("agreement.freeze", saw=before["draft_version"])
    assert (stale["ok"], stale["code"]) == (False, "draft.changed"), "the mediator must look at what was put right"
    printed = await frozen(office, room, mediator, tmp_path)
    assert "MariaSilva，女，护照号码：C01X00T4，住江苏省南京市玄武区示范路1号。联系方式：13900005678。" in printed
    assert "公民身份号码" not in printed
    assert "孙保" in printed
    assert "委托代理人：周律师，代为签署本协议。" in printed
    [member] = [one for one in (await written(office, room)).members if str(one.id) == agent]
    assert (member.name, member.party) == ("周律师", NaturalPerson("孙保")), (
        "what is known of the agent is not the party's"
    )
    late = await office.puts_right(
        "wangmin", case["id"], worker, kind="person", name="Maria Souza", email="m@example.org"
    )
    assert (late.status, late.json["text"]) == (200, "fixed")
    assert await signer(office, room) == ("Maria Silva", "m@example.org"), "only the address for codes follows"
    await mediator.done("agreement.reopen", reason="更正姓名")
    assert await signer(office, room) == ("Maria Souza", "m@example.org")


async def agent_of_somebody_who_is_not_there(office: CaseOffice, room: Json, mediator: Tab) -> str:
    """A third person who takes part by an agent alone; gives the agent's seat."""
    path, people = f"/rooms/{room['id']}/seats", [{"name": "周律师", "phone": "13700000000"}]
    lawyer = {"role": "agent", "side": "third", "persons": people, "authority": "special"}
    assert (await office.post("wangmin", path, lawyer)).code == "agent.principal"
    added = await office.post("wangmin", path, {**lawyer, "on_behalf_of": "孙保"})
    seat = str(added.json["people"][-1]["seat"])
    await shows_authority(office, mediator, seat)
    await mediator.done("papers.seen", seat=seat, signs=True)
    await mediator.done("draft.set", part=f"party:{seat}", field="domicile", saw=0, value="江苏省南京市玄武区示范路3号")
    return seat


async def shows_authority(office: CaseOffice, mediator: Tab, seat: str) -> None:
    headers = {**bearer(mediator.token), "Content-Type": "application/octet-stream", "X-File-Name": "a.jpg"}
    path = f"/api/v1/session/credentials?seat={seat}&person={seat}&paper=power_of_attorney"
    laid = await ask(office.node, "POST", path, headers, data=io.BytesIO(picture()))
    assert laid.status == 201, laid.json


async def staff_signs_by_an_authority_that_was_looked_at(office: CaseOffice, room: Json, mediator: Tab) -> None:
    """LR-10: the company comes by its 人事经理, who holds no office."""
    seat = (await seat_of(office, room, "李静")).id
    assert codes_of(await view(mediator)) == ["authority.unseen"]
    assert await mediator.refusal("papers.seen", seat=seat, signs=True) == "papers.missing"
    await shows_authority(office, mediator, seat)
    await mediator.done("papers.seen", seat=seat, signs=False)
    await mediator.until("agreement.view", lambda view: "authority.missing" in codes_of(view))
    await mediator.done("papers.seen", seat=seat, signs=True)
    await mediator.until("agreement.view", lambda view: codes_of(view) == [])
    [member] = [one for one in (await written(office, room)).members if str(one.id) == seat]
    assert member.standing.by is Signs.STAFF


def codes_of(seen: Json) -> list[str]:
    return [one["code"] for one in seen["missing"] if one["code"].startswith("authority.")]


async def test_who_acts_for_a_party_has_a_seat_of_its_side_when_a_session_is_planned(
    office: CaseOffice, case: Json
) -> None:
    worker, company = participants(case)
    paper = await office.file("wangmin", case["id"], what="authority", title="授权委托书")
    whole = [{"code": code, "material": paper} for code in ("power_of_attorney", "lawyer_licence", "firm_letter")]
    named: tuple[tuple[str, Json], ...] = (
        (worker, {"name": "陈律师", "authority": "special", "items": ["settle"], "papers": whole, "id_no": NUMBER}),
        (worker, {"name": "周律师", "authority": "special", "items": ["waive"], "papers": whole[:1]}),
        (company, {"name": "吴律师", "authority": "general", "papers": whole}),
    )
    for participant, agent in named:
        licensed = {"type": "lawyer", "firm": "某某律师事务所", "licence_no": "13201201010123456", **agent}
        answer = await office.post("wangmin", f"/cases/{case['id']}/participants/{participant}/agents", licensed)
        assert answer.status == 201, answer.json
    room = await planned(office, case)
    rows = [row for row in room["people"] if row["role"] == "agent"]
    shown = [(row["name"], row["side"], row["on_behalf_of"], row["authority"], row["papers_seen"]) for row in rows]
    assert shown == [
        ("陈律师", "applicant", "张伟", "special", False),
        ("周律师", "applicant", "张伟", "general", False),
        ("吴律师", "respondent", COMPANY["name"], "general", False),
    ]
    on_file = [(await seat_of(office, room, name)).papers_on_file for name in ("陈律师", "周律师")]
    assert on_file == [{"power_of_attorney", "lawyer_licence", "firm_letter"}, {"power_of_attorney"}]
    assert [row["role"] for row in room["people"]] == ["mediator", "party", "party", "agent", "agent", "agent"]
    lawyer = link_of(office, room, "陈律师", NUMBER[-4:])
    seen = await ask(office.node, "GET", "/api/v1/invitation", invite(lawyer.invite))
    assert (seen.json["name"], seen.json["asks_digits"]) == ("陈律师", True)
    assert await lawyer.token()
    await office.puts_right("wangmin", case["id"], worker, kind="person", name="张维")
    assert (await seat_of(office, room, "陈律师")).on_behalf_of == "张伟", "as it stands on the power of attorney"
    assert (await seat_of(office, room, "张维")).on_behalf_of is None


async def planned(office: CaseOffice, case: Json) -> Json:
    """A session, and how everybody takes part in it."""
    for one in participants(case):
        await office.does("wangmin", case["id"], "mode", participant=one, mode="remote_av")
    return await office.plan("wangmin", case["id"], days=4)


def link_of(office: CaseOffice, room: Json, name: str, digits: str | None) -> Party:
    [row] = [one for one in room["people"] if one["name"] == name]
    return Party(office.node, row["invite"]["url"].rsplit("/", 1)[1], row["seat"], row["seat"].ljust(43, "x"), digits)


async def seat_of(office: CaseOffice, room: Json, name: str) -> Seat:
    [seat] = [one for one in (await office.node.room(room["id"])).seats if one.name == name]
    return seat


async def read_room(office: CaseOffice, room: Json) -> Json:
    return dict((await office.ask("wangmin", "GET", f"/rooms/{room['id']}")).json)


async def view(mediator: Tab) -> Json:
    return (await mediator.until("agreement.view"), mediator.seen("agreement.view")[-1])[1]


async def drafted(mediator: Tab, room: Json) -> None:
    await mediator.done("agreement.open")
    worker, company = (one["seat"] for one in room["people"] if one["invite"])

    async def put(part: str, **values: str) -> None:
        for field, value in values.items():
            await mediator.done("draft.set", part=part, field=field, saw=0, value=value)

    await put("head", facts="双方因拖欠工资发生争议。")
    for seat in (worker, company):
        await put(f"party:{seat}", domicile="江苏省南京市玄武区示范路1号")
    await mediator.done("draft.add", clause="payment-1", kind="payment", after=None)
    payment = {"payer": company, "payee": worker, "amount": "12345.00", "due": "2026-12-30", "method": "cash"}
    await put("payment-1", item="拖欠的工资", **payment)


async def signer(office: CaseOffice, room: Json) -> tuple[str, str | None]:
    """The worker as the agreement has the worker."""
    one = (await written(office, room)).members[0]
    assert isinstance(one.party, NaturalPerson)
    return one.name, one.party.email


async def written(office: CaseOffice, room: Json) -> Agreement:
    kept = await office.node.runner.app[AGREEMENTS].agreement(RoomId(room["id"]))
    assert kept is not None
    return kept


async def frozen(office: CaseOffice, room: Json, mediator: Tab, folder: Path) -> str:
    """The text that lies on the table, as pdftotext reads it, without any space."""
    stage = (await written(office, room)).stage
    assert isinstance(stage, Drafting)
    await mediator.done("agreement.freeze", saw=stage.draft.version)
    await mediator.until("agreement.view", lambda view: view["stage"] == "signing", wait_s=PRINT_S)
    stage = (await written(office, room)).stage
    assert isinstance(stage, Signing)
    file = folder / "frozen.pdf"
    file.write_bytes(await stores_of(office.node).blobs.get(stage.frozen.pdf))
    return copied(file)


def copied(file: Path) -> str:
    read = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
    return "".join(read.stdout.decode().split())
