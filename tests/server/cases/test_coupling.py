"""The case follows its rooms; what was not told in time is told at the next start."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from agreements.agreement import Sealed, Signing, Void
from agreements.ids import Digest, SignerId
from agreements.joint.form import Way
from rooms.cases.deeds.by import By
from rooms.cases.deeds.court import ApplicationSigned, RouteChosen
from rooms.cases.deeds.text import MediatorSigned, PartySigned, PrincipleAgreed, TextConfirmed, TextFell, TextFixed
from rooms.cases.ids import Sha256, StaffId
from rooms.cases.words import ConsentHow, Office, Route, Source, State
from rooms.ids import PersonId, RoomId, SeatId
from rooms.person import Consent, Consents, Person
from rooms.room import Phase, Place, Role, Room, Seat, Side
from server.audit.facts import RoomCreated
from server.cases.coupling import missing
from server.cases.runtime import running
from server.ids import AccountId
from server.keys import open_keys
from server.quick_case import Told
from server.storage.audit import append_facts
from server.storage.case_rooms import Meeting
from server.storage.cases import LANE_SELF, insert_case, next_case_number
from server.storage.database import open_engine, writing
from server.storage.room_rows import insert_room
from tests.agreements.joint import test_application as applying
from tests.agreements.joint.stories import COMPANY, WITHDRAW, WORKER
from tests.rooms.cases.stories import CHEN, MEDIATOR, effective, not_confirmed, signing
from tests.server.cases.office import MORNING, CaseOffice
from tests.server.storage.office import CHINA, PEOPLE, planned_room
from tests.server.storage.test_agreements import drafted, stages

ZHANG, LI = SeatId("zhang"), SeatId("li")
GIVEN = frozenset({Consent.ONLINE_MEDIATION, Consent.E_SIGNATURE})


def agreeing(seat: Seat, *given: Consent) -> Seat:
    said = Consents("2026-01-01", frozenset(given) or GIVEN, MORNING + timedelta(minutes=1))
    return seat.with_person(replace(seat.first, consents=said))


def at_table(room: Room) -> Room:
    seats = tuple(replace(seat, place=Place.JOINT, admitted_at=MORNING) for seat in room.seats)
    return replace(room, seats=seats, phase=Phase.JOINT, version=room.version + 1)


async def quick(office: CaseOffice, **told: Told) -> Room:
    """A room opened at once; `told` by seat, empty: nobody was asked."""
    room = planned_room(MORNING)
    said = {SeatId(seat): answer for seat, answer in told.items()}
    await office.stores.rooms.create(room, office.mediator, PEOPLE, MORNING, told=said)
    return room


async def stored(office: CaseOffice, before: Room, after: Room) -> Room:
    """As the rooms' keeper stores a step, and tells nobody."""
    await office.stores.rooms.commit(before, after, MORNING, ())
    return after


async def test_a_quick_room_is_a_case_whose_session_is_planned(office: CaseOffice) -> None:
    room = planned_room(MORNING)
    await office.stores.rooms.create(room, office.mediator, PEOPLE, MORNING)
    case = await office.holds(room.case)
    assert (case.source, case.state, case.host) == (Source.QUICK_ROOM, State.ACTIVE, StaffId(office.mediator))
    assert [session.room for session in case.sessions] == [room.id]
    assert await office.cases.gate.bar(room) is None


async def test_at8_nobody_begins_while_a_consent_is_missing(office: CaseOffice) -> None:
    room = await quick(office, zhang=Told(True, ConsentHow.PHONE, MORNING.date()))
    assert (await office.holds(room.case)).state is State.CONSENT_PENDING
    missing = await office.cases.gate.bar(room)
    assert missing is not None
    assert missing.code == "consent.missing"
    assert "被申请人" in missing.zh
    assert await office.cases.gate.bar(at_table(room)) is None, "who talks already is not interrupted"


async def test_consents_behind_the_link_are_the_cases_and_it_goes_on(office: CaseOffice) -> None:
    room = await quick(office)
    both = room.with_seat(agreeing(room.seats[1])).with_seat(agreeing(room.seats[2]))
    await office.cases.room_changed(room, await stored(office, room, replace(both, version=1)))
    case = await office.holds(room.case)
    assert case.state is State.ACTIVE
    for one in case.parties:
        assert {step for step, agreed in one.consents.items() if agreed.given} == GIVEN
        assert {agreed.how for agreed in one.consents.values()} == {ConsentHow.LINK}
    await office.cases.coupling.couple(room.case)
    assert await office.case(room.case) == case, "told once"


async def test_a_session_begins_with_the_first_one_at_the_table_and_ends_with_the_room(office: CaseOffice) -> None:
    room = planned_room(MORNING)
    await office.stores.rooms.create(room, office.mediator, PEOPLE, MORNING)
    joint = await stored(office, room, at_table(room))
    await office.cases.room_changed(room, joint)
    [session] = (await office.holds(room.case)).sessions
    assert (session.begun_at, session.ended_at) == (MORNING, None)
    closed = await stored(office, joint, replace(joint, phase=Phase.CLOSED, version=2))
    await office.cases.room_changed(joint, closed)
    [session] = (await office.holds(room.case)).sessions
    assert (session.ended_at, session.held) == (MORNING, True)


async def test_what_a_crash_left_untold_is_told_at_the_next_start(office: CaseOffice) -> None:
    room = planned_room(MORNING)
    await office.stores.rooms.create(room, office.mediator, PEOPLE, MORNING)
    joint = await stored(office, room, at_table(room))
    await stored(office, joint, replace(joint, phase=Phase.CLOSED, version=2))
    assert (await office.case(room.case)).sessions[0].ended_at is None
    await office.cases.coupling.catch_up()
    [session] = (await office.holds(room.case)).sessions
    assert session.held


