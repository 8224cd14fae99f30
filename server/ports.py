"""Whether a port can be listened on, and who has it if not."""

import errno
import json
import socket
from contextlib import closing, suppress
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from typing import Final

LAST_PORT: Final = 65535
"""A row of ports may be set to begin too late for its length."""


class PortState(StrEnum):
    """What stands in the way of listening on a port, if anything."""

    FREE = "free"
    TAKEN = "taken"
    FORBIDDEN = "forbidden"
    NO_SUCH_ADDRESS = "no such address"


def tcp_port(host: str, port: int) -> PortState:
    """Whether a server could listen here now, as `serve` would."""
    return _port_state(host, port, socket.SOCK_STREAM)


def udp_port(host: str, port: int) -> PortState:
    """Whether the relay could have this port now."""
    return _port_state(host, port, socket.SOCK_DGRAM)


def _port_state(host: str, port: int, kind: socket.SocketKind) -> PortState:
    if port > LAST_PORT:
        return PortState.NO_SUCH_ADDRESS
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as probe:
            if kind is socket.SOCK_STREAM:
                # A port whose last server just ended is free for us, as it is for asyncio.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            if kind is socket.SOCK_STREAM:
                probe.listen()
    except socket.gaierror:
        return PortState.NO_SUCH_ADDRESS
    except OSError as error:
        states = {errno.EADDRINUSE: PortState.TAKEN, errno.EACCES: PortState.FORBIDDEN}
        return states.get(error.errno or 0, PortState.NO_SUCH_ADDRESS)
    return PortState.FREE


def answers_as_ours(host: str, port: int) -> bool:
    """Whether what listens there describes the room server's API."""
    local = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104  # asked, not listened on
    with closing(HTTPConnection(local, port, timeout=2)) as connection, suppress(OSError, HTTPException, ValueError):
        connection.request("GET", "/api/openapi.json")
        described = json.loads(connection.getresponse().read(2**20))
        return isinstance(described, dict) and "/api/v1/rooms" in described.get("paths", {})
    return False
