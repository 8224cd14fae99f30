"""Cameras on a line of a given width, by a line that estimates as libwebrtc's receiver does."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from signaling.media.allowance import Allowance, Verdict

READING_SECONDS = 0.1
SOUND = 40_000.0
EVERY_CAMERA = Verdict(99, 0.0)


@dataclass
class Line:
    """Bears `width` bit/s. Its estimate follows what comes: at most half as much again, less when it is crowded."""

    width: float
    bears: float = 300_000.0
    now: float = 100.0
    crowded: float = 0.0
    allowance: Allowance = field(default_factory=Allowance)
    verdict: Verdict = EVERY_CAMERA

    def run(self, seconds: float, cameras: list[float]) -> list[int]:
        """How many cameras it had in each tenth of a second."""
        had = []
        for _ in range(int(seconds / READING_SECONDS)):
            self.now += READING_SECONDS
            sent = SOUND + sum(cameras[: self.verdict.cameras])
            came = sent + self.verdict.padding
            if came > self.width:
                self.crowded += READING_SECONDS
                self.bears = 0.85 * self.width
            else:
                self.bears = max(self.bears, min(1.08**READING_SECONDS * self.bears + 1000, 1.5 * came + 10_000))
            self.verdict = self.allowance.judge(self.now, sent=sent, bears=self.bears, cameras=cameras)
            had.append(self.verdict.cameras)
        return had


def test_a_wide_line_has_every_camera_always() -> None:
    assert set(Line(width=5e6, bears=1e6).run(60, [500_000.0] * 3)) == {3}


def test_threat25_the_picture_gives_way_within_two_seconds_and_the_sound_has_room() -> None:
    line = Line(width=100_000)
    had = line.run(120, [500_000.0, 300_000.0])
    assert set(had[20:]) == {0}
    line.crowded = 0.0
    line.run(300, [500_000.0, 300_000.0])
    assert line.crowded < 0.05 * 300


def test_threat25_the_picture_returns_when_the_line_is_good_again() -> None:
    line = Line(width=100_000)
    line.run(20, [500_000.0])
    line.width = 3e6
    had = line.run(45, [500_000.0])
    assert had[-1] == 1
    assert set(line.run(60, [500_000.0])) == {1}


def test_as_many_cameras_stay_as_the_line_bears() -> None:
    line = Line(width=800_000)
    line.run(5, [300_000.0] * 4)
    had = line.run(120, [300_000.0] * 4)
    assert max(set(had), key=had.count) == 2
    assert sum(count == 2 for count in had) > 0.9 * len(had)


def test_who_sends_no_estimate_has_every_camera() -> None:
    allowance = Allowance(cut_to=0)
    assert allowance.judge(1.0, sent=1e6, bears=None, cameras=[1e6, 1e6]) == (2, 0.0)


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
