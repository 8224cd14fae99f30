"""Runs one node until it is told to stop."""

import asyncio
import signal
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from law.sentence import Sentence
from server.addresses import Address, interface_addresses
from server.app import Parts, build_app
from server.config import Config
from server.config_values import ANY_ADDRESS
from server.data_plane import NativeAbsent, data_plane
from server.findings import PORT_TROUBLE, Installation
from server.listening import listening
from server.media_addresses import troubles
from server.ports import PortState, answers_as_ours, tcp_port, udp_port
from server.tls import TlsFiles, ensure_self_signed
from web.assets import ClientNotBuilt, client_dir


class ServeRefused(Exception):
    """The node cannot run here; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(f"{sentence.zh} {sentence.en}")
        self.sentence = sentence


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Uvloop's where it is installed."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def installation(config: Config) -> Installation:
    """What `doctor` looks at."""
    try:
        client = client_dir()
    except ClientNotBuilt:
        client = None
    return Installation(
        data=config.data,
        client=client,
        http_host=config.bind_host,
        http_port=config.port,
        media_host=config.media_host,
        media_port=config.media_port,
        media_plane=config.media_plane,
        media_shards=config.media_shards,
        advertised=tuple(map(ip_address, config.media_addresses or config.advertised_addresses)),
        origin=config.address,
        media_tcp_port=config.media_tcp_port,
        media_public_tcp_port=config.media_public_tcp_port,
        zone_keys=config.zone_keys_folder,
        token=config.token,
    )


def require_ports(config: Config) -> None:
    """Raises ServeRefused where one of our ports cannot be had, or no such data plane."""
    state = tcp_port(config.bind_host, config.port)
    if state is PortState.TAKEN and answers_as_ours(config.bind_host, config.port):
        raise ServeRefused(
            Sentence(f"本服务已经在端口 {config.port} 上运行。", f"The room already serves on port {config.port}.")
        )
    _require(f"TCP {config.bind_host}:{config.port}", state)
    try:
        ports = data_plane(config.media_plane, config.media_shards).ports(config.media_port)
    except NativeAbsent as error:
        raise ServeRefused(error.sentence) from None
    for port in ports:
        _require(f"UDP {config.media_host}:{port}", udp_port(config.media_host, port))
    if config.media_tcp_port:
        _require(f"TCP {config.media_host}:{config.media_tcp_port}", tcp_port(config.media_host, config.media_tcp_port))


def require_media_addresses(config: Config) -> None:
    """Raises ServeRefused where nobody could send media to what would be told."""
    fatal = [trouble for trouble in troubles(installation(config).media_way()) if trouble.is_fatal]
    if fatal:
        zh, en = (
            "".join(each.zh + each.mend_zh for each in fatal),
            " ".join(f"{each.en} {each.mend_en}" for each in fatal),
        )
        raise ServeRefused(Sentence(zh, en))


def _require(port: str, state: PortState) -> None:
    if state is not PortState.FREE:
        zh, en, mend_zh, mend_en = (words.format(port=port) for words in PORT_TROUBLE[state])
        raise ServeRefused(Sentence(zh + mend_zh, f"{en} {mend_en}"))


def tls_files(config: Config) -> TlsFiles | None:
    """The certificate for every name of this server, made where missing; None under `tls = "none"`."""
    if config.tls == "none":
        return None
    own: tuple[Address, ...] = interface_addresses() if config.bind_host in ANY_ADDRESS else ()
    names = {urlsplit(config.address).hostname or "localhost", *map(str, own)}
    if config.bind_host not in ANY_ADDRESS:
        names.add(config.bind_host)
    return ensure_self_signed(config.tls_folder, names, at=datetime.now(UTC))


def serve(config: Config, started: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; `started` is called once people can come in. Raises ServeRefused, OSError."""
    require_media_addresses(config)
    require_ports(config)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(_serve(config, tls_files(config), started))


async def _serve(config: Config, files: TlsFiles | None, started: Callable[[], None]) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    app = build_app(config, Parts(authority=files.authority if files else None))
    async with listening(app, config.bind_host, config.port, _context(files)):
        started()
        await stopping.wait()


def _context(files: TlsFiles | None) -> ssl.SSLContext | None:
    if files is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files.certificate, files.key)
    return context
