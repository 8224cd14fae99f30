"""The demonstration: whole, the same when loaded again, and never where strangers are."""

import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from law.identity_numbers import check_id_no, check_uscc
from law.organisations import organisation_findings
from rooms.cases.words import State
from server.accounts import Passwords
from server.config import Config, load_config
from server.demo import (
    COMPANY,
    HELP_PHONE,
    ORGANISATION,
    PASSWORD_FILE,
    WORKER,
    DemoRefused,
    Entrance,
    demo_config,
    holds_demo,
    load_demo,
    require_private,
)
from server.demo_cases import COMPANY as SENT_COMPANY
from server.demo_cases import SHOP
from server.invites import secret_sha256
from server.storage.profiles import ORGANISATION as PROFILE
from server.stores import Stores, opened_stores

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(None, data=tmp_path)


@pytest.fixture
async def stores(config: Config) -> AsyncIterator[Stores]:
    async with opened_stores(config) as stores:
        yield stores


async def loaded(config: Config, stores: Stores, at: datetime = NOON) -> tuple[Entrance, ...]:
    with Passwords() as passwords:
        return await load_demo(config, stores, passwords, at)


async def test_there_is_a_mediator_and_two_parties_with_links_that_work(config: Config, stores: Stores) -> None:
    mediator, worker, company, *others, codes = await loaded(config, stores)
    assert [other.who.en for other in others] == [
        *("organisation", "seal keeper", "court clerk"),
        *("mediator of a station", "its seal keeper (stamps paper)"),
    ]
    assert ({other.link for other in others}, codes.link) == ({mediator.link}, "http://localhost:8080/demo/codes")
    assert mediator.link == "http://localhost:8080/login"
    assert "张伟" in worker.who.zh
    assert "李静" in company.who.zh
    for entrance in (worker, company):
        found = await stores.invites.find(secret_sha256(entrance.link.rsplit("/", 1)[1]))
        assert found
        assert found.revoked is None
    username, _, password = mediator.sign_in.en.partition(" / ")
    account = await stores.accounts.find(username)
    assert account
    with Passwords() as passwords:
        assert await passwords.verify(account.password_hash, password)
    [row] = await stores.desk.open_rooms(account.id)
    assert "劳调字第00001号" in row.case_no
    assert worker.sign_in.zh.endswith((WORKER.id_no or "")[-4:])


async def test_there_are_cases_with_clocks_that_wait_for_somebody(config: Config, stores: Stores) -> None:
    await loaded(config, stores)
    await loaded(config, stores, NOON + timedelta(hours=3))
    cases = [await stores.case_book.load(case) for case in await stores.case_book.due(NOON + timedelta(days=99))]
    assert sorted(case.state for case in cases if case) == [State.ACCEPT_PENDING, State.ACTIVE, State.CONSENT_PENDING]
    for party in (SENT_COMPANY, SHOP):
        check_uscc(party.uscc)


async def test_one_organisation_has_an_electronic_seal_and_one_stamps_paper(config: Config, stores: Stores) -> None:
    await loaded(config, stores)
    profiles = {each.name: await stores.profiles.read(PROFILE, each.id) for each in await stores.cases.organisations()}
    centre = profiles.pop(ORGANISATION)
    assert centre
    assert organisation_findings(centre, today=NOON.date()) == ()
    assert (centre.seal_serial or "").startswith("测试")
    assert list(profiles.values()) == [None]


async def test_loaded_again_it_is_the_same(config: Config, stores: Stores) -> None:
    assert await loaded(config, stores) == await loaded(config, stores, NOON + timedelta(hours=3))


async def test_another_day_gets_a_room_of_its_own(config: Config, stores: Stores) -> None:
    first, second = await loaded(config, stores), await loaded(config, stores, NOON + timedelta(days=1))
    assert first[0] == second[0]
    assert first[1].link != second[1].link


async def test_the_password_is_chance_for_the_owners_eyes_and_made_anew_when_lost(
    config: Config, stores: Stores
) -> None:
    first = (await loaded(config, stores))[0].sign_in.en
    file = config.data / PASSWORD_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert holds_demo(config)
    file.unlink()
    second = (await loaded(config, stores))[0].sign_in.en
    assert second != first


def test_its_people_are_well_formed_and_nobodys() -> None:
    assert WORKER.id_no
    check_id_no(WORKER.id_no, today=NOON.date())
    check_uscc(COMPANY.uscc)
    assert NOON.year - int(WORKER.id_no[6:10]) > 130


@pytest.mark.parametrize(
    "exposed",
    [
        {"public_url": "https://mediation.example.com"},
        {"public_url": "http://8.8.8.8:8080"},
        {"host": "8.8.8.8"},
        {"host": "2606:4700::1"},
        {"proxy_hops": 1},
        {"allowed_origins": ("http://room.local", "https://mediation.example.com")},
    ],
)
def test_it_refuses_to_be_where_strangers_are(tmp_path: Path, exposed: dict[str, object]) -> None:
    with pytest.raises(DemoRefused):
        require_private(load_config(None, data=tmp_path, **exposed))


def test_its_pages_name_its_own_people_unless_the_operator_did(tmp_path: Path) -> None:
    made_up = demo_config(load_config(None, data=tmp_path))
    assert (made_up.demo, made_up.organisation, made_up.help_phone) == (True, ORGANISATION, HELP_PHONE)
    own = demo_config(load_config(None, data=tmp_path, organisation="某某中心", help_phone="12345"))
    assert (own.organisation, own.help_phone) == ("某某中心", "12345")


@pytest.mark.parametrize(
    "private",
    [{}, {"host": "192.168.1.5"}, {"public_url": "http://room.local:8080"}, {"public_url": "https://10.1.2.3"}],
)
def test_it_may_be_in_the_local_network(tmp_path: Path, private: dict[str, str]) -> None:
    require_private(load_config(None, data=tmp_path, **private))
