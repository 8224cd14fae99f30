"""Short messages by an HTTP gateway: one signed JSON each, under an idempotency key.

Where it goes is in the settings and nowhere else (T11): nothing of a message or an answer is ever taken for an address,
no redirect is followed, and no proxy of the environment is asked.
"""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final

import aiohttp

from server.messages.carrier import Away, Unwanted
from server.messages.signature import signed
from server.storage.messages import Claimed

TIMEOUT: Final = aiohttp.ClientTimeout(total=15, connect=5)
NOT_TAKEN: Final = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY}
)
"""The gateway has understood and wants no such message. All else (keys, limits, faults) somebody will mend."""


class Gateway:
    """`Carrier` of short messages to `url`, signed with `key`."""

    def __init__(self, url: str, key: str, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._key = key
        self._clock = clock

    async def carry(self, message: Claimed) -> None:
        """The gateway has it on return; raises Away or Unwanted."""
        said = {"id": message.id, "to": message.content.address, "text": message.content.text}
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.id,
            **signed(self._key, body, self._clock()),
        }
        try:
            # One session a message: they are few, and a gateway behind a changed address is found again.
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT, trust_env=False) as session,
                session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                status = answer.status
        except TimeoutError as error:
            raise Away("gateway.timeout") from error
        except (aiohttp.ClientError, OSError) as error:
            raise Away("gateway.unreachable") from error
        _judge(status)


def _judge(status: int) -> None:
    """A conflict says that it has a message of that key already: what was sent before a crash."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status == HTTPStatus.CONFLICT:
        return
    if status in NOT_TAKEN:
        raise Unwanted(f"gateway.refused_{status}")
    raise Away(f"gateway.answered_{status}")
