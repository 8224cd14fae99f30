"""Puts the HTTP side onto an application: the API's table and its description, the client, and what machines ask."""

import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry

from rooms.cases import refusals as case_refusals
from rooms.refusals import NotPermitted
from server.accounts import Passwords
from server.app_keys import CHECKS, CLOCK, CONFIG, INTAKE, LIMITS, METRICS, PASSWORDS, RENDITIONS, TICKETS
from server.http import demo_codes, operations
from server.http.access import AnyRoute, Call, Caller, Nobody
from server.http.bodies import Body
from server.http.browsable import STYLE, page
from server.http.client_files import ClientFiles
from server.http.credentials import admitted, identity, record_refusal
from server.http.files import File, LargeFile, Upload, file_response
from server.http.middlewares import add_middlewares
from server.http.openapi import PARAMETER, openapi, pattern
from server.http.reading import read_body, read_upload
from server.http.table import TABLE
from server.intake import Intake
from server.papers.checks import PaperChecks
from server.papers.tickets import Tickets
from server.rates import limits_of
from server.renditions import Renditions
from web.assets import ClientNotBuilt, client_dir

TRUST: Final = "trust"
"""In the data folder: roots that count when papers are checked, as PEM files; none at first (architecture.md §6)."""
PAGES: Final = r"/{file:(?!api/|socket\.io/).*}"
"""Every other path. Below /api a wrong method must be told apart from a wrong path, so nothing there is a page."""


def add_routes(app: web.Application, *, authority: Path | None = None) -> None:
    """Register everything; `app` has CONFIG, and has STORES, KEEPER and CLOCK by the time it serves.

    `authority`: certificate of the local authority, offered to phones. None: there is none.
    """
    config = app[CONFIG]
    app[METRICS] = CollectorRegistry()
    app[LIMITS] = limits_of(
        logins_per_minute=config.logins_per_minute,
        links_per_minute=config.links_per_minute,
        digits_per_minute=config.digits_per_minute,
        entries_per_minute=config.entries_per_minute,
    )
    app[INTAKE] = Intake()
    app[TICKETS] = Tickets()
    app[CHECKS] = PaperChecks(config.data / TRUST, app[CLOCK])
    app[RENDITIONS] = Renditions()
    app.cleanup_ctx.append(_passwords)
    add_middlewares(app)
    for route in TABLE:
        add = app.router.add_get if route.method == "GET" else partial(app.router.add_route, route.method)
        add(_pattern(route.path), _served(route))
    _add_description(app)
    app.router.add_get("/health/live", operations.live)
    app.router.add_get("/health/ready", operations.ready)
    app.router.add_get("/metrics", operations.metrics)
    app.router.add_get(demo_codes.PATH, demo_codes.demo_codes)
    if authority is not None:
        app.router.add_get("/ca.crt", partial(_authority, authority))
    app.router.add_get(PAGES, ClientFiles(_client_folder()).serve)


async def _passwords(app: web.Application) -> AsyncIterator[None]:
    with Passwords() as app[PASSWORDS]:
        yield


def _client_folder() -> Path | None:
    try:
        return client_dir()
    except ClientNotBuilt:
        return None


def _served(route: AnyRoute) -> Handler:
    async def served(request: web.Request) -> web.StreamResponse:
        caller = await admitted(request, route)
        try:
            return await _handled(request, route, caller)
        except (NotPermitted, case_refusals.NotPermitted) as no:
            if not isinstance(caller, Nobody):
                await record_refusal(request, route, caller, no.code)
            raise

    return served


async def _handled(request: web.Request, route: AnyRoute, caller: Caller) -> web.Response:
    if isinstance(route.request, Upload):
        async with read_upload(request, route.request, identity(caller)) as content:
            return _answer(route, await route.handle(Call(request, caller, content)))
    body = await read_body(request, route.request) if route.request is not None else None
    return _answer(route, await route.handle(Call(request, caller, body)))


def _answer(route: AnyRoute, said: Body | File | LargeFile | None) -> web.Response:
    match said:
        case None:
            return web.Response(status=route.status)
        case File() | LargeFile():
            return file_response(said)
        case Body():
            return web.Response(status=route.status, text=said.model_dump_json(), content_type="application/json")


def _pattern(path: str) -> str:
    return PARAMETER.sub(lambda found: f"{{{found[1]}:{pattern(found[1])}}}", path)


def _add_description(app: web.Application) -> None:
    document = openapi(TABLE)
    texts = {
        "/api/openapi.json": (json.dumps(document, ensure_ascii=False), "application/json"),
        "/api": (page(TABLE, document), "text/html"),
        "/api/page.css": (STYLE, "text/css"),
    }
    for path, (text, content_type) in texts.items():
        app.router.add_get(path, partial(_text, text, content_type))


async def _text(text: str, content_type: str, _: web.Request) -> web.Response:
    return web.Response(text=text, content_type=content_type)


async def _authority(certificate: Path, _: web.Request) -> web.FileResponse:
    return web.FileResponse(certificate, headers={"Content-Type": "application/x-x509-ca-cert"})
