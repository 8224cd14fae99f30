"""The process that sends and receives the media of all rooms, so that its work is not on the loop that takes times.

Speaks JSON lines, a question in and an answer out: `{"clients": n}` → `{"offers": [sdp, …]}`; `{"answers": [sdp, …]}`
for those same clients → `{"connected": n}`, all told; `{"seconds": s}` → what came of that many seconds of load. Ends
when its standard input does.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

from bench.relay.clients import Client, consenting
from bench.relay.generator import Generator, Played

Json = dict[str, Any]


class Media:
    """Everybody's connections and what they play."""

    def __init__(self) -> None:
        self._generator = Generator()
        self._offering: list[Client] = []
        self._connected: dict[int, Client] = {}

    async def answered(self, question: Mapping[str, Any]) -> Json:
        if "clients" in question:
            self._offering = [Client() for _ in range(question["clients"])]
            return {"offers": [client.offer() for client in self._offering]}
        if "answers" in question:
            for client, sdp in zip(self._offering, question["answers"], strict=True):
                await client.connect(sdp)
                self._connected[self._generator.add(client.plan())] = client
            return {"connected": len(self._connected)}
        played = await self._play(question["seconds"])
        return {
            "sent": played.sent,
            "received": played.received,
            "p50_ms": played.age_ms(0.5),
            "p99_ms": played.age_ms(0.99),
        }

    async def _play(self, seconds: float) -> Played:
        beside = asyncio.create_task(consenting(list(self._connected.values())))
        try:
            return await asyncio.to_thread(self._generator.play, list(self._connected), seconds)
        finally:
            beside.cancel()


async def serve() -> None:
    media = Media()
    for line in sys.stdin:
        print(json.dumps(await media.answered(json.loads(line))), flush=True)


def main() -> None:
    asyncio.run(serve())


if __name__ == "__main__":
    main()
