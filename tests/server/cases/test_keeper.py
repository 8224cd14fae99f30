"""One writer for each case: every deed is judged by the newest value, all or nothing, and told."""

import asyncio

import pytest

from law.people import NaturalPerson
from rooms.cases.deeds.intake import ContactMade, MaterialFiled, ParticipantChanged
from rooms.cases.deeds.talks import ModeSet
from rooms.cases.ids import MaterialId, NoteId, ParticipantId, Sha256, StaffId
from rooms.cases.refusals import Refusal
from rooms.cases.words import ContactChannel, ContactResult, CopyForm, MaterialKind, Mode, State
from rooms.ids import CaseId
from server.cases.keeper import CaseUnknown, Proposal
from server.storage.case_book import Filing
from tests.server.cases.office import ID_NO, PEOPLE, CaseOffice

NOTE = NoteId("note")
SAID = "家属说他在外地 <b>"


def contact(office: CaseOffice, whom: str, note: NoteId | None = None) -> ContactMade:
    channel, result = ContactChannel.PHONE, ContactResult.NO_ANSWER
    return ContactMade(ParticipantId(whom), channel, result, office.clock(), note, office.desk)


async def test_a_case_that_was_taken_is_active_at_once(office: CaseOffice) -> None:
    case = await office.opened(take=True)
    stored = await office.holds(case)
    assert (stored.state, stored.host) == (State.ACTIVE, StaffId(office.mediator))
    assert [told.relations for told in stored.disclosures] == [()]
    line = await office.stores.case_desk.line(case)
    assert line is not None
    assert (line.case_no, line.applicants, line.respondents) == ("（2026）朝劳调字第00001号", ("张三",), ("某某公司",))
    assert line.next_due is not None


async def test_at8_a_case_waits_for_the_consent_that_is_missing(office: CaseOffice) -> None:
    case = await office.opened(take=True, agreed=False)
    assert (await office.holds(case)).state is State.CONSENT_PENDING


async def test_what_is_told_lies_sealed_and_the_chain_only_names_it(office: CaseOffice) -> None:
    case = await office.opened()
    company = (await office.case(case)).parties[1].id
    await office.cases.keeper.submit(case, contact(office, company, NOTE), Filing(notes={NOTE: SAID}))
    assert await office.stores.case_texts.notes(case) == {NOTE: SAID}
    assert set((await office.stores.case_people.parties(case)).values()) == set(PEOPLE.values())
    bodies = "".join(record.body for record in await office.stores.audit.records(case))
    files = b"".join(path.read_bytes() for path in office.config.data.glob("*.db*"))
    for private in (SAID, ID_NO, "13812345678", "zhang@example.com"):
        assert private not in bodies
        assert private.encode() not in files


async def test_what_was_put_right_is_found_under_its_new_name(office: CaseOffice) -> None:
    case = await office.opened()
    worker = (await office.case(case)).parties[0].id
    changed = Filing(people={worker: NaturalPerson("张珊", ID_NO)})
    await office.cases.keeper.submit(case, ParticipantChanged(worker, ("name",), office.desk), changed)
    line = await office.stores.case_desk.line(case)
    assert line is not None
    assert line.applicants == ("张珊",)


async def test_a_paper_is_on_file_with_its_title(office: CaseOffice) -> None:
    case = await office.opened()
    filed = MaterialFiled(
        MaterialId("m1"), None, MaterialKind.OTHER, CopyForm.SCAN, Sha256("a" * 64), 7, "application/pdf", office.desk
    )
    await office.cases.keeper.submit(case, filed, Filing(titles={filed.material: "工资条.pdf"}))
    [paper] = await office.stores.case_materials.of_case(case)
    assert (paper.title, paper.sha256, paper.by) == ("工资条.pdf", "a" * 64, office.admin)


async def test_who_saw_another_version_is_refused(office: CaseOffice) -> None:
    case = await office.opened()
    now = await office.case(case)
    company = now.parties[1].id
    await office.cases.keeper.submit(case, contact(office, company), saw=now.version)
    with pytest.raises(Refusal) as no:
        await office.cases.keeper.submit(case, contact(office, company), saw=now.version)
    assert no.value.code == "case.changed"


async def test_a_refused_deed_leaves_nothing_of_those_before_it(office: CaseOffice) -> None:
    case = await office.opened()
    before, worker = await office.case(case), (await office.case(case)).parties[0].id
    mode = ModeSet(worker, Mode.ON_SITE, office.desk)
    wrong = contact(office, "nobody")
    with pytest.raises(Refusal):
        await office.cases.keeper.change(case, lambda _: Proposal((mode, wrong), Filing(notes={NOTE: SAID})))
    assert await office.holds(case) == before
    assert await office.stores.case_texts.notes(case) == {}


async def test_deeds_of_one_moment_come_one_after_the_other(office: CaseOffice) -> None:
    case = await office.opened()
    company = (await office.case(case)).parties[1].id
    async with asyncio.timeout(30):
        await asyncio.gather(*(office.cases.keeper.submit(case, contact(office, company)) for _ in range(12)))
    assert len((await office.holds(case)).contacts) == 12


async def test_there_is_no_case_where_none_was_opened(office: CaseOffice) -> None:
    with pytest.raises(CaseUnknown):
        await office.cases.keeper.submit(CaseId("nobody"), contact(office, "nobody"))
