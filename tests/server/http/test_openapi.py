"""The API describes itself, the description is true, and nothing that it allows breaks the server."""

import asyncio
import json
import re
import sys
from pathlib import Path

import pytest

from agreements import refusals as agreement_refusals
from agreements.joint import refusals as joint_refusals
from law.calendar import CalendarError
from rooms import refusals as room_refusals
from rooms.cases import refusals as case_refusals
from server.http.access import Nobody
from server.http.case_problems import FORBIDDEN
from server.http.openapi import codes, openapi, status_of
from server.http.problems import SENTENCES
from server.http.table import TABLE
from tests.architecture.source import product_files
from tests.node import Node
from tests.server.http.callers import Callers, ask

KNOWN = (
    *(SENTENCES, room_refusals.SENTENCES, case_refusals.Refusal.sentences, CalendarError.sentences),
    *(agreement_refusals.SENTENCES, joint_refusals.SENTENCES),
)
EXAMPLES = 4
"""Requests per operation; the whole run stays under a minute on two cores."""


async def test_the_description_is_served_and_covers_the_table(node: Node) -> None:
    document = (await ask(node, "GET", "/api/openapi.json")).json
    assert document["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert described == {(route.method, route.path) for route in TABLE}


def test_every_reference_leads_to_a_schema() -> None:
    text = json.dumps(openapi(TABLE))
    schemas = json.loads(text)["components"]["schemas"]
    used = {piece.split('"')[0] for piece in text.split("#/components/schemas/")[1:]}
    assert used <= set(schemas)


def test_guarded_operations_say_how_to_sign_in() -> None:
    paths = json.loads(json.dumps(openapi(TABLE)))["paths"]
    for route in TABLE:
        operation = paths[route.path][route.method.lower()]
        assert ("security" in operation) == (route.caller is not Nobody)


def test_every_code_in_the_table_has_its_sentences_and_status() -> None:
    for route in TABLE:
        for code in codes(route):
            assert any(code in known for known in KNOWN)
            assert 400 <= status_of(code) < 600


def test_what_the_case_machine_forbids_is_answered_with_403() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in product_files() if "cases" in file.parts)
    assert set(re.findall(r'NotPermitted\(\s*"([a-z_.]+)"', source)) == FORBIDDEN


async def test_the_page_for_people_needs_no_script_and_nothing_from_elsewhere(node: Node) -> None:
    async with node.http.get(f"{node.url}/api") as response:
        text = await response.text()
        assert response.content_type == "text/html"
    assert all(route.path in text for route in TABLE)
    assert "<script" not in text
    assert "http://" not in text
    assert "https://" not in text
    async with node.http.get(f"{node.url}/api/page.css") as response:
        assert response.content_type == "text/css"


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("mediator account", "/api/v1/(about|causes|login|me|rooms)"),
        ("party seat", "/api/v1/(session|rooms$)"),
        ("invited", "/api/v1/(invitation|me$)"),
        ("court clerk", "/api/v1/(court/|terms|tickets|register|lanes)"),
        ("organisation admin", "/api/v1/(cases|case-forms|calendars)$"),
    ],
)
async def test_threat15_no_request_the_description_allows_ends_in_a_fault_of_ours(
    node: Node, callers: Callers, tmp_path: Path, who: str, where: str
) -> None:
    header = callers.headers[who]["Authorization"]
    report = tmp_path / "report.txt"
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    with report.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("schemathesis")),
            *("run", f"{node.url}/api/openapi.json", "--header", f"Authorization: {header}"),
            *("--checks", checks, "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES)),
            *("--include-path-regex", where, "--seed", "7", "--no-color", "--workers", "1"),
            *("--generation-database", "none", "--suppress-health-check", "all"),
            cwd=tmp_path,
            stdout=out,
            stderr=out,
        )
        ended = await asyncio.wait_for(process.wait(), 100)
    assert ended == 0, report.read_text()[-6000:]
