"""What the answers say about Opus: sound repairs itself if speakers are asked to and listeners know."""

from pathlib import Path

import pytest

from rooms.ids import SeatId
from signaling.media.control import MediaControl
from tests.signaling.media.conftest import ROOM

OFFERS = Path(__file__).parent / "offers"


def parameters(answer: str) -> tuple[list[str], list[str]]:
    """The `a=fmtp` lines of what we receive, and of what we send, for each sound line."""
    sections = [section for section in answer.split("\r\nm=")[1:] if section.startswith("audio")]
    of = [next((row for row in section.splitlines() if row.startswith("a=fmtp:")), "") for section in sections]
    receiving = ["a=recvonly" in section for section in sections]
    return (
        [row for row, comes in zip(of, receiving, strict=True) if comes],
        [row for row, comes in zip(of, receiving, strict=True) if not comes],
    )


@pytest.mark.parametrize("name", ["chromium-vp8.sdp", "firefox-esr.sdp"])
async def test_threat25_microphones_are_asked_to_repair_losses_ahead_and_slots_keep_what_the_browser_can(
    control: MediaControl, name: str
) -> None:
    answer = await control.answer(ROOM, SeatId("a"), (OFFERS / name).read_bytes().decode())
    microphone, slots = parameters(answer)
    assert len(microphone) == 1
    assert {"useinbandfec=1", "usedtx=1"} <= set(microphone[0].split(" ")[1].split(";"))
    assert slots
    assert all("useinbandfec=1" in row.split(" ")[1].split(";") for row in slots)
