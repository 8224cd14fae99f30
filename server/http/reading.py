"""A JSON body becomes one closed model, or a refusal that names the field; a raw one becomes bytes."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from aiohttp import web
from pydantic import ValidationError

from server.app_keys import INTAKE
from server.http.bodies import Body
from server.http.files import OCTETS, Upload
from server.http.problems import invalid, refused
from server.intake import Crowded
from server.mistakes import in_words

BODY_LIMIT_BYTES: Final = 64 * 1024
"""Twenty people with every field at its longest take about a third of it."""

BODY_S: Final = 30
"""Seconds a body may take: 64 KiB on a link of 20 kbit/s. Longer than that is somebody who holds a socket open."""

CROWDED_S: Final = 10
"""Seconds after which it is worth trying again when too much is being uploaded."""

RAW: Final = web.RequestKey("RAW", bytes)
"""Under which a request keeps the bytes of its JSON: a signature is over them."""

B = TypeVar("B", bound=Body)


class _DuplicateKey(ValueError):
    """A name that stands twice in one object: readers disagree which one counts (JSA-2023-0001)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key[:40]


async def read_body(request: web.Request, model: type[B]) -> B:
    """The request's body as `model`; raises Refused (400, 408, 413, 415, 422)."""
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise refused("request.media_type")
    raw = await _whole(request, BODY_LIMIT_BYTES, BODY_S)
    request[RAW] = raw
    try:
        value: object = json.loads(raw.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except _DuplicateKey as error:
        raise refused("request.duplicate_key", key=error.key) from None
    except (ValueError, RecursionError):
        raise refused("request.not_json") from None
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise _invalid(error, value) from None


@asynccontextmanager
async def read_upload(request: web.Request, upload: Upload, who: str) -> AsyncIterator[bytes]:
    """The request's raw body, for as long as the block lasts; raises Refused (408, 411, 413, 415, 503).

    The length comes first: it is what the server makes room for.
    """
    if request.content_type != OCTETS or "Content-Encoding" in request.headers:
        raise refused("upload.media_type")
    if not request.content_length:
        raise refused("upload.length")
    if request.content_length > upload.limit_bytes:
        raise refused("upload.too_large", limit=upload.limit_bytes // 2**20)
    try:
        with request.app[INTAKE].holding(who, request.content_length):
            yield await _whole(request, upload.limit_bytes, upload.within_s)
    except Crowded:
        raise refused("upload.crowded", wait_s=CROWDED_S) from None


async def _whole(request: web.Request, limit_bytes: int, within_s: int) -> bytes:
    parts, size = [], 0
    try:
        async with asyncio.timeout(within_s):
            async for part in request.content.iter_chunked(BODY_LIMIT_BYTES):
                size += len(part)
                if size > limit_bytes:
                    raise refused("request.too_large", limit=limit_bytes)
                parts.append(part)
    except TimeoutError:
        raise refused("request.too_slow", limit=within_s) from None
    return b"".join(parts)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _DuplicateKey(key)
        found[key] = value
    return found


def _no_number(name: str) -> object:
    """NaN and the infinities are Python's, not JSON's."""
    raise ValueError(name)


def _invalid(error: ValidationError, value: object) -> Exception:
    """A refusal for the first mistake."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return refused("request.not_json")
    field = field_path(first["loc"], value)
    zh, en = in_words(first)
    return invalid(field or None, zh, en)


def field_path(loc: Sequence[str | int], value: object) -> str:
    """Where in the sender's own JSON: `applicants.0.id_no`. The tag that Pydantic puts in for a union's member goes."""
    path: list[str] = []
    for depth, part in enumerate(loc):
        if isinstance(value, dict):
            if part not in value and depth < len(loc) - 1:
                continue
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        path.append(str(part))
    return ".".join(path)
