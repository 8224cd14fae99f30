"""Accounts over HTTP: login, logout, who am I."""

from datetime import timedelta

from server.app_keys import CLOCK, CONFIG, STORES
from server.audit.facts import LoggedOut, LoginFailed, LoginSucceeded
from server.http.access import Call, Nobody, Staff
from server.http.bodies import Account, Login, LoginRequest
from server.http.passwords import proved
from server.http.problems import refused
from server.http.source import source
from server.invites import secret_sha256
from server.storage.sessions import Account as StoredAccount
from server.tokens import new_token


async def login(call: Call[Nobody, LoginRequest]) -> Login:
    """A token for a name and a password; a name nobody has takes as long as a wrong password."""
    app, came_from = call.request.app, source(call.request)
    stores = app[STORES]
    account, right = await proved(call.request, call.body.username, call.body.password)
    now = app[CLOCK]()
    if account is None or not right:
        await stores.audit.append(None, now, LoginFailed(account.id if account else None, came_from))
        raise refused("login.wrong")
    token, expires_at = new_token(), now + timedelta(hours=app[CONFIG].account_session_hours)
    await stores.accounts.open_session(account.id, secret_sha256(token), now, expires_at)
    await stores.audit.append(None, now, LoginSucceeded(account.id, came_from))
    return Login(token=token, expires_at=expires_at, account=shown(account))


async def logout(call: Call[Staff, None]) -> None:
    """The token is worth nothing from now on, nor are those for rooms that were entered with it."""
    app, caller = call.request.app, call.caller
    await app[STORES].accounts.void_session(caller.session.id)
    await app[STORES].audit.append(None, app[CLOCK](), LoggedOut(caller.account.id, source(call.request)))


async def me(call: Call[Staff, None]) -> Account:
    """The account behind the token."""
    return shown(call.caller.account)


def shown(account: StoredAccount) -> Account:
    """An account as its owner sees it."""
    return Account(
        username=account.username,
        name=account.name,
        role=account.role.value,
        organisation=account.court_name or account.organisation_name,
    )
