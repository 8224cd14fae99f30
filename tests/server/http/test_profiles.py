"""What organisations, mediators and courts publish of themselves, over HTTP: by whom, and what cannot be (AT-28)."""

import json

import pytest

from server.storage.sessions import AccountRole
from tests.server.http.callers import audit, staff_token
from tests.server.http.case_office import CaseOffice
from tests.tab import Json

ADDRESS = "江苏省南京市玄武区调解路1号"
ORGANISATION = {
    "kind": "union",
    "code": "苏工调〔2026〕1号",
    "address": ADDRESS,
    "register_no": "苏0102特邀组织1",
    "inviting_court": "320102",
    "seal_serial": "3201020000001",
    "charges_fee": False,
}
MEDIATOR = {
    "register_no": "苏0102特邀12",
    "phone": "025-87654321",
    "fields": ["劳动报酬", "工伤"],
    "charges_fee": False,
}
COURT = {"code": "B42", "level": "basic", "district": "330108"}


async def written(office: CaseOffice) -> list[tuple[str, str, list[str]]]:
    """What the server's own chain says of profiles: of whom, and which fields."""
    bodies = [json.loads(record.body) for record in await audit(office.node) if record.kind == "profile.changed"]
    return [(body["subject_kind"], body["subject"], body["fields"]) for body in bodies]


async def test_at28_an_organisation_says_who_it_is_and_each_change_is_on_record(office: CaseOffice) -> None:
    empty = await office.ask("admin", "GET", "/organisation")
    assert (empty.status, empty.json["profile"], empty.json["doubts"]) == (200, None, [])
    assert [one["id"] for one in empty.json["kinds"]][:2] == ["peoples_committee", "union"]
    kept = await office.post("admin", "/organisation", ORGANISATION)
    assert (kept.status, kept.json["profile"], kept.json["doubts"]) == (200, ORGANISATION, [])
    assert kept.json == (await office.ask("admin", "GET", "/organisation")).json
    assert (await office.post("admin", "/organisation", ORGANISATION)).status == 200
    moved = {**ORGANISATION, "address": "新址2号", "charges_fee": None}
    doubtful = await office.post("admin", "/organisation", moved)
    assert [(one["field"], one["code"]) for one in doubtful.json["doubts"]] == [
        ("charges_fee", "organisation.fee_unknown")
    ]
    [first, second] = await written(office)
    assert first[0] == "organisation"
    assert {"kind", "address", "charges_fee"} <= set(first[2])
    assert second[2] == ["address", "charges_fee"]
    assert (await office.ask("stranger", "GET", "/organisation")).json["profile"] is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"kind": "church"}, "kind", "organisation.kind_unknown"),
        ({"kind": "peoples_committee", "charges_fee": True}, "charges_fee", "organisation.fee"),
        ({"address": "  "}, "address", "text.empty"),
        ({"seal_serial": "1" * 51}, "seal_serial", "text.too_long"),
        ({"name": "另一个名字"}, "name", "request.invalid"),
    ],
)
async def test_what_the_law_finds_wrong_is_refused_at_its_field(
    office: CaseOffice, change: Json, field: str, code: str
) -> None:
    answer = await office.post("admin", "/organisation", {**ORGANISATION, **change})
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, field)


async def test_at28_an_office_fills_in_its_own_mediators_and_no_others(office: CaseOffice) -> None:
    path = f"/mediators/{office.ids['wangmin']}"
    empty = await office.ask("admin", "GET", path)
    assert (empty.json["name"], empty.json["profile"]) == ("王敏", None)
    kept = await office.post("admin", path, MEDIATOR)
    assert (kept.status, kept.json["profile"], kept.json["doubts"]) == (200, MEDIATOR, [])
    assert (await office.ask("admin", "GET", path)).json == kept.json
    bare = await office.post("admin", f"/mediators/{office.ids['zhaolei']}", {})
    assert {one["field"] for one in bare.json["doubts"]} == {"fields", "charges_fee"}
    wrong = await office.post("admin", path, {**MEDIATOR, "fields": ["工伤", " "]})
    assert (wrong.status, wrong.json["field"]) == (422, "fields.1")
    for who, whom in (("stranger", "wangmin"), ("clerk", "wangmin"), ("admin", "sealer"), ("admin", "stranger")):
        for method in ("GET", "POST"):
            sent = {"json": MEDIATOR} if method == "POST" else {}
            answer = await office.ask(who, method, f"/mediators/{office.ids[whom]}", **sent)
            assert (answer.status, answer.code) == (404, "profile.unknown"), (who, whom)


async def test_a_court_says_its_code_and_level_and_nobody_elses(office: CaseOffice) -> None:
    assert (await office.ask("clerk", "GET", "/court")).json["profile"] is None
    kept = await office.post("clerk", "/court", COURT)
    assert (kept.status, kept.json["profile"], kept.json["doubts"]) == (200, COURT, [])
    await staff_token(office.node, "clerk2", AccountRole.CLERK, "另一区人民法院")
    assert (await office.ask("clerk2", "GET", "/court")).json["profile"] is None
    wrong = await office.post("clerk", "/court", {**COURT, "level": "moon"})
    assert (wrong.status, wrong.json["field"]) == (422, "level")
    for who, path, body in (("clerk", "/organisation", ORGANISATION), ("admin", "/court", COURT)):
        assert (await office.post(who, path, body)).code == "profile.unknown"
    for who in ("wangmin", "sealer", "platform"):
        assert (await office.ask(who, "GET", "/organisation")).status == 403
