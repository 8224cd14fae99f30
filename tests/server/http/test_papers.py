"""The agreement's papers for those who sit in the room, and by the same link when the session is over."""

from collections.abc import AsyncIterator

import pytest

from agreements import pictures
from server.http.paper_bodies import PaperFile
from tests.node import Node, Party, Scene, id_number, open_scene
from tests.server.http.callers import Answer, ask, audit, audit_kinds, bearer, invite
from tests.server.http.finished import COURT, PAGES, At, Finished, finished
from tests.tab import Tab, turned_away

FILES: tuple[PaperFile, ...] = ("agreement.pdf", "evidence.pdf", "agreement.json")


@pytest.fixture
async def scene(node: Node) -> AsyncIterator[Scene]:
    node.account = await node.log_in()
    scene = await open_scene(node)
    yield scene
    await scene.close()


async def fetched(node: Node, path: str, token: str) -> tuple[int, str, bytes, str]:
    """Status, type, content, and the name it is saved under."""
    async with node.http.get(f"{node.url}/api/v1{path}", headers=bearer(token)) as response:
        name = response.headers.get("Content-Disposition", "")
        return response.status, response.content_type, await response.read(), name


async def refusal(node: Node, path: str, token: str) -> str:
    return (await ask(node, "GET", f"/api/v1{path}", bearer(token))).code


async def let_in_again(party: Party, device: str | None = None, digits: str | None = None) -> Answer:
    body = {"device": device or party.device, "name_confirmed": True, "id_tail": digits or party.digits}
    return await ask(party.node, "POST", "/api/v1/invitation/identity", invite(party.invite), json=body)


async def resumed(party: Party) -> Answer:
    path = "/api/v1/invitation/resume"
    return await ask(party.node, "POST", path, invite(party.invite), json={"device": party.device})


async def closed(scene: Scene) -> None:
    await scene.node.ask("POST", f"/api/v1/rooms/{scene.room}/close", {}, token=scene.node.account)


async def over(scene: Scene, stage: str = "sealed") -> Finished:
    """All were at the table, the agreement went that far, and the session is over."""
    await scene.at_table()
    made = await finished(scene.node, scene, stage)  # type: ignore[arg-type]
    await closed(scene)
    return made


async def test_pages_are_read_at_the_table_as_the_text_that_is_before_the_eyes(scene: Scene) -> None:
    _, worker, _ = await scene.at_table()
    node = scene.node
    assert await refusal(node, "/session/agreement/pages/1", worker.token) == "papers.none"
    made = await finished(node, scene, "signing")
    pages = "/session/agreement/pages/"
    for number, content in enumerate(made.pages, start=1):
        status, kind, got, saved = await fetched(node, f"{pages}{number}?digest={made.digest}", worker.token)
        assert (status, kind, got, saved) == (200, "image/png", content, "inline")
    assert await refusal(node, f"{pages}1?digest={'0' * 64}", worker.token) == "papers.changed"
    assert await refusal(node, f"{pages}{PAGES + 1}", worker.token) == "papers.page_unknown"
    assert await refusal(node, f"{pages}0", worker.token) == "path.unknown"


