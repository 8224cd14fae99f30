"""What checks of this machine give, and what they look at."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from agreements.authority.places import TokenPlace
from server.addresses import Address, interface_addresses
from server.data_plane import Wish
from server.media_addresses import MediaWay
from server.ports import PortState


class Level(StrEnum):
    """How bad: nothing to do, worth knowing, or the room will not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(NamedTuple):
    """One sentence on one thing, and what to do about it (empty when all is well). `code` is stable."""

    code: str
    level: Level
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """What `serve` would use. `client`: the built client's folder, None when unbuilt; `origin`: what people open."""

    data: Path
    client: Path | None
    http_host: str
    http_port: int
    media_host: str
    media_port: int
    advertised: tuple[Address, ...]
    origin: str
    media_plane: Wish = "auto"
    media_shards: int = 1
    media_tcp_port: int | None = None
    media_public_tcp_port: int | None = None
    zone_keys: Path | None = None
    """Folder of the keys of private zones; None: `zone-keys` in `data`."""
    token: TokenPlace | None = None
    """PKCS#11 token with the keys that sign; None: they lie in `data`."""

    def media_way(self) -> MediaWay:
        """What `media_addresses` judges."""
        return MediaWay(
            self.media_host,
            self.advertised,
            self.origin,
            frozenset(interface_addresses()),
            self.media_tcp_port,
            self.media_public_tcp_port,
        )


PORT_TROUBLE = {
    PortState.TAKEN: (
        "端口 {port} 已被其他程序占用。",
        "Port {port} is in use by another program.",
        "请停止该程序，或另选端口。",
        "Stop that program or choose another port.",
    ),
    PortState.FORBIDDEN: (
        "没有权限使用端口 {port}。",
        "Port {port} is not allowed for this user.",
        "请选用 1024 以上的端口，或在前面放置反向代理。",
        "Choose a port above 1024 or put a proxy in front.",
    ),
    PortState.NO_SUCH_ADDRESS: (
        "本机没有 {port} 这个地址。",
        "This machine has no address {port}.",
        "请检查监听地址的设置。",
        "Check the address to listen on.",
    ),
}


def port_finding(code: str, port: str, state: PortState) -> Finding:
    """What the state of a port means."""
    if state is PortState.FREE:
        return Finding(code, Level.OK, f"端口 {port} 可用。", f"Port {port} is free.")
    return Finding(code, Level.FAIL, *(sentence.format(port=port) for sentence in PORT_TROUBLE[state]))
