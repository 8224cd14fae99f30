"""The routes about messages, about putting sessions off, and about what rooms begin from."""

from http import HTTPStatus
from typing import Final

from rooms.rights import Right
from server.http import delivery_reports, practice, rescheduling, room_messages, room_templates
from server.http.access import LEADER, AnyRoute, Nobody, Route, Staff
from server.http.bodies import RoomDetail, Sentence
from server.http.message_bodies import (
    DeliveryReport,
    MessageRequest,
    Outbox,
    RescheduleRequest,
    RoomMessages,
    TemplateDraft,
    TemplateList,
)

ROOM: Final = "/api/v1/rooms/{room}"
TEMPLATES: Final = "/api/v1/room-templates"
MISSING_ROOM: Final = ("room.unknown",)
PLANNING: Final = (
    *("case.unknown", "session.begun", "session.past", "session.short_notice", "message.practice"),
    *("text.control_characters", "text.blank"),
)

MESSAGE_ROUTES: Final[tuple[AnyRoute, ...]] = (
    Route(
        "GET",
        ROOM + "/messages",
        Sentence(zh="已发给参加人的消息", en="What was written to the people of a room"),
        Right.READ_ROOM,
        LEADER,
        room_messages.listed,
        response=RoomMessages,
        refusals=MISSING_ROOM,
    ),
    Route(
        "POST",
        ROOM + "/messages",
        Sentence(zh="发送邀请或提醒", en="Send an invitation or a reminder"),
        Right.WRITE_TO_PARTIES,
        LEADER,
        room_messages.sent,
        request=MessageRequest,
        response=RoomMessages,
        status=HTTPStatus.ACCEPTED,
        refusals=(
            *MISSING_ROOM,
            *("seat.unknown", "not_permitted.phase"),
            *("message.practice", "message.no_way", "message.no_link", "message.just_sent"),
        ),
    ),
    Route(
        "POST",
        ROOM + "/time",
        Sentence(zh="改期", en="Another time for the session"),
        Right.WORK_CASE,
        Staff,
        rescheduling.moved,
        request=RescheduleRequest,
        response=RoomDetail,
        refusals=(*MISSING_ROOM, *PLANNING),
    ),
    Route(
        "GET",
        "/api/v1/outbox",
        Sentence(zh="模拟发送的消息", en="Messages that were not really sent"),
        Right.LIST_ROOMS,
        Staff,
        room_messages.outbox,
        response=Outbox,
    ),
    Route(
        "POST",
        "/api/v1/messages/reports",
        Sentence(zh="短信网关的送达回执（签名）", en="The gateway's signed report of delivery"),
        Right.REPORT_DELIVERY,
        Nobody,
        delivery_reports.reported,
        request=DeliveryReport,
        status=HTTPStatus.NO_CONTENT,
        refusals=("path.unknown", "report.signature", "report.replayed", "message.unknown", "rate.too_many"),
    ),
    Route(
        "POST",
        "/api/v1/practice",
        Sentence(zh="打开练习室", en="Open the practice room"),
        Right.CREATE_ROOM,
        Staff,
        practice.opened,
        response=RoomDetail,
    ),
    Route(
        "GET",
        TEMPLATES,
        Sentence(zh="调解室模板", en="Templates of rooms"),
        Right.CREATE_ROOM,
        Staff,
        room_templates.listed,
        response=TemplateList,
    ),
    Route(
        "POST",
        TEMPLATES,
        Sentence(zh="保存模板", en="Keep a template"),
        Right.CREATE_ROOM,
        Staff,
        room_templates.added,
        request=TemplateDraft,
        response=TemplateList,
        status=HTTPStatus.CREATED,
        refusals=("template.name_taken", "template.gaps", "cause.unknown", "text.control_characters", "text.blank"),
    ),
    Route(
        "DELETE",
        TEMPLATES + "/{template}",
        Sentence(zh="删除模板", en="Give a template up"),
        Right.CREATE_ROOM,
        Staff,
        room_templates.dropped,
        response=TemplateList,
        refusals=("template.unknown",),
    ),
)
