"""All settings, read once at the start from command line, environment and one TOML file; the first that says wins.

In the environment a field is called `MEDIATION_ROOM_` and its name in capitals; lists are separated by commas.
"""

import os
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from agreements.authority.places import TokenPlace
from server.addresses import interface_addresses
from server.config_mistakes import ConfigRefused, mistake, strange_names
from server.config_values import (
    ANY_ADDRESS,
    LOOPBACK,
    CommaSeparated,
    EmailAddress,
    GatewayUrl,
    Hours,
    HttpUrl,
    IpAddress,
    Origin,
    PerMinute,
    Port,
    TimeZone,
    is_loopback,
    origin,
)
from server.data_plane import Wish

PREFIX: Final = "MEDIATION_ROOM_"
CONFIG_FILE: Final = PREFIX + "CONFIG"
"""The environment's way to name the file."""
NO_SETTINGS: Final = ("config", "native")
"""Names with our prefix that are no fields: the file, and setup.py's wish."""


class Config(BaseSettings):
    """Frozen. `Config()` alone is one node that serves this machine."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data: Path = Path("data")
    """Folder for database, files, keys and certificates; made if missing. What to back up: docs/operator.md."""

    zone_keys: Path | None = None
    """Folder for the keys of caucuses, sides and other private zones, which are destroyed when their time is over
    (docs/operator.md). None: `zone-keys` in the data folder, which then has to be left out of its backups."""

    database_url: str | None = Field(default=None, repr=False)
    """SQLAlchemy URL. None: SQLite in the data folder, which needs no second program."""

    host: str | None = None
    """Address HTTP listens on. None: 127.0.0.1, so that nothing is open by accident; but every address under
    `tls = "self"`, which is for phones in the local network."""

    port: Port = 8080
    """TCP port of HTTP and WebSocket."""

    tls: Literal["none", "self"] = "none"
    """`self`: serve HTTPS with a certificate of our own local authority. `none`: plain HTTP, with a proxy in front or
    on this machine only, since browsers give no camera to plain HTTP from elsewhere."""

    public_url: Origin | None = None
    """Origin written into links. None: `http://localhost:<port>`; under `tls = "self"` this machine's first address."""

    allowed_origins: Annotated[tuple[Origin, ...], NoDecode, CommaSeparated] = ()
    """Further origins whose pages may speak to this server. Its own are always allowed, all others never."""

    media_host: IpAddress = "0.0.0.0"  # noqa: S104 - phones send media from everywhere
    """Address the media port listens on; `::` for IPv6 and IPv4. Packets from strangers are dropped before they cost
    anything."""

    media_port: Port = 8082
    """First UDP port of all media, and the only one where there is one shard; fixed, so that a firewall needs one rule.
    0: any free ones, for tests."""

    media_plane: Wish = "auto"
    """What forwards the media: `native` (threads in C), `python`, or `auto`, the native one where it could be built."""

    media_shards: Annotated[int, Field(ge=1, le=64)] = 1
    """Relay threads of the native plane, each with a UDP port of its own from `media_port` on. One carries some dozens
    of rooms and needs one rule in the firewall; more than cores but one are of no use. The Python plane has one in any
    case."""

    media_addresses: Annotated[tuple[IpAddress, ...] | None, NoDecode, CommaSeparated] = None
    """IP addresses told to browsers. None: every interface address and 127.0.0.1. Behind NAT: the public address."""

    media_tcp_port: Port | None = None
    """TCP port for the media of people whose network lets no UDP out (ICE-TCP), on `media_host`. None: they cannot
    take part. The number of `media_port` will do. 0: a free one, for tests."""

    media_public_tcp_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """TCP port told to browsers where a proxy passes on from there to `media_tcp_port`: 443, which every network lets
    out (deploy/shared443/). None: `media_tcp_port` itself."""

    proxy_hops: Annotated[int, Field(ge=0, le=5)] = 0
    """Reverse proxies in front that each append to X-Forwarded-For. 0: that header is a stranger's claim and unread."""

    account_session_hours: Hours = 12
    """Life of a staff token: one working day."""

    seat_session_hours: Hours = 12
    """Life of a seat's token: longer than any session; a reload within it asks nothing again."""

    help_phone: Annotated[str, Field(max_length=40)] = ""
    """Telephone number on every error page (WCAG 3.2.6). Empty: pages say to call the mediator, without a number."""

    organisation: Annotated[str, Field(min_length=1, max_length=100)] = "在线调解室"
    """Name on the pages before anybody is known, and of new accounts' organisation."""

    time_zone: TimeZone = "Asia/Shanghai"
    """IANA name; decides which rooms are today's."""

    logins_per_minute: PerMinute = 10
    """Wrong passwords per minute for one name from one address; ten times as many for one address."""

    links_per_minute: PerMinute = 60
    """Wrong links per minute from one address. Generous: a whole court may share one, and a link has 160 bits."""

    digits_per_minute: PerMinute = 10
    """Wrong digits per minute for one seat; ten times as many from one address. Five wrong ones lock a link anyway."""

    entries_per_minute: PerMinute = 20
    """Times a minute that one seat may be entered anew, by its own device and by others each: every entry is a row, an
    audit record and perhaps a knock that the mediator sees."""

    smtp_host: str | None = None
    """Mail server for messages and one-time codes. None: nothing is mailed. Where there is no `sms_url` either, all of
    it lies in the server's own outbox (模拟), for which see `mediation-room outbox`."""

    smtp_port: Port = 587
    """TCP port of the mail server."""

    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the way to the mail server is protected. `none`: for one on this machine."""

    smtp_username: str | None = None
    """Name to log in with. None: no login."""

    smtp_password: str | None = Field(default=None, repr=False)
    """Password that goes with it."""

    smtp_from: EmailAddress | None = None
    """Sender of the letters. None: no-reply at the mail server's name."""

    sms_url: GatewayUrl | None = None
    """Where a gateway takes short messages as signed JSON (docs/operator.md). None: no short messages are sent."""

    sms_key: str | None = Field(default=None, min_length=32, repr=False)
    """Secret shared with that gateway: signs what goes there, and its reports of delivery. Needed with `sms_url`."""

    templates: Path | None = None
    """Folder with the house's own texts of papers, one JSON file a version. None: those that come with the program."""

    local_wages: Path | None = None
    """JSON file with the average and minimum wages of the house's cities. None: nothing is compared with them."""

    tsa_url: HttpUrl | None = None
    """RFC 3161 timestamp authority. None: our own, marked 测试, which proves nothing against ourselves."""

    tsa_roots: Path | None = None
    """PEM file with the roots that authority's certificates end at; needed with `tsa_url`."""

    pkcs11_module: Path | None = None
    """The vendor's PKCS#11 library. None: keys of CA, platform and organisations' seals lie encrypted in the data
    folder. A new authority is made in the token; one that is there already stays where it is."""

    pkcs11_token: str | None = None
    """Label of the token; needed with `pkcs11_module`."""

    pkcs11_pin: Path | None = None
    """File whose first line is the token's user PIN; needed with `pkcs11_module`, and readable by us alone."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severe line that is written."""

    log_format: Literal["console", "json"] = "console"
    """`json`: one object a line, for collectors."""

    metrics_token: str | None = Field(default=None, min_length=16, repr=False)
    """Bearer token for `/metrics`. None: only this machine may read them, and nobody where `public_url` says that a
    proxy stands in front, since all it passes on comes from this machine."""

    demo: bool = False
    """Whether demo people may exist here. Set by `mediation-room demo` alone."""

    @model_validator(mode="after")
    def _signed_messages(self) -> Self:
        if (self.sms_url is None) != (self.sms_key is None):
            raise PydanticCustomError(
                "mistake",
                "{zh} {en}",
                {"zh": "sms_url 和 sms_key 要一起设置。", "en": "sms_url and sms_key are set together."},
            )
        return self

    @model_validator(mode="after")
    def _whole_token(self) -> Self:
        if len({each is None for each in (self.pkcs11_module, self.pkcs11_token, self.pkcs11_pin)}) > 1:
            raise PydanticCustomError(
                "mistake",
                "{zh} {en}",
                {
                    "zh": "pkcs11_module、pkcs11_token 和 pkcs11_pin 要一起设置。",
                    "en": "pkcs11_module, pkcs11_token and pkcs11_pin are set together.",
                },
            )
        return self

    @property
    def token(self) -> TokenPlace | None:
        """Where keys lie, if not in the data folder."""
        if self.pkcs11_module is None or self.pkcs11_token is None or self.pkcs11_pin is None:
            return None
        return TokenPlace(self.pkcs11_module, self.pkcs11_token, self.pkcs11_pin)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL that is used."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data.absolute()}/mediation-room.sqlite3"

    @property
    def zone_keys_folder(self) -> Path:
        """Where the keys of private zones lie."""
        return self.zone_keys or self.data / "zone-keys"

    @property
    def tls_folder(self) -> Path:
        """Where the local authority and its certificate lie."""
        return self.data / "tls"

    def local_day(self, at: datetime) -> date:
        """The day of that moment where this server's people are."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def bind_host(self) -> str:
        """The address HTTP listens on."""
        if self.host is not None:
            return self.host
        return "127.0.0.1" if self.tls == "none" else "0.0.0.0"  # noqa: S104 - phones must reach it

    @property
    def scheme(self) -> Literal["http", "https"]:
        """What this process itself speaks."""
        return "https" if self.tls == "self" else "http"

    @property
    def address(self) -> str:
        """The origin written into links, without a trailing slash."""
        if self.public_url is not None:
            return self.public_url
        host = "localhost" if self.tls == "none" else next(self._outer_hosts(), "localhost")
        return origin(f"{self.scheme}://{host}:{self.port}")

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may change anything here: ours, under every name this machine has, and those allowed."""
        own = (origin(f"{self.scheme}://{host}:{self.port}") for host in (*LOOPBACK, *self._outer_hosts()))
        here = () if self.public_url is not None and not is_loopback(self.public_url) else tuple(own)
        return frozenset({self.address, *here, *self.allowed_origins})

    @property
    def advertised_addresses(self) -> tuple[str, ...]:
        """IP addresses for ICE candidates, of the media socket's own kind."""
        if self.media_addresses is not None:
            return tuple(dict.fromkeys(self.media_addresses))
        if self.media_host not in ANY_ADDRESS:
            return (self.media_host,)
        version = ip_address(self.media_host).version
        found = [str(each) for each in interface_addresses() if version == 6 or each.version == 4]
        return tuple(dict.fromkeys(("127.0.0.1", *found)))

    def _outer_hosts(self) -> Iterator[str]:
        """Hosts of a URL under which others reach this process, IPv4 first."""
        if self.bind_host not in ANY_ADDRESS:
            if self.bind_host not in LOOPBACK:
                yield f"[{self.bind_host}]" if ":" in self.bind_host else self.bind_host
            return
        for each in interface_addresses():
            if not each.is_loopback:
                yield f"[{each}]" if each.version == 6 else str(each)


def load_config(file: Path | None = None, **given: object) -> Config:
    """The settings; `given` (from the command line, None: not given) is stronger than environment and file.

    Raises ConfigRefused with every mistake there is.
    """
    _readable(file)

    class Sourced(Config):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)

    strange = tuple(strange_names(os.environ, (*Config.model_fields, *NO_SETTINGS), PREFIX))
    try:
        config = Sourced.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise ConfigRefused((*strange, *map(mistake, error.errors()))) from None
    if strange:
        raise ConfigRefused(strange)
    return config


def _readable(file: Path | None) -> None:
    if file is None:
        return
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigRefused([(f"无法读取配置文件 {file}。", f"{file} cannot be read: {error.strerror}.")]) from None
    except ValueError as error:
        raise ConfigRefused([(f"配置文件 {file} 不是有效的 TOML。", f"{file} is not valid TOML: {error}.")]) from None
