"""What carries a message out of the house, and how it says that it could not."""

from typing import Protocol

from server.storage.messages import Claimed


class Away(Exception):
    """It could not be handed over now; `code` says why. It is worth trying again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unwanted(Exception):
    """It will not be taken, now or later: a number or address that is none; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Carrier(Protocol):
    """One way out. The same message may be handed over twice, under the same id."""

    async def carry(self, message: Claimed) -> None:
        """The other side has it on return; raises Away or Unwanted."""


class KeptHere:
    """The outbox marked 模拟: the message stays where it is, to be read by those who work on the room."""

    async def carry(self, message: Claimed) -> None:
        """It lies there already."""
