"""The TCP door: who may connect, how long a request's head may take, and what is answered to what is no HTTP.

aiohttp answers a request that its parser cannot read before the application sees it; the same protocol class is where
a connection begins and ends. `RequestHandler` and `AppRunner.server` are its public parts, so nothing is patched.
"""

import asyncio
import math
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog
from aiohttp import web

from server.app_keys import CONFIG
from server.config import Config
from server.config_values import is_loopback
from server.http.middlewares import security_headers
from server.http.problems import problem_response, refused
from server.http.source import neighbourhood

log = structlog.get_logger()

HANDSHAKE_S: Final = 15.0
"""How long TLS may take to begin."""

GOODBYE_S: Final = 5.0
"""How long open requests may take once we are told to stop."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one address may hold open."""

    head_s: float = 15.0
    """How long a connection may go without a whole request head: at its beginning, between two requests, and in the
    middle of one that comes byte by byte."""

    connections: float = 200
    """Open connections of one address (one /64 in IPv6): a court behind one address has about two for each person."""


def bounds_of(config: Config) -> Bounds:
    """Behind a proxy all connections have its address, and counting them is the proxy's part."""
    proxied = config.proxy_hops or (config.tls == "none" and not is_loopback(config.address))
    return Bounds(connections=math.inf) if proxied else Bounds()


class Connection(web.RequestHandler):
    """One TCP connection, counted in `crowd` for where it comes from."""

    def __init__(self, server: web.Server, headers: Mapping[str, str], bounds: Bounds, crowd: Counter[str]) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), keepalive_timeout=bounds.head_s)
        self._headers = headers
        self._limit = bounds.connections
        self._crowd = crowd
        self._near: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        near = neighbourhood(peer[0]) if peer else ""
        if self._crowd[near] >= self._limit:
            log.warning("connection.crowded", connections=self._limit)
            if isinstance(transport, asyncio.Transport):
                transport.abort()
            return
        self._near = near
        self._crowd[near] += 1
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._near is not None:
            self._crowd[self._near] -= 1
            if not self._crowd[self._near]:
                del self._crowd[self._near]
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes what was sent
    ) -> web.StreamResponse:
        """What the application never saw: no HTTP, or a head too long."""
        log.info("request.not_http", status=status, fault=type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer is under way already")
        no = refused("request.not_http" if status < 500 else "internal")
        response = problem_response(no.problem, {**self._headers, **no.headers, "Cache-Control": "no-store"})
        response.force_close()
        return response


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, tls: ssl.SSLContext | None = None, bounds: Bounds | None = None
) -> AsyncIterator[web.AppRunner]:
    """The application serves at `host` and `port` as long as this is open; raises OSError."""
    runner = web.AppRunner(app, shutdown_timeout=GOODBYE_S)
    try:
        await runner.setup()
        assert runner.server is not None  # noqa: S101 - made by setup()
        headers, crowd = security_headers(app[CONFIG]), Counter[str]()
        connection = partial(Connection, runner.server, headers, bounds or bounds_of(app[CONFIG]), crowd)
        handshake_s = HANDSHAKE_S if tls else None
        server = await asyncio.get_running_loop().create_server(
            connection, host, port, ssl=tls, ssl_handshake_timeout=handshake_s
        )
        try:
            yield runner
        finally:
            server.close()
    finally:
        await runner.cleanup()
