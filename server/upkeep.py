"""What a node does for its database when it starts and when it ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog

from server.stores import Stores

log = structlog.get_logger()

KEPT: Final = timedelta(days=30)
"""How long an expired token's row stays, for whoever looks into something that happened."""


@asynccontextmanager
async def upkeep(stores: Stores, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Forget what expired long ago, sign where every audit chain ends, and know every sealed file."""
    now = clock()
    await stores.seat_sessions.forget_expired(now - KEPT)
    await stores.accounts.forget_expired(now - KEPT)
    await stores.audit.sign_heads(now)
    await stores.agreements.register_sealed()
    await asyncio.to_thread(stores.private_files.sweep)
    try:
        yield
    finally:
        try:
            await stores.audit.sign_heads(clock())
        except Exception:
            # The next start signs them; whatever else has to end must end.
            log.exception("audit.unsigned")
