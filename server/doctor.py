"""What is missing or wrong on this machine, before anyone waits in a lobby: `mediation-room doctor`.

Each check looks at one thing and gives one Finding: what is so, and, unless all is well, what to do about it. Checks
change nothing but for a probe file in the data folder, which they remove. How findings look on a terminal is the
command's business, not this module's.
"""

import ctypes
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from server.addresses import Address, interface_addresses
from server.data_plane import NativeAbsent, Wish
from server.data_plane import data_plane as chosen_plane
from server.media_addresses import MediaWay, troubles
from server.ports import PortState, answers_as_ours, tcp_port, udp_port

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)
"""The first with RETURNING, which SQLAlchemy uses."""
LOW_DISK_MB = 500
FULL_DISK_MB = 50
TIME_ERROR = 5
"""What adjtimex(2) returns for a clock that nothing keeps in step."""


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
    media_shards: int | None = None
    media_tcp_port: int | None = None
    media_public_tcp_port: int | None = None

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


def checks(installation: Installation) -> list[Finding]:
    """Every finding, in the order a person would mend them."""
    return [check(installation) for check in CHECKS]


def failed(findings: Sequence[Finding]) -> bool:
    """Whether anything found keeps the room from working."""
    return any(finding.level is Level.FAIL for finding in findings)


def python_version(_: Installation) -> Finding:
    """Whether this Python is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding(
            "python",
            Level.FAIL,
            f"Python {version} 太旧。",
            f"Python {version} is too old.",
            "请安装 Python 3.11 或更新版本。",
            "Install Python 3.11 or newer.",
        )
    return Finding("python", Level.OK, f"Python {version}。", f"Python {version}.")


def event_loop(_: Installation) -> Finding:
    """Whether the faster event loop is there."""
    if find_spec("uvloop") is None:
        return Finding(
            "uvloop",
            Level.WARN,
            "未安装 uvloop，可承载的房间数较少。",
            "uvloop is not installed: fewer rooms fit on this machine.",
            "按 requirements/run.txt 重新安装依赖。",
            "Install the packages of requirements/run.txt again.",
        )
    return Finding("uvloop", Level.OK, "事件循环为 uvloop。", "The event loop is uvloop.")


def data_folder(installation: Installation) -> Finding:
    """Whether SQLite can keep a database with a write-ahead log in the data folder, or where it will be made."""
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Finding(
            "sqlite",
            Level.FAIL,
            f"SQLite {version} 太旧。",
            f"SQLite {version} is too old.",
            "请安装 SQLite 3.35 或更新版本。",
            "Install SQLite 3.35 or newer.",
        )
    folder = _existing(installation.data)
    try:
        mode = _journal_mode(folder)
    except (OSError, sqlite3.Error):
        return Finding(
            "data",
            Level.FAIL,
            f"无法写入数据目录 {installation.data}。",
            f"The data folder {installation.data} cannot be written.",
            "请检查目录的所有者、权限与磁盘空间。",
            "Check the folder's owner, permissions and free space.",
        )
    if mode != "wal":
        return Finding(
            "wal",
            Level.FAIL,
            f"数据目录 {installation.data} 所在的文件系统不支持 SQLite 的 WAL 模式。",
            f"The file system of {installation.data} does not support SQLite's WAL mode.",
            "请把数据目录放在本地磁盘上，不要放在网络文件系统。",
            "Put the data folder on a local disk, not on a network file system.",
        )
    return Finding("data", Level.OK, f"数据目录可写，SQLite {version}。", f"Data folder writable, SQLite {version}.")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _journal_mode(folder: Path) -> str:
    """What a new database in this folder answers when asked for WAL."""
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix=".doctor-") as probe,
        closing(sqlite3.connect(Path(probe, "probe.sqlite"))) as connection,
    ):
        (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
        connection.execute("CREATE TABLE probe (id INTEGER)")
        return str(mode)


def free_disk(installation: Installation) -> Finding:
    """Whether the disk of the data folder has room left."""
    return disk_finding(shutil.disk_usage(_existing(installation.data)).free // 2**20)


def disk_finding(free_mb: int) -> Finding:
    """What so many free MB mean for the data folder."""
    if free_mb >= LOW_DISK_MB:
        return Finding("disk", Level.OK, f"磁盘剩余 {free_mb} MB。", f"{free_mb} MB of disk free.")
    level = Level.FAIL if free_mb < FULL_DISK_MB else Level.WARN
    return Finding(
        "disk",
        level,
        f"数据目录所在磁盘只剩 {free_mb} MB。",
        f"Only {free_mb} MB of disk are free for the data folder.",
        "请清理磁盘或更换数据目录。",
        "Free some space or choose another data folder.",
    )


def http_port(installation: Installation) -> Finding:
    """Whether the HTTP port can be had, or is in use by a room server already."""
    host, port = installation.http_host, installation.http_port
    state = tcp_port(host, port)
    if state is PortState.TAKEN and answers_as_ours(host, port):
        return Finding(
            "http_port",
            Level.OK,
            f"本服务正在 TCP 端口 {port} 上运行。",
            f"The room already serves on TCP port {port}.",
        )
    return _port_finding("http_port", f"TCP {host}:{port}", state)


def media_port(installation: Installation) -> Finding:
    """Whether the relay's UDP ports can be had, one for each shard, or are in use by a room server already."""
    try:
        ports = chosen_plane(installation.media_plane, installation.media_shards).ports(installation.media_port)
    except NativeAbsent:
        ports = range(installation.media_port, installation.media_port + 1)
    state, at = PortState.FREE, installation.media_port
    for at in ports:
        state = udp_port(installation.media_host, at)
        if state is not PortState.FREE:
            break
    if state is PortState.TAKEN and answers_as_ours(installation.http_host, installation.http_port):
        return Finding(
            "media_port",
            Level.OK,
            f"UDP 端口 {at} 由正在运行的服务使用。",
            f"UDP port {at} is used by the running server.",
        )
    free = f"{ports[0]}–{ports[-1]}" if len(ports) > 1 else str(at)
    return _port_finding("media_port", f"UDP {free if state is PortState.FREE else at}", state)


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


