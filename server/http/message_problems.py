"""What the messages' part of the API says no to by itself."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

MESSAGE_SENTENCES: Final[Mapping[str, tuple[HTTPStatus, str, str]]] = {
    "message.practice": (
        HTTPStatus.CONFLICT,
        "这是练习室，不会向任何人发送消息，也不能改期。",
        "This is a practice room: nothing is sent to anybody, and it has no time to change.",
    ),
    "message.no_way": (
        HTTPStatus.CONFLICT,
        "{name}没有留下可以发送的手机号或邮箱，请复制链接，用其他方式发给本人。",
        "There is no number or address to write to {name}: copy the link and pass it on another way.",
    ),
    "message.no_link": (
        HTTPStatus.CONFLICT,
        "{name}现在没有可用的链接，请先生成新链接。",
        "{name} has no link that works: make a new one first.",
    ),
    "message.just_sent": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "刚刚已经发给{name}了，请等一分钟再发。",
        "{name} was written to a moment ago; please wait a minute.",
    ),
    "report.signature": (
        HTTPStatus.UNAUTHORIZED,
        "回执的签名或时间不对。",
        "The report's signature or time is not right.",
    ),
    "report.replayed": (HTTPStatus.CONFLICT, "这条回执已经收到过。", "This report was taken already."),
    "message.unknown": (HTTPStatus.NOT_FOUND, "没有这条消息。", "There is no such message."),
    "template.unknown": (HTTPStatus.NOT_FOUND, "没有这个模板。", "There is no such template."),
    "template.name_taken": (
        HTTPStatus.CONFLICT,
        "已有同名的模板，请换一个名称。",
        "There is a template of that name; choose another.",
    ),
    "template.gaps": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "名称格式里只能用 {{applicants}}、{{respondents}} 和 {{cause}}。",
        "The title may hold {{applicants}}, {{respondents}} and {{cause}} only.",
    ),
}
