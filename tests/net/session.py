"""The whole product over the weak network: server and mediator on one side, a party with our client on a phone."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests.browser import devices
from tests.browser.conftest import Doorstep
from tests.browser.people import Mediator, Party, Person
from tests.browser.served import Room, Served, free_udp_port
from tests.net.phonebrowser import CHROMIUM, flags_for, phone_browser
from tests.net.weaknetwork import SERVER, WeakNetwork
from tests.node import free_port

FLOWS = Path(__file__).parent / "flows.js"
SQUARE = 8


class ServedFar(Served):
    """The server where the phone can reach it."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"MEDIATION_ROOM_MEDIA_ADDRESSES": SERVER}


@dataclass(frozen=True, slots=True)
class Flow:
    """What came to somebody, and went out, in some time."""

    seconds: float
    samples: float
    concealed: float
    """Samples of sound made up in the place of lost ones."""
    repairs: float
    """Sound packets that came a second time inside their successors."""
    frames: float
    picture_bytes: float
    sent_picture_bytes: float
    sent_sound_bytes: float

    @property
    def concealment(self) -> float:
        return self.concealed / self.samples

    @property
    def picture_kbit(self) -> float:
        return self.picture_bytes * 8 / 1000 / self.seconds

    @property
    def sent_picture_kbit(self) -> float:
        return self.sent_picture_bytes * 8 / 1000 / self.seconds


@dataclass(frozen=True, slots=True)
class Session:
    """Both at the table."""

    network: WeakNetwork
    room: Room
    mediator: Mediator
    party: Party

    async def flow(self, seconds: float) -> tuple[Flow, Flow]:
        """What comes to the party and to the mediator from now on."""
        to_party, to_mediator = await asyncio.gather(*(measured(each, seconds) for each in (self.party, self.mediator)))
        return to_party, to_mediator

    async def both(self, field: str, more: int, within_s: float) -> None:
        """Waits until that much more has come to each of them (a field of flows.js)."""
        await asyncio.gather(*(grows(each, field, more, within_s) for each in (self.party, self.mediator)))

    async def goes_on(self, within_s: float) -> None:
        """Each hears and sees the other again, and finds nobody at the table twice."""
        await asyncio.gather(self.both("packets", 20, within_s), self.both("frames", 5, within_s))
        for each in (self.party, self.mediator):
            assert await each.see("tile").count() == 2


async def grows(person: Person, field: str, more: int, within_s: float) -> None:
    await person.page.evaluate("args => flows.grows(...args)", [field, more, within_s * 1000])


async def measured(person: Person, seconds: float) -> Flow:
    before = await person.measure("flows.read()")
    await asyncio.sleep(seconds)
    after = await person.measure("flows.read()")
    assert after["connections"] == before["connections"], "it began anew"
    return Flow(seconds, *(after[name] - before[name] for name in Flow.__slots__[1:]))


def write_busy_picture(path: Path) -> None:
    """Squares in all shades that move on from frame to frame: as hard to send as a room with people in it."""
    chance = random.Random(3)  # noqa: S311 - the same picture in every run
    width, height, frames = devices.WIDTH, devices.HEIGHT, devices.FPS * devices.SECONDS
    rows = [
        b"".join(bytes([shade]) * SQUARE for shade in chance.randbytes(width // SQUARE))
        for _ in range(height // SQUARE)
    ]
    grey = bytes([128]) * (width * height // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{devices.FPS}:1 Ip A1:1 C420mpeg2\n".encode())
        for frame in range(frames):
            at = frame * width // frames
            file.write(b"FRAME\n" + b"".join((row[at:] + row[:at]) * SQUARE for row in rows) + grey)


@asynccontextmanager
async def served_far(folder: Path, kind: type[ServedFar] = ServedFar) -> AsyncIterator[Served]:
    server = kind(folder, await free_port(), free_udp_port(), SERVER)
    await server.add_mediator()
    await server.start()
    try:
        yield server
    finally:
        await server.kill()


@asynccontextmanager
async def doorstep(
    phones: Mapping[devices.Likeness, WeakNetwork],
    server: Served,
    folder: Path,
    draw: Callable[[Path], None] = write_busy_picture,
    *scripts: Path,
) -> AsyncIterator[Doorstep]:
    """Those with a phone have their browser at its end of the line, everybody else here.

    `draw` writes what every camera shows; `scripts` run in every page, before its own.
    """
    picture = folder / "picture.y4m"
    draw(picture)
    async with async_playwright() as playwright:

        async def launched(likeness: devices.Likeness) -> Browser:
            program = phone_browser(phones[likeness], folder) if likeness in phones else Path(CHROMIUM)
            sound = folder / f"{likeness.hz}.wav"
            devices.write_tone(sound, likeness.hz)
            captured = (f"--use-file-for-fake-audio-capture={sound}", f"--use-file-for-fake-video-capture={picture}")
            return await playwright.chromium.launch(executable_path=program, args=[*flags_for(server.url), *captured])

        door = Doorstep(launched, server.url, (FLOWS, *scripts))
        yield door
        await door.leave()
        assert door.faults() == []


@asynccontextmanager
async def session(network: WeakNetwork, folder: Path, kind: type[ServedFar] = ServedFar) -> AsyncIterator[Session]:
    data = folder / "data"
    data.mkdir()
    async with served_far(data, kind) as server, doorstep({devices.APPLICANT: network}, server, folder) as door:
        room = await server.make_room()
        mediator, party = await door.mediator(), await door.applicant(devices.PHONE)
        await asyncio.gather(mediator.open_room(room.id), party.come_to_lobby(room.applicant))
        await mediator.admit(room.applicant.name)
        await party.at_table()
        await mediator.at_table()
        yield Session(network, room, mediator, party)
