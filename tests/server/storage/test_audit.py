"""Chains as they lie in the database: continued, verified, signed, free of content."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from law.beijing import day_of
from law.notice import notice
from rooms.chat import JOINT
from rooms.ids import CaseId, DeviceId, MessageId, PersonId, RoomId, SeatId, SessionId
from rooms.inputs import (
    CalledToCheck,
    ChatSent,
    CheckLeft,
    Cleared,
    ConsentsGiven,
    DeclarationMade,
    EnterRequested,
    IdentityConfirmed,
    IdentityOffered,
    Input,
    JointOpened,
    NoticeFinished,
    NoticeOpened,
)
from rooms.person import Consent, Declared
from rooms.step import step
from server.audit.chain import SERVER_CHAIN, Fault
from server.audit.facts import LinkUnknown, LoginSucceeded, SessionOpened, decoded
from server.storage.audit import SIGNED_EVERY, AuditStore
from tests.server.storage.office import ID_NO, NOW, Office

CHEN, ZHANG = SeatId("chen"), SeatId("zhang")
SECRET_TEXT = "底线是三万五千元"


async def test_facts_of_the_server_and_of_a_case_have_their_own_chains(office: Office) -> None:
    room = await office.open_room()
    audit = AuditStore(office.engine, office.keys.node)
    login, link = LoginSucceeded(office.mediator, "203.0.113.7"), LinkUnknown("203.0.113.7", "invite.unknown")
    opened = SessionOpened(room.id, ZHANG, SessionId("tab"), DeviceId("d" * 64), "203.0.113.8")
    await audit.append(None, NOW, login)
    await audit.append(room.case, NOW, opened)
    await audit.append(None, NOW, link)
    of_server, of_case = await audit.records(None), await audit.records(room.case)
    assert [decoded(record.kind, record.v, record.body) for record in of_server] == [login, link]
    assert [(record.case, record.seq) for record in of_server] == [(SERVER_CHAIN, 1), (SERVER_CHAIN, 2)]
    assert [record.kind for record in of_case if not record.kind.startswith("case.")] == ["room.created", opened.kind]
    assert len({record.salt for record in of_server + of_case}) == len(of_server + of_case)
    assert await audit.verify(None) == await audit.verify(room.case) == []


async def test_an_end_is_signed_once(office: Office) -> None:
    room = await office.open_room()
    audit = AuditStore(office.engine, office.keys.node)
    head = await audit.sign_head(room.case, NOW)
    assert await audit.sign_head(room.case, NOW) == head
    await audit.append(room.case, NOW, LinkUnknown("203.0.113.7", "invite.revoked"))
    later = await audit.sign_head(room.case, NOW)
    assert await audit.heads(room.case) == (head, later)
    assert await audit.verify(room.case) == []
    assert await audit.heads(CaseId("nobody")) == ()


async def test_threat31_a_chain_in_use_is_signed_every_so_many_records(office: Office) -> None:
    audit = AuditStore(office.engine, office.keys.node)
    for _ in range(SIGNED_EVERY + 1):
        await audit.append(None, NOW, LinkUnknown("203.0.113.7", "invite.unknown"))
    assert [head.seq for head in await audit.heads(None)] == [SIGNED_EVERY]
    await audit.sign_heads(NOW)
    assert [head.seq for head in await audit.heads(None)] == [SIGNED_EVERY, SIGNED_EVERY + 1]


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("UPDATE audit_records SET body = replace(body, 'zhang', 'li') WHERE seq = 1", {Fault.CONTENT}),
        ("UPDATE audit_records SET at = '2026-01-01 00:00:00.000000' WHERE seq = 2", {Fault.CONTENT}),
        ("DELETE FROM audit_records WHERE seq = 2", {Fault.SEQUENCE, Fault.LINK}),
        ("DELETE FROM audit_records WHERE seq = (SELECT max(seq) FROM audit_records)", {Fault.HEAD}),
        ("UPDATE audit_records SET seq = -seq", {Fault.SEQUENCE, Fault.LINK, Fault.CONTENT, Fault.HEAD}),
        ("UPDATE audit_heads SET signature = x'00'", {Fault.SIGNATURE}),
    ],
)
async def test_threat31_whoever_drops_the_triggers_is_found_by_the_chain(
    office: Office, tmp_path: Path, statement: str, faults: set[Fault]
) -> None:
    room = await office.open_room()
    audit = AuditStore(office.engine, office.keys.node)
    for source in ("203.0.113.7", "203.0.113.8"):
        await audit.append(room.case, NOW, LinkUnknown(source, "invite.revoked"))
    await audit.sign_head(room.case, NOW)
    intruder = sqlite3.connect(tmp_path / "rooms.db")
    for trigger in intruder.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        intruder.execute(f"DROP TRIGGER {trigger[0]}")
    intruder.execute(statement)
    intruder.commit()
    intruder.close()
    assert {found.fault for found in await audit.verify(room.case)} == faults


async def test_threat31_the_audit_holds_no_name_digits_or_chat(office: Office) -> None:
    room = await office.open_room()
    await play(office, room.id)
    assert [line.text for line in await office.rooms.lines(room.id, JOINT, 0)] == [SECRET_TEXT]
    records = await AuditStore(office.engine, office.keys.node).records(room.case)
    bodies = "".join(record.body for record in records)
    assert len(records) > 5
    for private in (SECRET_TEXT, "王五", "张三", "李四", "某某公司", ID_NO, ID_NO[-4:], "13812345678"):
        assert private not in bodies


def declared(what: Declared) -> str:
    return "王五在旁边" if what is Declared.COMPANY else ""


async def play(office: Office, room_id: RoomId) -> None:
    """From the link to a line of chat."""
    tab, device = SessionId("tab of chen"), DeviceId("d" * 64)
    story: tuple[Input, ...] = (
        EnterRequested(NOW, CHEN, device, tab, microphone=True, camera=True),
        IdentityOffered(NOW, ZHANG, digits_match=False),
        IdentityOffered(NOW, ZHANG, digits_match=True),
        ConsentsGiven(NOW, ZHANG, device, SessionId("tab of zhang"), notice(day_of(NOW)).version, frozenset(Consent)),
        EnterRequested(NOW, ZHANG, device, SessionId("tab of zhang"), microphone=True, camera=True),
        CalledToCheck(NOW, CHEN, ZHANG),
        NoticeOpened(NOW - timedelta(minutes=2), ZHANG, PersonId(ZHANG)),
        NoticeFinished(NOW, ZHANG, PersonId(ZHANG), notice(day_of(NOW)).version, aloud=False),
        *(DeclarationMade(NOW, ZHANG, PersonId(ZHANG), what, declared(what)) for what in Declared),
        IdentityConfirmed(NOW, CHEN, ZHANG),
        Cleared(NOW, CHEN, ZHANG),
        CheckLeft(NOW, CHEN),
        JointOpened(NOW, CHEN),
        ChatSent(NOW, ZHANG, MessageId("m1"), SECRET_TEXT),
    )
    for event in story:
        room = await office.rooms.load(room_id)
        assert room is not None
        after = step(room, event)
        await office.rooms.commit(room, after.room, NOW, after.effects)
