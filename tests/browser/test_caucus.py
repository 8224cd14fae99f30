"""A private talk (AT-46): who is in it hears and reads, who is not measures nothing; and everybody comes back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Doorstep, Launch
from tests.browser.devices import AGENT, APPLICANT, DESKTOP, MEDIATOR, PHONE, RESPONDENT
from tests.browser.people import Mediator, Party, Person
from tests.browser.served import Room, Seat, Served, started

LAWYER = "陈律师"
LISTENERS = "document.querySelector('[data-testid=audience-line]').innerText.trim().split('：').pop()"
INSIDE = (MEDIATOR.hz, APPLICANT.hz, AGENT.hz)


@dataclass
class Four:
    """Everybody of one session, all at the table."""

    room: Room
    lawyer: Seat
    mediator: Mediator
    worker: Party
    agent: Party
    company: Party

    @property
    def everybody(self) -> tuple[Person, ...]:
        return self.mediator, self.worker, self.agent, self.company

    async def call_in(self, *, comes: bool = True) -> None:
        """The worker and the agent, by the buttons of the dialog; both say yes."""
        await self.mediator.open_tab("people")
        await self.mediator.press("caucus-new")
        for seat in (self.room.applicant, self.lawyer):
            await self.mediator.page.locator(f'[data-testid=caucus-seat][data-seat="{seat.id}"]').check()
        await self.mediator.see("caucus-comes").set_checked(comes)
        await self.mediator.press("caucus-go")
        for member in (self.worker, self.agent):
            await expect(member.see("caucus-call")).to_be_visible()
        await expect(self.mediator.page.locator("[data-testid=caucus-invitation][data-state=calling]")).to_have_count(2)
        for member in (self.worker, self.agent):
            await member.press("caucus-accept")
            await placed(member, "caucus")

    async def close(self) -> None:
        await self.mediator.press("caucus-close")
        await self.mediator.press("confirm-go")


async def placed(person: Person, place: str) -> None:
    await expect(person.see("talks-frame")).to_have_attribute("data-place", place)


async def told_of_listeners(person: Person, *names: str) -> None:
    """The line says these, and nobody else."""
    await expect(person.see("audience-line")).to_contain_text("现在能听到您")
    await person.until(f"{LISTENERS}.split('、').sort().join() === args[0]", ",".join(sorted(names)))


@pytest.fixture
async def four(tmp_path_factory: pytest.TempPathFactory, launch: Launch) -> AsyncIterator[Four]:
    server: Served = await started(tmp_path_factory.mktemp("caucus"))
    room = await server.make_room(through_gate=False)
    lawyer = await server.add_seat(room, LAWYER, role="agent", side="applicant", authority="special")
    await server.clear_all(room)
    doorstep = Doorstep(launch, server.url)
    four = Four(
        room,
        lawyer,
        await doorstep.mediator(),
        await doorstep.come(Party, APPLICANT, PHONE),
        await doorstep.come(Party, AGENT, DESKTOP),
        await doorstep.come(Party, RESPONDENT, DESKTOP),
    )
    await asyncio.gather(
        four.mediator.open_room(room.id),
        four.worker.come_to_lobby(room.applicant),
        four.agent.come_to_lobby(lawyer),
        four.company.come_to_lobby(room.respondent),
    )
    await four.mediator.press("begin-joint")
    await asyncio.gather(*(person.at_table() for person in four.everybody))
    yield four
    await doorstep.leave()
    await server.kill()
    assert doorstep.faults() == []


async def now(person: Person) -> int:
    return int(await person.measure("Date.now()"))


@pytest.mark.alone
@pytest.mark.timeout(240)
async def test_at46_who_is_outside_a_private_talk_measures_no_tone_and_reads_no_line_of_it(four: Four) -> None:
    await asyncio.gather(*(four.company.hears(hz) for hz in INSIDE), four.mediator.hears(RESPONDENT.hz))
    await told_of_listeners(four.worker, "王敏", "李静", LAWYER)
    moved = (four.mediator, four.worker, four.company)
    felt = [await person.measure("window.probe.asked()") for person in moved]
    await four.call_in()
    await placed(four.mediator, "caucus")
    for member, others in ((four.worker, ("王敏", LAWYER)), (four.agent, ("王敏", "张伟"))):
        await told_of_listeners(member, *others)
        await expect(member.see("caucus-who")).to_contain_text(others[1])
        await expect(member.see("caucus-who")).not_to_contain_text("李静")
    await expect(four.company.see("mediator-away")).to_contain_text("调解员正与另一方单独会谈")
    await expect(four.company.see("mediator-away")).not_to_contain_text("张伟")
    await expect(four.company.see("audience-line")).to_have_attribute("data-by", "nobody")
    moved_at = await now(four.company)
    await asyncio.gather(
        four.mediator.hears(AGENT.hz), four.mediator.hears(APPLICANT.hz), four.worker.hears(AGENT.hz), reads(four)
    )
    await asyncio.gather(*(four.company.hears_no_more(hz) for hz in INSIDE))
    for hz in INSIDE:
        assert await four.company.measure("window.probe.lastHeard(args[0])", hz) < moved_at + 500
    assert await four.mediator.measure("window.probe.silentFor(args[0])", RESPONDENT.hz) > 0
    await comes_back_after_a_reload(four)
    await calls_the_mediator_in(four)
    await is_led_back(four)
    # A move asks nobody for a device, and the line for no new description.
    assert [await person.measure("window.probe.asked()") for person in moved] == felt


async def reads(four: Four) -> None:
    """A line inside reaches those inside, and by no sign who is outside."""
    for person in four.everybody:
        await person.open_tab("chat")
    await four.worker.say("底线是八千元")
    for member in (four.mediator, four.agent):
        await expect(member.line("底线是八千元")).to_be_visible()
    await expect(four.worker.line("底线是八千元")).to_have_attribute("data-state", "delivered")
    # Nobody leads the joint conversation now: it stands still.
    await expect(four.company.see("chat-shut")).to_be_visible()
    assert await four.company.lines() == []
    assert "底线" not in await four.company.page.content()
    assert await four.worker.lines() == ["底线是八千元"]


async def comes_back_after_a_reload(four: Four) -> None:
    await four.agent.page.reload()
    await placed(four.agent, "caucus")
    await expect(four.agent.see("joint-room")).to_have_attribute("data-media", "connected")
    await four.agent.open_tab("chat")
    await expect(four.agent.line("底线是八千元")).to_be_visible()
    await asyncio.gather(four.mediator.hears(AGENT.hz), four.agent.hears(APPLICANT.hz))


async def calls_the_mediator_in(four: Four) -> None:
    """The mediator goes back to the company; the members call, and are heard out."""
    await four.mediator.open_tab("people")
    await four.mediator.press("caucus-leave")
    await placed(four.mediator, "joint")
    await told_of_listeners(four.worker, LAWYER)
    await four.company.hears(MEDIATOR.hz)
    await four.worker.press("call-mediator")
    await expect(four.mediator.see("caucus-wants")).to_be_visible()
    await expect(four.worker.see("uncall-mediator")).to_be_visible()
    await four.mediator.press("request-join")
    await four.mediator.press("leave-table-go")
    await placed(four.mediator, "caucus")
    await expect(four.mediator.see("caucus-wants")).to_have_count(0)
    await told_of_listeners(four.worker, "王敏", LAWYER)


async def is_led_back(four: Four) -> None:
    """The talk ends with notice; the microphone is as its owner left it in there."""
    await four.worker.press("toggle-microphone")
    await expect(four.worker.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await four.close()
    for member, microphone in ((four.worker, "麦克风是关着的"), (four.agent, "麦克风会保持打开")):
        await expect(member.see("caucus-back")).to_contain_text("秒后回到共同会谈")
        await expect(member.see("caucus-back")).to_contain_text(microphone)
    await asyncio.gather(*(placed(person, "joint") for person in four.everybody))
    await expect(four.company.see("mediator-away")).to_have_count(0)
    await four.company.hears(AGENT.hz)
    await expect(four.worker.see("toggle-microphone")).to_have_attribute("aria-pressed", "false")
    await expect(four.company.tile(four.room.applicant.id).get_by_test_id("tile-muted")).to_be_visible()
    assert "底线" not in await four.company.page.content()