def _port_finding(code: str, port: str, state: PortState) -> Finding:
    if state is PortState.FREE:
        return Finding(code, Level.OK, f"端口 {port} 可用。", f"Port {port} is free.")
    return Finding(code, Level.FAIL, *(sentence.format(port=port) for sentence in PORT_TROUBLE[state]))


def advertised_addresses(installation: Installation) -> Finding:
    """Whether browsers will be told to send their media to places that can be this machine."""
    found = troubles(installation.media_way())
    if not found:
        names = ", ".join(map(str, installation.advertised))
        return Finding("advertised", Level.OK, f"媒体地址：{names}。", f"Advertised media addresses: {names}.")
    return Finding(
        "advertised",
        Level.FAIL if found[0].is_fatal else Level.WARN,
        "".join(each.zh for each in found),
        " ".join(each.en for each in found),
        "".join(each.mend_zh for each in found),
        " ".join(each.mend_en for each in found),
    )


def media_tcp_port(installation: Installation) -> Finding:
    """Whether people whose network lets no UDP out can take part (ICE-TCP)."""
    host, port = installation.media_host, installation.media_tcp_port
    if port is None and installation.media_way().is_public:
        return Finding(
            "media_tcp_port",
            Level.WARN,
            "未开启 TCP 媒体端口，网络禁用 UDP 的人无法参加。",
            "There is no TCP port for media: people whose network lets no UDP out cannot take part.",
            "请设置 media_tcp_port，并在防火墙中放行。",
            "Set media_tcp_port and open it in the firewall.",
        )
    if port is None:
        return Finding("media_tcp_port", Level.OK, "未使用 TCP 媒体端口。", "No TCP port for media is in use.")
    state = tcp_port(host, port)
    if state is PortState.TAKEN and answers_as_ours(installation.http_host, installation.http_port):
        return Finding(
            "media_tcp_port",
            Level.OK,
            f"TCP 端口 {port} 由正在运行的服务使用。",
            f"TCP port {port} is used by the running server.",
        )
    return _port_finding("media_tcp_port", f"TCP {host}:{port}", state)


