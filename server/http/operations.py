"""What machines ask: alive, ready, measured. None of it is for people or pages."""

import asyncio
import hmac
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from server.app_keys import CONFIG, MEDIA, METRICS, STORES
from server.config_values import is_loopback
from server.http.problems import refused
from server.http.source import is_this_machine

log = structlog.get_logger()

PATIENCE_S: Final = 2.0
"""How long the database may take before we say that we are not ready."""


async def live(_: web.Request) -> web.Response:
    """The event loop turns; whoever restarts us asks this and nothing more."""
    return web.json_response({"live": True})


async def ready(request: web.Request) -> web.Response:
    """The database answers: new people can be sent here. `alarms`: what an operator should look at all the same."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            await request.app[STORES].cases.organisations()
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller's answer is to send people elsewhere
        log.warning("not_ready", fault=type(error).__name__)
        raise refused("not_ready") from None
    return web.json_response({"ready": True, "alarms": request.app[MEDIA].alarms()})


async def metrics(request: web.Request) -> web.Response:
    """Prometheus text, for this machine or with the token."""
    token = request.app[CONFIG].metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = token is not None and hmac.compare_digest(shown.encode(), token.encode())
    if not known and not _came_from_here(request):
        raise refused("metrics.local_only")
    return web.Response(body=generate_latest(request.app[METRICS]), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _came_from_here(request: web.Request) -> bool:
    """A proxy on this machine that adds no header cannot be told from its owner: behind one, only the token counts."""
    public = request.app[CONFIG].public_url
    return (public is None or is_loopback(public)) and is_this_machine(request)
