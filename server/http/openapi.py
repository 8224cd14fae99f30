"""OpenAPI 3.1 of the route table, from the same models that check the bodies (architecture.md §5)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from string import Formatter
from typing import Final, get_args

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from agreements import refusals as agreement_refusals
from agreements.joint import refusals as joint_refusals
from law.calendar import CalendarError
from law.refusal import SpokenRefusal
from rooms import refusals as room_refusals
from rooms.cases import refusals as case_refusals
from server.http.access import AnyRoute, Guest, Nobody, holders
from server.http.bodies import Body, Problem
from server.http.case_problems import FORBIDDEN
from server.http.files import OCTETS, Download, Upload
from server.http.paper_bodies import MinutesFile, PaperFile, VerifierName
from server.http.problems import PROBLEM_JSON, SENTENCES, problem_of
from server.http.public import VERSION

JsonObject = dict[str, object]

REF: Final = "#/components/schemas/{model}"
PARAMETER: Final = re.compile(r"\{(\w+)\}")
ID_PATTERN: Final = "[A-Za-z0-9_-]{1,40}"
PATTERNS: Final[Mapping[str, str]] = {
    "page": "[1-9][0-9]{0,3}",
    "file": "|".join(name.replace(".", "[.]") for name in get_args(PaperFile)),
    "program": "|".join(name.replace(".", "[.]") for name in get_args(VerifierName)),
    "minutes": "|".join(name.replace(".", "[.]") for name in get_args(MinutesFile)),
    "sealed": "(?:paper|evidence)[.]pdf",
    "paper": "report|report-data|termination-notice",
    "ticket": "[A-Za-z0-9_-]{43}",
    "notice": "[A-Za-z0-9_.:-]{1,200}",
    "number": "[0-9]{1,3}",
    "part": "bundle[.]zip(?:[.]sha256)?|receipt[.]json",
}
"""What a parameter in a path can look like, where it is no id; the router refuses the rest."""

GUARDED: Final = ("access.sign_in", "access.not_permitted")
CHANGING: Final = ("access.origin",)
READING: Final = (
    "request.not_json",
    "request.duplicate_key",
    "request.media_type",
    "request.too_large",
    "request.too_slow",
    "request.invalid",
)
RECEIVING: Final = (
    "upload.media_type",
    "upload.length",
    "upload.too_large",
    "upload.crowded",
    "request.too_slow",
)
"""Codes that come with a kind of route rather than with one."""


def openapi(table: Iterable[AnyRoute]) -> JsonObject:
    """The whole document."""
    routes = tuple(table)
    paths: dict[str, JsonObject] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "在线调解室 Mediation room", "version": VERSION, "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {"schemas": _schemas(routes), "securitySchemes": _schemes()},
    }


def codes(route: AnyRoute) -> tuple[str, ...]:
    """Every refusal a route can answer with, each once."""
    guarded = () if route.caller is Nobody else GUARDED
    linked = ("invite.unknown", "invite.revoked", "rate.too_many") if guarded else ()
    changing = CHANGING if route.method != "GET" else ()
    match route.request:
        case None:
            reading: tuple[str, ...] = ()
        case Upload():
            reading = RECEIVING
        case _:
            reading = READING
    return tuple(dict.fromkeys((*guarded, *linked, *changing, *reading, *route.refusals)))


def pattern(parameter: str) -> str:
    """What this parameter of a path can look like."""
    return PATTERNS.get(parameter, ID_PATTERN)


def status_of(code: str) -> HTTPStatus:
    """The status a code is answered with; what the cores refuse by the class that is raised for it."""
    if code in SENTENCES:
        return SENTENCES[code][0]
    kind = _raised(code)
    values = {name: 0 for text in kind.sentences[code] for _, name, _, _ in Formatter().parse(text) if name}
    return HTTPStatus(problem_of(kind(code, **values)).status)


def _raised(code: str) -> type[SpokenRefusal]:
    if code in room_refusals.SENTENCES:
        return room_refusals.NotPermitted if code.startswith("not_permitted.") else room_refusals.Unmet
    if code in joint_refusals.SENTENCES:
        return joint_refusals.Unmet
    if code in agreement_refusals.SENTENCES:
        return agreement_refusals.Unmet
    if code in case_refusals.Refusal.sentences:
        return case_refusals.NotPermitted if code in FORBIDDEN else case_refusals.Unmet
    return CalendarError


def _operation(route: AnyRoute) -> JsonObject:
    operation: JsonObject = {
        "operationId": _operation_id(route),
        "summary": f"{route.summary.zh} · {route.summary.en}",
        "description": "For: " + ", ".join(holders(route)) + ".",
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_headers(route)],
        "responses": dict(_responses(route)),
    }
    if route.caller is not Nobody:
        operation["security"] = _security(route)
    if route.request is not None:
        operation["requestBody"] = {"required": True, "content": _request_content(route.request)}
    return operation


def _security(route: AnyRoute) -> list[JsonObject]:
    kinds = route.caller if isinstance(route.caller, tuple) else (route.caller,)
    return [{name: []} for name in dict.fromkeys("invite" if kind is Guest else "bearer" for kind in kinds)]


def _request_content(request: type[Body] | Upload) -> JsonObject:
    if isinstance(request, Upload):
        return {OCTETS: {"schema": {"maxLength": request.limit_bytes}}}
    return {"application/json": {"schema": {"$ref": REF.format(model=request.__name__)}}}


def _response_content(response: type[Body] | Download) -> JsonObject:
    if isinstance(response, Download):
        return {media_type: {"schema": {}} for media_type in response.media_types}
    return {"application/json": {"schema": {"$ref": REF.format(model=response.__name__)}}}


def _operation_id(route: AnyRoute) -> str:
    words = [word for word in re.split(r"\W+", route.path.removeprefix("/api/v1/")) if word]
    return "_".join((route.method.lower(), *words))


def _path_parameters(route: AnyRoute) -> Iterator[JsonObject]:
    for name in PARAMETER.findall(route.path):
        schema = {"type": "string", "pattern": f"^(?:{pattern(name)})$"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(route: AnyRoute) -> Iterator[JsonObject]:
    for each in route.query:
        yield {
            "name": each.name,
            "in": "query",
            "required": each.required,
            "description": f"{each.meaning.zh} {each.meaning.en}",
            "schema": {"type": "string", "pattern": f"^{each.pattern}$"},
        }


def _headers(route: AnyRoute) -> Iterator[JsonObject]:
    for name, meaning in route.request.headers if isinstance(route.request, Upload) else ():
        described = f"{meaning.zh} {meaning.en}"
        yield {"name": name, "in": "header", "required": True, "description": described, "schema": {"type": "string"}}


def _responses(route: AnyRoute) -> Iterator[tuple[str, JsonObject]]:
    done: JsonObject = {"description": route.status.phrase}
    if route.response is not None:
        done["content"] = _response_content(route.response)
    yield str(route.status.value), done
    by_status: dict[HTTPStatus, list[str]] = {}
    for code in codes(route):
        by_status.setdefault(status_of(code), []).append(code)
    problem = {PROBLEM_JSON: {"schema": {"$ref": REF.format(model=Problem.__name__)}}}
    for status in sorted(by_status):
        described = "Codes: " + ", ".join(f"`{code}`" for code in by_status[status])
        yield str(status.value), {"description": described, "content": problem}
    yield "default", {"description": "Any other fault", "content": problem}


def _schemas(routes: Iterable[AnyRoute]) -> Mapping[str, object]:
    """Requests as they are taken, answers as they are given; no model is both."""
    taken = {route.request for route in routes if isinstance(route.request, type)}
    given = {route.response for route in routes if isinstance(route.response, type)} | {Problem}
    return {**_definitions(taken, "validation"), **_definitions(given, "serialization")}


def _definitions(models: Iterable[type[BaseModel]], mode: JsonSchemaMode) -> Mapping[str, object]:
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schema = models_json_schema([(model, mode) for model in ordered], ref_template=REF)
    found = schema.get("$defs", {})
    return found if isinstance(found, dict) else {}


def _schemes() -> JsonObject:
    return {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A staff or seat token: `Bearer <token>`."},
        "invite": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "A party's link: `Invite <secret>`.",
        },
    }
