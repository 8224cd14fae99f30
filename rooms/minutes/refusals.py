"""Refusals of the minutes: told to the person; each leaves the minutes as they were. Codes begin with `minutes.`."""

from collections.abc import Mapping
from typing import Final

from law.refusal import SpokenRefusal

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "minutes.none": (
        "笔录还没有开始，共同会谈开始后自动建立。",
        "There are no minutes yet; they begin with the joint session.",
    ),
    "minutes.not_open": (
        "笔录已定稿，不能再修改；需要修改的，请记录人退回记录（已签的会作废）。",
        "The minutes are fixed; to change them the keeper reopens them, and signatures fall.",
    ),
    "minutes.not_frozen": ("笔录没有定稿。", "The minutes are not fixed."),
    "minutes.closed": ("笔录已封存，不能再改。", "The minutes are sealed and cannot be changed."),
    "minutes.entry_unknown": ("没有这一条记录。", "There is no such entry."),
    "minutes.entry_id": ("这一条的编号无效或者已被使用。", "This entry's id is not valid or is taken."),
    "minutes.entry_struck": ("这一条已经删去，不能再改。", "This entry is struck out and cannot be changed."),
    "minutes.entry_kind": (
        "系统自动记录的事项不能手写，请选择陈述、告知或者回答。",
        "Events are written by the system; choose statement, notice or answer.",
    ),
    "minutes.speaker": ("请选择是谁说的。", "Please choose who said it."),
    "minutes.entry_changed": (
        "这一条刚刚有变动，请看过后再操作。",
        "This entry has just changed; please look at it and do it again.",
    ),
    "minutes.text_empty": ("请写下内容。", "Please write something."),
    "minutes.text_too_long": ("内容过长，每条最多{limit}字。", "Too long: at most {limit} characters."),
    "minutes.text_characters": (
        "文字里有看不见的控制字符（{characters}），请删除后再试。",
        "The text has invisible control characters ({characters}); please remove them.",
    ),
    "minutes.full": ("笔录太长，不能再增加。", "The minutes are too long for more."),
    "minutes.not_offered": (
        "这一条还没有宣读，请等记录人提交核对。",
        "This entry has not been read back yet; please wait for the keeper.",
    ),
    "minutes.person": ("这个席位上没有这位参加人。", "There is nobody of that name in this seat."),
    "minutes.dissents_full": (
        "您的不同意见过多，请合并后再提交。",
        "Too many notes of yours; please put them together.",
    ),
    "minutes.result_missing": ("请先选择调解结果。", "Please choose the result first."),
    "minutes.nothing_written": ("笔录还没有内容。", "Nothing has been written yet."),
    "minutes.unread": ("还有{count}条没有宣读核对，请先提交核对。", "{count} entries have not been read back yet."),
    "minutes.unconfirmed": (
        "{names}还有未核对的条目。请等其确认或写明不同意见；不再核对的，请记明原因后定稿。",
        "Not everything is confirmed by {names}. Wait for them, or put on record why they do not sign.",
    ),
    "minutes.no_signers": ("至少要有两人签名，其中一人是调解员。", "At least two must sign, the mediator among them."),
    "minutes.reason": ("请写明原因（不超过200字）。", "Please give a reason (at most 200 characters)."),
    "minutes.unsigned": (
        "笔录还没有签完（未签：{names}）。请先签完；不再签的，请写明未签及原因后结束，结束后不能再补签。",
        "The minutes are not signed by {names}. Let them sign first, or end and say why not: nobody can sign later.",
    ),
}


class Refusal(SpokenRefusal):
    """A plain no of the minutes."""

    sentences = SENTENCES


class Unmet(Refusal):
    """Something must come first, or it is too late."""


class Unfit(Refusal):
    """The content cannot be taken."""