def built_client(installation: Installation) -> Finding:
    """Whether there are pages to show."""
    if installation.client is not None:
        return Finding("client", Level.OK, "网页已构建。", "The web client is built.")
    return Finding(
        "client",
        Level.FAIL,
        "网页尚未构建，浏览器打不开任何页面。",
        "The web client is not built: browsers would see no page.",
        "请在源码目录运行 make run。",
        "Run make run in the source folder.",
    )


def data_plane(installation: Installation) -> Finding:
    """Which relay forwards the media packets, and why it is not the native one."""
    try:
        chosen = chosen_plane(installation.media_plane, installation.media_shards)
    except NativeAbsent as error:
        why = error.why
        return Finding(
            "data_plane",
            Level.FAIL,
            f"设置要求使用原生（C）媒体转发，但{why.zh}",
            f"The settings ask for the native (C) media relay, but {why.en}",
            f"{why.mend_zh}；或设置 media_plane=auto。",
            f"{why.mend_en}; or set media_plane=auto.",
        )
    if chosen.absence is not None:
        why = chosen.absence
        return Finding(
            "data_plane",
            Level.WARN,
            f"媒体由纯 Python 转发，适合少量房间同时进行；原生（C）转发没有启用：{why.zh}",
            f"Media is forwarded in pure Python, so few rooms fit at a time. The native (C) relay is absent: {why.en}",
            why.mend_zh,
            why.mend_en,
        )
    if chosen.name == "python":
        return Finding(
            "data_plane",
            Level.OK,
            "按设置（media_plane=python），媒体由纯 Python 转发。",
            "Media is forwarded in pure Python, as media_plane=python asks.",
        )
    return Finding(
        "data_plane",
        Level.OK,
        f"媒体由原生（C）转发，{chosen.shards} 个线程。",
        f"Media is forwarded by the native (C) relay, threads: {chosen.shards}.",
    )


def secure_context(installation: Installation) -> Finding:
    """Whether browsers will allow camera and microphone on this origin (W3C Secure Contexts §3.1)."""
    origin = urlsplit(installation.origin)
    host = origin.hostname or ""
    if origin.scheme == "https" or host == "localhost" or host.endswith(".localhost") or _is_loopback(host):
        return Finding(
            "secure",
            Level.OK,
            f"{installation.origin} 可以使用摄像头。",
            f"Browsers allow cameras on {installation.origin}.",
        )
    return Finding(
        "secure",
        Level.WARN,
        f"{installation.origin} 不是 https，浏览器会拒绝摄像头和麦克风。",
        f"{installation.origin} is not https: browsers refuse camera and microphone there.",
        "请使用 serve --tls self 或在前面放置带证书的反向代理。",
        "Use serve --tls self, or a proxy with a certificate in front.",
    )


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def clock(_: Installation) -> Finding:
    """Whether something keeps this machine's clock in step; signatures and deadlines stand on it."""
    if clock_state() != TIME_ERROR:
        return Finding("clock", Level.OK, "系统时钟没有报告不同步。", "The clock reports no loss of step.")
    return Finding(
        "clock",
        Level.WARN,
        "系统时钟未与时间服务器同步。",
        "The clock is not kept in step by a time server.",
        "请启用 systemd-timesyncd 或 chrony。",
        "Switch on systemd-timesyncd or chrony.",
    )


def clock_state() -> int:
    """What adjtimex(2) says when asked without changing anything; -1 where it may not be asked (containers)."""
    query = ctypes.create_string_buffer(256)  # struct timex, all zero: modes = 0 only reads
    call = getattr(ctypes.CDLL(None), "adjtimex", None)
    return int(call(query)) if call is not None else -1


CHECKS: tuple[Callable[[Installation], Finding], ...] = (
    python_version,
    event_loop,
    data_folder,
    free_disk,
    built_client,
    http_port,
    media_port,
    media_tcp_port,
    advertised_addresses,
    secure_context,
    data_plane,
    clock,
)
