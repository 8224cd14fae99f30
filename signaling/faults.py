"""Refusals that belong to the wire, not to the room: the message was not one we know, came too fast, or we failed.

Codes and sentences as in `rooms.refusals`.
"""

from collections.abc import Mapping
from typing import Final

from signaling.contract.answers import Message, Refused

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "session.unknown": ("登录已失效，请重新打开链接。", "This session is over; please open the link again."),
    "wire.unknown_event": ("服务器不认识这个请求。", "The server does not know this request."),
    "wire.malformed": ("请求的格式不对（{field}）。", "The request is malformed ({field})."),
    "wire.ambiguous": ("请求里有重复的字段。", "The request names a field twice."),
    "wire.binary": ("不接受二进制消息，连接已断开。", "Binary messages are not accepted; the connection was closed."),
    "rate.limited": ("操作太频繁，请稍等几秒再试。", "Too fast; please wait a few seconds."),
    "media.failed": (
        "声音和图像没有接通，请稍候，页面会自动重试。",
        "Sound and picture could not be connected; the page tries again by itself.",
    ),
    "internal": ("服务器出错了，请稍后再试。", "Something went wrong on our side; please try again."),
}


def fault(code: str, **data: str | int) -> Refused:
    """The refusal for `code`, which must be in SENTENCES."""
    zh, en = SENTENCES[code]
    return Refused(code=code, message=Message(zh=zh.format(**data), en=en.format(**data)), data=data)
