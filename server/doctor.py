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
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from server.findings import Finding, Installation, Level, port_finding
from server.media_checkup import advertised_addresses, data_plane, media_port, media_tcp_port
from server.ports import PortState, answers_as_ours, tcp_port
from server.zone_checkup import zone_keys

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)
"""The first with RETURNING, which SQLAlchemy uses."""
LOW_DISK_MB = 500
FULL_DISK_MB = 50
TIME_ERROR = 5
"""What adjtimex(2) returns for a clock that nothing keeps in step."""


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
    return port_finding("http_port", f"TCP {host}:{port}", state)


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
    zone_keys,
    built_client,
    http_port,
    media_port,
    media_tcp_port,
    advertised_addresses,
    secure_context,
    data_plane,
    clock,
)
