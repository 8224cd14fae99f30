"""What the room writes by itself, and what it never does."""

from dataclasses import fields
from datetime import timedelta
from typing import get_args

import pytest

from law.zone import Zone
from rooms import facts
from rooms.ids import CaucusId, DeviceId, DisclosureId, DocumentId, FactId, PersonId, SeatId, SessionId
from rooms.minutes.happened import Apart, Names, Record, entries_of, entry_of
from rooms.minutes.minutes import Mark
from rooms.person import Consent, Declared, Identity
from rooms.room import Cause, Phase, Presence
from tests.rooms.minutes.minutes_story import NOON, minutes

WORKER, MEDIATOR = SeatId("worker"), SeatId("mediator")
REFUSED = "非同步调解、电子签名、电子送达、录音录像、人脸核验、向人民法院回传调解数据"
PAYSLIP = DocumentId("payslip")
CAUCUS, EMPTY, RELATION = CaucusId("k1"), CaucusId("k2"), DisclosureId("d1")
NAMES = Names(
    {WORKER: "张三（申请人）", MEDIATOR: "王敏（调解员）"},
    {PAYSLIP: "工资条.pdf"},
    {"rights_duties": "权利和义务"},
    {RELATION: "曾与被申请人同学。"},
    {
        CAUCUS: Apart(NOON - timedelta(minutes=11), mediated=True, sides=("申请人",), people=("张三", "李代理")),
        EMPTY: Apart(NOON, mediated=True, sides=(), people=()),
    },
)


def told(*happened: facts.Fact) -> list[tuple[Mark, str]]:
    records = [Record(seq, NOON + timedelta(minutes=seq), fact) for seq, fact in enumerate(happened, start=1)]
    return [(each.mark, each.text) for each in entries_of(minutes(), records, NAMES)]


def document(zone: str, name: DocumentId = PAYSLIP) -> facts.DocumentKept:
    return facts.DocumentKept(WORKER, SessionId("s"), DeviceId("d"), name, "ab" * 32, 10, "application/pdf", 1, zone)


def moved(act: str) -> facts.SeatMoved:
    return facts.SeatMoved(WORKER, act, by=MEDIATOR, reason="不告诉别人的话")


def presence(presence: Presence, second: int) -> facts.PresenceChanged:
    return facts.PresenceChanged(WORKER, presence, NOON + timedelta(seconds=second))


def test_a_session_tells_its_own_course() -> None:
    assert told(
        facts.IdentityProved(WORKER, Identity.MEDIATOR, by=MEDIATOR),
        facts.ConsentsRecorded(WORKER, SessionId("s"), "2026-01-01", (Consent.ONLINE_MEDIATION,)),
        moved("admitted"),
        facts.PhaseChanged(Phase.JOINT, by=MEDIATOR),
        presence(Presence.RECONNECTING, 0),
        presence(Presence.AWAY, 0),
        presence(Presence.HERE, 75),
        document(Zone.JOINT),
        facts.PageShown(WORKER, PAYSLIP, "ab" * 32, 1),
        moved("left"),
        facts.PhaseChanged(Phase.CLOSED, by=MEDIATOR),
    ) == [
        (Mark.IDENTITY, "张三（申请人）的身份：由调解员当场核实。"),
        (
            Mark.TOLD,
            f"张三（申请人）就权利义务告知书（2026-01-01）逐项选择：同意在线调解；不同意{REFUSED}。",
        ),
        (Mark.JOINED, "张三（申请人）进入会谈。"),
        (Mark.BEGUN, "共同会谈开始。"),
        (Mark.DROPPED, "张三（申请人）的连接于12时00分00秒中断。"),
        (Mark.RETURNED, "张三（申请人）于12时01分15秒恢复连接。"),
        (Mark.DOCUMENT, f"张三（申请人）提交材料《工资条.pdf》（SHA-256：{'ab' * 32}）。"),
        (Mark.DOCUMENT, f"张三（申请人）向各方出示材料《工资条.pdf》（SHA-256：{'ab' * 32}）。"),
        (Mark.LEFT, "张三（申请人）离开会谈。"),
        (Mark.ENDED, "本次会谈结束。"),
    ]


