"""A demonstration: two organisations and a court, their people, a room for today, two cases. Loaded again, it stays.

The people are made up: an ID number from 1880 can be nobody's alive, and the company's code was never given out.
"""

import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from law.organisations import MediationOrg
from law.sentence import Sentence
from rooms.credentials import POWER_OF_ATTORNEY, comes_for_company
from rooms.room import Room
from server.accounts import Passwords
from server.cases.runtime import cases_of
from server.config import Config
from server.demo_cases import Offices, load_cases
from server.exposure import public_way_in
from server.http.bodies import CompanyDraft, PersonDraft, RoomDraft
from server.http.room_drafts import new_room
from server.ids import AccountId, OrganisationId
from server.messages.runtime import Messages
from server.staff import add_account, change_password, court_of
from server.storage.desk import DeskRow
from server.storage.profiles import ORGANISATION as PROFILE
from server.storage.sessions import AccountRole
from server.stores import Stores

ORGANISATION: Final = "示范区劳动人事争议调解中心"
SEAL_SERIAL: Final = "测试0000000001"
STATION: Final = "示范区示范镇劳动争议调解站"
KIND: Final = "hrss"
COURT: Final = "示范区人民法院"
USERNAME: Final = "mediator"
CLERK_USERNAME: Final = "clerk"
ADMIN_USERNAME: Final = "admin"
SEAL_USERNAME: Final = "seal"
STATION_USERNAME: Final = "station"
STATION_SEAL_USERNAME: Final = "stamp"
MEDIATOR: Final = "王敏"
HELP_PHONE: Final = "025-0000 0000"
TITLE: Final = "张伟与南京某某电子有限公司拖欠工资争议"
CAUSE: Final = "wages"
WORKER: Final = PersonDraft(kind="person", name="张伟", id_no="320102188001010025", phone="138 0000 0000")
COMPANY: Final = CompanyDraft(
    kind="company",
    name="南京某某电子有限公司",
    uscc="91320100MA0DEM005D",
    representative="李静",
    title="人事经理",
    phone=HELP_PHONE,
)
SHORT_NAMES: Final = {ORGANISATION: "示", STATION: "镇"}
STAFF: Final = {
    USERNAME: (MEDIATOR, AccountRole.MEDIATOR, ORGANISATION),
    CLERK_USERNAME: ("陈静", AccountRole.CLERK, ORGANISATION),
    ADMIN_USERNAME: ("赵丽", AccountRole.ADMIN, ORGANISATION),
    SEAL_USERNAME: ("孙浩", AccountRole.SEAL_KEEPER, ORGANISATION),
    STATION_USERNAME: ("周玲", AccountRole.MEDIATOR, STATION),
    STATION_SEAL_USERNAME: ("吴强", AccountRole.SEAL_KEEPER, STATION),
}
"""Who works where. The centre has an electronic seal, marked 测试; the station stamps a printed copy."""
PASSWORD_FILE: Final = "demo-password"  # noqa: S105 - where it is kept


OTHERS: Final = {
    ADMIN_USERNAME: Sentence("组织管理员 赵丽", "organisation"),
    SEAL_USERNAME: Sentence("用印人 孙浩", "seal keeper"),
    CLERK_USERNAME: Sentence("法院书记员 陈静", "court clerk"),
    STATION_USERNAME: Sentence("调解站调解员 周玲", "mediator of a station"),
    STATION_SEAL_USERNAME: Sentence("调解站用印人 吴强", "its seal keeper (stamps paper)"),
}
"""Who signs in besides the mediator, and as what."""


class DemoRefused(Exception):
    """The demonstration must not be loaded or served here; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(f"{sentence.zh} {sentence.en}")
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Entrance:
    """One row of what is printed: who, by which link, and with what. `scans`: a phone is likely to come this way."""

    who: Sentence
    link: str
    sign_in: Sentence
    scans: bool


def demo_config(config: Config) -> Config:
    """The settings of a demonstration: what the operator left open is the made-up organisation's."""
    own: dict[str, object] = {"demo": True, "help_phone": config.help_phone or HELP_PHONE}
    if "organisation" not in config.model_fields_set:
        own["organisation"] = ORGANISATION
    return config.model_copy(update=own)


def require_private(config: Config) -> None:
    """Raises DemoRefused where strangers could come in with the printed password."""
    if way := public_way_in(config):
        raise DemoRefused(
            Sentence(
                f"演示账号不能出现在公网可达的地址（{way}）上；请改用本机或内网地址，或换一个数据目录。",
                f"Demo accounts must not be reachable from the internet ({way}); use a local address, "
                "or another data folder.",
            )
        )


def holds_demo(config: Config) -> bool:
    """Whether demo people live in this data folder."""
    return (config.data / PASSWORD_FILE).exists()


