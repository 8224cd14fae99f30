"""Addresses told to browsers, judged before anybody waits in a lobby."""

from dataclasses import replace
from ipaddress import ip_address

import pytest

from server.config import load_config
from server.media_addresses import MediaWay, troubles
from server.serving import ServeRefused, require_media_addresses

OWN = frozenset(map(ip_address, ("127.0.0.1", "::1", "192.168.1.4")))
HERE = MediaWay("0.0.0.0", (ip_address("127.0.0.1"),), "http://localhost:8080", OWN)  # noqa: S104 - not bound
PUBLIC = replace(HERE, origin="https://room.example")


def way(base: MediaWay, *advertised: str, **changed: object) -> MediaWay:
    return replace(base, advertised=tuple(map(ip_address, advertised)), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fine",
    [
        HERE,
        way(HERE, "127.0.0.1", "192.168.1.4"),
        way(PUBLIC, "8.8.8.8", "192.168.1.4"),
        way(PUBLIC, "8.8.8.8", "2001:4860:4860::8888", host="::"),
        way(PUBLIC, "8.8.8.8", tcp_port=8082, public_tcp_port=443),
        way(HERE, "127.0.0.1", tcp_port=8082),
        way(HERE, "127.0.0.1", tcp_port=0),
        way(HERE, "192.168.1.4", origin="http://192.168.1.4:8080"),
    ],
)
def test_what_can_work_is_not_spoken_of(fine: MediaWay) -> None:
    assert troubles(fine) == []


@pytest.mark.parametrize(
    ("wrong", "is_fatal", "says"),
    [
        (way(HERE), True, "no usable media address"),
        (way(HERE, "0.0.0.0"), True, "none that a browser can send to"),  # noqa: S104 - what a careless operator types
        (way(HERE, "127.0.0.1", "239.1.2.3"), True, "none that a browser can send to"),
        (way(HERE, "fe80::1", host="::"), True, "none that a browser can send to"),
        (way(HERE, "::1"), True, "listens on 0.0.0.0"),
        (way(HERE, "127.0.0.1", "::1"), False, "listens on 0.0.0.0"),
        (way(HERE, "127.0.0.1", host="::1"), True, "listens on ::1"),
        (way(HERE, "127.0.0.1", "127.0.0.1"), False, "named twice"),
        (way(PUBLIC, "127.0.0.1", "192.168.1.4"), False, "none of the media addresses"),
        (way(HERE, "127.0.0.1", "10.255.255.7"), False, "neither this machine's nor public"),
        (way(HERE, "127.0.0.1", public_tcp_port=443), True, "not media_tcp_port"),
        (way(PUBLIC, "8.8.8.8", tcp_port=8082, public_tcp_port=22), True, "refuse media by TCP at port 22"),
        (way(HERE, "127.0.0.1", tcp_port=443), False, "only from public addresses"),
    ],
)
def test_what_cannot_work_is_fatal_and_what_spoils_is_warned_of(wrong: MediaWay, is_fatal: bool, says: str) -> None:  # noqa: FBT001
    (trouble,) = troubles(wrong)
    assert trouble.is_fatal is is_fatal
    assert says in trouble.en
    assert trouble.zh
    assert trouble.mend_zh
    assert trouble.mend_en


def test_the_fatal_comes_first_and_all_are_told() -> None:
    found = troubles(way(PUBLIC, "127.0.0.1", "127.0.0.1", tcp_port=25))
    assert [trouble.is_fatal for trouble in found] == [True, False, False]


@pytest.mark.parametrize("addresses", [("0.0.0.0",), ("::1",), ("224.0.0.1",)])  # noqa: S104 - not bound
def test_serve_refuses_what_cannot_work_in_both_languages(addresses: tuple[str, ...]) -> None:
    with pytest.raises(ServeRefused) as refused:
        require_media_addresses(load_config(media_addresses=addresses))
    assert "媒体" in refused.value.sentence.zh
    assert "media" in refused.value.sentence.en


def test_serve_goes_on_where_something_is_only_spoiled() -> None:
    config = load_config(media_addresses=("127.0.0.1", "127.0.0.1", "::ffff:10.255.255.7"))
    require_media_addresses(config)
    assert config.advertised_addresses == ("127.0.0.1", "10.255.255.7")
