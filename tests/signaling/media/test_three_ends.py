"""Chromium, Firefox and aiortc in one room: three independent ends hear and see each other, and only as allowed."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

import pytest

from rooms.ids import SeatId
from signaling.media.control import MediaControl
from tests.signaling.media.aiortcclient import AiortcClient, Paint
from tests.signaling.media.audience import WAIT_S, Audience
from tests.signaling.media.browsers import Open, Tab, chromium, firefox, room_page
from tests.signaling.media.conftest import ROOM, everyone

TONES = {"chromium": 440, "firefox": 690, "aiortc": 1130}
"""None is a multiple of another, so that no overtone is taken for a voice."""
COLOURS = {"chromium": "red", "firefox": "lime", "aiortc": "blue"}
BLUE = (220, 90)


class End(Protocol):
    """Somebody in the room, who can be asked what arrives."""

    async def hears(self, pitches: list[int]) -> None:
        """Returns when it hears exactly these; raises when that takes too long."""
        ...

    async def sees(self, colours: list[str]) -> None:
        """Returns when exactly these pictures go on; raises when that takes too long."""
        ...


class Viewer:
    """A tab that has joined."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    async def hears(self, pitches: list[int]) -> None:
        await self._tab.evaluate(f"hears({pitches}, {WAIT_S * 1000})")

    async def sees(self, colours: list[str]) -> None:
        await self._tab.evaluate(f"sees({json.dumps(colours)}, {WAIT_S * 1000})")


async def viewer(tab: Tab, seat: str) -> Viewer:
    performance = {"tone": TONES[seat], "colour": COLOURS[seat]}
    await tab.evaluate(f"join({json.dumps(seat)}, {json.dumps(performance)})")
    return Viewer(tab)


@asynccontextmanager
async def independent(control: MediaControl, seat: str) -> AsyncIterator[Audience]:
    client = AiortcClient(voice_hz=TONES[seat], camera=Paint(BLUE))
    await client.join(lambda offer: control.answer(ROOM, SeatId(seat), offer))
    yield Audience(client, list(TONES.values()))
    await client.close()


@pytest.fixture(scope="module")
async def in_chromium() -> AsyncIterator[Open]:
    async with chromium() as running:
        yield running


@pytest.fixture(scope="module")
async def in_firefox() -> AsyncIterator[Open]:
    async with firefox() as running:
        yield running


@pytest.fixture
async def ends(control: MediaControl, in_chromium: Open, in_firefox: Open) -> AsyncIterator[Mapping[str, End]]:
    """All three, joined while everyone may hear everyone."""
    control.reroute(ROOM, everyone(*TONES))
    async with room_page(control) as sit, independent(control, "aiortc") as audience:
        yield {
            "chromium": await viewer(await sit(in_chromium), "chromium"),
            "firefox": await viewer(await sit(in_firefox), "firefox"),
            "aiortc": audience,
        }


async def perceive(ends: Mapping[str, End], speakers: set[str]) -> None:
    """Returns when everybody hears and sees each of the speakers but the own self, and nothing else."""
    async with asyncio.TaskGroup() as all_at_once:
        for seat, end in ends.items():
            others = speakers - {seat}
            all_at_once.create_task(end.hears(sorted(TONES[other] for other in others)))
            all_at_once.create_task(end.sees(sorted(COLOURS[other] for other in others)))


@pytest.mark.alone  # three ends code and decode in real time; beside another test two cores are not enough
async def test_three_kinds_of_ends_hear_and_see_each_other_and_who_is_taken_out_is_gone_for_all(
    control: MediaControl, ends: Mapping[str, End]
) -> None:
    await perceive(ends, set(TONES))
    for silenced in TONES:
        heard = set(TONES) - {silenced}
        control.reroute(ROOM, frozenset(each for each in everyone(*TONES) if each.speaker != silenced))
        await perceive(ends, heard)
        control.reroute(ROOM, everyone(*TONES))
        await perceive(ends, set(TONES))
