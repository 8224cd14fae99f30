"""The way to the table over HTTP: the notice to its end, what each person declares, who they are, and the nod."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from agreements.verify.confinement import confined
from rooms.person import Consent, Declared, Identity
from server.app import Parts
from server.app_keys import SIGNING
from tests.agreements.render.reading import copied
from tests.node import Node, Scene, open_scene, running_node
from tests.server.http.callers import ask, audit, bearer, seat_added
from tests.server.http.comers import CONSENTS, READING_S, Comer, comer, kept, laid_down
from tests.server.messages.outside import Mailbox, plain
from tests.server.papers.table import TestClock
from tests.tab import Tab

TRIES = 5


@pytest.fixture(scope="module")
def clock() -> TestClock:
    return TestClock()


@pytest.fixture(scope="module")
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox().up() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
async def node(tmp_path_factory: pytest.TempPathFactory, clock: TestClock, mailbox: Mailbox) -> AsyncIterator[Node]:
    """A server that can write letters; who left no address is told at the operator's terminal."""
    settings = {"digits_per_minute": 1000, "account_session_hours": 168, **mailbox.settings}
    async with running_node(tmp_path_factory.mktemp("gate"), Parts(clock=clock), **settings) as node:
        yield node


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as leaving:
        scene = await open_scene(node)
        leaving.push_async_callback(scene.close)
        yield scene


@pytest.fixture
async def worker(scene: Scene, clock: TestClock) -> Comer:
    return await comer(clock, scene.worker)


async def facts(scene: Scene, *kinds: str) -> list[str]:
    """What the audit log has of those kinds, as it stands there."""
    case = (await scene.node.room(scene.room)).case
    return [record.body for record in await audit(scene.node, case) if record.kind in kinds]


async def test_at29_the_notice_is_not_read_before_its_end_and_version_seconds_and_voice_are_kept(
    scene: Scene, worker: Comer, clock: TestClock
) -> None:
    person, version = scene.worker.seat, await worker.version()
    end = {"person": person, "act": "finished", "version": version}
    answer = await worker.says("notice", **end)
    assert (answer.status, answer.code) == (409, "notice.not_opened")
    await worker.done("notice", person=person, act="opened", version=version)
    answer = await worker.says("notice", **end)
    assert (answer.status, answer.code, answer.json["data"]) == (409, "notice.too_fast", {"seconds": 10})
    assert [one["notice_read"] for one in await worker.persons()] == [False]
    clock.forward(timedelta(seconds=READING_S))
    outdated = await worker.says("notice", **{**end, "version": "1999-01-01"})
    assert (outdated.status, outdated.code) == (409, "notice.outdated")
    state = await worker.done("notice", **end, aloud=True)
    assert [one["notice_read"] for one in state["persons"]] == [True]
    read = (await kept(scene.node, scene.room, person)).notice
    assert read is not None
    assert (read.version, read.aloud) == (version, True)
    assert READING_S <= read.seconds < READING_S + 10
    [fact] = await facts(scene, "notice.read")
    assert f'"seconds":{read.seconds}' in fact
    assert f'"version":"{version}"' in fact
    assert '"aloud":true' in fact
    await worker.declares(person, company="妻子在旁边的屋里")
    await worker.consents(person, "online_mediation", "e_signature")
    await on_paper(scene, clock, read.seconds, worker.token)


async def on_paper(scene: Scene, clock: TestClock, seconds: int, token: str) -> None:
    """What was heard and answered, as a paper that the platform sealed and our verifier finds whole."""
    node, headers = scene.node, bearer(scene.mediator_token)
    at = f"/api/v1/cases/{(await node.room(scene.room)).case}/rights-notices"
    [row] = (await ask(node, "GET", at, headers)).json["notices"]
    assert (row["person"], row["read_seconds"], len(row["refused"])) == (scene.worker.seat, seconds, 5)
    sealed = await fetched(node, f"{at}/{row['person']}", headers)
    text = copied(sealed)
    told = (f"听读到末尾，用时{seconds}秒", f"告知书版本：{row['version']}", "十一、个人信息怎么用", "没有手写签名")
    for said in told:
        assert said in text, said
    assert text.count("不同意") >= 5
    assert "妻子" not in text
    again = await fetched(node, f"{at}/{row['person']}", headers)
    assert again == sealed, "the same answers are the same paper, sealed once"
    own, me = "/api/v1/session/case/rights-notices", bearer(token)
    assert await fetched(node, f"{own}/{row['person']}", me) == sealed, "each has the own one behind the link"
    assert (await ask(node, "GET", f"{own}/{scene.company.seat}", me)).code == "participant.unknown"
    page = (await ask(node, "GET", "/api/v1/session/case", me)).json
    assert page["answered"] == [{"person": row["person"], "name": row["name"]}]
    taken = [json.loads(one)["who"] for one in await facts(scene, "case_file.taken")]
    assert taken[-1] == scene.worker.seat
    assert (await ask(node, "GET", f"{at}/nobody", headers)).code == "participant.unknown"
    roots = await node.runner.app[SIGNING].roots()
    report = await asyncio.to_thread(confined, sealed, trust=(roots.encode(),), at=clock())
    assert (report.verdict, report.kind) == ("holds", "rights_notice"), report
    assert await node.stores.sealed_files.knows(hashlib.sha256(sealed).hexdigest())
    assert [line for line in report.lines if line.result != "holds"] == []