async def test_before_the_sealing_no_file_is_handed_out_and_the_state_says_how_far_it_is(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    state = (await ask(scene.node, "GET", "/api/v1/session/papers", bearer(worker.token))).json
    assert (state["stage"], state["files"], state["number"]) == ("none", [], "")
    await finished(scene.node, scene, "closing")
    for tab in (mediator, worker):
        state = (await ask(scene.node, "GET", "/api/v1/session/papers", bearer(tab.token))).json
        assert (state["stage"], state["pages"], state["files"]) == ("closing", PAGES, [])
        assert (state["sealed_at"], state["effects"]) == (None, [])
        for file in FILES:
            assert await refusal(scene.node, f"/session/agreement/files/{file}", tab.token) == "papers.not_sealed"
    path, body = "/api/v1/session/papers/tickets", {"file": "agreement.pdf"}
    assert (await ask(scene.node, "POST", path, bearer(worker.token), json=body)).code == "papers.not_sealed"
    assert await refusal(scene.node, "/session/agreement/evidence-pages/1", worker.token) == "papers.not_sealed"


async def test_sealed_files_are_saved_under_the_agreements_number_and_put_on_record(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    made = await finished(scene.node, scene)
    state = (await ask(scene.node, "GET", "/api/v1/session/papers", bearer(worker.token))).json
    assert (state["stage"], state["pages"], state["evidence_pages"]) == ("sealed", PAGES, 1)
    assert tuple(state["files"]) == FILES
    assert any("劳动争议调解仲裁法" in sentence for sentence in state["effects"])
    before = (await audit_kinds(scene.node, made.room.case)).count("paper.taken")
    for tab in (mediator, worker):
        for file in FILES:
            status, _, content, saved = await fetched(scene.node, f"/session/agreement/files/{file}", tab.token)
            assert (status, content) == (200, made.files[file])
            assert saved.startswith("attachment;")
    status, _, picture, _ = await fetched(scene.node, "/session/agreement/evidence-pages/1", worker.token)
    assert (status, picture) == (200, made.evidence_pages[0])
    taken = [record for record in await audit(scene.node, made.room.case) if record.kind == "paper.taken"]
    assert len(taken) - before == 2 * len(FILES)
    assert scene.worker.seat in taken[-1].body


async def test_the_mediators_account_takes_the_files_of_own_rooms(scene: Scene) -> None:
    made = await finished(scene.node, scene)
    path = f"/rooms/{scene.room}/papers/agreement.pdf"
    status, kind, content, _ = await fetched(scene.node, path, scene.node.account)
    assert (status, kind, content) == (200, "application/pdf", made.files["agreement.pdf"])
    assert await refusal(scene.node, path, await scene.node.log_in("zhaolei")) == "room.unknown"
    assert await refusal(scene.node, path.replace("agreement.pdf", "secret.pdf"), scene.node.account) == "path.unknown"


EVERYTHING = (
    "/session/papers",
    "/session/agreement/pages/1",
    "/session/agreement/evidence-pages/1",
    "/session/agreement/files/agreement.pdf",
)


async def nothing_is_told(node: Node, token: str, code: str) -> None:
    for path in EVERYTHING:
        assert await refusal(node, path, token) == code, path
    asked = await ask(node, "POST", "/api/v1/session/papers/tickets", bearer(token), json={"file": "agreement.pdf"})
    assert asked.code == code


async def test_threat4_who_waits_in_the_lobby_reads_nothing(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    worker = await scene.seated(scene.worker)
    await finished(scene.node, scene)
    await nothing_is_told(scene.node, worker.token, "not_permitted.place")


async def test_threat4_another_device_with_the_link_reads_nothing_while_the_person_sits_at_the_table(
    scene: Scene,
) -> None:
    await scene.at_table()
    await finished(scene.node, scene)
    stranger = await let_in_again(scene.company, device="s" * 43)
    await nothing_is_told(scene.node, stranger.json["token"], "session.stale")


async def test_threat3_a_removed_persons_token_reads_nothing(scene: Scene) -> None:
    mediator, worker, _ = await scene.at_table()
    await finished(scene.node, scene)
    await mediator.done("seat.remove", seat=scene.worker.seat, reason="扰乱秩序")
    await worker.closed()
    await nothing_is_told(scene.node, worker.token, "access.sign_in")
    await closed(scene)
    assert (await let_in_again(scene.worker)).code == "seat.removed"
    assert (await resumed(scene.worker)).code == "seat.removed"
    assert await refusal(scene.node, "/session/case", worker.token) == "access.sign_in"
    by_link = await ask(scene.node, "GET", "/api/v1/session/case", invite(scene.worker.invite))
    assert (by_link.status, by_link.code) == (403, "access.not_permitted")


async def test_when_all_is_over_the_same_link_leads_to_the_papers_and_to_nothing_else(scene: Scene) -> None:
    made, node = await over(scene), scene.node
    session = (await resumed(scene.worker)).json
    assert session["next"] == "papers"
    state = await ask(node, "GET", "/api/v1/session", bearer(session["token"]))
    assert (state.json["next"], state.json["name"]) == ("papers", "张伟")
    _, _, content, _ = await fetched(node, "/session/agreement/files/evidence.pdf", session["token"])
    assert content == made.files["evidence.pdf"]
    _, _, page, _ = await fetched(node, "/session/agreement/pages/1", session["token"])
    assert page == pictures.pages(made.files["agreement.pdf"])[0], "as signed, no longer as frozen"
    refused = await turned_away(node.url, {"token": session["token"], "chat": {}})
    assert refused["code"] == "session.unknown"
    notice = (await ask(node, "GET", "/api/v1/invitation", invite(scene.worker.invite))).json["notice"]
    consents = {"version": notice["version"], "given": ["online_mediation"]}
    asked = await ask(node, "POST", "/api/v1/session/consents", bearer(session["token"]), json=consents)
    assert asked.code == "not_permitted.phase"
    enter = await ask(node, "POST", f"/api/v1/rooms/{scene.room}/enter", bearer(node.account))
    assert enter.code == "not_permitted.phase"


async def test_a_sealing_that_ends_after_the_session_is_shown_as_closing(scene: Scene) -> None:
    await over(scene, "closing")
    token = (await resumed(scene.worker)).json["token"]
    state = (await ask(scene.node, "GET", "/api/v1/session/papers", bearer(token))).json
    assert (state["stage"], state["files"]) == ("closing", [])


@pytest.mark.parametrize("stage", [None, "signing"])
async def test_without_a_signed_agreement_the_link_leads_to_the_case_and_to_no_papers(
    scene: Scene, stage: At | None
) -> None:
    await scene.at_table()
    if stage:
        await finished(scene.node, scene, stage)
    await closed(scene)
    for party in (scene.worker, scene.company):
        for session in (await resumed(party), await let_in_again(party)):
            assert session.json["next"] == "case"
            await nothing_is_told(scene.node, session.json["token"], "not_permitted.phase")
            refused = await turned_away(scene.node.url, {"token": session.json["token"], "chat": {}})
            assert refused["code"] == "session.unknown"


async def test_threat1_who_was_never_let_in_does_not_get_the_papers_when_all_is_over(scene: Scene) -> None:
    mediator = await scene.mediator()
    await mediator.enter()
    waiting: Tab = await scene.seated(scene.worker)
    await finished(scene.node, scene, "signing")
    await closed(scene)
    await waiting.closed()
    for session in (await resumed(scene.worker), await let_in_again(scene.worker)):
        assert session.json["next"] == "case"
        await nothing_is_told(scene.node, session.json["token"], "not_permitted.phase")


async def test_threat7_when_all_is_over_another_device_needs_the_digits(scene: Scene) -> None:
    await over(scene)
    assert (await let_in_again(scene.company, device="n" * 43)).code == "papers.other_device"
    assert (await let_in_again(scene.company)).json["next"] == "papers"
    assert (await let_in_again(scene.worker, "n" * 43, "0000")).code == "identity.digits_wrong"
    assert (await let_in_again(scene.worker, "n" * 43, id_number()[-4:])).json["next"] == "papers"


async def test_threat3_a_link_revoked_when_all_is_over_leads_nowhere_and_a_renewed_one_to_the_papers(
    scene: Scene,
) -> None:
    await over(scene)
    token = (await resumed(scene.worker)).json["token"]
    path = f"/api/v1/rooms/{scene.room}/seats/{scene.worker.seat}/invite"
    assert (await ask(scene.node, "DELETE", path, bearer(scene.node.account))).status == 204
    await nothing_is_told(scene.node, token, "access.sign_in")
    assert (await resumed(scene.worker)).code == "invite.revoked"
    renewed = (await ask(scene.node, "POST", path, bearer(scene.node.account))).json
    scene.worker.invite = renewed["url"].rsplit("/", 1)[1]
    assert (await let_in_again(scene.worker)).json["next"] == "papers"


async def test_the_forms_in_force_and_the_courts_on_file_can_be_read(scene: Scene) -> None:
    await finished(scene.node, scene)
    forms = (await ask(scene.node, "GET", "/api/v1/terms")).json
    kinds = {kind["kind"]: kind for kind in forms["kinds"]}
    assert {"head", "party", "payment", "instalments", "free"} <= set(kinds)
    assert all(field["label"]["zh"] for kind in kinds.values() for field in kind["fields"])
    mediator = await scene.mediator()
    for token in (scene.node.account, mediator.token):
        listed = (await ask(scene.node, "GET", "/api/v1/courts", bearer(token))).json["courts"]
        assert COURT in {court["name"] for court in listed}
