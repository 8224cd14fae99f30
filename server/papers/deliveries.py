"""How far the codes that signers wait for have come, read off the messages that carry them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from agreements.agreement import Agreement
from agreements.ceremony import slots_of
from agreements.ids import SignerId
from law.sentence import Sentence
from server.papers.view import Delivery, Trouble
from server.storage.messages import MessageId, MessageStore, Progress, State

NOT_SENT: Final = Sentence(
    "验证码暂时没有发出，正在重试；也可以稍后重新获取验证码。",
    "The code could not be sent yet and is being tried again; you can also ask for a new one.",
)
NOT_DELIVERED: Final = Sentence(
    "验证码没有送达。请重新获取；仍收不到的，请调解员核对登记的联系方式。",
    "The code did not arrive. Ask for a new one; if that fails too, let the mediator check the address on file.",
)


async def deliveries(messages: MessageStore, agreement: Agreement, now: datetime) -> Mapping[SignerId, Delivery]:
    """Of each code that is still good and went out by a message."""
    found: dict[SignerId, Delivery] = {}
    for slot in slots_of(agreement):
        code = slot.code
        if code is None or not code.message or code.tries_left == 0 or code.expires <= now:
            continue
        if (progress := await messages.progress(MessageId(code.message))) is not None:
            found[slot.signer] = Delivery(progress.state, _trouble(progress))
    return found


def _trouble(progress: Progress) -> Trouble | None:
    if progress.state is State.FAILED:
        return Trouble("code.not_delivered", NOT_DELIVERED, progress.settled_at or progress.created)
    if progress.state is State.QUEUED and progress.error is not None:
        return Trouble("code.not_sent", NOT_SENT, progress.created)
    return None
