"""Who applies: everybody whom the sealed agreement binds, each from where they sit, and whom their codes go to."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.agreement import Agreement, Capacity, Drafting, Member
from agreements.application import NO_DRAFT, Application
from agreements.ids import AgreementId, Digest, FieldName, SignerId
from agreements.joint.competence import Site, Sites, court_site
from agreements.joint.form import Basis
from agreements.joint.people import Petitioner, fields_of, paragraphs, require_principals
from agreements.joint.refusals import Unmet
from agreements.joint.texts import texts_on
from agreements.members import signing_order
from agreements.standing import Signs, Standing
from law.court_policies import CourtPolicy, Said
from law.people import NaturalPerson, Party
from rooms.cases.words import Route
from rooms.ids import PersonId, RoomId, SeatId
from rooms.person import Person
from rooms.room import Authority, Role, Room, Seat, Side
from server.applications.contacts import CaseContacts
from server.applications.desk import _competent, _petitioners, _seated
from server.applications.docket import Docket, Speaker, person_identity
from server.ids import AccountId
from server.messages.messenger import Messenger
from server.papers.codes import Codes
from server.papers.opening import House, members_of, signed_by
from server.storage.case_desk import CaseLine
from server.storage.case_rooms import Meeting
from server.storage.codes import SimulatedCodeStore
from server.storage.messages import Channel, MessageStore
from server.stores import Stores
from tests.agreements.joint.stories import CONFIRM, ENTITY, MATTER, PERSON, TODAY, address
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


def test_tr28_each_of_one_seat_asks_for_it_back_under_the_own_name_and_nobody_beside_the_two_sides() -> None:
    here = docket()
    assert here.speakers(ROOM, SEATS[0]) == (
        Speaker(WORKER, stories.WORKER, "张三"),
        Speaker(SECOND, stories.WORKER, "张小三"),
    )
    assert here.speakers(ROOM, SEATS[1]) == (Speaker(COMPANY, stories.COMPANY, "李四"),)
    assert [here.speakers(ROOM, seat) for seat in (*SEATS[2:], ROOM.seats[0])] == [(), (), ()]
    assert here.speakers(replace(ROOM, id=RoomId("another")), SEATS[0]) == ()
    beside = docket(MEMBERS[0], replace(MEMBERS[1], capacity=Capacity.GUARANTOR), *MEMBERS[2:])
    assert [one.signer for one in beside.speakers(ROOM, SEATS[0])] == [WORKER]


@pytest.mark.parametrize("signed", [True, False])
def test_tr28_an_agent_asks_for_it_back_who_signed_for_the_party(signed: bool) -> None:  # noqa: FBT001 - a case of both
    lawyer = sat(Role.AGENT, Side.APPLICANT, ("law", "王律师"))
    agent = bound("zhang", Capacity.APPLICANT, PERSON, name="王律师", standing=AGENT, seat=SignerId("law"))
    here = docket(*((agent,) if signed else MEMBERS[:1]), *MEMBERS[2:])
    found = here.speakers(ROOM, lawyer)
    assert found == ((Speaker(WORKER, stories.WORKER, "王律师"),) if signed else ())


def test_a_suit_is_withdrawn_by_its_own_parties_alone() -> None:
    assert [one.id for one in docket(route=Route.WITHDRAWAL).members()] == [WORKER, COMPANY]


def test_an_agent_who_spoke_for_a_side_is_no_party_besides() -> None:
    agent = bound("agent", Capacity.APPLICANT, PERSON, name="律师", standing=AGENT)
    assert [one.id for one in docket(agent, *MEMBERS[2:]).members()] == [WORKER, COMPANY, THIRD, GUARANTOR]


def sent(name: str, principal: str | None, authority: Authority = Authority.SPECIAL) -> Seat:
    """An agent who comes for a third person or a guarantor."""
    seat = sat(Role.AGENT, Side.THIRD, (name, f"{name}律师"))
    return replace(seat.with_person(replace(seat.first, on_behalf_of=principal)), authority=authority, papers_seen=True)


def at_table(*beside: Seat, guarantors: Iterable[str] = ()) -> tuple[Room, Docket]:
    """The room with these seats beside the two sides, and what is applied for by the agreement they make there."""
    room = replace(ROOM, seats=(*planned_room().seats, *beside))
    on_file: dict[SeatId, Party] = {seat.id: NaturalPerson(seat.name, phone="13900000001") for seat in beside}
    on_file |= {SeatId("zhang"): PERSON, SeatId("li"): ENTITY}
    found = members_of(room, House("house", "某某调解中心", None), on_file)
    one = docket(*(replace(each, capacity=Capacity.GUARANTOR) if each.id in guarantors else each for each in found))
    return room, replace(one, meetings=(replace(one.meetings[0], room=room),))


@pytest.mark.parametrize("guarantors", [(), ("qian",)])
def test_at15_who_comes_by_an_agent_alone_is_named_and_the_agent_signs_by_authority(
    guarantors: tuple[str, ...],
) -> None:
    lawyer = sent("qian", "孙保")
    room, here = at_table(lawyer, guarantors=guarantors)
    signer = SignerId("qian")
    assert {here.bound(one.id) for one in here.members()} == {"张三", ENTITY.name, "孙保"}
    assert (here.signers(room, lawyer), here.seats()) == ((signer,), {signer: signer})
    assert person_identity(room, lawyer, here, signer) == lawyer.first.identity.value
    one = next(each for each in signing_order(here.members()) if each.id == signer)
    assert (one.name, one.standing.by, one.party) == ("qian律师", Signs.AGENT, NaturalPerson("孙保"))
    mine, texts = Petitioner(one, "杭州市上城区河坊街3号", address()), texts_on(TODAY)
    told = paragraphs(texts, "申请人三", mine, TODAY)
    assert told == ("申请人三：孙保，住杭州市上城区河坊街3号。", "委托代理人：qian律师（特别授权）。")
    _, field = fields_of(texts, ("申请人三",), (mine,))
    assert (field.label, field.signer_name, field.on_behalf_of) == ("申请人三（委托代理人签名）", "qian律师", "孙保")


PEOPLE = st.sampled_from(("孙保", "赵六", "周九"))
BESIDE = st.one_of(
    st.builds(lambda name: (Role.THIRD_PARTY, name, Authority.SPECIAL), PEOPLE),
    st.tuples(st.just(Role.AGENT), st.none() | PEOPLE, st.sampled_from(Authority)),
)


@given(st.lists(BESIDE, max_size=5))
def test_at15_each_third_person_applies_once_by_whoever_is_there_and_nobody_in_an_agents_name(
    beside: list[tuple[Role, str | None, Authority]],
) -> None:
    seats = tuple(
        sat(role, Side.THIRD, (f"s{at}", name)) if role is Role.THIRD_PARTY and name else sent(f"s{at}", name, may)
        for at, (role, name, may) in enumerate(beside)
    )
    room, here = at_table(*seats)
    there = [name for role, name, _ in beside if role is Role.THIRD_PARTY and name]
    sent_for = {name for role, name, may in beside if role is Role.AGENT and may is Authority.SPECIAL and name}
    bound_beside = [here.bound(one.id) for one in here.members()[2:]]
    assert sorted(bound_beside) == sorted(there or sent_for)
    signing = [who for seat in room.seats for who in here.signers(room, seat)]
    assert sorted(signing) == sorted(one.id for one in here.members())
    require_principals(here.members())


def test_an_agreement_that_names_an_agent_as_the_third_person_is_applied_for_by_nobody() -> None:
    """As those made before an agent's seat had to say for whom it is."""
    alone = bound("lawyer", Capacity.THIRD, NaturalPerson("周律师"), standing=AGENT)
    here = docket(*MEMBERS[:3], alone)
    with pytest.raises(Unmet, match=r"application\.principal") as refused:
        _petitioners(Application(), here)
    assert "周律师" in refused.value.zh


def test_an_agent_alone_does_not_come_to_sign_in_person() -> None:
    """Whichever agent of the third person signs: taken back, the own authority counts again."""
    first, other = sent("qian", "孙保"), sent("wang", "孙保")
    room, here = at_table(first, other)
    assert here.agreement is not None
    for agent, name in ((other.id, "wang律师"), (None, "qian律师")):
        members = signed_by(here.agreement, room, SignerId("qian"), agent)
        one = next(each for each in members if each.id == "qian")
        assert (one.name, one.standing.by, one.standing.papers_seen) == (name, Signs.AGENT, True)
        assert one.party == NaturalPerson("孙保")


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
