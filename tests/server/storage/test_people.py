"""ID numbers and phones: unreadable in the files, masked on screens, four digits for the check."""

from pathlib import Path

import pytest
from sqlalchemy import text

from rooms.ids import SeatId
from server.field_keys import FieldTampered
from server.storage.database import writing
from server.storage.people import MaskedPerson, PeopleStore
from tests.server.storage.office import ID_NO, NOW, PEOPLE, Office, planned_room


async def test_screens_see_masked_numbers(office: Office) -> None:
    room = await office.open_room()
    assert await PeopleStore(office.engine, office.keys.fields).masked(room.id) == (
        MaskedPerson(SeatId("li"), "李四", "某某公司", "91350100M000100Y43", "经理", None, None),
        MaskedPerson(SeatId("zhang"), "张三", None, None, None, "110105********002X", "138****5678"),
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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET id_no_sealed = phone_sealed",
        (
            "UPDATE people SET id_no_sealed = "
            "(SELECT p.id_no_sealed FROM people p WHERE p.room != people.room AND p.seat = 'zhang')"
        ),
        "UPDATE people SET id_no_sealed = '1:' || substr(id_no_sealed, 7)",
        "UPDATE people SET id_no_sealed = '9' || id_no_sealed",
        "UPDATE people SET id_no_sealed = 'nonsense'",
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
