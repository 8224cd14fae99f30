"""A timestamp authority elsewhere, over HTTP (RFC 3161 §3.4)."""

from dataclasses import dataclass
from typing import Final

import aiohttp

from agreements.authority.refusals import timestamps_away

ANSWER_S: Final = 10.0
ANSWER_BYTES: Final = 64 * 1024
"""A token with a long chain has under 10 KB."""


@dataclass(frozen=True, slots=True)
class RemoteTimeStampAuthority:
    """Sends each request to `url`, follows no redirect, and takes only what says that it is a timestamp."""

    url: str

    async def answer(self, request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query"}
        limit = aiohttp.ClientTimeout(total=ANSWER_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self.url, data=request, headers=headers, allow_redirects=False) as response,
            ):
                return await _answer(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise timestamps_away(f"{type(error).__name__}: {error}") from error


async def _answer(response: aiohttp.ClientResponse) -> bytes:
    if response.status != 200 or response.content_type != "application/timestamp-reply":
        raise timestamps_away(f"answered {response.status} {response.content_type}")
    answer = bytearray()
    async for piece in response.content.iter_any():
        answer += piece
        if len(answer) > ANSWER_BYTES:
            raise timestamps_away(f"answered more than {ANSWER_BYTES} bytes")
    return bytes(answer)
