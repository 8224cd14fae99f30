"""Who takes part, what each is called, and that several people on one device sign one after another."""

from dataclasses import replace
from datetime import UTC, datetime

from agreements.agreement import Activation, Agreement, Frozen, Ink, Matter, Signing, Slot
from agreements.draft import Draft
from agreements.ids import AgreementId, Digest, FieldName, SignerId
from rooms.ids import CaseId, PersonId, RoomId, SeatId
from rooms.minutes.acts import Excused
from rooms.minutes.minutes import Minutes
from rooms.minutes.step import step
from rooms.person import Identity, Person
from rooms.room import Authority, Role, Room, Seat, Side
from server.minutes.document import fields_of, signers_of
from server.minutes.roll import names_of, roll
from server.minutes.view import signer_of

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def seat(name: str, role: Role, side: Side, *people: str, came: bool = True) -> Seat:
    persons = tuple(
        Person(PersonId(name if number == 0 else f"{name}-{number}"), each, proofs=frozenset({Identity.DOCUMENT}))
        for number, each in enumerate(people)
    )
    authority = Authority.SPECIAL if role is Role.AGENT else None
    return Seat(SeatId(name), role, side, persons, authority=authority, admitted_at=NOON if came else None)


ASSISTED = seat("workers", Role.PARTY, Side.APPLICANT, "张三", "李四")
ROOM = Room(
    RoomId("room"),
    CaseId("case"),
    "",
    "",
    NOON,
    "",
    (
        seat("host", Role.MEDIATOR, Side.NEUTRAL, "王敏"),
        seat("pen", Role.RECORDER, Side.NEUTRAL, "周记录"),
        seat("boss", Role.LEGAL_REPRESENTATIVE, Side.RESPONDENT, "赵经理"),
        ASSISTED,
        seat("more", Role.PARTY, Side.APPLICANT, "钱五"),
        seat("agent", Role.AGENT, Side.APPLICANT, "孙律师"),
        seat("judge", Role.COURT, Side.NEUTRAL, "法官"),
        seat("late", Role.THIRD_PARTY, Side.THIRD, "没来", came=False),
    ),
)


def test_everybody_stands_in_the_order_of_the_paper_with_what_they_are() -> None:
    assert [one.called for one in roll(ROOM)] == [
        "张三（申请人一）",
        "李四（申请人一）",
        "钱五（申请人二）",
        "赵经理（被申请人的代表人）",
        "孙律师（申请人的委托代理人，特别授权）",
        "没来（第三人）",
        "法官（法院人员）",
        "王敏（调解员）",
        "周记录（记录人）",
    ]
    assert names_of(ROOM).people["workers"] == "张三、李四（申请人一）"
    assert names_of(ROOM).people["workers-1"] == "李四（申请人一）"


def test_who_came_signs_but_the_court_and_who_is_excused() -> None:
    minutes = Minutes(ROOM.id, NOON)
    excused = step(minutes, Excused(NOON, PersonId("pen"), PersonId("boss"), "拒绝签名")).minutes
    assert [one.name for one in signers_of(minutes, roll(ROOM))] == [
        "张三",
        "李四",
        "钱五",
        "赵经理",
        "孙律师",
        "王敏",
        "周记录",
    ]
    signers = signers_of(excused, roll(ROOM))
    assert "赵经理" not in [one.name for one in signers]
    names = [field.name for field in fields_of(signers)]
    assert len(set(names)) == len(names)
    assert names[0] == "platform"
    assert "mediator" in names


def test_people_of_one_device_sign_one_after_another() -> None:
    frozen = Frozen(Draft(()), Digest("d"), Digest("p"), (), NOON)
    first, second = (Slot(SignerId(person.id), FieldName(person.id)) for person in ASSISTED.persons)
    paper = Agreement(
        AgreementId("a"), Matter("", "", "", "", "", "", ""), (), Signing(frozen, (first, second), Digest("p"))
    )
    assert signer_of(paper, ASSISTED) == "workers"
    pressed = Activation("r", NOON, Ink((), 400, "张三"), "", "", "", "", "")
    later = Signing(frozen, (replace(first, activation=pressed), second), Digest("p"))
    assert signer_of(replace(paper, stage=later), ASSISTED) == "workers-1"
    both = Signing(frozen, (replace(first, activation=pressed), replace(second, activation=pressed)), Digest("p"))
    assert signer_of(replace(paper, stage=both), ASSISTED) == "workers-1"
