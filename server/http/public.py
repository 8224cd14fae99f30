"""What anybody may know of this server before signing in."""

from importlib.metadata import version
from typing import Final

from aiohttp import web

from law.causes import causes
from server.app_keys import CLOCK, CONFIG
from server.config_values import is_loopback
from server.http.access import Call, Nobody
from server.http.bodies import Build, Cause, CauseList

VERSION: Final = version("mediation-room-server")


async def about(call: Call[Nobody, None]) -> Build:
    """Who runs this, and whether browsers will give it a camera."""
    config = call.request.app[CONFIG]
    return Build(
        version=VERSION,
        help_phone=config.help_phone,
        organisation=config.organisation,
        demo=config.demo,
        secure_context_hint=not _trusted_with_a_camera(call.request),
    )


async def cause_list(call: Call[Nobody, None]) -> CauseList:
    """The claim types to choose from today."""
    today = call.request.app[CONFIG].local_day(call.request.app[CLOCK]())
    return CauseList(causes=tuple(Cause(id=each.id, zh=each.zh, en=each.en) for each in causes(today)))


def _trusted_with_a_camera(request: web.Request) -> bool:
    """Whether the origin in the visitor's address bar is a secure context (Secure Contexts §3.1), as far as we see."""
    config = request.app[CONFIG]
    if config.address.startswith("https:"):
        return True
    return is_loopback(f"//{request.host}")
