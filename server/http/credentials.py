"""From the `Authorization` header to the caller, and the door every route stands behind."""

from typing import Any, Final, TypeVar

from aiohttp import web

from rooms.rights import extent
from server.app_keys import CLOCK, KEEPER, LIMITS, STORES
from server.audit.facts import AccessRefused, LinkUnknown
from server.http.access import AnyRoute, Caller, Guest, Nobody, Route, Seated, Staff, holder
from server.http.problems import Refused, refused
from server.http.source import neighbourhood, source
from server.invites import secret_sha256
from server.rates import TooMany

LONGEST: Final = 200
"""Characters of a credential that are looked at; ours have 43 at most."""

C = TypeVar("C", bound=Caller)


async def admitted(request: web.Request, route: Route[C, Any, Any]) -> C:
    """The caller, if the route is for such as them; raises Refused and leaves an audit line."""
    nobody = Nobody()
    caller = nobody if isinstance(nobody, route.caller) else await identified(request)
    if isinstance(caller, route.caller) and extent(holder(caller), route.right) is not None:
        return caller
    if isinstance(caller, Nobody):
        raise refused("access.sign_in")
    await record_refusal(request, route, caller, "access.not_permitted")
    raise refused("access.not_permitted")


async def identified(request: web.Request) -> Caller:
    """Who shows this header; a credential that is not good is refused rather than overlooked."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not secret:
        return Nobody()
    if len(secret) > LONGEST or not secret.isascii():
        raise refused("access.sign_in")
    match scheme.lower():
        case "bearer":
            return await _bearer(request, secret_sha256(secret))
        case "invite":
            return await guest(request, secret_sha256(secret))
        case _:
            raise refused("access.sign_in")


async def _bearer(request: web.Request, digest: str) -> Seated | Staff:
    stores, now = request.app[STORES], request.app[CLOCK]()
    if login := await stores.accounts.find_session(digest, now):
        return Staff(login.account, login)
    session = await stores.seat_sessions.find(digest, now)
    room = await request.app[KEEPER].room(session.room) if session else None
    seat = room.seat(session.seat) if room and session else None
    if session is None or room is None or seat is None:
        raise refused("access.sign_in")
    return Seated(session, room, seat)


async def guest(request: web.Request, digest: str) -> Guest:
    """The holder of the link whose secret has this digest; raises Refused and, from too many wrong ones, TooMany.

    Wrong links alone are counted: 160 bits are not guessed, and an honest person must not wait for a neighbour's fault.
    """
    invite = await request.app[STORES].invites.find(digest)
    if invite is None or invite.revoked is not None:
        raise await _dead_link(request, "invite.unknown" if invite is None else "invite.revoked")
    room = await request.app[KEEPER].room(invite.room)
    seat = room.seat(invite.seat) if room else None
    if room is None or seat is None:
        raise await _dead_link(request, "invite.unknown")
    if seat.revoked:
        raise await _dead_link(request, "invite.revoked")
    return Guest(digest, invite, room, seat)


async def _dead_link(request: web.Request, code: str) -> Refused:
    came_from = source(request)
    request.app[LIMITS].links.spend(neighbourhood(came_from))
    await request.app[STORES].audit.append(None, request.app[CLOCK](), LinkUnknown(came_from, code))
    return refused(code)


async def record_refusal(request: web.Request, route: AnyRoute, caller: Caller, code: str) -> None:
    """The audit line for somebody known who asked for what is not theirs; the same thing over and over leaves few."""
    who, action = identity(caller), f"{route.method} {route.path}"
    try:
        request.app[LIMITS].refusals.spend(f"{who}|{action}|{code}")
    except TooMany:
        return
    case = caller.room.case if isinstance(caller, Seated | Guest) else None
    await request.app[STORES].audit.append(case, request.app[CLOCK](), AccessRefused(who, action, code))


def identity(caller: Caller) -> str:
    """The id of the account or seat, by which what one person does is counted; empty for nobody."""
    match caller:
        case Staff():
            return caller.account.id
        case Seated() | Guest():
            return caller.seat.id
        case Nobody():
            return ""
