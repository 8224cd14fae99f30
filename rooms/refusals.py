"""Refusals: the person's fault or bad luck, told to the person. Each leaves the room as it was.

    Refusal
    ├── NotPermitted   role, place or phase forbids the act (the table in permissions.py)
    ├── Unmet          something must come first
    └── Unfit          the content itself cannot be taken

A refusal has a stable `code` for programs and a sentence in both languages for people. Numbers it needs are `data`.
"""

from collections.abc import Mapping
from typing import Final

from law.refusal import SpokenRefusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "not_permitted.role": ("只有调解员可以这样操作。", "Only the mediator can do this."),
    "not_permitted.place": (
        "您现在所在的位置不能这样操作，请等调解员接入。",
        "You cannot do this from where you are; please wait for the mediator.",
    ),
    "not_permitted.phase": ("当前阶段不能这样操作。", "This cannot be done at this stage."),
    "seat.unknown": ("这个房间里没有这个席位。", "There is no such seat in this room."),
    "seat.removed": ("调解员已将您移出，请联系调解员。", "The mediator has removed you; please call the mediator."),
    "invite.revoked": (
        "这个链接已被撤销，请向调解员索取新链接。",
        "This link was revoked; ask the mediator for a new one.",
    ),
    "identity.digits_wrong": (
        "身份证号后四位不对，还可以试{tries_left}次。",
        "The last four digits are not right; {tries_left} tries left.",
    ),
    "identity.locked": (
        "输错次数过多，链接已锁定，请联系调解员换新链接。",
        "Too many wrong tries; the link is locked. Ask the mediator for a new one.",
    ),
    "identity.first": ("请先确认身份。", "Please confirm who you are first."),
    "consents.first": ("请先逐项选择是否同意。", "Please decide on each consent first."),
    "consents.online_mediation": (
        "不同意在线调解就不能进入房间，可联系调解员改为线下。",
        "Without consent to online mediation you cannot enter; ask the mediator to meet in person.",
    ),
    "device.waiting": (
        "此链接已在另一台设备上使用，请等调解员同意换到这台设备。",
        "This link is in use on another device; please wait until the mediator agrees to the change.",
    ),
    "device.no_knock": ("没有其他设备在申请。", "No other device is asking."),
    "seat.not_waiting": ("对方不在等候室。", "That person is not in the lobby."),
    "session.stale": ("此页面已被另一个页面接替。", "Another page has taken over from this one."),
    "chat.empty": ("请输入内容。", "Please write something."),
    "chat.too_long": ("内容过长，每条最多{limit}字。", "Too long: at most {limit} characters a line."),
    "text.control_characters": (
        "文字里有看不见的控制字符（{characters}），请删除后再试。",
        "The text has invisible control characters ({characters}); please remove them.",
    ),
    "chat.channel": ("您现在不能在这里发文字。", "You cannot write here now."),
    "chat.joint_paused": (
        "调解员暂时不在共同会谈，这里的文字和材料暂停，您仍可以与本方交流。",
        "No mediator is in the joint session just now, so writing and showing rest here; your own side can still talk.",
    ),
    "chat.caucus_paused": (
        "调解员不在这里，文字和材料暂停，可以请调解员进来。",
        "No mediator is here, so writing and showing rest; you can ask the mediator to come in.",
    ),
    "media.muted": (
        "调解员已关闭您的麦克风，可举手申请。",
        "The mediator has shut your microphone; raise your hand to ask for it.",
    ),
    "mute.mediator": ("调解员的麦克风由本人开关。", "Mediators switch their own microphones."),
    "screen.not_allowed": ("共享屏幕须先经调解员允许。", "The mediator has to let you share your screen first."),
    "screen.taken": (
        "有人正在共享屏幕，请等对方停止。",
        "Somebody is sharing a screen already; please wait until they stop.",
    ),
    "seat.not_here": ("对方现在不在这里。", "That person is not here now."),
    "document.private": (
        "这份材料是在别处单独提交的，不能在这里展示。",
        "This document was brought in private elsewhere and cannot be shown here.",
    ),
    "script.unknown": ("开场告知里没有这一项。", "There is no such item in the opening script."),
    "disclosure.text": (
        "请写明是什么关系，须有1到{limit}个字。",
        "Please say what the relation is: 1 to {limit} characters.",
    ),
    "disclosure.full": ("披露最多{limit}条。", "At most {limit} disclosures."),
    "disclosure.unknown": ("没有这一条披露。", "There is no such disclosure."),
    "fact.unattended": (
        "调解员在共同会谈中时，才能提出或者改写无争议事实。",
        "Undisputed facts are proposed and reworded only while a mediator is in the joint session.",
    ),
    "fact.words": ("请写明事实，须有1到{limit}个字。", "Please write the fact: 1 to {limit} characters."),
    "fact.line_unknown": ("没有您说的那一条发言。", "There is no such line."),
    "fact.proposal": (
        "这一条发言是让步或者方案，说的人无权确认，不能列为无争议事实。",
        "That line is a concession or proposal by somebody who cannot confirm facts; it cannot become one.",
    ),
    "fact.unknown": ("没有这一条事实。", "There is no such fact."),
    "facts.full": ("无争议事实最多{limit}条。", "At most {limit} undisputed facts."),
    "fact.not_yours": (
        "只有提出这一条的人或者调解员可以这样操作。",
        "Only who proposed this fact, or a mediator, can do this.",
    ),
    "fact.not_asked": ("这一条不需要您确认。", "You are not asked to confirm this fact."),
    "fact.changed": ("文字已经改过，请看清新的文字再确认。", "The words have changed; please read them anew."),
    "fact.refused": (
        "有人不同意这一条，改写后才能再确认。",
        "Somebody refused this fact; it has to be reworded first.",
    ),
    "fact.settled": ("这一条已经确认或者撤回，不能再改。", "This fact was entered or withdrawn and changes no more."),
    "document.unknown": ("没有这份材料。", "There is no such document."),
    "document.name": ("文件名须有1到{limit}个字。", "A file's name has 1 to {limit} characters."),
    "document.page": ("这份材料只有{pages}页。", "This document has {pages} pages only."),
    "document.another_shows": (
        "正在展示其他人的材料，请等对方停止，或请调解员停止。",
        "Somebody else is showing a document; wait until they stop, or ask the mediator.",
    ),
    "documents.full": ("材料太多，这里最多{limit}份。", "Too many documents: at most {limit} here."),
    "reason.needed": ("请写明原因（不超过200字）。", "Please give a reason (at most 200 characters)."),
}


class Refusal(SpokenRefusal):
    """A plain no of the room."""

    sentences = SENTENCES


class NotPermitted(Refusal):
    """The table in `permissions` says no."""


class Unmet(Refusal):
    """A guard is missing; the sentence names it."""


class Unfit(Refusal):
    """The content cannot be taken."""
