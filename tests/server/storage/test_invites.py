"""Links are found by what stands in them, die when revoked or renewed, and can be shown again."""

from datetime import timedelta

from sqlalchemy import text

from rooms.ids import SeatId
from server.invites import secret_sha256
from server.storage.database import reading
from server.storage.invites import InviteStore
from tests.server.storage.office import NOW, Office

ZHANG, LI = SeatId("zhang"), SeatId("li")
LATER = NOW + timedelta(hours=1)


async def test_a_room_is_created_with_a_link_for_each_party(office: Office) -> None:
    room = await office.open_room()
    invites = InviteStore(office.engine, office.keys.invites)
    li, zhang = await invites.of_room(room.id)
    assert (li.seat, zhang.seat) == (LI, ZHANG)
    assert (zhang.generation, zhang.created, zhang.revoked) == (1, NOW, None)
    secret = invites.secret(zhang)
    assert await invites.find(secret_sha256(secret)) == zhang
    assert await invites.find(secret_sha256("A" * 32)) is None


async def test_a_renewed_link_is_another_and_the_old_one_says_it_is_revoked(office: Office) -> None:
    room = await office.open_room()
    invites = InviteStore(office.engine, office.keys.invites)
    _, first = await invites.of_room(room.id)
    second = await invites.renew(room.id, ZHANG, LATER)
    assert (second.id, second.generation) == (first.id, 2)
    assert invites.secret(second) != invites.secret(first)
    old = await invites.find(secret_sha256(invites.secret(first)))
    assert old is not None
    assert old.revoked == LATER
    assert await invites.find(secret_sha256(invites.secret(second))) == second
    assert [invite.generation for invite in await invites.of_room(room.id)] == [1, 2]


async def test_a_revoked_link_is_found_as_revoked_and_keeps_its_time(office: Office) -> None:
    room = await office.open_room()
    invites = InviteStore(office.engine, office.keys.invites)
    await invites.revoke(room.id, ZHANG, NOW)
    await invites.revoke(room.id, ZHANG, LATER)
    li, zhang = await invites.of_room(room.id)
    assert (li.revoked, zhang.revoked) == (None, NOW)


async def test_a_seat_that_a_crash_left_without_a_link_gets_its_first_by_asking_for_a_new_one(office: Office) -> None:
    room = await office.open_room()
    invites = InviteStore(office.engine, office.keys.invites)
    first = await invites.renew(room.id, SeatId("agent"), NOW)
    assert (first.generation, first.revoked) == (1, None)
    assert await invites.find(secret_sha256(invites.secret(first))) == first
    second = await invites.renew(room.id, SeatId("agent"), LATER)
    assert second.generation == 2


async def test_no_link_can_be_read_from_the_database(office: Office) -> None:
    room = await office.open_room()
    invites = InviteStore(office.engine, office.keys.invites)
    async with reading(office.engine) as connection:
        kept = str((await connection.execute(text("SELECT * FROM invites"))).all())
    assert all(invites.secret(invite) not in kept for invite in await invites.of_room(room.id))