async def fetched(node: Node, path: str, headers: dict[str, str]) -> bytes:
    async with node.http.get(node.url + path, headers=headers) as response:
        assert response.status == 200, await response.text()
        return await response.read()


async def test_at49_who_else_is_in_the_room_is_asked_of_each_and_stands_nowhere_in_the_audit_log(
    scene: Scene, worker: Comer
) -> None:
    person = scene.worker.seat
    await worker.declares(person, company="妻子在旁边的屋里")
    [state] = await worker.persons()
    assert (state["company"], set(state["declared"])) == ("妻子在旁边的屋里", {what.value for what in Declared})
    [fact] = [one for one in await facts(scene, "person.declared") if '"company"' in one]
    assert "妻子" not in fact
    assert '"others":1' in fact
    await worker.done("declarations", person=person, what="company", text="")
    assert [one["company"] for one in await worker.persons()] == [""]
    hidden = await worker.says("declarations", person=person, what="company", text="某\u202e人")
    assert (hidden.status, hidden.code) == (422, "text.control_characters")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("notice", {"act": "opened"}),
        ("declarations", {"what": "no_recording"}),
        ("codes", {}),
        ("codes/answer", {"code": "123456"}),
        ("consents", {"given": list(CONSENTS)}),
    ],
)
async def test_threat5_nobody_speaks_for_somebody_of_another_seat(
    scene: Scene, worker: Comer, path: str, said: dict[str, object]
) -> None:
    before, version = await scene.node.room(scene.room), await worker.version()
    dated = {"version": version} if path in {"notice", "consents"} else {}
    answer = await worker.says(path, person=scene.company.seat, **dated, **said)
    assert (answer.status, answer.code) == (403, "person.unknown")
    assert await scene.node.room(scene.room) == before


async def test_a_code_without_an_address_lies_in_the_operators_outbox_and_is_said_to(
    scene: Scene, worker: Comer, clock: TestClock
) -> None:
    person = scene.worker.seat
    sent = await worker.done("codes", person=person)
    assert (sent["target_masked"], sent["simulated"]) == ("", True)
    again = await worker.says("codes", person=person)
    assert (again.status, again.code) == (429, "gate_code.too_soon")
    assert 0 < int(again.headers["Retry-After"]) <= 30
    code = await laid_down(scene.node, clock, scene.room)
    wrong = await worker.says("codes/answer", person=person, code=other_than(code))
    assert (wrong.status, wrong.code, wrong.json["data"]) == (422, "gate_code.wrong", {"tries_left": TRIES - 1})
    assert (await worker.persons())[0]["identity"] == "digits"
    state = await worker.done("codes/answer", person=person, code=code)
    assert state["persons"][0]["identity"] == "code"
    spent = await worker.says("codes/answer", person=person, code=code)
    assert (spent.status, spent.code) == (409, "gate_code.spent")
    log = await facts(scene, "person.identified")
    assert [('"how":"code"' in one, '"by":null' in one) for one in log] == [(False, True), (True, True)]
    outbox = await ask(scene.node, "GET", "/api/v1/outbox", bearer(scene.node.account))
    assert code not in str(outbox.json)


