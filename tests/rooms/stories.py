"""A room of three for the tests of the pure core, and a way to tell a story as a list of inputs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rooms import inputs
from rooms.chat import JOINT, Channel
from rooms.effects import Effect
from rooms.ids import CaseId, CaucusId, DeviceId, DocumentId, MessageId, PersonId, RoomId, SeatId, SessionId
from rooms.inputs import Input
from rooms.person import Consent, Declared, Person
from rooms.room import Authority, Role, Room, Seat, Side
from rooms.step import step

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MEDIATOR = SeatId("mediator")
WORKER = SeatId("worker")
COMPANY = SeatId("company")
STRANGER = SeatId("stranger")
EVERYBODY = (MEDIATOR, WORKER, COMPANY)
AGENT = SeatId("agent")
"""The worker's lawyer; not planned, but `with_seats` adds these."""
CO_MEDIATOR = SeatId("co_mediator")
RECORDER = SeatId("recorder")
INTERPRETER = SeatId("interpreter")
COURT = SeatId("court")
THIRD = SeatId("third")
COLLEAGUE = SeatId("colleague")
"""Another worker of the same side."""
NOTICE = "2026-11-01"
CAUCUS = CaucusId("caucus-1")
LATER = NOON + timedelta(minutes=1)


def session(seat: SeatId, tab: int = 1) -> SessionId:
    return SessionId(f"{seat}-tab{tab}")


def device(seat: SeatId, number: int = 1) -> DeviceId:
    return DeviceId(f"{seat}-device{number}")


def seat(
    name: SeatId, role: Role, side: Side, person: str, on_behalf_of: str | None = None, *, has_id_tail: bool = False
) -> Seat:
    """A seat of one person."""
    return Seat(name, role, side, (Person(PersonId(name), person, on_behalf_of, has_id_tail=has_id_tail),))


OTHERS = {
    AGENT: replace(seat(AGENT, Role.AGENT, Side.APPLICANT, "陈律师"), authority=Authority.SPECIAL, papers_seen=True),
    CO_MEDIATOR: seat(CO_MEDIATOR, Role.CO_MEDIATOR, Side.NEUTRAL, "孙丽"),
    RECORDER: seat(RECORDER, Role.RECORDER, Side.NEUTRAL, "周书记"),
    INTERPRETER: seat(INTERPRETER, Role.INTERPRETER, Side.APPLICANT, "手语翻译"),
    COURT: seat(COURT, Role.COURT, Side.NEUTRAL, "吴法官"),
    THIRD: seat(THIRD, Role.THIRD_PARTY, Side.THIRD, "某某劳务公司"),
    COLLEAGUE: seat(COLLEAGUE, Role.PARTY, Side.APPLICANT, "赵强"),
}
"""Who may be in a session beside the three."""


def with_seats(*seats: SeatId, start: Room | None = None) -> Room:
    """The room with some of the others planned."""
    now = start or room()
    return replace(now, seats=(*now.seats, *(OTHERS[one] for one in seats)))


def room() -> Room:
    """A planned session: mediator, a worker with an ID number on file, a company's representative without."""
    return Room(
        id=RoomId("room"),
        case=CaseId("case"),
        title="张伟与南京某某电子有限公司",
        cause="wages",
        scheduled_at=NOON,
        help_phone="025-00000000",
        seats=(
            seat(MEDIATOR, Role.MEDIATOR, Side.NEUTRAL, "王敏"),
            seat(WORKER, Role.PARTY, Side.APPLICANT, "张伟", has_id_tail=True),
            seat(COMPANY, Role.PARTY, Side.RESPONDENT, "李静", "南京某某电子有限公司"),
        ),
    )


def identified(seat: SeatId, *, right: bool | None = True) -> inputs.IdentityOffered:
    return inputs.IdentityOffered(NOON, seat, right)


def consented(seat: SeatId, *given: Consent) -> inputs.ConsentsGiven:
    decided = frozenset(given or (Consent.ONLINE_MEDIATION,))
    return inputs.ConsentsGiven(NOON, seat, device(seat), session(seat), NOTICE, decided)


def entered(
    seat: SeatId, *, number: int = 1, tab: int = 1, microphone: bool = True, camera: bool = True
) -> inputs.EnterRequested:
    return inputs.EnterRequested(NOON, seat, device(seat, number), session(seat, tab), microphone, camera)


def admitted(seat: SeatId) -> inputs.Admitted:
    return inputs.Admitted(LATER, MEDIATOR, seat)


