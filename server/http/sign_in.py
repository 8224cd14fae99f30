"""Accounts over HTTP: login, logout, who am I."""

from datetime import timedelta

from server.accounts import Crowded
from server.app_keys import CLOCK, CONFIG, LIMITS, PASSWORDS, STORES
from server.audit.facts import LoginFailed, LoginSucceeded
from server.http.access import Call, Nobody, Staff
from server.http.bodies import Account, Login, LoginRequest
from server.http.problems import refused
from server.http.source import source
from server.invites import secret_sha256
from server.storage.sessions import Account as StoredAccount
from server.tokens import device_id, new_token


async def login(call: Call[Nobody, LoginRequest]) -> Login:
    """A token for a name and a password; a name nobody has takes as long as a wrong password."""
    app, came_from = call.request.app, source(call.request)
    stores, guard = app[STORES], app[LIMITS].logins
    subject = f"{call.body.username.casefold()}|{came_from}"
    guard.spend(subject, came_from)
    account = await stores.accounts.find(call.body.username)
    try:
        right = await app[PASSWORDS].verify(account.password_hash if account else None, call.body.password)
    except Crowded:
        guard.give_back(subject, came_from)
        raise refused("login.crowded") from None
    now = app[CLOCK]()
    if account is None or not right:
        await stores.audit.append(None, now, LoginFailed(account.id if account else None, came_from))
        raise refused("login.wrong")
    guard.give_back(subject, came_from)
    token, expires_at = new_token(), now + timedelta(hours=app[CONFIG].account_session_hours)
    await stores.accounts.open_session(account.id, secret_sha256(token), now, expires_at)
    await stores.audit.append(None, now, LoginSucceeded(account.id, came_from))
    return Login(token=token, expires_at=expires_at, account=shown(account))


async def logout(call: Call[Staff, None]) -> None:
    """The token is worth nothing from now on, nor are those for rooms that were entered with it."""
    stores, session = call.request.app[STORES], call.caller.session.id
    await stores.accounts.void_session(session)
    await stores.seat_sessions.void_device(device_id(session))


async def me(call: Call[Staff, None]) -> Account:
    """The account behind the token."""
    return shown(call.caller.account)


def shown(account: StoredAccount) -> Account:
    """An account as its owner sees it."""
    return Account(
        username=account.username,
        name=account.name,
        role="admin" if account.role == "admin" else "mediator",
        organisation=account.organisation_name,
    )
