"""How an organisation prepares its rooms."""

import pytest

from tests.node import Node
from tests.server.http.callers import Answer, ask, bearer
from tests.tab import Json

PATH = "/api/v1/room-templates"


def draft(**other: object) -> Json:
    return {
        "name": "拖欠工资，一对一",
        "title": "{applicants}与{respondents}{cause}",
        "cause": "wages",
        "applicants": ["person"],
        "respondents": ["company"],
        "minutes": 90,
        "help_phone": "025-12345678",
        **other,
    }


async def by(node: Node, token: str, method: str, path: str = PATH, **sent: object) -> Answer:
    return await ask(node, method, path, bearer(token), **sent)


async def test_a_template_is_the_organisations_and_can_be_given_up(node: Node) -> None:
    kept = await by(node, node.account, "POST", json=draft())
    assert kept.status == 201
    [row] = kept.json["templates"]
    assert {name: row[name] for name in draft()} == draft()
    colleague = await node.log_in("zhaolei")
    [seen] = (await by(node, colleague, "GET")).json["templates"]
    assert (row["own"], seen["own"]) == (True, False)
    taken = await by(node, colleague, "POST", json=draft())
    assert (taken.status, taken.code, taken.json["field"]) == (409, "template.name_taken", "name")
    assert (await by(node, colleague, "DELETE", f"{PATH}/{row['id']}")).json["templates"] == []
    gone = await by(node, colleague, "DELETE", f"{PATH}/{row['id']}")
    assert (gone.status, gone.code) == (404, "template.unknown")


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"title": "{weather}"}, "title", "template.gaps"),
        ({"title": "{applicants"}, "title", "template.gaps"),
        ({"title": "{}"}, "title", "template.gaps"),
        ({"title": "\u202e{cause}"}, "title", "text.control_characters"),
        ({"name": "  "}, "name", "text.blank"),
        ({"cause": "weather"}, "cause", "cause.unknown"),
        ({"minutes": 5}, "minutes", "request.invalid"),
        ({"applicants": []}, "applicants", "request.invalid"),
        ({"respondents": ["robot"]}, "respondents.0", "request.invalid"),
    ],
)
async def test_what_no_room_could_begin_from_is_refused_at_its_field(
    node: Node, wrong: Json, field: str, code: str
) -> None:
    answer = await by(node, node.account, "POST", json=draft(**wrong))
    assert (answer.status, answer.code, answer.json["field"]) == (422, code, field)