async def old_case(office: CaseOffice, room: Room) -> None:
    """As the version before cases stored it."""
    engine, keys = open_engine(office.config.database), open_keys(office.config.data / "keys")
    async with writing(engine) as connection:
        number = await next_case_number(connection, office.mediator, MORNING, CHINA)
        await insert_case(connection, room.case, number, lane=LANE_SELF, cause="wages", court=None, at=MORNING)
        await insert_room(connection, keys, room, office.mediator, PEOPLE, {}, MORNING)
        seats = tuple(seat.id for seat in room.seats)
        fact = RoomCreated(room.id, number.text, LANE_SELF, by=office.mediator, seats=seats)
        await append_facts(connection, room.case, MORNING, (fact,), keys.node)
        assert (await connection.execute(text("SELECT status FROM cases"))).scalar_one() is None
    await engine.dispose()


async def test_a_case_of_before_is_adopted_once_with_its_people_and_consents(office: CaseOffice) -> None:
    room = planned_room(MORNING)
    both = room.with_seat(agreeing(room.seats[1])).with_seat(agreeing(room.seats[2]))
    await old_case(office, at_table(both))
    assert await office.cases.keeper.case(room.case) is None
    async with running(office.cases):
        await office.cases.coupling.catch_up()
        case = await office.holds(room.case)
    assert (case.state, case.host) == (State.ACTIVE, StaffId(office.mediator))
    assert case.sessions[0].begun_at is not None
    assert set((await office.stores.case_people.parties(room.case)).values()) == set(PEOPLE.values())
    assert set(await office.stores.people.participants(RoomId(room.id))) == {ZHANG, LI}
    async with running(office.cases):
        await office.cases.coupling.catch_up()
        assert await office.case(room.case) == case


def test_a_sealed_text_of_before_the_parties_began_anew_is_not_theirs_again() -> None:
    story, room = not_confirmed(), replace(planned_room(MORNING), phase=Phase.CLOSED)
    sealed = stages(drafted(room))[-1]
    assert isinstance(sealed.stage, Sealed)
    met = Meeting(room, AccountId(CHEN), {}, {}, sealed)
    case = replace(story.case, former=frozenset({Sha256(sealed.stage.frozen.digest)}), text=None, state=State.ACTIVE)
    texts = (PrincipleAgreed, TextFixed, TextConfirmed, PartySigned)
    told = [deed for one in missing(case, [met], None, MORNING) for deed in one.deeds]
    assert not [deed for deed in told if isinstance(deed, texts)]


def test_threat5_who_stands_beside_a_party_signs_neither_for_it_nor_for_the_mediator() -> None:
    case, boss = signing().case, SeatId("boss")
    beside = Seat(boss, Role.LEGAL_REPRESENTATIVE, Side.RESPONDENT, (Person(PersonId(boss), "王总"),))
    planned = planned_room(MORNING)
    room = replace(planned, seats=(*planned.seats, beside))
    assert case.text is not None
    of_boss = stages(drafted(room))[2]
    assert isinstance(of_boss.stage, Signing)
    frozen, [slot] = replace(of_boss.stage.frozen, digest=Digest(case.text.digest)), of_boss.stage.slots
    applied = replace(slot, signer=SignerId(boss), confirmed_at=MORNING)
    agreement = replace(of_boss, stage=Signing(frozen, (applied,), frozen.pdf))
    seated = dict(zip((ZHANG, LI), (one.id for one in case.parties), strict=True))
    met = Meeting(room, AccountId(CHEN), seated, {}, agreement)
    told = [deed for one in missing(case, [met], None, MORNING) for deed in one.deeds]
    assert not [deed for deed in told if isinstance(deed, MediatorSigned | PartySigned | TextConfirmed)]
    fallen = replace(
        agreement, voids=(Void(1, frozen.digest, frozen.pdf, MORNING, SignerId(boss), "refused", "不签", ()),)
    )
    told = [deed for one in missing(case, [replace(met, agreement=fallen)], None, MORNING) for deed in one.deeds]
    [fell] = [deed for deed in told if isinstance(deed, TextFell)]
    assert fell.by == By(Office.PARTY, seated[LI])


@pytest.mark.parametrize(("way", "asked"), [(Way.COURT_PAPER, {WORKER, COMPANY}), (Way.WITHDRAWAL, {WORKER})])
def test_of_an_application_all_have_signed_the_case_is_told_whom_it_waits_for(way: Way, asked: set[SignerId]) -> None:
    """To withdraw a suit it waits for one alone: it takes no other signature, and told of both at once neither."""
    story = effective("WEITUO")
    story.does(RouteChosen(Route(way.value), MEDIATOR))
    signed_by_both = applying.signing(applying.signing(applying.begun(applying.filled()), WORKER), COMPANY)
    paper = signed_by_both.paper
    assert paper is not None
    assert isinstance(paper.stage, Sealed)
    # As it would be frozen after the way was chosen.
    stage = replace(paper.stage, frozen=replace(paper.stage.frozen, at=story.at))
    signed = replace(signed_by_both, choice=replace(WITHDRAW, way=way), paper=replace(paper, stage=stage))
    [told] = [one.deeds for one in missing(story.case, [], None, story.at, signed)]
    assert {SignerId(one.participant) for one in told if isinstance(one, ApplicationSigned)} == asked
    story.does(*told)
    assert story.state is State.APPLYING
    assert not list(missing(story.case, [], None, story.at, signed))