async def test_a_code_goes_by_letter_where_an_address_is_on_file_and_dies_in_ten_minutes(
    scene: Scene, clock: TestClock, mailbox: Mailbox
) -> None:
    address = f"gate{scene.room[:6].lower()}@example.com".replace("_", "x")
    people = [{"name": "陈律师", "email": address}]
    lawyer = await seat_added(scene.node, scene, role="agent", side="applicant", authority="special", persons=people)
    late = await comer(clock, lawyer)
    sent = await late.done("codes", person=lawyer.seat)
    assert (sent["target_masked"], sent["simulated"]) == ("g***@example.com", False)
    letter = plain(await mailbox.letter(address, "验证码"))
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", letter.splitlines()[1])
    clock.forward(timedelta(minutes=10))
    spent = await late.says("codes/answer", person=lawyer.seat, code=code)
    assert (spent.status, spent.code) == (409, "gate_code.spent")
    listed = await ask(scene.node, "GET", f"/api/v1/rooms/{scene.room}/messages", bearer(scene.node.account))
    [row] = listed.json["messages"]
    assert (row["kind"], row["way"], row["to_masked"]) == ("code", "email", "g***@example.com")
    assert code not in str(listed.json)


async def test_threat31_a_code_that_is_guessed_at_is_good_no_more(
    scene: Scene, worker: Comer, clock: TestClock
) -> None:
    person = scene.worker.seat
    await worker.done("codes", person=person)
    code = await laid_down(scene.node, clock, scene.room)
    for left in reversed(range(TRIES)):
        wrong = await worker.says("codes/answer", person=person, code=other_than(code))
        assert (wrong.code, wrong.json["data"]) == ("gate_code.wrong", {"tries_left": left})
    spent = await worker.says("codes/answer", person=person, code=code)
    assert (spent.status, spent.code) == (409, "gate_code.spent")
    assert (await worker.persons())[0]["identity"] == "digits"


async def test_a_code_read_out_on_the_telephone_is_on_record_with_who_read_it(scene: Scene, worker: Comer) -> None:
    person, host = scene.worker.seat, (await scene.node.room(scene.room)).seats[0].id
    path = f"/api/v1/rooms/{scene.room}/seats/{person}/codes"

    async def spoken(**said: object) -> tuple[int, str]:
        answer = await ask(scene.node, "POST", path, bearer(scene.node.account), json=said)
        return answer.status, answer.json.get("code", "")

    assert (await spoken(person=person, voice_checked=False))[0] == 422
    assert await spoken(person="nobody", voice_checked=True) == (404, "seat.unknown")
    status, code = await spoken(person=person, voice_checked=True)
    assert status == 200
    state = await worker.done("codes/answer", person=person, code=code)
    assert state["persons"][0]["identity"] == "code"
    assert f'"by":"{host}"' in (await facts(scene, "person.identified"))[-1]


async def test_a_page_that_another_has_taken_over_from_declares_nothing(scene: Scene, clock: TestClock) -> None:
    old, new = await comer(clock, scene.worker), await comer(clock, scene.worker)
    for page in (old, new):
        tab = await page.tab()
        scene.tabs.append(tab)
        await tab.enter()
    for path, said in (("declarations", {"what": "no_recording"}), ("codes", {})):
        answer = await old.says(path, person=scene.worker.seat, **said)
        assert answer.status in {401, 403}
        assert answer.code in {"session.stale", "access.sign_in"}
        assert (await new.says(path, person=scene.worker.seat, **said)).status == 200


async def test_at49_another_device_waits_for_the_nod_and_says_nothing_until_then(
    scene: Scene, worker: Comer, clock: TestClock
) -> None:
    mediator, first = await scene.mediator(), await worker.tab()
    scene.tabs.append(first)
    await mediator.enter()
    await first.enter()
    scene.worker.device = "another".ljust(43, "x")
    other = await comer(clock, scene.worker)
    second = await other.tab()
    scene.tabs.append(second)
    assert await second.refusal("room.enter", microphone=True, camera=True) == "device.waiting"
    answer = await other.says("declarations", person=scene.worker.seat, what="no_recording")
    assert (answer.status, answer.code) == (403, "session.stale")
    await mediator.view(lambda view: any(row["knocking"] for row in view["desk"]))
    await mediator.done("device.allow", seat=scene.worker.seat)
    await first.closed()
    await second.view(lambda view: view["you"]["place"] == "lobby")
    assert (await other.says("declarations", person=scene.worker.seat, what="no_recording")).status == 200


