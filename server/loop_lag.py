"""How late the event loop comes to a task that is due: what every stall of media and signalling looks like first."""

import asyncio
import time

import structlog

log = structlog.get_logger()

SAMPLE_S = 0.1
ALARM_S = 0.05
"""Above this a packet of sound may come too late to be played."""


class LoopLag:
    """The newest and the worst lag in seconds; the worst is forgotten when it is read."""

    def __init__(self) -> None:
        self.newest_s = 0.0
        self._worst_s = 0.0

    async def run(self) -> None:
        """Sample until cancelled."""
        while True:
            due = time.monotonic() + SAMPLE_S
            await asyncio.sleep(SAMPLE_S)
            self.newest_s = max(0.0, time.monotonic() - due)
            self._worst_s = max(self._worst_s, self.newest_s)
            if self.newest_s > ALARM_S:
                log.warning("loop.lag", ms=round(self.newest_s * 1000, 1))

    def take_worst_s(self) -> float:
        """The worst since the last call."""
        worst, self._worst_s = self._worst_s, 0.0
        return worst
