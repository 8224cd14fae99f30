"""A private talk (AT-46): what its members say reaches nobody outside, while people go in and out of it."""

import asyncio
import fractions
import itertools
import math
import random
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

import av
import pytest

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.control import MediaConfig, MediaControl
from tests.signaling.media.aiortcclient import FRAME_SAMPLES, RATE_HZ, left_channel, loudness
from tests.signaling.media.conftest import ROOM, Join, MakePlane
from tests.signaling.media.rawclient import OPUS, RawClient, rtp
from tests.signaling.media.talk import Talk, arrived, heard
from tests.signaling.media.witness import Witness

pytestmark = pytest.mark.alone

SEATS = tuple(map(SeatId, "marg"))
MEDIATOR, APPLICANT, RESPONDENT, AGENT = SEATS
TONES = dict(zip(SEATS, (300, 450, 600, 750), strict=True))
"""Hz; each has whole turns in a frame of 20 ms."""
QUIET, LOUD = 60, 4000
"""Amplitudes of 16 bits: a tone that is spoken has 8000."""
SPEECH_S = 1.0
PROMISED_S = 0.5
LOBBY = "lobby"
PLACES = (LOBBY, "joint", "one", "two")
READ_BETWEEN = 16
"""Packets the plane reads after each acknowledgement, before we look what came through."""

Places = Mapping[SeatId, str]


def together(places: Places) -> frozenset[Hearing]:
    """Who is in the same place hears and sees each other; in the lobby nobody does."""
    return frozenset(
        Hearing(listener, speaker, medium)
        for listener, speaker in itertools.permutations(places, 2)
        if places[listener] == places[speaker] != LOBBY
        for medium in Medium
    )


@pytest.fixture
async def control(witness: Witness, make_plane: MakePlane) -> AsyncIterator[MediaControl]:
    made = MediaControl(MediaConfig(host="127.0.0.1", offers_per_minute=10_000), make_plane(), witness)
    await made.start()
    yield made
    await made.close()


