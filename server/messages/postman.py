"""Works off one way of the queue: what is due now, then sleep until more is, or until somebody rings."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from server.messages.carrier import Away, Carrier, Unwanted
from server.storage.messages import Channel, Claimed, MessageId, MessageStore

log = structlog.get_logger()

LEASE: Final = timedelta(seconds=60)
"""How long a claimed message is ours: longer than a try can take. After a crash it comes up again then."""
AGAIN: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 300, 900))
"""Until the next try, after the first, the second and so on; then always the last."""
GIVE_UP: Final = timedelta(days=2)
"""After the first try: what could not be handed over for so long nobody waits for."""
LONGEST_S: Final = 60.0
"""Of one sleep: the clock may be set, and another node may have stored something."""

Tell = Callable[[MessageId], Awaitable[None]]


class Postman:
    """One way with its carrier. `bell` is rung when there may be more."""

    def __init__(
        self,
        channel: Channel,
        carrier: Carrier,
        store: MessageStore,
        clock: Callable[[], datetime],
        bell: asyncio.Event,
        tell: Tell,
    ) -> None:
        """`tell` hears of each message after a try, whatever came of it."""
        self._channel = channel
        self._carrier = carrier
        self._store = store
        self._clock = clock
        self._bell = bell
        self._tell = tell

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._bell.clear()
            try:
                await self.deliver_due()
                wait_s = await self._until_next()
            except Exception:
                log.exception("messages.failed", channel=self._channel)
                wait_s = LONGEST_S
            try:
                async with asyncio.timeout(wait_s):
                    await self._bell.wait()
            except TimeoutError:
                continue

    async def deliver_due(self) -> None:
        """Try everything that is due, each once."""
        while (message := await self._store.claim(self._channel, self._clock(), LEASE)) is not None:
            await self._deliver(message)
            await self._tell(message.id)

    async def _deliver(self, message: Claimed) -> None:
        try:
            await self._carrier.carry(message)
        except Unwanted as no:
            log.warning("message.unwanted", id=message.id, kind=message.kind, code=no.code)
            await self._store.failed(message.id, self._clock(), no.code)
        except Away as away:
            await self._put_off(message, away.code)
        except Exception:
            # A fault of ours: it must not stand in the way of the others.
            log.exception("message.failed", id=message.id, kind=message.kind)
            await self._put_off(message, "internal")
        else:
            log.info("message.sent", id=message.id, kind=message.kind, channel=self._channel)
            await self._store.sent(message.id, self._clock())

    async def _put_off(self, message: Claimed, code: str) -> None:
        log.warning("message.put_off", id=message.id, kind=message.kind, code=code, tries=message.tries)
        if message.tries > _tries_within(GIVE_UP):
            await self._store.failed(message.id, self._clock(), code)
            return
        wait = AGAIN[min(message.tries, len(AGAIN)) - 1]
        await self._store.put_off(message.id, self._clock() + wait, code)

    async def _until_next(self) -> float:
        earliest = await self._store.next_at(self._channel)
        if earliest is None:
            return LONGEST_S
        return max(0.0, min((earliest - self._clock()).total_seconds(), LONGEST_S))


def _tries_within(time: timedelta) -> int:
    """How many tries there are in so long."""
    return len(AGAIN) + int((time - sum(AGAIN, timedelta())) / AGAIN[-1])
