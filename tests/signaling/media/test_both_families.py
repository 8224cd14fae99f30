"""IPv6 and IPv4 through one port, over both planes: each is answered in its own, and they hear each other."""

import re
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.ids import SeatId
from signaling.media.control import MediaConfig, MediaControl
from signaling.media.plane import Address, ControlKind
from signaling.media.sources import plain_ip, source_of
from tests.signaling.media.browsers import chromium, room_page
from tests.signaling.media.conftest import ROOM, MakePlane, everyone
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
from tests.signaling.media.rig import Rig
from tests.signaling.media.streamclient import StreamClient
from tests.signaling.media.witness import Witness

SEATS = {"four": "127.0.0.1", "six": "::1"}


@pytest.fixture(params=[("127.0.0.1", "::1"), ("::1", "127.0.0.1")], ids=["four first", "six first"])
def advertised(request: pytest.FixtureRequest) -> tuple[str, ...]:
    addresses: tuple[str, ...] = request.param
    return addresses


@pytest.fixture
async def control(witness: Witness, make_plane: MakePlane, advertised: tuple[str, ...]) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="::", advertised=advertised, tcp_port=0), make_plane(), witness)
    await made.start()
    made.reroute(ROOM, everyone(*SEATS))
    yield made
    await made.close()


async def say(client: RawClient) -> None:
    await client.send(rtp(1, 960, client.microphone_ssrc, OPUS, b"sound", mid="0"))


@pytest.mark.parametrize("kind", [RawClient, StreamClient], ids=["udp", "tcp"])
async def test_each_family_is_answered_in_its_own_and_they_hear_each_other(
    control: MediaControl, kind: type[RawClient]
) -> None:
    clients = {}
    for seat, ip in SEATS.items():
        client = clients[seat] = kind(ip=ip)
        if isinstance(client, StreamClient):
            assert control.tcp_port is not None
            await client.dial(control.tcp_port, ip)
        client.take(await control.answer(ROOM, SeatId(seat), client.offer()))
        response = await client.check()
        assert response.attributes["XOR-MAPPED-ADDRESS"] == client.address[:2]
        await client.shake()
    for speaker, listener in (("four", "six"), ("six", "four")):
        await say(clients[speaker])
        assert (await clients[listener].receive_rtp()).endswith(b"sound")
    for client in clients.values():
        client.close()


async def test_the_answer_names_both_in_the_order_they_were_advertised(
    control: MediaControl, advertised: tuple[str, ...]
) -> None:
    client = RawClient()
    answer = await control.answer(ROOM, SeatId("four"), client.offer())
    client.close()
    section = answer.split("m=")[1]
    first = "6" if ":" in advertised[0] else "4"
    assert f"c=IN IP{first} {advertised[0]}\r" in section
    found = re.findall(r"a=candidate:(\S+) 1 (\w+) (\d+) (\S+) ", section)
    assert [(transport, ip) for _, transport, _, ip in found] == [
        (transport, ip) for transport in ("udp", "tcp") for ip in advertised
    ]
    priorities = [int(priority) for _, _, priority, _ in found]
    assert priorities == sorted(priorities, reverse=True)
    assert len({foundation for foundation, *_ in found}) == len(found)


async def test_an_ipv4_address_is_one_to_a_plane_for_both(make_plane: MakePlane) -> None:
    rig = Rig(make_plane())
    rig.start(host="::")
    marker = rig.peers[9]
    check = bytes(marker.signed_check())
    await marker.send_raw(check)
    assert await rig.taken(ControlKind.STUN) == (0, marker.address, check)
    assert ":" not in marker.address.ip
    rig.close()


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1"])
async def test_chromium_joins_by_either_family(witness: Witness, make_plane: MakePlane, ip: str) -> None:
    control = MediaControl(MediaConfig(host="::", advertised=(ip,)), make_plane(), witness)
    await control.start()
    control.reroute(ROOM, everyone("a", "b"))
    async with chromium() as browser, room_page(control) as sit:
        a, b = await sit(browser), await sit(browser)
        await a.evaluate("join('a')")
        await b.evaluate("join('b')")
        await b.evaluate("framesAbove('4', 5, 8000)")
        assert (await b.evaluate("usedPair()"))["remote"]["address"].strip("[]") == ip
    await control.close()


def test_an_address_has_one_name() -> None:
    assert plain_ip("::ffff:192.0.2.7") == "192.0.2.7"
    assert plain_ip("fe80::1%eth0") == "fe80::1"
    assert plain_ip("2001:db8::7") == "2001:db8::7"


def test_threat15_one_household_is_one_source() -> None:
    assert source_of("2001:db8:1:2::1") == source_of("2001:db8:1:2:ffff::9%eth0")
    assert source_of("2001:db8:1:2::1") != source_of("2001:db8:1:3::1")
    assert source_of("192.0.2.1") != source_of("192.0.2.2")


@given(st.ip_addresses())
def test_every_address_has_a_source(address: object) -> None:
    assert source_of(plain_ip(str(address)))
    assert Address(plain_ip(str(address)), 1) != Address(plain_ip(str(address)), 1, stream=True)
