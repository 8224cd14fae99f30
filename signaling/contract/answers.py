"""The two answers a command can get."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from signaling.contract.wire import Wire


class Message(Wire):
    """One sentence for a person, in both languages."""

    zh: str
    en: str


class Accepted(Wire):
    """Done and durable."""

    ok: Literal[True] = True


class Refused(Wire):
    """Not done, nothing changed but what the sentence says. `code` is stable; `data` are the values in the sentence."""

    ok: Literal[False] = False
    code: str
    message: Message
    data: Mapping[str, str | int] = Field(default_factory=dict)


Answer = Accepted | Refused
