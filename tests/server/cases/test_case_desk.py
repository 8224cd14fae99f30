"""The list of cases: whose, which, how urgent."""

from datetime import timedelta

from law.procedures import Lane
from rooms.cases.words import State
from server.storage.case_desk import PAGE, Ours, Wanted
from tests.server.cases.office import MORNING, CaseOffice

TODAY = MORNING.date()


async def test_a_case_is_found_by_each_of_its_words(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    await office.opened(agreed=False)
    desk, mine = office.stores.case_desk, Ours(mediator=office.mediator)
    for words in ("张三", "某公司", "李四", "00001", "劳动报酬", "张三 某某", ""):
        assert [line.id for line in (await desk.find(mine, Wanted(words=words))).lines] == [case], words
    for words in ("王五", "%", "_", "张三 王五"):
        assert (await desk.find(mine, Wanted(words=words))).total == 0, words


async def test_cases_are_counted_by_state_and_filtered_by_state_lane_and_clock(office: CaseOffice) -> None:
    active = await office.opened(take=True)
    waiting = await office.opened(agreed=False)
    desk, all_of = office.stores.case_desk, Ours(organisation=office.organisation)
    found = await desk.find(all_of, Wanted(states=(State.ACTIVE,)))
    assert ([line.id for line in found.lines], found.total, found.pages) == ([active], 1, 1)
    assert found.counts == {State.ACTIVE: 1, State.CONSENT_PENDING: 1}
    assert (await desk.find(all_of, Wanted(lanes=(Lane.WEITUO,)))).total == 0
    everything = await desk.find(all_of, Wanted())
    assert {line.id for line in everything.lines} == {active, waiting}
    assert everything.lines[0].next_due == min(line.next_due for line in everything.lines if line.next_due)
    assert (await desk.find(all_of, Wanted(due_by=TODAY))).total == 0
    assert (await desk.find(all_of, Wanted(due_by=TODAY + timedelta(days=40)))).total == 2
    assert (await desk.find(all_of, Wanted(late_on=TODAY))).total == 0
    assert (await desk.find(all_of, Wanted(late_on=TODAY + timedelta(days=40)))).total == 2


async def test_a_mediator_sees_the_own_cases_and_a_court_those_it_sent(office: CaseOffice) -> None:
    own = await office.opened(take=True)
    brought = await office.opened(take=True, agreed=False)
    court = await office.stores.cases.add_court("某区人民法院")
    sent = await office.opened(court=court, profile="weituo_ordinary")
    desk = office.stores.case_desk
    mine = await desk.find(Ours(mediator=office.mediator), Wanted())
    assert {line.id for line in mine.lines} == {own, brought}
    assert (await desk.find(Ours(mediator=office.admin), Wanted())).total == 0
    assert [line.id for line in (await desk.find(Ours(court=court), Wanted())).lines] == [sent]
    assert await desk.sees(Ours(mediator=office.mediator), own)
    assert not await desk.sees(Ours(court=court), own)


async def test_the_second_page_goes_on_where_the_first_ended(office: CaseOffice) -> None:
    cases = [await office.opened(agreed=False) for _ in range(PAGE + 2)]
    all_of = Ours(organisation=office.organisation)
    first, second = [await office.stores.case_desk.find(all_of, Wanted(page=page)) for page in (1, 2)]
    assert (len(first.lines), len(second.lines), first.pages, second.total) == (PAGE, 2, 2, PAGE + 2)
    assert {line.id for line in first.lines + second.lines} == set(cases)