def test_the_gate_the_script_and_a_disclosure_are_told_person_by_person() -> None:
    person = PersonId(WORKER)
    assert [
        text
        for _, text in told(
            facts.PersonIdentified(WORKER, person, Identity.DOCUMENT, by=MEDIATOR),
            facts.NoticeWasRead(WORKER, person, "2026-01-01", 95, aloud=True),
            facts.PersonDeclared(WORKER, person, Declared.NO_RECORDING, 0),
            facts.PersonDeclared(WORKER, person, Declared.COMPANY, 1),
            facts.ScriptItemTold("rights_duties", told=True, by=MEDIATOR),
            facts.RelationDisclosed(RELATION, MEDIATOR),
            facts.DisclosureJudged(RELATION, WORKER, person, agrees=True),
            facts.FactMoved(FactId("f"), "entered", WORKER, 1),
            facts.FactMoved(FactId("g"), "proposed", WORKER, 1),
        )
    ] == [
        "张三（申请人）的身份：由调解员比对证件与本人核实。",
        "张三（申请人）听完权利义务告知书（2026-01-01），用时95秒。",
        "张三（申请人）承诺不录音、不录像。",
        "张三（申请人）说明身边有其他人。",
        "调解员告知：权利和义务。",
        "调解员披露：曾与被申请人同学。",
        "张三（申请人）知悉披露事项，同意继续调解。",
        "各方逐字确认一项无争议事实，内容见“无争议事实”。",
    ]


def test_of_a_private_talk_only_times_and_persons_are_told_when_it_is_over() -> None:
    begun = facts.PhaseChanged(Phase.JOINT, by=MEDIATOR)
    assert told(
        begun,
        facts.CaucusChanged(CAUCUS, "opened", MEDIATOR),
        facts.PhaseChanged(Phase.CAUCUS, by=MEDIATOR),
        facts.CaucusAttended(CAUCUS, WORKER, entered=True),
        facts.CaucusChanged(CAUCUS, "closing", MEDIATOR),
        facts.CaucusChanged(CAUCUS, "closed", MEDIATOR),
        facts.CaucusChanged(EMPTY, "closed", MEDIATOR),
        begun,
    )[1:] == [(Mark.CAUCUS, "11时49分至12时06分，调解员与申请人单独沟通，内容保密不记录（参加人：张三、李代理）。")]


def test_a_break_and_an_interruption_are_told_with_their_end() -> None:
    begun = facts.PhaseChanged(Phase.JOINT, by=MEDIATOR)
    marks = [
        mark
        for mark, _ in told(
            begun,
            facts.PhaseChanged(Phase.BREAK, by=MEDIATOR),
            begun,
            facts.SessionInterrupted(Cause.HOST_LOST, Phase.JOINT, None, ""),
            facts.SessionResumed(Phase.JOINT, by=MEDIATOR),
        )
    ]
    assert marks == [Mark.BEGUN, Mark.PAUSED, Mark.RESUMED, Mark.INTERRUPTED, Mark.RESUMED]


def test_who_never_came_in_cannot_leave_or_drop() -> None:
    away, back = presence(Presence.AWAY, 0), presence(Presence.HERE, 1)
    assert told(moved("left"), moved("removed"), away, back) == []


def test_a_short_gap_is_nothing_to_write_down() -> None:
    assert told(moved("admitted"), presence(Presence.RECONNECTING, 0), presence(Presence.HERE, 9))[1:] == []


def test_what_was_recorded_before_it_said_since_when_is_still_told() -> None:
    away, back = (facts.PresenceNoted(WORKER, each) for each in (Presence.AWAY, Presence.HERE))
    assert [text for _, text in told(moved("admitted"), away, back)][1:] == [
        "张三（申请人）的连接中断。",
        "张三（申请人）恢复连接。",
    ]


@pytest.mark.parametrize("zone", ["Z1", "Z3", "Z4", "Z4p", "Z5", "Z6"])
def test_documents_of_other_zones_leave_no_trace(zone: str) -> None:
    assert told(document(zone)) == []


def test_a_document_without_a_joint_name_is_never_named() -> None:
    assert (
        told(document(Zone.JOINT, DocumentId("private")), facts.PageShown(WORKER, DocumentId("private"), "cd", 1)) == []
    )


def test_no_reason_line_or_device_passes() -> None:
    """By type: of every fact, filled with a mark in each of its texts, none of those marks comes out."""
    planted = "只对调解员说的话"
    for kind in get_args(facts.Fact):
        made = kind(**{field.name: _planted(field.name, str(field.type), planted) for field in fields(kind)})
        entry = entry_of(Record(1, NOON, made), NAMES)
        assert entry is None or planted not in entry.text, kind


def _planted(name: str, kind: str, planted: str) -> object:
    chosen: dict[str, object] = {
        "seat": WORKER,
        "by": MEDIATOR,
        "how": Identity.DIGITS,
        "given": (),
        "version": "2026-01-01",
        "sha256": "ab" * 32,
        "document": PAYSLIP,
        "what": Declared.COMPANY,
        "cause": Cause.SUSPENDED,
        "item": "rights_duties",
        "disclosure": RELATION,
        "caucus": CAUCUS,
        "person": WORKER,
        "host": MEDIATOR,
    }
    return chosen.get(name, 1 if "int" in kind or "bool" in kind else planted)
