"""Who applies: everybody whom the sealed agreement binds, each from where they sit, and whom their codes go to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from agreements.agreement import Agreement, Capacity, Drafting, Member
from agreements.application import NO_DRAFT
from agreements.ids import AgreementId, Digest, FieldName, SignerId
from agreements.joint.competence import Site, Sites, court_site
from agreements.joint.form import Basis
from agreements.joint.refusals import Unmet
from agreements.standing import Signs, Standing
from law.court_policies import CourtPolicy, Said
from law.people import NaturalPerson, Party
from rooms.cases.words import Route
from rooms.ids import PersonId, RoomId, SeatId
from rooms.person import Person
from rooms.room import Role, Room, Seat, Side
from server.applications.contacts import CaseContacts
from server.applications.desk import _competent, _seated
from server.applications.docket import Docket
from server.ids import AccountId
from server.messages.messenger import Messenger
from server.papers.codes import Codes
from server.storage.case_desk import CaseLine
from server.storage.case_rooms import Meeting
from server.storage.codes import SimulatedCodeStore
from server.storage.messages import Channel, MessageStore
from server.stores import Stores
from tests.agreements.joint.stories import CONFIRM, ENTITY, MATTER, PERSON
from tests.rooms.cases import stories
from tests.rooms.cases.stories import effective
from tests.server.storage.office import planned_room

WORKER, COMPANY = SignerId(stories.WORKER), SignerId(stories.COMPANY)
GUARANTOR, THIRD, SECOND = SignerId("wu"), SignerId("zhao"), SignerId("zhang-2")


AGENT = Standing(Signs.AGENT)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Files:
    """What is on file of the people of each room of one case."""

    of: Mapping[RoomId, Mapping[SeatId, Party]]
    meetings: tuple[Meeting, ...]

    @property
    def desk(self) -> "Files":
        return self

    people = case_rooms = desk

    async def row(self, room: RoomId) -> SimpleNamespace:
        return SimpleNamespace(room=replace(ROOM, id=room), practice=False)

    async def parties(self, room: RoomId) -> Mapping[SeatId, Party]:
        return self.of[room]

    async def of_case(self, _: object) -> tuple[Meeting, ...]:
        return self.meetings


def sat(role: Role, side: Side, *names: tuple[str, str]) -> Seat:
    persons = tuple(Person(PersonId(name), called) for name, called in names)
    return Seat(SeatId(names[0][0]), role, side, persons)


def bound(who: str, capacity: Capacity, party: Party, **more: Any) -> Member:  # noqa: ANN401 - fields of Member
    return replace(Member(SignerId(who), capacity, party.name, FieldName(""), party, "code"), **more)


SEATS = (
    sat(Role.PARTY, Side.APPLICANT, ("zhang", "张三"), (SECOND, "张小三")),
    sat(Role.PARTY, Side.RESPONDENT, ("li", "李四")),
    sat(Role.THIRD_PARTY, Side.THIRD, (THIRD, "赵六")),
    sat(Role.THIRD_PARTY, Side.THIRD, (GUARANTOR, "吴保")),
)
ROOM: Room = replace(planned_room(), seats=(planned_room().seats[0], *SEATS))
MEMBERS = (
    bound("zhang", Capacity.APPLICANT, PERSON),
    bound(SECOND, Capacity.APPLICANT, NaturalPerson("张小三"), seat=SignerId("zhang")),
    bound("li", Capacity.RESPONDENT, ENTITY, name="李四"),
    bound(THIRD, Capacity.THIRD, NaturalPerson("赵六")),
    bound(GUARANTOR, Capacity.GUARANTOR, NaturalPerson("吴保", phone="13700000000")),
    bound("chen", Capacity.MEDIATOR, NaturalPerson("陈调解")),
)


def docket(*members: Member, route: Route = Route.CONFIRMATION) -> Docket:
    agreement = Agreement(AgreementId("a"), replace(MATTER, room=ROOM.id), members or MEMBERS, Drafting(NO_DRAFT))
    sides = {SeatId("zhang"): stories.WORKER, SeatId("li"): stories.COMPANY}
    house = Site("某某调解中心", "")
    return Docket(
        case=replace(effective().case, route=route),
        line=cast("CaseLine", SimpleNamespace(case_no="1")),
        people={stories.WORKER: PERSON, stories.COMPANY: ENTITY},
        meetings=(Meeting(ROOM, AccountId("chen"), sides, {}, agreement),),
        agreement=agreement,
        courts={"court": court_site("court", "杭州市西湖区人民法院")},
        sites=Sites("SELF", (Site("张三", "杭州市西湖区文三路1号"),), (Site("公司", "杭州市西湖区中河路2号"),), house),
        policies={},
        apply_by=None,
        cause="",
    )


def test_at15_whom_the_agreement_binds_signs_third_persons_and_guarantors_and_each_of_one_seat() -> None:
    here = docket()
    assert [one.id for one in here.members()] == [WORKER, COMPANY, SECOND, THIRD, GUARANTOR]
    assert here.signers(ROOM, SEATS[0]) == (WORKER, SECOND)
    assert here.signers(ROOM, SEATS[3]) == (GUARANTOR,)
    assert here.signers(ROOM, ROOM.seats[0]) == ()
    assert [here.bound(who) for who in (COMPANY, GUARANTOR)] == [ENTITY.name, "吴保"]


def test_a_suit_is_withdrawn_by_its_own_parties_alone() -> None:
    assert [one.id for one in docket(route=Route.WITHDRAWAL).members()] == [WORKER, COMPANY]


def test_an_agent_who_spoke_for_a_side_is_no_party_besides() -> None:
    agent = bound("agent", Capacity.APPLICANT, PERSON, name="律师", standing=AGENT)
    assert [one.id for one in docket(agent, *MEMBERS[2:]).members()] == [WORKER, COMPANY, THIRD, GUARANTOR]


async def test_two_agents_with_one_telephone_get_no_code_by_it_wherever_in_the_case_they_sit() -> None:
    """As in the agreement: whoever reads two people's messages could sign for both."""
    one = bound("zhang", Capacity.APPLICANT, PERSON, name="周律师", standing=AGENT, seat=SignerId("agent-1"))
    other = bound("li", Capacity.RESPONDENT, ENTITY, name="吴律师", standing=AGENT, seat=SignerId("agent-2"))
    here = docket(one, other, MEMBERS[-1])
    assert here.seats() == {WORKER: SignerId("agent-1"), COMPANY: SignerId("agent-2")}
    elsewhere = replace(planned_room(), id=RoomId("elsewhere"))
    files = {
        ROOM.id: {SeatId("agent-1"): NaturalPerson("周律师", phone="13812345678")},
        elsewhere.id: {SeatId("agent-2"): NaturalPerson("吴律师", phone="138 1234 5678")},
    }
    meetings = (*here.meetings, Meeting(elsewhere, AccountId("chen"), {}, {}))
    book = CaseContacts(cast("Stores", Files(files, meetings)))
    seat = sat(Role.AGENT, Side.APPLICANT, ("agent-1", "周律师"))
    everybody = tuple(_seated(each, WORKER, seat, here.seats()) for each in here.members())
    found = [await book.contact(ROOM.id, each) for each in everybody]
    assert [each.name if each else None for each in found] == ["周律师", "吴律师"]
    bells = {Channel.EMAIL: asyncio.Event(), Channel.SMS: asyncio.Event()}
    codes = Codes(Messenger(cast("MessageStore", None), bells, lambda: NOW), cast("SimulatedCodeStore", None), book)
    assert here.agreement is not None
    text = replace(here.agreement, members=everybody)
    for who in (WORKER, COMPANY):
        assert (await codes.issue(ROOM.id, text, who, Digest("0" * 64), NOW)).message is None


@pytest.mark.parametrize(("said", "refused"), [(Said.COURT, True), (Said.EXPERIENCE, False), (Said.EXAMPLE, False)])
def test_lr13_a_court_that_says_itself_by_which_grounds_it_goes_is_not_asked_by_another(
    said: Said, *, refused: bool
) -> None:
    policy = CourtPolicy(
        "court", takes=True, said=said, source="公告", valid_from=date(2026, 1, 1), bases=("org_location",)
    )
    here = replace(docket(), policies={"court": policy})
    choice = replace(CONFIRM, basis=Basis.DOMICILE_APPLICANT)
    if refused:
        with pytest.raises(Unmet, match=r"application\.court_grounds"):
            _competent(here, choice)
    else:
        _competent(here, choice)
    _competent(replace(here, policies={"court": replace(policy, bases=("domicile_applicant",))}), choice)