async def load_demo(config: Config, stores: Stores, passwords: Passwords, now: datetime) -> tuple[Entrance, ...]:
    """Make what is missing and say how to come in; raises DemoRefused."""
    require_private(config)
    password = _password(config)
    new = await stores.accounts.find(ADMIN_USERNAME) is None
    accounts = {username: await _account(stores, passwords, password, now, username) for username in STAFF}
    await _give_seal(stores, accounts[ADMIN_USERNAME], now)
    row = await _todays_room(config, stores, accounts[USERNAME], now)
    if new:
        offices = Offices(accounts[ADMIN_USERNAME], accounts[USERNAME], await court_of(stores, COURT))
        messenger = Messages(config, stores, lambda: now).messenger
        await load_cases(stores, cases_of(config, stores, lambda: now, messenger), offices, now)
    links = {invite.seat: stores.invites.secret(invite) for invite in await stores.invites.of_room(row.room.id)}
    signs = (Sentence("证件后四位 0025", "last four 0025"), Sentence("无证件号，调解员确认", "the mediator confirms"))
    sides = (Sentence("申请人 张伟", "applicant"), Sentence("被申请人 李静", "respondent"))
    parties = tuple(
        Entrance(side, f"{config.address}/j/{links[seat.id]}", sign, scans=True)
        for side, sign, seat in zip(sides, signs, row.room.seats[1:], strict=True)
    )
    return (
        _login(config, Sentence(f"调解员 {MEDIATOR}", "mediator"), USERNAME, password),
        *parties,
        *(_login(config, who, username, password) for username, who in OTHERS.items()),
        Entrance(
            Sentence("签署验证码（模拟发送）", "codes for signing (simulated)"),
            f"{config.scheme}://localhost:{config.port}/demo/codes",
            Sentence("仅限本机打开", "on this machine only"),
            scans=False,
        ),
    )


def _login(config: Config, who: Sentence, username: str, password: str) -> Entrance:
    sign_in = f"{username} / {password}"
    return Entrance(who, f"{config.address}/login", Sentence(sign_in, sign_in), scans=False)


def _password(config: Config) -> str:
    """Of the demo accounts, one for all; made anew where its file is gone."""
    kept = config.data / PASSWORD_FILE
    if kept.exists():
        return kept.read_text(encoding="ascii").strip()
    password = secrets.token_urlsafe(9)
    _keep(kept, password)
    return password


async def _account(stores: Stores, passwords: Passwords, password: str, now: datetime, username: str) -> AccountId:
    """The demo account of that name, with that password; made where there is none."""
    found = await stores.accounts.find(username)
    if found is None:
        return await _made(stores, passwords, password, now, username)
    if not await passwords.verify(found.password_hash, password):
        await change_password(stores, passwords, username=username, password=password, at=now)
    return found.id


async def _made(stores: Stores, passwords: Passwords, password: str, now: datetime, username: str) -> AccountId:
    name, role, organisation = STAFF[username]
    return await add_account(
        stores,
        passwords,
        await _organisation(stores, organisation),
        username=username,
        name=name,
        role=role,
        password=password,
        at=now,
        court=await court_of(stores, COURT) if role is AccountRole.CLERK else None,
    )


async def _organisation(stores: Stores, name: str) -> OrganisationId:
    for each in await stores.cases.organisations():
        if each.name == name:
            return each.id
    return await stores.cases.add_organisation(name, SHORT_NAMES[name])


async def _give_seal(stores: Stores, admin: AccountId, now: datetime) -> None:
    """A number for the centre's electronic seal, unless somebody filled in its profile."""
    centre = await _organisation(stores, ORGANISATION)
    if await stores.profiles.read(PROFILE, centre) is None:
        made = MediationOrg(ORGANISATION, KIND, seal_serial=SEAL_SERIAL, charges_fee=False)
        await stores.profiles.keep(PROFILE, centre, made, admin, now)


async def _todays_room(config: Config, stores: Stores, account: AccountId, now: datetime) -> DeskRow:
    """Today's demo room with both links alive; made where there is none."""
    today = config.local_day(now)
    for row in await stores.desk.open_rooms(account):
        is_todays = row.room.title == TITLE and config.local_day(row.room.scheduled_at) == today
        if is_todays and not any(seat.revoked for seat in row.room.seats):
            return row
    draft = RoomDraft(
        title=TITLE,
        cause=CAUSE,
        scheduled_at=now.replace(second=0, microsecond=0),
        applicants=(WORKER,),
        respondents=(COMPANY,),
    )
    new = new_room(draft, mediator=MEDIATOR, help_phone=demo_config(config).help_phone, today=today)
    await stores.rooms.create(_by_staff(new.room), account, new.people, now, await court_of(stores, COURT))
    made = await stores.desk.row(new.room.id)
    if made is None:
        raise LookupError(new.room.id)
    return made


def _by_staff(room: Room) -> Room:
    """The company's 人事经理 signs by an authority on the case's file, yet to be looked at (LR-10)."""
    seats = (
        replace(seat, papers_on_file=frozenset({POWER_OF_ATTORNEY})) if comes_for_company(seat) else seat
        for seat in room.seats
    )
    return replace(room, seats=tuple(seats))


def _keep(path: Path, password: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(password + "\n")
