"""The one place where concrete parts meet (architecture.md §3.9). Nothing here decides anything.

`build_app` makes what needs nothing; the cleanup context opens the rest in order of dependence and ends it in reverse.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiohttp import web

from server.app_keys import (
    AGREEMENTS,
    APPLICATIONS,
    BUNDLES,
    CASES,
    CLOCK,
    CLOCKWORK,
    CONFIG,
    COURT_ACTS,
    COURT_PAPERS,
    GATE,
    GATE_CODES,
    INK_LINKS,
    KEEPER,
    LIMITS,
    MEDIA,
    MESSAGES,
    METRICS,
    MINUTES_ENDING,
    MOVING,
    OPENING,
    PARTICULARS,
    PRESS,
    READING_PAGES,
    RENDITIONS,
    ROOM_MESSAGES,
    SIGNED_PAGES,
    SIGNING,
    SIGNING_TIMES,
    STORES,
    SUBMISSIONS,
    WORLDS,
)
from server.applications.runtime import applications_of, applying
from server.cases.moving import Moving
from server.cases.runtime import Cases, cases_of
from server.cases.runtime import running as running_cases
from server.code_carrier import CodeCarrier
from server.config import Config
from server.data_plane import DataPlane, data_plane
from server.effects import Effects
from server.fairness import Fairness, where
from server.gate_codes import GateCodes
from server.http.routes import add_routes
from server.http.source import source
from server.keeper import RoomKeeper
from server.loop_lag import LoopLag
from server.messages.room_messages import RoomMessages
from server.messages.runtime import Messages
from server.metrics import watch_node
from server.minutes.runtime import keeping, minutes_of
from server.papers.bundles import Bundles
from server.papers.court_papers import CourtPapers
from server.papers.keeper import Witness, nobody
from server.papers.runtime import Papers, Surroundings, papers_of, working
from server.papers.sealed_letters import KeptLetters, SealedLetters
from server.papers.signed_pages import SignedPages
from server.private_zones import zone_deletion
from server.refusal_record import RefusalRecord
from server.seat_door import SeatDoor
from server.stores import Stores, opened_stores
from server.submissions.runtime import Around, court_of
from server.unclosed import UnclosedRooms
from server.upkeep import upkeep
from server.zones.deletion import deleting
from signaling.audience import Audience
from signaling.connections import Connections
from signaling.liveness import Liveness
from signaling.media.control import MediaConfig, MediaControl
from signaling.namespace import RoomNamespace
from signaling.ports import Agreements, Minutes
from signaling.preferences import Preferences
from signaling.pushes import Pushes
from signaling.stage import Stage
from signaling.transport import RoomServer, make_server


def now() -> datetime:
    """Server time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is decided outside the configuration."""

    clock: Callable[[], datetime] = now
    """Server time; a test may have its own."""
    authority: Path | None = None
    """Certificate of the local authority to offer to phones. None: there is none."""
    witness: Witness = nobody
    """Told before and after everything that lasts in the making of papers; crash tests die in it."""
    plane: DataPlane | None = None
    """What forwards the media. None: what the configuration says; drills halt one of their own."""


DEFAULT_PARTS: Final = Parts()


def build_app(config: Config, parts: Parts = DEFAULT_PARTS) -> web.Application:
    """One node, ready to be run; two of them can live in one process."""
    app = web.Application()
    app[CONFIG] = config
    app[CLOCK] = parts.clock
    sio = make_server(app, tuple(sorted(config.origins)))
    add_routes(app, authority=parts.authority)

    async def hang_up(_app: web.Application) -> None:
        # Before aiohttp waits for open handlers: each open socket is one.
        await sio.goodbye()

    app.on_shutdown.append(hang_up)

    async def running(_app: web.Application) -> AsyncIterator[None]:
        async with (
            opened_stores(config) as stores,
            upkeep(stores, app[CLOCK]),
            deleting(zone_deletion(stores, app[CLOCK])),
            _rooms(app, sio, stores, parts),
        ):
            yield

    app.cleanup_ctx.append(running)
    return app


@asynccontextmanager
async def _rooms(app: web.Application, sio: RoomServer, stores: Stores, parts: Parts) -> AsyncIterator[None]:
    """Rooms, agreements, media and sockets of the node."""
    config, clock = app[CONFIG], app[CLOCK]
    app[STORES] = stores
    connections, lag = Connections(), LoopLag()
    app[KEEPER] = keeper = RoomKeeper(stores.rooms, clock)
    app[MESSAGES] = messages = Messages(config, stores, clock)
    app[ROOM_MESSAGES] = RoomMessages(stores, messages.messenger, config.address, clock)
    app[GATE_CODES] = GateCodes(CodeCarrier(stores, messages.messenger), clock)
    cases = _cases(app, stores, messages)
    around = Surroundings(config, stores, keeper, cases, messages, app[METRICS], clock, parts.witness)
    papers, written = _papers(app, around), minutes_of(around)
    app[MINUTES_ENDING] = written.ending
    app[APPLICATIONS] = applications = applications_of(around)
    pushes = Pushes(sio, connections, keeper, papers.views.view, written.views.view, papers.proposals.view)
    live = _live(app, parts, pushes, connections, lag)
    fairness = Fairness(keeper, live.media, stores.audit.records, clock)
    unclosed = UnclosedRooms(keeper, cases.keeper, clock, written.ending.by_nobody)
    cases.tell_too(unclosed.case_changed)
    keeper.tell(cases.room_changed, written.keeper.room_changed, fairness.room_changed)
    app[MOVING] = moving = Moving(stores, cases.keeper, keeper, app[ROOM_MESSAGES], clock)
    await live.media.start()
    try:
        async with (
            messages.running(),
            running_cases(cases),
            working(papers, around, pushes) as agreements,
            keeping(written, around, papers, pushes) as minutes,
            applying(applications, around, papers),
        ):
            sio.register_namespace(_namespace(app, live, agreements, minutes))
            live.liveness.await_return(await keeper.start(_effects(app, live)))
            beside = (
                *(live.liveness.run(), keeper.sweep(), lag.run()),
                *(papers.particulars.catch_up(), moving.catch_up(), fairness.run(pushes), unclosed.run()),
            )
            watchers = [asyncio.create_task(each) for each in beside]
            try:
                yield
            finally:
                await _ended(watchers)
                await sio.shutdown()
    finally:
        await live.media.close()
        await keeper.close()
        await pushes.close()


@dataclass(frozen=True, slots=True)
class _Live:
    """What reaches people at this moment: their sockets, and the media."""

    connections: Connections
    pushes: Pushes
    audience: Audience
    media: MediaControl
    preferences: Preferences
    liveness: Liveness


def _live(app: web.Application, parts: Parts, pushes: Pushes, connections: Connections, lag: LoopLag) -> _Live:
    audience = Audience(pushes, app[KEEPER])
    app[MEDIA] = media = _media(app, parts, Stage(pushes, audience), connections, lag)
    return _Live(connections, pushes, audience, media, Preferences(media), Liveness(app[KEEPER], media, app[CLOCK]))


def _namespace(app: web.Application, live: _Live, agreements: Agreements, minutes: Minutes) -> RoomNamespace:
    stores, keeper, clock = app[STORES], app[KEEPER], app[CLOCK]
    return RoomNamespace(
        connections=live.connections,
        rooms=keeper,
        find_session=SeatDoor(stores.seat_sessions, keeper, app[LIMITS].links, clock).find,
        find_source=source,
        agreements=agreements,
        minutes=minutes,
        media=live.media,
        preferences=live.preferences,
        pushes=live.pushes,
        audience=live.audience,
        liveness=live.liveness,
        record=RefusalRecord(stores, keeper, clock).add,
        clock=clock,
    )


def _effects(app: web.Application, live: _Live) -> Effects:
    return Effects(
        sessions=app[STORES].seat_sessions,
        pushes=live.pushes,
        media=live.media,
        preferences=live.preferences,
        rooms=app[KEEPER],
        clock=app[CLOCK],
    )


def _media(app: web.Application, parts: Parts, stage: Stage, connections: Connections, lag: LoopLag) -> MediaControl:
    """The media over the data plane that this machine can have, measured."""
    config = app[CONFIG]
    chosen = parts.plane or data_plane(config.media_plane, config.media_shards)
    media_config = MediaConfig(
        host=config.media_host,
        port=config.media_port,
        advertised=config.advertised_addresses,
        tcp_port=config.media_tcp_port,
        public_tcp_port=config.media_public_tcp_port,
    )
    media = MediaControl(media_config, chosen.make(), stage, where=where(app[KEEPER].peek))
    watch_node(app[METRICS], media, connections, lag, plane=chosen.name)
    return media


def _papers(app: web.Application, around: Surroundings) -> Papers:
    """The parts of papers, each where handlers reach it."""
    papers = papers_of(around)
    app[AGREEMENTS] = papers.keeper
    app[PARTICULARS] = papers.particulars
    app[SIGNING] = papers.signing
    app[PRESS] = papers.press
    app[SIGNING_TIMES] = papers.times
    app[INK_LINKS] = papers.ink_links
    app[SIGNED_PAGES] = SignedPages(papers.press, around.stores.blobs)
    app[BUNDLES] = Bundles(papers.press, papers.signing.sign_manifest, around.stores.blobs)
    letters = SealedLetters(papers.press, papers.signing, around.stores.sealed_files, around.stores.blobs)
    app[COURT_PAPERS] = CourtPapers(around.stores, app[BUNDLES], letters)
    _court(app, around, papers)
    return papers


def _court(app: web.Application, around: Surroundings, papers: Papers) -> None:
    """What is handed in to courts, each part where handlers reach it."""
    parts = court_of(
        Around(
            stores=around.stores,
            cases=app[CASES],
            papers=app[COURT_PAPERS],
            kept=CourtPapers(around.stores, app[BUNDLES], KeptLetters(around.stores.sealed_files)),
            bundles=app[BUNDLES],
            signing=papers.signing,
            drawn=app[SIGNED_PAGES],
            renditions=app[RENDITIONS],
            clock=around.clock,
        )
    )
    app[SUBMISSIONS], app[COURT_ACTS], app[READING_PAGES] = parts.submissions, parts.acts, parts.pages


def _cases(app: web.Application, stores: Stores, messages: Messages) -> Cases:
    """The parts of cases, each where handlers reach it."""
    cases = cases_of(app[CONFIG], stores, app[CLOCK], messages.messenger)
    app[CASES], app[WORLDS], app[OPENING] = cases.keeper, cases.worlds, cases.opening
    app[GATE], app[CLOCKWORK] = cases.gate, cases.clockwork
    return cases


async def _ended(watchers: Iterable[asyncio.Task[None]]) -> None:
    for watcher in watchers:
        watcher.cancel()
    await asyncio.gather(*watchers, return_exceptions=True)
