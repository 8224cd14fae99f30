"""What the system does in time: silent mediators, notices, reminders; and a calendar that comes late."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from law.case_notices import notice_text
from rooms.cases.deeds.assignment import Appointed
from rooms.cases.deeds.by import SYSTEM
from rooms.cases.deeds.ending import Report, Terminated
from rooms.cases.deeds.talks import ExtensionAsked, ModeSet, NoticeGiven
from rooms.cases.ids import NoteId, NoticeId, StaffId
from rooms.cases.refusals import Refusal
from rooms.cases.words import ChosenBy, Ground, Mode, NoticeKind, State
from rooms.ids import CaseId
from server.cases.letters import Letters
from server.messages.messenger import Messenger
from server.storage.case_book import Filing
from server.storage.case_tables import CaseStates
from server.storage.case_texts import Mail
from server.storage.database import open_engine, writing
from server.storage.messages import Channel
from tests.server.cases.office import MORNING, CaseOffice

NOTES = ("basics", "reasons", "costs", "court")
REPORT = Report(*map(NoteId, NOTES))
TEXTS = {NoteId(note): "无" for note in NOTES}


async def ended(office: CaseOffice) -> CaseId:
    case = await office.opened(take=True)
    terminated = Terminated(Ground.TOO_FAR, REPORT, office.host)
    await office.cases.keeper.submit(case, terminated, Filing(notes=TEXTS))
    return case


async def test_at10_a_mediator_who_says_nothing_loses_the_case(office: CaseOffice) -> None:
    case = await office.opened()
    host = StaffId(office.mediator)
    await office.cases.keeper.submit(case, Appointed(host, (), ChosenBy.ORGANISATION, None, office.desk))
    office.clock.forward(days=2)
    await office.cases.clockwork.look_at_due()
    assert (await office.case(case)).state is State.ACCEPT_PENDING
    office.clock.forward(days=2)
    assert await office.stores.case_book.due(office.clock()) == (case,)
    await office.cases.clockwork.look_at_due()
    stored = await office.holds(case)
    assert (stored.state, stored.host, stored.lapses) == (State.ASSIGNING, None, 1)
    assert await office.stores.case_book.due(office.clock()) == ()


async def test_at45_after_fifteen_days_each_party_reads_that_arbitration_is_open(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    office.clock.forward(days=16)
    await office.cases.clockwork.look_at_due()
    given = [one for one in await office.stores.case_texts.notices(case) if one.what is NoticeKind.ARBITRATION]
    assert len({one.participant for one in given}) == len(given) == 2
    assert all("朝阳区劳动争议调解中心" in one.text.paragraphs[0].zh for one in given)
    assert all("2026年3月2日" in one.text.paragraphs[0].zh for one in given)
    before = await office.holds(case)
    await office.cases.clockwork.look(case)
    assert await office.case(case) == before, "told once"


async def test_the_end_is_told_to_each_party_with_its_ground(office: CaseOffice) -> None:
    case = await ended(office)
    given = await office.stores.case_texts.notices(case)
    assert [one.what for one in given] == [NoticeKind.TERMINATION] * 2
    assert "§25" in given[0].text.paragraphs[0].zh or "第二十五条" in given[0].text.paragraphs[0].zh
    assert given[0].text.title.zh == "终止调解告知书"
    assert (await office.holds(case)).state is State.TERMINATED


async def test_a_proposal_of_more_time_is_told_with_its_days(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    await office.cases.keeper.submit(case, ExtensionAsked(5, office.host))
    asked = await office.stores.case_texts.notices(case)
    assert [one.what for one in asked] == [NoticeKind.EXTENSION_ASKED] * 2
    assert "5天" in asked[0].text.paragraphs[0].zh


async def test_without_a_mail_server_a_notice_waits_behind_the_link(office: CaseOffice) -> None:
    case = await ended(office)
    assert len(await office.stores.case_texts.unsent()) == 2
    await office.cases.letters.send_all()
    assert {one.mail for one in await office.stores.case_texts.notices(case)} == {Mail.NONE}
    assert await office.stores.case_texts.unsent() == ()


async def test_at16_what_a_court_did_goes_by_every_way_and_a_short_message_names_the_case_alone(
    office: CaseOffice,
) -> None:
    case = await office.opened(take=True)
    text = notice_text("court_confirmed", "SELF", MORNING.date(), body="法院", decided_on=MORNING.date())
    what, parties = NoticeKind.COURT_CONFIRMED, (await office.case(case)).parties
    told = [NoticeGiven(NoticeId(one.id), what, one.id, text.version, SYSTEM) for one in parties]
    for one in told:
        await office.cases.keeper.submit(case, one, Filing(notices={one.notice: text}))
    ways = {Channel.SMS: asyncio.Event(), Channel.EMAIL: asyncio.Event()}
    letters, lease = Letters(office.stores, Messenger(office.stores.messages, ways, office.clock)), timedelta(hours=1)
    for _ in range(2):
        await letters.send_all()
        for one in told:  # as after a crash between queueing and the note of it
            await office.stores.case_texts.mailed(one.notice, Mail.WAITING)
    queue, line = office.stores.messages, await office.stores.case_desk.line(case)
    sent = [await queue.claim(channel, office.clock(), lease) for channel in (*ways, *ways)]
    sms, mail = (one.content.text if one else "" for one in sent[:2])
    assert [one and one.content.address for one in sent] == ["+8613812345678", "zhang@example.com", None, None]
    assert line is not None
    assert line.case_no in sms
    assert [word for word in ("裁定", "有效", "法院", "张三", "http") if word in sms] == []
    assert "你们的调解协议有效" in mail


async def test_a_reminder_is_given_once(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    for _ in range(20):
        office.clock.forward(days=1)
        await office.cases.clockwork.look_at_due()
    stored = await office.holds(case)
    assert stored.reminded
    assert await office.stores.case_book.due(office.clock()) == ()


async def test_a_server_that_slept_over_a_reminder_looks_once_and_sleeps_again(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    for one in (await office.case(case)).parties:
        await office.cases.keeper.submit(case, ModeSet(one.id, Mode.REMOTE_AV, office.host))
    await office.cases.opening.plan_session(case, MORNING.replace(day=5), "调解", office.host)
    before = await office.case(case)
    office.clock.forward(days=4)
    assert await office.stores.case_book.due(office.clock()) == (case,), "for a reminder that nobody needs any more"
    await office.cases.clockwork.look_at_due()
    assert await office.stores.case_book.due(office.clock()) == ()
    assert await office.holds(case) == before


async def test_a_case_that_fails_keeps_no_other_waiting(office: CaseOffice) -> None:
    broken, sound = [await office.opened(take=True) for _ in range(2)]
    engine = open_engine(office.config.database)
    async with writing(engine) as connection:
        await connection.execute(update(CaseStates).where(CaseStates.case_id == broken).values(state="{}"))
    await engine.dispose()
    office.clock.forward(days=16)
    await office.cases.clockwork.look_at_due()
    assert NoticeKind.ARBITRATION in {one.what for one in await office.stores.case_texts.notices(sound)}
    assert await office.stores.case_book.due(office.clock()) == ()
    office.clock.forward(hours=1)
    assert await office.stores.case_book.due(office.clock()) == (broken,)


async def test_at58_a_calendar_that_comes_moves_the_days_of_open_cases(office: CaseOffice) -> None:
    case = await office.opened()
    host = StaffId(office.mediator)
    await office.cases.keeper.submit(case, Appointed(host, (), ChosenBy.ORGANISATION, None, office.desk))
    before, version = await office.stores.case_desk.line(case), (await office.case(case)).version
    assert before is not None
    assert (before.next_due, before.next_clock) == (date(2026, 3, 5), "mediator_accepts")
    days = ["2026-03-04", "2026-03-05"]
    row = {"year": 2026, "source": "试验安排", "holidays": days, "swapped_rest": [], "make_up": []}
    await office.stores.calendars.load(row, office.admin, office.clock())
    await office.cases.clockwork.recount()
    moved = await office.stores.case_desk.line(case)
    assert moved is not None
    assert (moved.next_due, moved.next_clock) == (date(2026, 3, 9), "mediator_accepts")
    assert (await office.holds(case)).version == version


async def test_a_further_session_is_a_room_for_the_same_people(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    for one in (await office.case(case)).parties:
        await office.cases.keeper.submit(case, ModeSet(one.id, Mode.REMOTE_AV, office.host))
    at = MORNING.replace(day=5)
    made = await office.cases.opening.plan_session(case, at, "第二次调解", office.host)
    room = await office.stores.rooms.load(made)
    assert room is not None
    assert [seat.on_behalf_of or seat.name for seat in room.seats] == ["chen", "张三", "某某公司"]
    assert len(await office.stores.invites.of_room(made)) == 2
    seated = await office.stores.people.participants(made)
    assert set(seated.values()) == {one.id for one in (await office.case(case)).parties}
    assert [one.room for one in (await office.holds(case)).sessions] == [made]
    told = await office.stores.case_texts.notices(case)
    assert [one.what for one in told] == [NoticeKind.SESSION] * 2
    assert "2026-03-05 10:00" in told[0].text.paragraphs[0].zh


async def test_no_session_without_a_mediator(office: CaseOffice) -> None:
    case = await office.opened()
    with pytest.raises(Refusal) as no:
        await office.cases.opening.plan_session(case, MORNING.replace(day=5), "调解", office.desk)
    assert no.value.code == "mediator.none"
