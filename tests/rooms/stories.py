"""A room of three for the tests of the pure core, and a way to tell a story as a list of inputs."""

from datetime import UTC, datetime, timedelta

from rooms import inputs
from rooms.effects import Effect
from rooms.ids import CaseId, DeviceId, DocumentId, MessageId, RoomId, SeatId, SessionId
from rooms.inputs import Input
from rooms.person import Consent
from rooms.room import Role, Room, Seat, Side
from rooms.step import step

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MEDIATOR = SeatId("mediator")
WORKER = SeatId("worker")
COMPANY = SeatId("company")
STRANGER = SeatId("stranger")
EVERYBODY = (MEDIATOR, WORKER, COMPANY)


def session(seat: SeatId, tab: int = 1) -> SessionId:
    return SessionId(f"{seat}-tab{tab}")


def device(seat: SeatId, number: int = 1) -> DeviceId:
    return DeviceId(f"{seat}-device{number}")


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
            Seat(MEDIATOR, Role.MEDIATOR, Side.NEUTRAL, "王敏", None, has_id_tail=False),
            Seat(WORKER, Role.PARTY, Side.APPLICANT, "张伟", None, has_id_tail=True),
            Seat(COMPANY, Role.PARTY, Side.RESPONDENT, "李静", "南京某某电子有限公司", has_id_tail=False),
        ),
    )


def identified(seat: SeatId, *, right: bool | None = True) -> inputs.IdentityOffered:
    return inputs.IdentityOffered(NOON, seat, right)


def consented(seat: SeatId, *given: Consent) -> inputs.ConsentsGiven:
    decided = frozenset(given or (Consent.ONLINE_MEDIATION,))
    return inputs.ConsentsGiven(NOON, seat, device(seat), session(seat), "2026-11-01", decided)


def entered(
    seat: SeatId, *, number: int = 1, tab: int = 1, microphone: bool = True, camera: bool = True
) -> inputs.EnterRequested:
    return inputs.EnterRequested(NOON, seat, device(seat, number), session(seat, tab), microphone, camera)


def admitted(seat: SeatId) -> inputs.Admitted:
    return inputs.Admitted(NOON + timedelta(minutes=1), MEDIATOR, seat)


def said(seat: SeatId, text: str = "您好", message: str = "m-1") -> inputs.ChatSent:
    return inputs.ChatSent(NOON, seat, MessageId(message), text)


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
    """Everything a party does up to the lobby."""
    return [
        event for seat in seats for event in (identified(seat, right=_digits(seat)), consented(seat), entered(seat))
    ]


def everyone_at_the_table() -> list[Input]:
    return [entered(MEDIATOR), *arrivals(WORKER, COMPANY), admitted(WORKER), admitted(COMPANY)]


def after(events: list[Input], start: Room | None = None) -> Room:
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
