"""The two answers a command can get."""

from typing import Literal

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
    data: dict[str, str | int] = {}


Answer = Accepted | Refused
