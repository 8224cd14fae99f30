"""What is seen: frames that move on at each end, whose they are, and what stands there without a camera."""

import asyncio

from playwright.async_api import expect

from tests.browser.devices import APPLICANT, MEDIATOR, RESPONDENT, Likeness
from tests.browser.people import Person, Table

ALIKE = 40
"""VP8 and two conversions change a colour; the three people differ by far more in some channel."""


def shown_as(likeness: Likeness) -> tuple[float, float, float]:
    """Red, green and blue of a likeness (BT.601, video range)."""
    luma, cb, cr = likeness.colour
    light = 1.164 * (luma - 16)
    return light + 1.596 * (cr - 128), light - 0.392 * (cb - 128) - 0.813 * (cr - 128), light + 2.017 * (cb - 128)


async def looks_like(viewer: Person, seat: str, likeness: Likeness) -> bool:
    colour = await viewer.measure("window.probe.colour(args[0])", seat)
    expected = (min(255, max(0, part)) for part in shown_as(likeness))
    return all(abs(is_ - should) < ALIKE for is_, should in zip(colour, expected, strict=True))


async def test_frames_move_on_at_each_end_and_every_tile_shows_whose_name_it_bears(table: Table) -> None:
    faces = (
        (table.mediator, table.room.mediator, MEDIATOR),
        (table.applicant, table.room.applicant.id, APPLICANT),
        (table.respondent, table.room.respondent.id, RESPONDENT),
    )
    pairs = [(viewer, seat, face) for viewer, _, _ in faces for person, seat, face in faces if person is not viewer]
    await asyncio.gather(*(viewer.sees_moving(seat) for viewer, seat, _ in pairs))
    for viewer, seat, face in pairs:
        assert await looks_like(viewer, seat, face), (viewer, seat, face)


async def test_a_camera_switched_off_leaves_a_name_and_comes_back_with_a_picture(table: Table) -> None:
    seat = table.room.applicant.id
    viewers = (table.mediator, table.respondent)
    await asyncio.gather(*(viewer.sees_moving(seat) for viewer in viewers))
    await table.applicant.press("toggle-camera")
    for viewer in viewers:
        await expect(viewer.tile(seat).get_by_test_id("tile-note")).to_have_text("摄像头已关闭")
        await expect(viewer.tile(seat).locator("video")).to_have_count(0)
        await expect(viewer.tile(seat)).to_contain_text("张伟")
    await viewers[0].sees_moving(table.room.respondent.id)
    await table.applicant.press("toggle-camera")
    await asyncio.gather(*(viewer.sees_moving(seat) for viewer in viewers))


async def test_who_speaks_is_marked_and_who_is_muted_is_not(table: Table) -> None:
    speaks = table.mediator.tile(table.room.applicant.id)
    await expect(speaks).to_have_attribute("data-speaking", "true", timeout=5000)
    await table.applicant.press("toggle-microphone")
    await expect(speaks).to_have_attribute("data-speaking", "false", timeout=5000)
