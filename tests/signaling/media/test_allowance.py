"""Cameras on a line of a given width, by a line that estimates as libwebrtc's receiver does."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.media.allowance import Allowance, Verdict

READING_SECONDS = 0.2
SOUND = 45_000.0
QUEUE_SECONDS = 0.3
FLOOR = 5_000.0
EVERY_CAMERA = Verdict(99, 0.0)


@dataclass
class Line:
    """Bears `width` bit/s, and keeps `QUEUE_SECONDS` of what is too much.

    Its estimate speaks of pictures and padding only and changes while some come: down at once where they take longer
    and longer, up by 8 % (no less than 1,000 bit/s) a second to half as much again as comes. Growth is told once a
    second. In a full queue everything takes equally long: then it grows although most is lost.
    """

    width: float
    told: float = 300_000.0
    now: float = 100.0
    overflown: float = 0.0
    """Seconds in which sound was lost."""
    allowance: Allowance = field(default_factory=Allowance)
    verdict: Verdict = EVERY_CAMERA
    _queue: float = 0.0
    _bears: float = 300_000.0
    _told_at: float = 0.0
    _lost: float = 0.0

    def run(self, seconds: float, cameras: list[float]) -> list[int]:
        """How many cameras it had at each reading."""
        return [self._read(cameras) for _ in range(int(seconds / READING_SECONDS))]

    def _read(self, cameras: list[float]) -> int:
        self.now += READING_SECONDS
        sent = sum(cameras[: self.verdict.cameras])
        self._carry(sent + self.verdict.padding)
        if self._bears < self.told or self.now - self._told_at >= 1.0:
            self.told, self._told_at = self._bears, self.now
        self.verdict = self.allowance.judge(self.now, sent=sent, bears=self.told, cameras=cameras, lost=self._lost)
        return self.verdict.cameras

    def _carry(self, pictures: float) -> None:
        before, full = self._queue, QUEUE_SECONDS * self.width
        too_much = (pictures + SOUND - self.width) * READING_SECONDS
        self._queue = min(full, max(0.0, before + too_much))
        is_full = before + too_much > full
        self._lost = 1 - self.width / (pictures + SOUND) if is_full else 0.0
        self.overflown += READING_SECONDS if is_full else 0.0
        came = pictures * min(1.0, self.width / (pictures + SOUND))
        if self._queue > max(before, 0.02 * self.width):
            self._bears = min(self._bears, max(FLOOR, 0.85 * came))
        elif pictures and self._queue >= before:
            growth = max(1000 * READING_SECONDS, (1.08**READING_SECONDS - 1) * self._bears)
            self._bears = max(self._bears, min(self._bears + growth, 1.5 * came + 10_000))


def test_a_wide_line_has_every_camera_always() -> None:
    assert set(Line(width=5e6).run(60, [500_000.0] * 3)) == {3}


def test_an_estimate_that_begins_low_costs_no_camera() -> None:
    line = Line(width=5e6, told=30_000.0, _bears=30_000.0)
    assert set(line.run(60, [600_000.0])) == {1}


def test_threat25_the_picture_gives_way_within_two_seconds_and_the_sound_has_room() -> None:
    line = Line(width=100_000)
    had = line.run(120, [500_000.0, 300_000.0])
    assert set(had[10:]) == {0}
    line.overflown = 0.0
    assert set(line.run(300, [500_000.0, 300_000.0])) == {0}
    assert line.overflown < 0.01 * 300


@pytest.mark.parametrize("camera", [45_000.0, 250_000.0, 600_000.0])
@pytest.mark.parametrize("thin_seconds", [10, 60, 300])
def test_threat25_the_picture_returns_within_30_seconds_when_the_line_is_good_again(
    camera: float, thin_seconds: int
) -> None:
    line = Line(width=SOUND + 0.4 * camera)
    assert line.run(thin_seconds, [camera])[-1] == 0
    line.width = 3e6
    had = line.run(30, [camera])
    assert had[-1] == 1
    assert set(line.run(60, [camera])) == {1}


def test_as_many_cameras_stay_as_the_line_bears() -> None:
    line = Line(width=800_000)
    line.run(5, [300_000.0] * 4)
    had = line.run(120, [300_000.0] * 4)
    assert max(set(had), key=had.count) == 2
    assert sum(count == 2 for count in had) > 0.9 * len(had)


def test_who_sends_no_estimate_has_every_camera() -> None:
    allowance = Allowance(cut_to=0)
    assert allowance.judge(1.0, sent=1e6, bears=None, cameras=[1e6, 1e6]) == (2, 0.0)


def test_threat26_a_line_that_was_away_begins_with_every_camera_and_has_time() -> None:
    line = Line(width=90_000)
    line.run(20, [300_000.0])
    assert line.allowance.judge(line.now, sent=0.0, bears=None, cameras=[300_000.0]) == (1, 0.0)
    for _ in range(14):
        line.now += READING_SECONDS
        assert line.allowance.judge(line.now, sent=3e5, bears=20_000.0, cameras=[300_000.0]).cameras == 1


def test_an_estimate_that_does_not_move_is_no_reason_to_send_a_picture() -> None:
    """Nothing of what is sent arrives, and the browser repeats what it said before."""
    line = Line(width=90_000)
    line.run(20, [300_000.0])
    for _ in range(300):
        line.now += READING_SECONDS
        assert line.allowance.judge(line.now, sent=0.0, bears=20_000.0, cameras=[300_000.0]).cameras == 0


@given(
    st.lists(
        st.tuples(
            st.floats(0, 5e6),
            st.none() | st.floats(0, 5e6),
            st.lists(st.floats(0, 3e6), max_size=5),
            st.floats(0.01, 5),
        ),
        max_size=60,
    )
)
def test_whatever_is_measured_the_verdict_is_possible(
    readings: list[tuple[float, float | None, list[float], float]],
) -> None:
    allowance, now = Allowance(), 0.0
    for sent, bears, cameras, later in readings:
        now += later
        verdict = allowance.judge(now, sent=sent, bears=bears, cameras=cameras)
        assert 0 <= verdict.cameras <= len(cameras)
        assert 0 <= verdict.padding < 2e7
        if not cameras or bears is None:
            assert verdict.padding == 0
