"""Kinds of values that settings can have; what does not fit says so in both languages."""

from ipaddress import ip_address
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from law.findings import is_email

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""Hosts that browsers trust with a camera even without TLS (Secure Contexts §3.1)."""
ANY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound


def _mistake(zh: str, en: str) -> PydanticCustomError:
    return PydanticCustomError("mistake", "{zh} {en}", {"zh": zh, "en": en})


def origin(text: str) -> str:
    """`scheme://host[:port]` in lower case, without a default port: as browsers write an Origin (RFC 6454 §6.1)."""
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in {"http", "https"} or not url.hostname or url.username or url.path.strip("/") or url.query:
        raise _mistake("应为 https://主机[:端口]，不带路径。", "must be https://host[:port] without a path.")
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    default = {"http": 80, "https": 443}[url.scheme]
    return f"{url.scheme}://{host}" + (f":{port}" if port not in {None, default} else "")


def _ip(text: str) -> str:
    try:
        address = ip_address(text)
        return str(getattr(address, "ipv4_mapped", None) or address)
    except ValueError:
        raise _mistake("应为 IP 地址。", "must be an IP address.") from None


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
        raise _mistake("没有这个时区。", "is no time zone known here.") from None
    return name


def _http_url(text: str) -> str:
    try:
        url = urlsplit(text)
    except ValueError:
        url = urlsplit("")
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise _mistake("应为 http 或 https 网址。", "must be an http or https URL.")
    return text


def _gateway_url(text: str) -> str:
    url = urlsplit(_http_url(text))
    if url.scheme != "https" and not is_loopback(text):
        raise _mistake("应为 https 网址；只有本机可以用 http。", "must be an https URL; http is for this machine only.")
    if url.username or url.password or url.query or url.fragment:
        raise _mistake("网址里不能有用户名、参数或 # 部分。", "must be without a user name, a query or a fragment.")
    return text


def _email(text: str) -> str:
    if not is_email(text):
        raise _mistake("应为电子邮箱地址。", "must be an e-mail address.")
    return text


Origin = Annotated[str, AfterValidator(origin)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
GatewayUrl = Annotated[str, AfterValidator(_gateway_url)]
EmailAddress = Annotated[str, AfterValidator(_email)]
IpAddress = Annotated[str, AfterValidator(_ip)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
CommaSeparated: Final = BeforeValidator(_split)
Port = Annotated[int, Field(ge=0, le=65535)]
PerMinute = Annotated[int, Field(ge=1, le=100_000)]
Hours = Annotated[int, Field(ge=1, le=24 * 7)]


def is_loopback(origin: str) -> bool:
    """Whether browsers take this origin for their own machine, and so trust it with a camera over plain HTTP."""
    host = urlsplit(origin).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.") or host.endswith(".localhost")