def informed(seat: SeatId, person: PersonId | None = None) -> list[Input]:
    """The notice read to its end, and everything declared: what a person does for themselves."""
    who = person or PersonId(seat)
    return [
        inputs.NoticeOpened(NOON - timedelta(minutes=2), seat, who),
        inputs.NoticeFinished(NOON, seat, who, NOTICE, aloud=False),
        *(inputs.DeclarationMade(NOON, seat, who, what, "") for what in Declared),
    ]


def cleared(seat: SeatId, by: SeatId = MEDIATOR) -> list[Input]:
    """Through the gate: from waiting in the lobby to waiting in the lobby, cleared."""
    return [
        inputs.CalledToCheck(NOON, by, seat),
        *informed(seat),
        inputs.IdentityConfirmed(NOON, by, seat),
        inputs.Cleared(NOON, by, seat),
        inputs.CheckLeft(NOON, by),
    ]


def opened() -> inputs.JointOpened:
    return inputs.JointOpened(LATER, MEDIATOR)


def said(seat: SeatId, text: str = "您好", message: str = "m-1", channel: Channel = JOINT) -> inputs.ChatSent:
    return inputs.ChatSent(NOON, seat, MessageId(message), text, channel)


def called_aside(*seats: SeatId, comes: bool = True, caucus: CaucusId = CAUCUS) -> inputs.CaucusOpened:
    return inputs.CaucusOpened(LATER, MEDIATOR, caucus, seats, comes)


def aside(*seats: SeatId, comes: bool = True, caucus: CaucusId = CAUCUS) -> list[Input]:
    """A caucus of these, all of whom have come; with the mediator, or without."""
    answers = (inputs.SummonsAnswered(LATER, one, caucus, accepts=True) for one in seats)
    return [called_aside(*seats, comes=comes, caucus=caucus), *answers]


def credential(
    seat: SeatId, number: int = 1, *, paper: str = "id_card", by: SeatId | None = None, name: str = "身份证.jpg"
) -> inputs.CredentialAdded:
    """A paper of one page for the mediators' eyes, whose id is `p-1`."""
    who = by or seat
    return inputs.CredentialAdded(
        NOON,
        who,
        device(who),
        session(who),
        seat,
        PersonId(seat),
        paper,
        DocumentId(f"p-{number}"),
        name,
        "image/jpeg",
        1000,
        f"{number:064x}",
        (f"{number + 500:064x}",),
    )


def added(seat: SeatId, number: int = 1, *, name: str = "工资条.pdf", pages: int = 3) -> inputs.DocumentAdded:
    """A document of three pages, whose id is `d-1`."""
    pictures = tuple(f"{page:064x}" for page in range(1, pages + 1))
    return inputs.DocumentAdded(
        NOON,
        seat,
        device(seat),
        session(seat),
        DocumentId(f"d-{number}"),
        name,
        "application/pdf",
        1000,
        f"{number:064x}",
        pictures,
    )


def shown(seat: SeatId, number: int = 1, page: int = 1) -> inputs.DocumentShown:
    return inputs.DocumentShown(NOON, seat, DocumentId(f"d-{number}"), page)


def hidden(seat: SeatId) -> inputs.DocumentHidden:
    return inputs.DocumentHidden(NOON, seat)


def arrivals(*seats: SeatId) -> list[Input]:
    """Everything a guest does up to the lobby."""
    return [event for seat in seats for event in _arrival(seat)]


def _arrival(seat: SeatId) -> list[Input]:
    consents = () if seat in {CO_MEDIATOR, RECORDER, INTERPRETER, COURT} else (consented(seat),)
    return [identified(seat, right=_digits(seat)), *consents, entered(seat)]


def waiting(*seats: SeatId) -> list[Input]:
    """The mediator is there, and these wait, cleared."""
    return [entered(MEDIATOR), *arrivals(*seats), *(event for seat in seats for event in cleared(seat))]


def everyone_at_the_table(*others: SeatId) -> list[Input]:
    """Through the gate and to the joint table: the three, and those of `others` the room was planned with."""
    return [*waiting(WORKER, COMPANY, *others), opened()]


def after(events: Iterable[Input], start: Room | None = None) -> Room:
    """The room after the story; a refusal in it is an error of the test."""
    now = start or room()
    for event in events:
        outcome = step(now, event)
        assert outcome.refusal is None, outcome.refusal
        now = outcome.room
    return now


def effects_of(start: Room, event: Input) -> tuple[Effect, ...]:
    return step(start, event).effects


def _digits(seat: SeatId) -> bool | None:
    return True if seat == WORKER else None
