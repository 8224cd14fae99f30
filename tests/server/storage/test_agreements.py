"""Agreements are stored whole, sealed, one step at a time; a clerk sees the sealed ones of the own court."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from agreements.agreement import (
    Agreement,
    Applied,
    Capacity,
    Closing,
    Drafting,
    Freezing,
    Frozen,
    Matter,
    Member,
    Sealed,
    Signing,
    Slot,
    Stage,
)
from agreements.draft import Comment, Draft, Entry, Part
from agreements.ids import AgreementId, CommentId, Digest, FieldName, PartId, SignerId
from agreements.kinds import Kind
from rooms.ids import RoomId
from rooms.room import Room
from server.audit.facts import LinkUnknown
from server.storage.agreement_json import STAGES, _Rest, agreement_from, agreement_text, stage_name
from server.storage.agreements import AgreementStore, Kept, StaleAgreement
from server.storage.audit import AuditStore
from server.storage.cases import CaseStore
from server.storage.court_desk import CourtDeskStore
from server.storage.database import reading
from server.storage.tables import Agreements
from tests.server.storage.office import ID_NO, NOW, PEOPLE, Office

A = Digest("a" * 64)
ZHANG = SignerId("zhang")


def drafted(room: Room, court: str = "") -> Agreement:
    head = Part(PartId("head"), Kind.HEAD, {"court": Entry(court, 1, ZHANG, NOW)} if court else {})
    draft = Draft((head,), (Comment(CommentId("c1"), PartId("head"), ZHANG, NOW, "好"),), version=1)
    matter = Matter(
        "（2026）朝劳调字第00001号", "（2026）朝劳调协字第00001号", "朝阳", "劳动报酬", "SELF", "2026-03-02", room.id
    )
    party = next(iter(PEOPLE.values()))
    member = Member(ZHANG, Capacity.APPLICANT, "张三", FieldName("party_1"), party, "digits")
    return Agreement(AgreementId("a1"), matter, (member,), Drafting(draft))


def stages(agreement: Agreement) -> list[Agreement]:
    assert isinstance(agreement.stage, Drafting)
    draft = agreement.stage.draft
    frozen = Frozen(draft, A, A, (A, A), NOW)
    slots = (Slot(ZHANG, FieldName("party_1"), (1, 2), applied=Applied(NOW, "01", A, A)),)
    every: tuple[Stage, ...] = (
        agreement.stage,
        Freezing(draft, A, NOW, ZHANG),
        Signing(frozen, slots, A),
        Closing(frozen, slots, A),
        Sealed(frozen, slots, A, A, (A,), NOW + timedelta(minutes=5)),
    )
    return [replace(agreement, stage=stage, version=number) for number, stage in enumerate(every)]


async def test_every_stage_comes_back_as_it_was(office: Office) -> None:
    every = stages(drafted(await office.open_room()))
    assert [agreement_from(agreement_text(each)) for each in every] == every
    assert [stage_name(each.stage) for each in every] == list(STAGES)
    assert {field.name for field in fields(Agreement)} - {"stage"} == {field.name for field in fields(_Rest)}


async def test_a_stored_state_that_does_not_fit_is_refused(office: Office) -> None:
    text = json.loads(agreement_text(drafted(await office.open_room())))
    with pytest.raises(ValueError, match="unexpected"):
        agreement_from(json.dumps({**text, "rest": {**text["rest"], "unexpected": 1}}))


async def test_a_step_is_stored_once_with_its_facts_and_another_writer_is_refused(office: Office) -> None:
    room = await office.open_room()
    store, audit = AgreementStore(office.engine, office.keys), AuditStore(office.engine, office.keys.node)
    first, second, *_ = stages(drafted(room))
    await store.commit(None, Kept(room.id, room.case, first), (), NOW)
    await store.commit(first, Kept(room.id, room.case, second), (LinkUnknown("::1", "x"),), NOW)
    kept = await store.load_of_room(room.id)
    assert kept == await store.load(first.id)
    assert kept == Kept(room.id, room.case, second)
    before = await audit.records(room.case)
    for again in (first, None):
        with pytest.raises(StaleAgreement):
            await store.commit(again, Kept(room.id, room.case, second), (LinkUnknown("::1", "y"),), NOW)
    assert await audit.records(room.case) == before
    assert await store.unfinished() == (room.id,)
    assert await store.load_of_room(RoomId("nowhere")) is None


async def test_id_numbers_in_a_state_are_sealed(office: Office) -> None:
    room = await office.open_room()
    await AgreementStore(office.engine, office.keys).commit(None, Kept(room.id, room.case, drafted(room)), (), NOW)
    assert ID_NO in agreement_text(drafted(room))
    async with reading(office.engine) as connection:
        [state] = (await connection.execute(select(Agreements.state))).scalars()
    assert ID_NO not in state


async def test_a_clerk_finds_sealed_agreements_of_the_own_court_alone(office: Office) -> None:
    courts = CaseStore(office.engine)
    own, other = await courts.add_court("甲区人民法院"), await courts.add_court("乙区人民法院")
    room = await office.open_room()
    store, desk = AgreementStore(office.engine, office.keys), CourtDeskStore(office.engine, office.keys)
    before, *_, sealed = stages(drafted(room, own))
    await store.commit(None, Kept(room.id, room.case, before), (), NOW)
    assert await desk.rows(own) == ()
    await store.commit(before, Kept(room.id, room.case, sealed), (), NOW)
    [row] = await desk.rows(own)
    assert (row.parties, row.downloads, row.last_download) == ("张三与某某公司", 0, None)
    assert row.sealed_at == NOW + timedelta(minutes=5)
    assert (await desk.rows(other), await desk.row(other, row.id)) == ((), None)
    assert await store.unfinished() == ()
    times = [datetime(2026, 3, 3, hour, tzinfo=UTC) for hour in (1, 2)]
    for at in times:
        await desk.downloaded(row, office.mediator, "bundle.zip", LinkUnknown("::1", "taken"), at)
    [row] = await desk.rows(own)
    assert (row.downloads, row.last_download) == (2, times[-1])
    kinds = [record.kind for record in await AuditStore(office.engine, office.keys.node).records(room.case)]
    assert kinds.count("link.unknown") == 2
