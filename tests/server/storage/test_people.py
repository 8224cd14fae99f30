"""ID numbers and phones: unreadable in the files, masked on screens, four digits for the check."""

from pathlib import Path

import pytest
from sqlalchemy import text

from law.people import NaturalPerson
from rooms.ids import SeatId
from server.field_keys import FieldTampered
from server.storage.case_people import change_participant
from server.storage.database import reading, writing
from server.storage.people import MaskedPerson, PeopleStore, insert_people
from tests.server.storage.office import ID_NO, NOW, PEOPLE, Office, planned_room


async def test_screens_see_masked_numbers(office: Office) -> None:
    room = await office.open_room()
    assert await PeopleStore(office.engine, office.keys.fields).masked(room.id) == (
        MaskedPerson(SeatId("li"), "李四", "某某公司", "91350100M000100Y43", "经理", "resident_id", None, None),
        MaskedPerson(SeatId("zhang"), "张三", None, None, None, "resident_id", "110105********002X", "138****5678"),
    )


async def test_the_tail_is_there_for_the_digits_check(office: Office) -> None:
    room = await office.open_room()
    people = PeopleStore(office.engine, office.keys.fields)
    assert await people.id_tail(room.id, SeatId("zhang")) == "002X"
    assert await people.id_tail(room.id, SeatId("li")) is None
    assert await people.id_tail(room.id, SeatId("nobody")) is None


async def test_numbers_are_in_none_of_the_database_files(office: Office, tmp_path: Path) -> None:
    await office.open_room()
    for file in tmp_path.glob("rooms.db*"):
        content = file.read_bytes()
        assert ID_NO.encode() not in content
        assert b"13812345678" not in content
    assert "张三".encode() in b"".join(file.read_bytes() for file in tmp_path.glob("rooms.db*"))


async def test_what_is_put_right_in_the_case_is_so_in_its_rooms_and_no_former_copy_stays(office: Office) -> None:
    """Also in a room from before there were participants, whose own copies were adopted with it."""
    room, seat = await office.open_room(), SeatId("zhang")
    people = PeopleStore(office.engine, office.keys.fields)
    who = (await people.participants(room.id))[seat]
    old_copy = office.keys.fields.seal(ID_NO, "people", room.id, seat, "id_no")
    async with writing(office.engine) as connection:
        await connection.execute(text("UPDATE people SET id_no_sealed = :old WHERE seat = 'zhang'"), {"old": old_copy})
        right = NaturalPerson("张珊", "E12345678", id_type="passport", domicile="南京市某路1号")
        await change_participant(connection, office.keys.fields, room.case, who, right)
    assert (await people.parties(room.id))[seat] == right
    assert await people.id_tail(room.id, seat) == "5678"
    async with reading(office.engine) as connection:
        rows = await connection.execute(
            text("SELECT name, id_no_sealed, phone_sealed FROM people WHERE seat = 'zhang'")
        )
        assert rows.all() == [("张珊", None, None)]


async def test_a_seat_without_participant_keeps_what_its_own_row_says(office: Office) -> None:
    room = planned_room()
    await office.rooms.create(room, office.mediator, {}, NOW)
    people = PeopleStore(office.engine, office.keys.fields)
    async with writing(office.engine) as connection:
        await connection.execute(text("DELETE FROM people"))
        await insert_people(connection, office.keys.fields, room.id, PEOPLE, {})
    assert await people.parties(room.id) == PEOPLE


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE participants SET sealed = (SELECT p.sealed FROM participants p WHERE p.id != participants.id)",
        (
            "UPDATE participants SET sealed = (SELECT p.sealed FROM participants p "
            "WHERE p.case_id != participants.case_id AND p.name = '张三')"
        ),
        "UPDATE participants SET sealed = '1:' || substr(sealed, 7)",
        "UPDATE participants SET sealed = '9' || sealed",
        "UPDATE participants SET sealed = 'nonsense'",
    ],
)
async def test_a_value_moved_or_changed_does_not_open(office: Office, statement: str) -> None:
    room = await office.open_room()
    await office.rooms.create(planned_room(), office.mediator, PEOPLE, NOW)
    async with writing(office.engine) as connection:
        await connection.execute(text(statement))
    with pytest.raises(FieldTampered) as refused:
        await PeopleStore(office.engine, office.keys.fields).id_tail(room.id, SeatId("zhang"))
    assert ID_NO not in str(refused.value)
