"""Tokens speak until they expire or are voided; accounts have one name each."""

from datetime import timedelta

import pytest

from rooms.ids import DeviceId, SeatId, SessionId
from server.ids import AccountId
from server.storage.sessions import AccountRole, AccountStore, SeatSession, SeatSessionStore, UsernameTaken
from tests.server.storage.office import NOW, Office

HOUR = timedelta(hours=1)
DEVICE = DeviceId("d" * 64)
ZHANG = SeatId("zhang")


async def test_a_seats_session_is_found_until_it_expires(office: Office) -> None:
    room = await office.open_room()
    sessions = SeatSessionStore(office.engine)
    opened = await sessions.open(room.id, ZHANG, DEVICE, "a" * 64, NOW, NOW + HOUR)
    assert await sessions.find("a" * 64, NOW) == SeatSession(opened, room.id, ZHANG, DEVICE)
    assert await sessions.find("a" * 64, NOW + HOUR) is None
    assert await sessions.find("b" * 64, NOW) is None


async def test_a_voided_session_is_not_found_and_others_are(office: Office) -> None:
    room = await office.open_room()
    sessions = SeatSessionStore(office.engine)
    first = await sessions.open(room.id, ZHANG, DEVICE, "a" * 64, NOW, NOW + HOUR)
    await sessions.open(room.id, ZHANG, DEVICE, "b" * 64, NOW, NOW + HOUR)
    await sessions.void(first)
    await sessions.void(first)
    await sessions.void(SessionId("nobody"))
    assert await sessions.find("a" * 64, NOW) is None
    assert await sessions.find("b" * 64, NOW) is not None


async def test_all_tokens_of_a_seat_end_together(office: Office) -> None:
    room = await office.open_room()
    sessions = SeatSessionStore(office.engine)
    for token, seat in (("a", ZHANG), ("b", ZHANG), ("c", SeatId("li"))):
        await sessions.open(room.id, seat, DEVICE, token * 64, NOW, NOW + HOUR)
    await sessions.void_seat(room.id, ZHANG, NOW)
    found = [await sessions.find(token * 64, NOW) is not None for token in "abc"]
    assert found == [False, False, True]


async def test_an_account_is_found_by_its_name_in_any_case(office: Office) -> None:
    accounts = AccountStore(office.engine)
    account = await accounts.find("CHEN")
    assert account is not None
    assert (account.id, account.username, account.role) == (office.mediator, "chen", AccountRole.MEDIATOR)
    assert account.organisation_name == "朝阳区劳动争议调解中心"
    assert "argon2" not in repr(account)
    assert await accounts.find("nobody") is None
    with pytest.raises(UsernameTaken):
        await accounts.create(
            office.organisation, "Chen", name="另一人", role=AccountRole.ADMIN, password_hash="x", at=NOW
        )
    assert await accounts.accounts() == (account,)


async def test_a_login_lasts_until_it_expires_is_ended_or_the_password_changes(office: Office) -> None:
    accounts = AccountStore(office.engine)
    await accounts.open_session(office.mediator, "a" * 64, NOW, NOW + HOUR)
    login = await accounts.open_session(office.mediator, "b" * 64, NOW, NOW + HOUR)
    found = await accounts.find_session("b" * 64, NOW)
    assert found is not None
    assert (found.id, found.account.id) == (login, office.mediator)
    assert await accounts.find_session("b" * 64, NOW + HOUR) is None
    await accounts.void_session(login)
    assert await accounts.find_session("b" * 64, NOW) is None
    await accounts.set_password_hash(office.mediator, "argon2id")
    assert await accounts.find_session("a" * 64, NOW) is None
    [account] = await accounts.accounts()
    assert account.password_hash == "argon2id"


async def test_nothing_is_opened_for_a_stranger(office: Office) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await AccountStore(office.engine).open_session(AccountId("nobody"), "a" * 64, NOW, NOW + HOUR)
