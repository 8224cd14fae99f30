"""What is wrong with the addresses browsers are told to send their media to. Pure: whom it is about is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from signaling.media.answer import FIRST_FREE_PORT, WEB_PORTS

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class MediaWay:
    """How browsers are to reach the media. `origin` is what people open, `own` are this machine's addresses.

    `tcp_port` is where TCP is listened to, `public_tcp_port` what is told instead; None: none, and the same.
    """

    host: str
    advertised: tuple[Address, ...]
    origin: str
    own: frozenset[Address]
    tcp_port: int | None = None
    public_tcp_port: int | None = None

    @property
    def is_public(self) -> bool:
        """Whether people come from elsewhere, by a name or a public address."""
        host = urlsplit(self.origin).hostname or ""
        try:
            return ip_address(host).is_global
        except ValueError:
            return host != "localhost" and not host.endswith(".localhost")

    def is_bound(self, address: Address) -> bool:
        """Whether the media port listens for that family; `::` does for both."""
        return self.host == "::" or address.version == ip_address(self.host).version


class Trouble(NamedTuple):
    """One thing wrong: `is_fatal` when nobody could be heard, else it only spoils something."""

    is_fatal: bool
    zh: str
    en: str
    mend_zh: str
    mend_en: str


def troubles(way: MediaWay) -> list[Trouble]:
    """Everything wrong, the fatal first."""
    found = [*_unusable(way), *_doubtful(way), *_tcp(way)]
    return sorted(found, key=lambda trouble: not trouble.is_fatal)


def _names(addresses: Sequence[Address]) -> str:
    return ", ".join(map(str, addresses))


def _unusable(way: MediaWay) -> Iterator[Trouble]:
    if not way.advertised:
        yield Trouble(
            True,
            "没有可用的媒体地址，浏览器无法发送音视频。",
            "There is no usable media address: browsers cannot send sound or picture.",
            "请设置 media_addresses。",
            "Set media_addresses.",
        )
    nowhere = [each for each in way.advertised if _is_nowhere(each)]
    if nowhere:
        yield Trouble(
            True,
            f"媒体地址 {_names(nowhere)} 不是浏览器能发送到的地址。",
            f"The media addresses {_names(nowhere)} are none that a browser can send to.",
            "请在 media_addresses 中写明本机或网关的单播地址。",
            "Name this machine's or its gateway's own addresses in media_addresses.",
        )
    unbound = [each for each in way.advertised if not way.is_bound(each)]
    if unbound:
        yield Trouble(
            len(unbound) == len(way.advertised),
            f"媒体端口监听 {way.host}，不接收发往 {_names(unbound)} 的数据。",
            f"The media port listens on {way.host}, so nothing sent to {_names(unbound)} arrives.",
            "请把 media_host 设为 ::（同时支持 IPv4 与 IPv6），或去掉这些地址。",
            "Set media_host to :: (IPv6 and IPv4), or leave these addresses out.",
        )


def _is_nowhere(address: Address) -> bool:
    return address.is_unspecified or address.is_multicast or (address.version == 6 and address.is_link_local)


def _doubtful(way: MediaWay) -> Iterator[Trouble]:
    twice = sorted({str(each) for each in way.advertised if way.advertised.count(each) > 1})
    if twice:
        yield Trouble(
            False,
            f"媒体地址 {', '.join(twice)} 重复。",
            f"The media addresses {', '.join(twice)} are named twice.",
            "请在 media_addresses 中只写一次。",
            "Name each once in media_addresses.",
        )
    if way.is_public and way.advertised and not any(each.is_global for each in way.advertised):
        yield Trouble(
            False,
            f"人们通过 {way.origin} 进入，但媒体地址 {_names(way.advertised)} 都不是公网地址。",
            f"People come by {way.origin}, but none of the media addresses {_names(way.advertised)} is public.",
            "若有人从外网参加，请把 media_addresses 设为公网地址。",
            "Set media_addresses to the public address if anybody joins from outside this network.",
        )
        return
    strange = [each for each in way.advertised if each not in way.own and not each.is_global and not _is_nowhere(each)]
    if strange:
        yield Trouble(
            False,
            f"媒体地址 {_names(strange)} 既不在本机上，也不是公网地址。",
            f"The media addresses {_names(strange)} are neither this machine's nor public.",
            "若没有做端口映射，请更正 media_addresses。",
            "Correct media_addresses unless a gateway forwards them to this machine.",
        )


def _tcp(way: MediaWay) -> Iterator[Trouble]:
    told = way.tcp_port if way.public_tcp_port is None else way.public_tcp_port
    if way.tcp_port is None and way.public_tcp_port is not None:
        yield Trouble(
            True,
            "设置了 media_public_tcp_port，却没有设置代理转发到的 media_tcp_port。",
            "media_public_tcp_port is set, but not media_tcp_port, which the proxy there would pass on to.",
            "请设置 media_tcp_port。",
            "Set media_tcp_port.",
        )
    elif told and told < FIRST_FREE_PORT and told not in WEB_PORTS:
        yield Trouble(
            True,
            f"浏览器不接受 TCP 端口 {told} 上的媒体。",
            f"Browsers refuse media by TCP at port {told}.",
            "请选用 443、80 或 1024 以上的端口。",
            "Choose 443, 80 or a port from 1024 on.",
        )
    elif told in WEB_PORTS and not any(each.is_global for each in way.advertised):
        yield Trouble(
            False,
            f"浏览器只在公网地址上接受 TCP 端口 {told} 的媒体，因此不会告知该端口。",
            f"Browsers take media by TCP at port {told} only from public addresses, so it will not be told to them.",
            "请在 media_addresses 中加入公网地址，或选用 1024 以上的端口。",
            "Add the public address to media_addresses, or choose a port from 1024 on.",
        )
