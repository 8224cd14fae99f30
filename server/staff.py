"""Accounts made and changed from the command line: with a hash, an audit line, and refusals in words."""

from datetime import datetime
from typing import Final

from law.findings import is_email
from law.plain_text import in_name
from law.sentence import Sentence
from server.accounts import MAX_LENGTH, MIN_LENGTH, Passwords
from server.audit.facts import AccountCreated, PasswordSet
from server.ids import AccountId, CourtId, OrganisationId
from server.storage.cases import NameTaken
from server.storage.sessions import COURT_ROLES, AccountRole, UsernameTaken
from server.stores import Stores

NAME_CHARACTERS: Final = 100
USERNAME_CHARACTERS: Final = 64
SHORT_CHARACTERS: Final = 20


class StaffRefused(Exception):
    """An account cannot be made or changed so; `sentence` says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.sentence = Sentence(zh, en)


async def organisation_of(stores: Stores, name: str, short_name: str | None) -> OrganisationId:
    """The organisation of that name, made where it is new; `short_name` (None: its first character) marks its cases.

    Raises StaffRefused.
    """
    _require_name(name, NAME_CHARACTERS)
    for each in await stores.cases.organisations():
        if each.name == name:
            return each.id
    short = short_name or name[0]
    _require_name(short, SHORT_CHARACTERS)
    try:
        return await stores.cases.add_organisation(name, short)
    except NameTaken:
        raise StaffRefused(
            f"简称 {short} 已有组织使用，请用 --short-name 另取。",
            f"Another organisation has the short name {short}; choose one with --short-name.",
        ) from None


async def court_of(stores: Stores, name: str) -> CourtId:
    """The court of that name, put on file where it is new; raises StaffRefused."""
    _require_name(name, NAME_CHARACTERS)
    for each in await stores.cases.courts():
        if each.name == name:
            return each.id
    return await stores.cases.add_court(name)


async def add_account(  # noqa: PLR0913 - what an account is made of, all by name
    stores: Stores,
    passwords: Passwords,
    organisation: OrganisationId,
    *,
    username: str,
    name: str,
    role: AccountRole,
    password: str,
    at: datetime,
    court: CourtId | None = None,
    email: str | None = None,
) -> AccountId:
    """A new account; raises StaffRefused. `organisation`: of a court's people, the one that keeps the account."""
    _require_name(username, USERNAME_CHARACTERS)
    _require_name(name, NAME_CHARACTERS)
    require_court(role, court)
    _require_email(email)
    hashed = await _hashed(passwords, password)
    try:
        account = await stores.accounts.create(
            organisation, username, name=name, role=role, password_hash=hashed, at=at, court=court, email=email
        )
    except UsernameTaken:
        raise StaffRefused(f"用户名 {username} 已有人使用。", f"The user name {username} is taken.") from None
    await stores.audit.append(None, at, AccountCreated(account, organisation, role, by=None))
    return account


async def change_password(
    stores: Stores, passwords: Passwords, *, username: str, password: str, at: datetime
) -> AccountId:
    """A new password; every login made with the old one ends. Raises StaffRefused."""
    account = await stores.accounts.find(username)
    if account is None:
        raise StaffRefused(f"没有用户 {username}。", f"There is no user {username}.")
    await stores.accounts.set_password_hash(account.id, await _hashed(passwords, password))
    await stores.audit.append(None, at, PasswordSet(account.id, by=None))
    return account.id


async def change_email(stores: Stores, *, username: str, email: str | None) -> None:
    """Another address for codes, or none; raises StaffRefused."""
    _require_email(email)
    account = await stores.accounts.find(username)
    if account is None:
        raise StaffRefused(f"没有用户 {username}。", f"There is no user {username}.")
    await stores.accounts.set_email(account.id, email)


async def _hashed(passwords: Passwords, password: str) -> str:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise StaffRefused(
            f"密码应为 {MIN_LENGTH} 到 {MAX_LENGTH} 个字符。",
            f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters.",
        )
    return await passwords.hash(password)


def require_court(role: AccountRole, court: str | None) -> None:
    """Raises StaffRefused unless those who work at a court, and only they, have one."""
    if (role in COURT_ROLES) is (court is None):
        raise StaffRefused(
            "书记员和法官账号须用 --court 指定法院，其他账号不能指定。",
            "A clerk's or judge's account needs --court, and no other account has one.",
        )


def _require_email(email: str | None) -> None:
    if email is not None and not is_email(email):
        raise StaffRefused(f"{email} 不是电子邮箱地址。", f"{email} is no e-mail address.")


def _require_name(text: str, limit: int) -> None:
    if not text.strip() or text != text.strip() or len(text) > limit or in_name(text):
        raise StaffRefused(
            f"姓名或用户名应为 1 到 {limit} 个可见字符，前后不留空格。",
            f"A name has 1 to {limit} visible characters and no spaces around it.",
        )
