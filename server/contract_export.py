"""The two generated files of the browser client; a drift test compares them with what is committed."""

import inspect
from pathlib import Path

from server.http import (
    application_bodies,
    bodies,
    case_bodies,
    case_deed_bodies,
    case_end_bodies,
    case_people_bodies,
    case_work_bodies,
    court_bodies,
    gate_bodies,
    ink_bodies,
    message_bodies,
    office_bodies,
    own_case_bodies,
    paper_bodies,
    seal_bodies,
    submission_bodies,
    text_bodies,
    withdrawal_bodies,
)
from server.typescript import BANNER, declarations, definitions, event_map
from signaling.contract.answers import Accepted, DraftCompared, FieldDone, Refused
from signaling.contract.commands import COMMANDS
from signaling.contract.pushes import PUSHES

BODIES = (
    application_bodies,
    bodies,
    case_bodies,
    case_deed_bodies,
    case_end_bodies,
    case_people_bodies,
    case_work_bodies,
    court_bodies,
    gate_bodies,
    ink_bodies,
    message_bodies,
    office_bodies,
    own_case_bodies,
    paper_bodies,
    seal_bodies,
    submission_bodies,
    text_bodies,
    withdrawal_bodies,
)
REQUESTS = (
    bodies.LoginRequest,
    bodies.RoomDraft,
    bodies.IdentityRequest,
    bodies.ResumeRequest,
    bodies.ConsentsRequest,
    gate_bodies.NoticeAct,
    gate_bodies.DeclarationRequest,
    gate_bodies.SeatDraft,
    seal_bodies.PaperFiling,
    ink_bodies.InkLinkRequest,
    ink_bodies.InkSent,
    paper_bodies.TicketRequest,
    case_bodies.CaseDraft,
    case_deed_bodies.DeedRequest,
    case_people_bodies.ParticipantChange,
    case_people_bodies.AgentDraft,
    case_deed_bodies.SessionDraft,
    message_bodies.RescheduleRequest,
    own_case_bodies.AnswerRequest,
    own_case_bodies.CourtPaperChoice,
    application_bodies.DeskStep,
    application_bodies.OwnStep,
    office_bodies.LaneSwitch,
    office_bodies.RegisterDraft,
    office_bodies.RegisterAnswer,
    office_bodies.CalendarYear,
    office_bodies.OrganisationDraft,
    office_bodies.MediatorDraft,
    office_bodies.CourtDraft,
    court_bodies.CourtPolicyDraft,
    submission_bodies.SubmissionDraft,
    submission_bodies.CourtActRequest,
    withdrawal_bodies.WithdrawalStep,
)
"""Bodies the browser writes, where a field with a default may be left out; all others it reads."""


def generated() -> dict[str, str]:
    """File name within the client's contract folder to its whole text."""
    return {"socket.ts": _socket(), "http.ts": _http()}


def export(folder: Path) -> None:
    """Write the generated files into `folder`, which must exist."""
    for name, text in generated().items():
        (folder / name).write_text(text, encoding="utf-8")


def _socket() -> str:
    sent = definitions(COMMANDS.values(), "validation")
    received = definitions((*PUSHES.values(), Accepted, FieldDone, DraftCompared, Refused), "serialization")
    types = declarations({**received, **sent})
    return "\n".join((BANNER, types, event_map("Commands", COMMANDS), event_map("Pushes", PUSHES)))


def _http() -> str:
    answers = [
        model
        for module in BODIES
        for _, model in inspect.getmembers(module, inspect.isclass)
        if issubclass(model, bodies.Body) and model is not bodies.Body and model not in REQUESTS
    ]
    types = {**definitions(answers, "serialization"), **definitions(REQUESTS, "validation")}
    return "\n".join((BANNER, declarations(types)))
