"""Case numbers count without a gap, per organisation and local year."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.ids import CourtId
from server.storage.cases import CaseStore, NameTaken, UnusablePattern
from server.storage.database import reading
from server.storage.sessions import AccountRole, AccountStore
from server.storage.tables import Cases
from tests.server.storage.office import NOW, Office, planned_room


async def numbers(office: Office) -> list[str]:
    async with reading(office.engine) as connection:
        return list((await connection.execute(select(Cases.case_no).order_by(Cases.year, Cases.number))).scalars())


async def test_numbers_have_no_gap_when_many_open_cases_at_once(office: Office) -> None:
    await asyncio.gather(*(office.open_room() for _ in range(12)))
    assert await numbers(office) == [f"（2026）朝劳调字第{n:05d}号" for n in range(1, 13)]


async def test_a_case_that_failed_leaves_no_gap(office: Office) -> None:
    await office.open_room()
    with pytest.raises(IntegrityError):
        await office.rooms.create(planned_room(), office.mediator, {}, NOW, court=CourtId("nowhere"))
    await office.open_room()
    assert [number[-6:-1] for number in await numbers(office)] == ["00001", "00002"]


async def test_the_year_is_the_local_one(office: Office) -> None:
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Beijing
    await office.open_room(new_year - timedelta(microseconds=1))
    await office.open_room(new_year)
    assert await numbers(office) == ["（2026）朝劳调字第00001号", "（2027）朝劳调字第00001号"]


async def test_each_organisation_counts_for_itself_by_its_own_pattern(office: Office) -> None:
    cases = CaseStore(office.engine)
    other = await cases.add_organisation("海淀区劳动争议调解中心", "海", "〔{year}〕{organisation}调{number}")
    mediator = await AccountStore(office.engine).create(
        other, "wu", name="吴调解", role=AccountRole.MEDIATOR, password_hash="argon2", at=NOW
    )
    court = await cases.add_court("海淀区人民法院")
    await office.open_room()
    number = await office.rooms.create(planned_room(), mediator, {}, NOW, court)
    assert number == "〔2026〕海调00001"
    assert [organisation.short_name for organisation in await cases.organisations()] == ["朝", "海"]
    assert [court.name for court in await cases.courts()] == ["海淀区人民法院"]


async def test_names_are_taken_once_and_patterns_must_tell_cases_apart(office: Office) -> None:
    cases = CaseStore(office.engine)
    with pytest.raises(NameTaken):
        await cases.add_organisation("另一家", "朝")
    with pytest.raises(UnusablePattern, match="number"):
        await cases.add_organisation("丰台", "丰", "{year}{organisation}")
    await cases.add_court("朝阳区人民法院")
    with pytest.raises(NameTaken):
        await cases.add_court("朝阳区人民法院")
