"""Firefox, told of our TCP port alone, joins by it (threat T27). Chromium's turn is in tests/net, with UDP blocked."""

from collections.abc import AsyncIterator

import pytest

from signaling.media.control import MediaConfig, MediaControl
from tests.signaling.media.browsers import Open, firefox, room_page
from tests.signaling.media.conftest import ROOM, MakePlane, everyone
from tests.signaling.media.witness import Witness

pytestmark = pytest.mark.alone

ONLY_TCP = r"""(() => {
  const take = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    return take.call(this, { type, sdp: sdp.replace(/a=candidate:\S+ 1 udp .*\r\n/g, "") });
  };
})()"""


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Open]:
    async with firefox() as running:
        yield running


async def test_threat27_firefox_hears_and_sees_by_tcp(make_plane: MakePlane, browser: Open) -> None:
    control = MediaControl(MediaConfig(host="127.0.0.1", tcp_port=0), make_plane(), Witness())
    await control.start()
    control.reroute(ROOM, everyone("a", "b"))
    async with room_page(control) as sit:
        a, b = await sit(browser), await sit(browser)
        await a.evaluate(ONLY_TCP)
        await a.evaluate("join('a', { tone: 440, colour: 'red' })")
        await b.evaluate("join('b', { tone: 690, colour: 'blue' })")
        await a.evaluate("hears([690], 8000)")
        await b.evaluate("hears([440], 8000)")
        await a.evaluate("sees(['blue'], 8000)")
        await b.evaluate("sees(['red'], 8000)")
    await control.close()
