"""The process that test_deletion_crash.py kills: deletes what is due, one zone after the other.

`python deletion_child.py DATA` forks a worker for each line `AT` (ISO 8601) on its standard input, prints `pid N`, and
`ended CODE` when it is dead. It is forked, not started: importing takes longer than the work to be killed.
"""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path

from server.config import load_config
from server.private_zones import zone_deletion
from server.stores import opened_stores


async def work(data: str, at: datetime) -> None:
    """What a node does at its start."""
    async with opened_stores(load_config(None, data=Path(data))) as stores:
        await zone_deletion(stores, lambda: at).look()


def main(data: str) -> None:
    """Fork one worker after another."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            os.write(1, f"pid {os.getpid()}\n".encode())
            os.dup2(2, 1)  # the log, which is for people
            asyncio.run(work(data, datetime.fromisoformat(line.strip())))
            os._exit(0)
        _, status = os.waitpid(worker, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
