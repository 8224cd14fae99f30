"""A phone whose network lets no UDP out joins by TCP, without TURN (threat T27), over both planes."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from signaling.media.control import MediaConfig, MediaControl
from signaling.media.native import NativePlane
from signaling.media.plane import Plane
from signaling.media.relay import RelayPlane
from tests.browser import devices
from tests.net.phonebrowser import CHROMIUM, phone_browser
from tests.net.session import ServedFar, Session, doorstep, served_far
from tests.net.weaknetwork import PHONE, SERVER, WeakNetwork
from tests.signaling.media.browsers import Open, Sit, Tab, chromium, room_page
from tests.signaling.media.conftest import ROOM, everyone
from tests.signaling.media.witness import Witness

WITHIN_S = 8.0
"""From the click to sound and picture of the other."""
BACK_S = 20.0
"""The client first gives UDP some seconds to come back; measured 10 s."""
RESOLVER = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {SERVER}"
TONES = {"phone": 440, "office": 690}
COLOURS = {"phone": "red", "office": "blue"}


@pytest.fixture(scope="module")
async def phone(laid: WeakNetwork, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Open]:
    async with chromium(phone_browser(laid, tmp_path_factory.mktemp("phone")), RESOLVER) as browser:
        yield browser


@pytest.fixture(scope="module")
async def office(laid: WeakNetwork) -> AsyncIterator[Open]:
    async with chromium(CHROMIUM, RESOLVER) as browser:
        yield browser


@pytest.fixture(params=[RelayPlane, NativePlane], ids=["python", "native"])
def make_plane(request: pytest.FixtureRequest) -> Callable[[], Plane]:
    made: Callable[[], Plane] = request.param
    return made


@pytest.fixture
async def control(network: WeakNetwork, make_plane: Callable[[], Plane]) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host=SERVER, advertised=(SERVER,), tcp_port=0), make_plane(), Witness())
    await made.start()
    made.reroute(ROOM, everyone(*TONES))
    yield made
    await made.close()


@pytest.fixture
async def sit(control: MediaControl) -> AsyncIterator[Sit]:
    async with room_page(control, SERVER) as sit:
        yield sit


async def join(tab: Tab, seat: str) -> None:
    performance = {"tone": TONES[seat], "colour": COLOURS[seat]}
    await tab.evaluate(f"join({json.dumps(seat)}, {json.dumps(performance)})")


async def takes_part(tab: Tab, other: str, within_s: float) -> None:
    """Returns when the other is heard and seen, now."""
    await tab.evaluate(f"hears([{TONES[other]}], {within_s * 1000})")
    await tab.evaluate(f"sees([{json.dumps(COLOURS[other])}], {within_s * 1000})")


@pytest.mark.alone
async def test_threat27_a_phone_without_udp_hears_and_sees_by_tcp_within_8_seconds(
    network: WeakNetwork, control: MediaControl, phone: Open, office: Open, sit: Sit
) -> None:
    there, here = await sit(phone), await sit(office)
    await join(here, "office")
    await network.block_udp()
    began = time.monotonic()
    await join(there, "phone")
    await takes_part(there, "office", WITHIN_S)
    await takes_part(here, "phone", WITHIN_S)
    assert time.monotonic() - began < WITHIN_S
    pair = await there.evaluate("usedPair()")
    assert (pair["remote"]["protocol"], pair["remote"]["port"]) == ("tcp", control.tcp_port)
    await restart(there)
    assert (await there.evaluate("usedPair()"))["remote"]["protocol"] == "tcp"


async def restart(tab: Tab) -> None:
    """New ICE credentials both ways; sound and picture go on."""
    await tab.evaluate("(pc.restartIce(), negotiate('phone'))")
    await tab.evaluate("restarted(8000)")
    await takes_part(tab, "office", WITHIN_S)


async def test_a_phone_with_udp_takes_it_and_nobodys_address_is_told_threat35(
    network: WeakNetwork, control: MediaControl, phone: Open, office: Open, sit: Sit
) -> None:
    there, here = await sit(phone), await sit(office)
    await join(there, "phone")
    await join(here, "office")
    await takes_part(there, "office", WITHIN_S)
    await takes_part(here, "phone", WITHIN_S)
    assert (await there.evaluate("usedPair()"))["remote"]["protocol"] == "udp"
    await restart(there)
    assert (await there.evaluate("usedPair()"))["remote"]["protocol"] == "udp"
    assert PHONE not in await here.evaluate("pc.remoteDescription.sdp")
    told = {row["address"] for row in await here.evaluate("rows('remote-candidate')")}
    assert told == {SERVER}


class ServedByTcp(ServedFar):
    """With one TCP port for the media beside the UDP ports."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"MEDIATION_ROOM_MEDIA_TCP_PORT": str(self.media_port)}


@asynccontextmanager
async def in_lobby(network: WeakNetwork, folder: Path) -> AsyncIterator[Session]:
    """The mediator is at the table, the party waits."""
    data = folder / "data"
    data.mkdir()
    async with served_far(data, ServedByTcp) as server, doorstep({devices.APPLICANT: network}, server, folder) as door:
        room = await server.make_room()
        mediator, party = await door.mediator(), await door.applicant(devices.PHONE)
        await asyncio.gather(mediator.open_room(room.id), party.come_to_lobby(room.applicant))
        yield Session(network, room, mediator, party)


@pytest.mark.alone
async def test_threat27_a_party_without_udp_is_at_the_table_within_8_seconds(
    network: WeakNetwork, tmp_path: Path
) -> None:
    async with in_lobby(network, tmp_path) as session:
        party, mediator, room = session.party, session.mediator, session.room
        await network.block_udp()
        began = time.monotonic()
        await mediator.admit(room.applicant.name)
        await asyncio.gather(
            party.hears(devices.MEDIATOR.hz),
            party.sees_moving(room.mediator),
            mediator.hears(devices.APPLICANT.hz),
            mediator.sees_moving(room.applicant.id),
        )
        assert time.monotonic() - began < WITHIN_S


@pytest.mark.long
async def test_threat27_a_network_that_begins_to_block_udp_is_left_for_tcp(
    network: WeakNetwork, tmp_path: Path
) -> None:
    async with in_lobby(network, tmp_path) as session:
        await session.mediator.admit(session.room.applicant.name)
        await session.party.at_table()
        await session.goes_on(WITHIN_S)
        await network.block_udp()
        await asyncio.sleep(2)  # what was on its way has come
        await session.goes_on(BACK_S)
