"""Channels as the database writes them."""

from typing import Final

from rooms import chat
from rooms.chat import ChatLine
from rooms.document import Document

JOINT: Final = str(chat.JOINT)


def channel_of(content: ChatLine | Document) -> str:
    """The channel a line or a document belongs to."""
    return str(content.channel)


def is_private(content: ChatLine | Document) -> bool:
    """Whether a line or a document belongs to a private zone."""
    return content.channel.private
