"""What every HTTP exchange gets, from the outside in: log line and count, security headers, problems, the Origin check.

A log line names the route's template and ids we made, never a path, a query, a header or a body: links are secrets.
"""

import secrets
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import Counter, Histogram

from law.refusal import SpokenRefusal
from server.app_keys import CONFIG, METRICS
from server.cases.keeper import CaseUnknown
from server.config import Config
from server.config_values import is_loopback
from server.http.files import FILE_POLICY
from server.http.problems import PROBLEM_JSON, Refused, problem_of, problem_response, refused
from server.http.source import template
from server.keeper import RoomUnknownError
from server.rates import TooMany

log = structlog.get_logger()


SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HSTS: Final = "max-age=31536000"


def add_middlewares(app: web.Application) -> None:
    """Outermost first. Headers are no middleware's: a WebSocket's and a file's answer leave from inside the handler."""
    app.on_response_prepare.append(_secured(app[CONFIG]))
    app.middlewares.extend(
        web.middleware(each) for each in (_recorded(app), _answered, _same_site(app[CONFIG].origins))
    )


def _recorded(app: web.Application) -> Middleware:
    requests = Counter("http_requests", "Answered requests.", ("method", "route", "status"), registry=app[METRICS])
    seconds = Histogram("http_request_seconds", "Time to answer.", ("route",), registry=app[METRICS])

    async def recorded(request: web.Request, handler: Handler) -> web.StreamResponse:
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=secrets.token_hex(4)):
            response = await handler(request)
            spent = time.perf_counter() - began
            route = template(request)
            requests.labels(request.method, route, response.status).inc()
            seconds.labels(route).observe(spent)
            log.info("request", method=request.method, route=route, status=response.status, ms=round(spent * 1000, 1))
        return response

    return recorded


def security_headers(config: Config) -> dict[str, str]:
    """The headers of every answer; the policy allows this origin, its own sockets, and nothing else."""
    # A policy cannot name an IPv6 literal (CSP3 §2.3.1): browsers would warn of it on every page. There, 'self' does.
    sockets = " ".join(sorted(each.replace("http", "ws", 1) for each in config.origins if "[" not in each))
    policy = (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        f"connect-src 'self' {sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(self), microphone=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Server": "mediation-room",
    }
    # Never for localhost: browsers would then refuse plain HTTP there for every other program, too.
    if config.address.startswith("https:") and not is_loopback(config.address):
        headers["Strict-Transport-Security"] = HSTS
    return headers


def _secured(config: Config) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    headers = security_headers(config)

    async def secured(_: web.Request, response: web.StreamResponse) -> None:
        # A file's own policy is the stricter one.
        own = {"Content-Security-Policy": FILE_POLICY} if _is_file(response) else {}
        response.headers.update(headers | own)
        response.headers.setdefault("Cache-Control", "no-store")

    return secured


def _is_file(response: web.StreamResponse) -> bool:
    return response.headers.get("Content-Security-Policy") == FILE_POLICY


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except (Refused, SpokenRefusal, TooMany, RoomUnknownError, CaseUnknown) as no:
        return _told(no)
    except web.HTTPException as stop:
        return _from_aiohttp(stop)
    except ConnectionError:
        raise  # the client went away; nobody is left to answer
    except Exception:
        log.exception("request.failed", method=request.method, route=template(request))
        return _problem(refused("internal"))


def _told(no: Refused | SpokenRefusal | TooMany | RoomUnknownError | CaseUnknown) -> web.Response:
    match no:
        case Refused():
            return _problem(no)
        case SpokenRefusal():
            return problem_response(problem_of(no))
        case TooMany():
            return _problem(refused("rate.too_many", wait_s=no.wait_s))
        case RoomUnknownError():
            return _problem(refused("room.unknown"))
        case CaseUnknown():
            return _problem(refused("case.unknown"))


def _from_aiohttp(stop: web.HTTPException) -> web.StreamResponse:
    match stop.status:
        case HTTPStatus.NOT_FOUND:
            return _problem(refused("path.unknown"))
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allow = {"Allow": stop.headers["Allow"]}
            return problem_response(refused("path.method").problem, allow)
        case status if status >= HTTPStatus.BAD_REQUEST and stop.content_type != PROBLEM_JSON:
            return _problem(refused("request.not_http"))
        case _:
            raise stop


def _problem(no: Refused) -> web.Response:
    return problem_response(no.problem, no.headers)


def _same_site(origins: frozenset[str]) -> Middleware:
    async def same_site(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.method not in SAFE_METHODS and origin is not None and origin not in origins:
            raise refused("access.origin")
        return await handler(request)

    return same_site
