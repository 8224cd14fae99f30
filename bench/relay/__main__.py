"""What does it cost to forward? Our planes, a bare loop, and with `--peer janus` Debian's Janus, in the same run.

Each server has one processor for itself, the load another. At every number of rooms of four: CPU per forwarded packet,
loss, latency, signalling ping; then the most it carries without loss, and 60 % of that. Prints tables (`--json`: one
JSON document) and keeps the document in build/bench/relay.json.
"""

import argparse
import asyncio
import json
import os
import resource
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.figures import FOLDER
from bench.relay.aims import aims_of
from bench.relay.clients import PROFILES
from bench.relay.course import Course, Plan, Start, run
from bench.relay.generator import Generator
from bench.relay.janus import require_janus, start_janus
from bench.relay.peers import Peer, start_own
from bench.relay.pins import Cores, keep_time, put_first
from bench.relay.refusals import Refused
from bench.relay.server import BARE, PLANES, plane_of
from bench.relay.tables import aim_table, better, join_table, load_table, machine, plain, ratio_table, ratios

EVENT_LOOPS = (0, 1)
"""Of Janus: as Debian ships it, and one thread for all connections."""
DEFAULT_ROOMS = [1, 4, 10, 20, 30]
"""Ten are 26,400 packets a second out, thirty 79,200."""

Json = dict[str, Any]


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--planes", nargs="*", choices=[*PLANES, BARE], help="default: all that this machine has")
    parser.add_argument("--loop", choices=["uvloop", "asyncio"], default="uvloop", help="event loop of our server")
    parser.add_argument("--profile", choices=[*PROFILES], default="gcm", help="SRTP: AES-GCM, or AES-CM with SHA-1")
    parser.add_argument("--peer", choices=["janus"], help="a server of others, measured the same way")
    parser.add_argument("--rooms", type=int, nargs="+", default=DEFAULT_ROOMS, help="numbers of rooms of four")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of each load")
    parser.add_argument("--most", type=int, default=100, help="search for the most rooms up to this; 0: no search")
    parser.add_argument("--first", action="store_true", help="go before other work of this machine (SCHED_RR; root)")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the document is kept")
    return parser.parse_args()


def planes_here(chosen: list[str] | None) -> list[str]:
    """Those to measure. Raises Refused when one that was asked for by name is not there."""
    there = [BARE]
    for name in PLANES:
        try:
            plane_of(name)
        except ImportError as fault:
            if chosen is not None and name in chosen:
                raise Refused(f"This machine has no {name} plane: {fault}") from fault
        else:
            there.append(name)
    return there if chosen is None else chosen


async def first(start: Start) -> Peer:
    """The peer, going before all other work, and so do we."""
    keep_time()
    peer = await start()
    put_first(peer.pid)
    return peer


async def measured(wanted: argparse.Namespace, cores: Cores) -> Json:
    """The whole document."""
    before, generator = machine(cores), Generator()
    plan = Plan(tuple(wanted.rooms), wanted.seconds, wanted.most)

    async def course(start: Start) -> Course:
        return await run(partial(first, start) if wanted.first else start, generator, plan)

    names = planes_here(wanted.planes)
    ours = [await course(partial(start_own, name, wanted.loop, cores.server, wanted.profile)) for name in names]
    loops = EVENT_LOOPS if wanted.peer == "janus" else ()
    peers = [await course(partial(start_janus, number, cores.server, wanted.profile)) for number in loops]
    told = ratios([each for each in ours if each.peer != BARE], peers)
    aims = aims_of(ours, told)
    if not wanted.json:
        courses = ours + peers
        Console(width=160).print(load_table(courses), join_table(courses), ratio_table(told), aim_table(aims))
    return {
        "machine": before | {"load_average_after": os.getloadavg()},
        "asked": {key: str(value) for key, value in vars(wanted).items()},
        "courses": [asdict(each) for each in ours + peers],
        "ratios": told,
        "aims": [asdict(aim) | {"met": aim.is_met} for aim in aims],
        "better_peer": better(peers),
    }


def main() -> None:
    wanted, cores = asked(), Cores.of_machine()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.sched_setaffinity(0, {cores.generator})
    try:
        if wanted.peer == "janus":
            require_janus()
        document = plain(asyncio.run(measured(wanted, cores)))
    except Refused as fault:
        sys.exit(str(fault))
    text = json.dumps(document, indent=2)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    (wanted.folder / "relay.json").write_text(text + "\n")
    if wanted.json:
        print(text)


if __name__ == "__main__":
    main()
