"""Channels as the database writes them."""

from typing import Final

JOINT: Final = "joint"


def channel_of(content: object) -> str:
    """The channel a line or a document belongs to."""
    return str(getattr(content, "channel", JOINT))


def is_private(content: object) -> bool:
    """Whether a line or a document belongs to a private zone."""
    return channel_of(content) != JOINT
