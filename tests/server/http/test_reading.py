"""Bodies that are not what they should be: each gets its own refusal and changes nothing."""

import asyncio
import gzip
import json

import pytest

from server.http.problems import invalid
from server.http.reading import BODY_LIMIT_BYTES
from tests.node import Node
from tests.server.http.callers import ask, bearer

JSON = {"Content-Type": "application/json"}
GOOD = {"username": "nobody", "password": "nothing"}


async def refusal(node: Node, data: bytes, **headers: str) -> tuple[int, str]:
    answer = await ask(node, "POST", "/api/v1/login", {**JSON, **headers}, data=data)
    return answer.status, answer.code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"username": NaN, "password": "x"}',
        b"\xff\xfe{}",
        b"[" * 30_000,
        b'{"a":' * 10_000,
        b'{"username": "\\ud800", "password": "x"}',
        b"9" * 6000,
    ],
)
async def test_what_is_not_json_is_refused(node: Node, data: bytes) -> None:
    assert await refusal(node, data) == (400, "request.not_json")


async def test_threat5_an_object_that_names_a_key_twice_is_refused(node: Node) -> None:
    twice = b'{"username": "wangmin", "password": "x", "username": "zhaolei"}'
    assert await refusal(node, twice) == (400, "request.duplicate_key")
    nested = b'{"username": "a", "password": {"b": 1, "b": 2}}'
    assert await refusal(node, nested) == (400, "request.duplicate_key")


async def test_more_than_the_limit_is_refused_with_and_without_a_declared_length(node: Node) -> None:
    data = json.dumps({**GOOD, "password": "x" * BODY_LIMIT_BYTES}).encode()
    assert await refusal(node, data) == (413, "request.too_large")

    async def chunks() -> object:
        for start in range(0, len(data), 8192):
            yield data[start : start + 8192]
            await asyncio.sleep(0)

    answer = await ask(node, "POST", "/api/v1/login", JSON, data=chunks())
    assert (answer.status, answer.code) == (413, "request.too_large")


@pytest.mark.parametrize(
    "rest",
    [
        b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 50\r\n\r\n{}",
    ],
)
async def test_threat14_a_body_that_is_framed_wrongly_breaks_nothing(node: Node, rest: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", node.config.port)
    writer.write(b"POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + rest)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()
    assert answer[:12] in {b"", b"HTTP/1.1 400"}
    assert (await ask(node, "GET", "/api/v1/about")).status == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_another_content_type_is_refused(node: Node, content_type: str) -> None:
    data = json.dumps(GOOD).encode()
    assert await refusal(node, data, **{"Content-Type": content_type}) == (415, "request.media_type")


async def test_a_compressed_body_is_refused_before_it_is_opened(node: Node) -> None:
    data = gzip.compress(b" " * 10_000_000)
    assert await refusal(node, data, **{"Content-Encoding": "gzip"}) == (415, "request.media_type")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "x"}, "password"),
        ({**GOOD, "role": "admin"}, "role"),
        ({**GOOD, "username": 5}, "username"),
        ({**GOOD, "username": ""}, "username"),
        ({**GOOD, "password": "x" * 201}, "password"),
        ([], None),
        ("text", None),
    ],
)
async def test_a_wrong_field_is_named(node: Node, body: object, field: str | None) -> None:
    answer = await ask(node, "POST", "/api/v1/login", json=body)
    assert (answer.status, answer.code, answer.json["field"]) == (422, "request.invalid", field)


async def test_a_wrong_field_deep_inside_is_named_by_its_path(node: Node) -> None:
    draft = {
        "title": "t",
        "cause": "wages",
        "scheduled_at": "2026-12-01T09:00:00+08:00",
        "applicants": [{"kind": "person", "name": "张伟"}],
        "respondents": [{"kind": "company", "name": "公司", "uscc": "x", "representative": "李静", "title": "经理"}],
    }
    answer = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft)
    assert (answer.status, answer.json["field"]) == (422, "respondents.0.uscc")
    draft["applicants"] = [{"kind": "ghost", "name": "张伟"}]
    answer = await ask(node, "POST", "/api/v1/rooms", bearer(node.account), json=draft)
    assert (answer.status, answer.json["field"]) == (422, "applicants.0")


@pytest.mark.parametrize(
    ("field", "zh", "en"),
    [
        ("title", "调解名称", "Title"),
        ("applicants.0.name", "申请人1的姓名或名称", "Applicant 1, name"),
        ("respondents.1.title", "被申请人2的职务", "Respondent 2, position"),
        ("applicants.0", "申请人1", "Applicant 1"),
        ("applicants.0.kind", "applicants.0.kind", "applicants.0.kind"),
        (None, "请求", "The request"),
    ],
)
def test_a_field_is_called_what_the_form_calls_it(field: str | None, zh: str, en: str) -> None:
    problem = invalid(field, "必须填写。", "is required.").problem
    assert (problem.detail, problem.title) == (f"{zh}：必须填写。", f"{en}: is required.")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_threat8_a_page_from_elsewhere_may_change_nothing(node: Node, origin: str) -> None:
    answer = await ask(node, "POST", "/api/v1/login", {"Origin": origin}, json=GOOD)
    assert (answer.status, answer.code) == (403, "access.origin")
    assert (await ask(node, "GET", "/api/v1/about", {"Origin": origin})).status == 200


async def test_our_own_pages_may(node: Node) -> None:
    for host in ("localhost", "127.0.0.1"):
        origin = f"http://{host}:{node.config.port}"
        assert (await ask(node, "POST", "/api/v1/login", {"Origin": origin}, json=GOOD)).code == "login.wrong"