async def test_at37_two_people_on_one_device_each_read_consent_and_are_identified_by_themselves(
    scene: Scene, clock: TestClock
) -> None:
    both = await comer(clock, await seat_added(scene.node, scene, "王芳", "王强", role="party", side="respondent"))
    mediator, tab = await scene.mediator(), await both.tab()
    scene.tabs.append(tab)
    first, second = (one["person"] for one in await both.persons())
    await both.reads(first)
    await both.declares(first, company="王强")
    await both.proves(scene.room, first)
    await mediator.enter()
    assert [one["consented"] for one in await both.persons()] == [True, False]
    await tab.enter()
    await mediator.done("check.call", seat=both.party.seat)
    assert await lacking(mediator, both.party.seat) == ("gate.identity", "王强")
    await both.proves(scene.room, second)
    assert await lacking(mediator, both.party.seat) == ("gate.notice", "王强")
    await both.reads(second, aloud=True)
    assert await lacking(mediator, both.party.seat) == ("gate.consents", "王强")
    await both.consents(second, "online_mediation")
    await both.declares(second)
    await mediator.done("check.clear", seat=both.party.seat)
    one, other = await kept(scene.node, scene.room, first), await kept(scene.node, scene.room, second)
    assert {one.identity, other.identity} == {Identity.CODE}
    assert one.consents is not None
    assert other.consents is not None
    assert (one.consents.given, other.consents.given) == (
        frozenset({Consent.ONLINE_MEDIATION, Consent.E_SIGNATURE}),
        frozenset({Consent.ONLINE_MEDIATION}),
    )
    assert one.notice is not None
    assert other.notice is not None
    assert (one.notice.aloud, other.notice.aloud) == (False, True)
    await mediator.done("joint.open")
    view = await tab.view(lambda view: view["you"]["place"] == "joint")
    assert [person["name"] for person in view["you"]["persons"]] == ["王芳", "王强"]


async def test_at38_the_joint_session_is_refused_until_each_person_present_is_verified_and_warned(
    scene: Scene, worker: Comer
) -> None:
    mediator, tab = await scene.mediator(), await worker.tab()
    scene.tabs.append(tab)
    seat = scene.worker.seat
    await tab.enter()
    await mediator.enter()
    assert (await mediator.call("joint.open"))["ok"] is False
    await mediator.done("check.call", seat=seat)
    assert await lacking(mediator, seat) == ("gate.identity", "张伟")
    assert await mediator.refusal("identity.confirm", seat=seat, person=seat, how="face") == "identity.face_alone"
    assert await lacking(mediator, seat) == ("gate.identity", "张伟")
    await mediator.done("identity.confirm", seat=seat, person=seat, how="document")
    assert await lacking(mediator, seat) == ("gate.notice", "张伟")
    await worker.reads(seat)
    for what in ("false_mediation", "no_recording", "company"):
        assert await lacking(mediator, seat) == (f"gate.{what}", "张伟")
        assert (await mediator.call("joint.open"))["ok"] is False
        assert await mediator.refusal("seat.admit", seat=seat) in {"session.not_begun", f"gate.{what}"}
        await worker.done("declarations", person=seat, what=what)
    assert (await mediator.call("joint.open"))["ok"] is False, "all is said, but the mediator has not cleared"
    await mediator.done("check.clear", seat=seat)
    await mediator.done("joint.open")
    await tab.view(lambda view: view["you"]["place"] == "joint")


async def test_at23_in_a_practice_room_an_added_seat_gets_no_real_code(node: Node, scene: Scene) -> None:
    room = (await ask(node, "POST", "/api/v1/practice", bearer(node.account))).json
    scene.room = room["id"]
    people = [{"name": "练习律师", "email": "trainee@example.com"}]
    trainee = await seat_added(node, scene, persons=people, role="agent", side="applicant", authority="special")
    sent = await ask(
        node, "POST", "/api/v1/session/codes", bearer(await trainee.token()), json={"person": trainee.seat}
    )
    assert (sent.status, sent.json["simulated"], sent.json["target_masked"]) == (200, True, "")
    listed = await ask(node, "GET", f"/api/v1/rooms/{room['id']}/messages", bearer(node.account))
    assert listed.json["messages"] == []


def other_than(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code) + 1) % 10**6:06d}"


async def lacking(mediator: Tab, seat: str) -> tuple[str, str]:
    """Why the seat cannot be cleared, and whose fault the sentence says it is."""
    answer = await mediator.call("check.clear", seat=seat)
    assert answer["ok"] is False, answer
    assert answer["data"]["name"] in answer["message"]["zh"]
    return str(answer["code"]), str(answer["data"]["name"])
