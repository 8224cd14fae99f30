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

from bench.relay.load import SEATS_PER_ROOM, run
from tests.signaling.media.rawclient import RawClient

Json = dict[str, Any]


def new_client() -> RawClient:
    """A seat of a room of four: it receives three others."""
    return RawClient(audio=SEATS_PER_ROOM - 1, video=SEATS_PER_ROOM - 1)


def answered(question: Mapping[str, Any], offering: list[RawClient], connected: list[RawClient]) -> Json:
    if "clients" in question:
        offering[:] = [new_client() for _ in range(question["clients"])]
        return {"offers": [client.offer() for client in offering]}
    if "answers" in question:
        for client, sdp in zip(offering, question["answers"], strict=True):
            asyncio.run(client.connect(sdp))
        connected += offering
        return {"connected": len(connected)}
    tally = run(connected, question["seconds"], opened=True)
    return {
        "sent": tally.sent,
        "received": tally.received,
        "p50_ms": tally.age_ms(0.5),
        "p99_ms": tally.age_ms(0.99),
    }


def main() -> None:
    offering: list[RawClient] = []
    connected: list[RawClient] = []
    for line in sys.stdin:
        print(json.dumps(answered(json.loads(line), offering, connected)), flush=True)


if __name__ == "__main__":
    main()
