"""Routes of the way to the table, and of the seats that are added to it."""

from http import HTTPStatus
from typing import Final

from rooms.rights import Right
from server.http import gate, seats
from server.http.access import LEADER, AnyRoute, Route, Seated
from server.http.bodies import RoomDetail, Sentence, SessionState
from server.http.gate_bodies import (
    CodeAnswer,
    CodeRequest,
    CodeSent,
    DeclarationRequest,
    NoticeAct,
    SeatDraft,
    SpokenCode,
    SpokenCodeRequest,
)

STATES: Final = ("not_permitted.phase", "not_permitted.place", "seat.removed", "session.stale", "person.unknown")

GATE_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "POST",
        "/api/v1/session/notice",
        Sentence(zh="阅读权利义务告知", en="Read the notice of rights"),
        Right.DECLARE,
        Seated,
        gate.notice,
        request=NoticeAct,
        response=SessionState,
        refusals=("notice.outdated", "notice.not_opened", "notice.too_fast", *STATES),
    ),
    Route(
        "POST",
        "/api/v1/session/declarations",
        Sentence(zh="逐项声明", en="Declare one thing"),
        Right.DECLARE,
        Seated,
        gate.declaration,
        request=DeclarationRequest,
        response=SessionState,
        refusals=("text.control_characters", *STATES),
    ),
    Route(
        "POST",
        "/api/v1/session/codes",
        Sentence(zh="获取身份验证码", en="Ask for a one-time code"),
        Right.DECLARE,
        Seated,
        gate.code,
        request=CodeRequest,
        response=CodeSent,
        refusals=("gate_code.too_soon", *STATES),
    ),
    Route(
        "POST",
        "/api/v1/session/codes/answer",
        Sentence(zh="填写身份验证码", en="Give the one-time code"),
        Right.DECLARE,
        Seated,
        gate.code_answer,
        request=CodeAnswer,
        response=SessionState,
        refusals=("gate_code.wrong", "gate_code.spent", *STATES),
    ),
    Route(
        "POST",
        "/api/v1/rooms/{room}/seats/{seat}/codes",
        Sentence(zh="电话核验后口头告知的验证码", en="A code to read out on the telephone"),
        Right.CHECK,
        LEADER,
        gate.spoken_code,
        request=SpokenCodeRequest,
        response=SpokenCode,
        refusals=("room.unknown", "seat.unknown"),
    ),
    Route(
        "POST",
        "/api/v1/rooms/{room}/seats",
        Sentence(zh="增加席位", en="Add a seat"),
        Right.SEAT_OTHERS,
        LEADER,
        seats.added,
        request=SeatDraft,
        response=RoomDetail,
        status=HTTPStatus.CREATED,
        refusals=("room.unknown", "seat.unknown", "agents.too_many", "agent.authority", "agent.principal", "seat.side"),
    ),
)
