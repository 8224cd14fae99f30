"""Refusals of the ceremony, said of minutes: the steps are the agreement's, and its sentences name an agreement."""

from collections.abc import Mapping
from typing import Final

from law.refusal import SpokenRefusal
from signaling.contract.answers import Message, Refused

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "member.unknown": ("您不是这份笔录的签名人。", "You are not to sign these minutes."),
    "member.party_only": ("调解员请退回记录，不能拒签。", "A mediator reopens the minutes instead of refusing them."),
    "stage.not_signing": ("笔录现在不在签署阶段。", "The minutes are not being signed now."),
    "stage.not_drafting": ("笔录正在签署，请先退回记录。", "The minutes are being signed; reopen them first."),
    "stage.too_late": ("各方均已签署，不能再退回。", "All have signed; there is no way back."),
    "agreement.changed": (
        "笔录文本已经变动，请重新阅读现在的文本。",
        "The text has changed; please read the present one.",
    ),
    "page.unknown": ("笔录没有这一页。", "The minutes have no such page."),
    "confirm.first": ("请先确认笔录与所述一致。", "Please confirm first that the minutes say what was said."),
}


def told(refusal: SpokenRefusal) -> Refused:
    """The answer to the tab."""
    zh, en = SENTENCES.get(refusal.code, (refusal.zh, refusal.en))
    return Refused(code=refusal.code, message=Message(zh=zh, en=en), data=dict(refusal.data))