def spoken(pitch_hz: int) -> list[bytes]:
    """A second of a tone, as a browser's encoder makes it: Opus, 20 ms a packet."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE_HZ, "mono", "s16", 32_000
    frame = av.AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
    frame.sample_rate, frame.time_base = RATE_HZ, fractions.Fraction(1, RATE_HZ)
    wave = (int(8000 * math.sin(2 * math.pi * pitch_hz * at / RATE_HZ)) for at in range(FRAME_SAMPLES))
    frame.planes[0].update(b"".join(sample.to_bytes(2, "little", signed=True) for sample in wave))
    packets = []
    for number in range(50):
        frame.pts = number * FRAME_SAMPLES
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


SPOKEN = {seat: spoken(pitch) for seat, pitch in TONES.items()}
SPEAKER_OF = {payload: seat for seat, payloads in SPOKEN.items() for payload in payloads}


def measured(packets: Iterable[bytes]) -> set[SeatId]:
    """Whose tone is in what these packets of one slot sound like. Anything between quiet and loud is an error."""
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE_HZ, "mono"
    samples: list[int] = []
    for packet in packets:
        for frame in decoder.decode(av.Packet(packet)):
            assert isinstance(frame, av.AudioFrame)
            samples += left_channel(frame)
    settled = samples[5 * FRAME_SAMPLES :]
    levels = {seat: loudness(settled, pitch) for seat, pitch in TONES.items()} if settled else {}
    assert all(level < QUIET or level > LOUD for level in levels.values()), levels
    return {seat for seat, level in levels.items() if level > LOUD}


def payloads(client: RawClient) -> dict[int, list[bytes]]:
    """The sound that has come, by the SSRC of its slot."""
    slots: dict[int, list[bytes]] = {}
    for packet in arrived(client):
        if packet[1] & 0x7F == OPUS:
            slots.setdefault(int.from_bytes(packet[8:12]), []).append(packet[-_length(packet) :])
    return slots


def _length(packet: bytes) -> int:
    """Of the payload."""
    return len(packet) - 12 - (4 + 4 * int.from_bytes(packet[14:16]) if packet[0] & 0x10 else 0)


async def all_speak(clients: Mapping[SeatId, RawClient], began: int) -> int:
    """Each its tone, as a browser sends it; the number of the next packet."""
    loop = asyncio.get_running_loop()
    start, numbers = loop.time(), range(began, began + int(SPEECH_S * 50))
    for number in numbers:
        for seat, client in clients.items():
            said = SPOKEN[seat][number % len(SPOKEN[seat])]
            await client.send(rtp(number, number * FRAME_SAMPLES, client.microphone_ssrc, OPUS, said, mid="0"))
        await asyncio.sleep(max(0.0, start + (number + 1 - began) / 50 - loop.time()))
    return numbers.stop


async def test_at46_outside_a_caucus_no_tone_is_measured_and_no_packet_of_its_members_arrives(
    control: MediaControl, join: Join
) -> None:
    clients = {seat: await join(seat, audio=3, video=3) for seat in SEATS}
    places: dict[SeatId, str] = dict.fromkeys(SEATS, "joint")
    number = 1
    caucus = {MEDIATOR: "one", APPLICANT: "one"}
    for talk in (places, places | caucus, places, places | dict.fromkeys(caucus, "two") | {AGENT: "two"}):
        control.reroute(ROOM, together(talk), set(caucus))
        for client in clients.values():
            client.forget_arrived()
        number = await all_speak(clients, number)
        control.forwarding(ROOM)  # an order is obeyed after what was read before it has been sent
        for listener, client in clients.items():
            may = {each.speaker for each in together(talk) if each.listener == listener}
            slots = payloads(client)
            assert {SPEAKER_OF[payload] for came in slots.values() for payload in came} == may
            tones = [measured(came) for came in slots.values()]
            assert sorted(map(sorted, tones)) == sorted([seat] for seat in may), "one voice in each slot, and no other"


class Session:
    """Four people who talk while they are moved."""

    def __init__(self, control: MediaControl, join: Join) -> None:
        self.places: dict[SeatId, str] = dict.fromkeys(SEATS, "joint")
        self.talk = Talk()
        self.took: list[float] = []
        self.passed = 0
        self._control = control
        self._join = join
        self._chance = random.Random(46)  # noqa: S311 - any sequence of moves will do

    async def enter(self, seat: SeatId) -> None:
        """With a new connection."""
        self.talk.speaks(seat, await self._join(seat, audio=3, video=3, screen=True))

    async def move(self, *seats: SeatId) -> None:
        """Each to another place, by commands that come at the same time."""
        await asyncio.gather(*map(self._move, seats))
        await self._look()

    async def leave(self, mover: SeatId, leaver: SeatId) -> None:
        """One is moved while the other, or the same one, goes."""
        await asyncio.gather(self._move(mover), self._leave(leaver))
        await self._look()
        await self.enter(leaver)

    async def vanish(self, mover: SeatId) -> None:
        """Is moved while its network goes, and comes back by another way."""
        await asyncio.gather(self._move(mover), self._vanish(mover))
        await self._look()
        await self.enter(mover)

    async def _move(self, seat: SeatId) -> None:
        self.places[seat] = self._chance.choice([place for place in PLACES if place != self.places[seat]])
        await asyncio.sleep(0)  # who else is moved is in its new place by now
        self._reroute(seat)

    async def _leave(self, seat: SeatId) -> None:
        self.talk.falls_silent(seat).close()
        self.places[seat] = LOBBY
        await asyncio.sleep(0)
        self._control.drop(seat)
        self._reroute(seat)

    async def _vanish(self, seat: SeatId) -> None:
        await asyncio.sleep(0)
        self.talk.falls_silent(seat).close()

    def _reroute(self, seat: SeatId) -> None:
        began = time.perf_counter()
        self._control.reroute(ROOM, together(self.places), {seat})
        self.took.append(time.perf_counter() - began)

    async def _look(self) -> None:
        """Whether all that was sent after the acknowledgement came to whom it may come, and to nobody else."""
        said = self.talk.said()
        until = self._control.stats()["packets_in"] + READ_BETWEEN
        async with asyncio.timeout(10):
            while self._control.stats()["packets_in"] < until:  # noqa: ASYNC110 - a thread in C has no event for us
                await asyncio.sleep(0.001)
        allowed = together(self.places)
        assert self._control.forwarding(ROOM) <= allowed
        may = {(each.listener, each.speaker) for each in allowed}
        for listener, client in self.talk.clients.items():
            later = {frame.speaker for frame in heard(client) if frame.number > said[frame.speaker]}
            wrong = {speaker for speaker in later if (listener, speaker) not in may}
            assert not wrong, f"{listener} heard {wrong} after the acknowledgement"
            self.passed += len(later)

    def pair(self) -> Sequence[SeatId]:
        """Two at random."""
        return self._chance.sample(SEATS, 2)

    def either(self, *seats: SeatId) -> SeatId:
        """One of these."""
        return self._chance.choice(seats)

    def deed(self) -> str:
        """What comes next."""
        return self._chance.choices(("move", "two", "leave", "vanish"), (80, 12, 4, 4))[0]


@pytest.mark.parametrize("moves", [100, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
async def test_at46_threat2_no_frame_arrives_on_the_wrong_side_after_a_move_is_acknowledged(
    control: MediaControl, join: Join, moves: int, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(control, join)
    done = dict.fromkeys(("move", "two", "leave", "vanish"), 0)
    control.reroute(ROOM, together(session.places))
    for seat in SEATS:
        await session.enter(seat)
    with session.talk.going_on():
        while sum(done.values()) < moves:
            one, other = session.pair()
            deed = session.deed()
            done[deed] += 1
            match deed:
                case "move":
                    await session.move(one)
                case "two":
                    await session.move(one, other)
                case "leave":
                    await session.leave(one, session.either(one, other))
                case _:
                    await session.vanish(one)
    took = sorted(session.took)
    p99, worst = took[int(0.99 * len(took))] * 1000, took[-1] * 1000
    with capsys.disabled():
        print(f" {done}, {len(took)} orders: p99 {p99:.2f} ms, worst {worst:.2f} ms", end=" ")
    assert session.passed > moves, "there was no load"
    assert all(done.values())
    assert took[-1] < PROMISED_S
