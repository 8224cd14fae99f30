"""Whether a password is an account's own, asked at the door and before a seal: guesses count for both together."""

from typing import TypeVar

from aiohttp import web

from server.accounts import Crowded
from server.app_keys import LIMITS, PASSWORDS, STORES
from server.http.access import Call, Staff
from server.http.bodies import Body
from server.http.problems import refused
from server.http.source import neighbourhood, source
from server.storage.sessions import Account

B = TypeVar("B", bound=Body)


async def proved(request: web.Request, username: str, password: str) -> tuple[Account | None, bool]:
    """Whose name that is, and whether it is the password; a name nobody has takes as long as a wrong one.

    Only a wrong one is charged. Raises TooMany, and Refused where too many ask at once.
    """
    app, near = request.app, neighbourhood(source(request))
    guard, subject = app[LIMITS].logins, f"{username.casefold()}|{near}"
    guard.spend(subject, near)
    account = await app[STORES].accounts.find(username)
    try:
        right = await app[PASSWORDS].verify(account.password_hash if account else None, password)
    except Crowded:
        guard.give_back(subject, near)
        raise refused("login.crowded") from None
    if account is not None and right:
        guard.give_back(subject, near)
    return account, right


async def require_own_password(call: Call[Staff, B], password: str) -> None:
    """The caller is there in person: a desk left open puts no seal on. Raises as `proved`, and `seal.password`."""
    _, right = await proved(call.request, call.caller.account.username, password)
    if not right:
        raise refused("seal.password")
