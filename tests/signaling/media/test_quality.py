"""From differences of readings to figures and a grade."""

from signaling.media.plane import Bearing, Codec, Delivery, Readings, Reception
from signaling.media.quality import FAIR, GOOD, NO_LINE, WEAK, Down, Person, Qualities, Up, grade

HERE = Person(is_heard=True, codecs={0: Codec.OPUS, 1: Codec.VP8, 2: Codec.OPUS}, cameras_away=0)


def up(expected: int, received: int, octets: int = 0, *, jitter: int = 0, ssrc: int = 7) -> Reception:
    return Reception(1, 0, ssrc, expected, received, octets, jitter)


def down(packets: int, *, octets: int = 0, lost: int = 0, jitter: int = 0, trip: int = 0, line: int = 2) -> Delivery:
    return Delivery(1, line, packets, octets, 0, lost, jitter, trip)


def read(*rows: Reception | Delivery | Bearing) -> Readings:
    return Readings(
        [row for row in rows if isinstance(row, Reception)],
        [row for row in rows if isinstance(row, Delivery)],
        [row for row in rows if isinstance(row, Bearing)],
    )


def after(first: Readings, second: Readings, person: Person = HERE) -> tuple[int, Up, Down]:
    qualities = Qualities()
    qualities.observe(first, {1: person}, 10.0)
    return qualities.observe(second, {1: person}, 12.0)[1]


def test_the_way_up_is_what_came_since_the_reading_before() -> None:
    told, figures, _ = after(read(up(100, 100)), read(up(200, 195, 8000, jitter=480)))
    assert (round(figures.loss, 3), figures.jitter_ms, figures.bitrate) == (0.05, 10.0, 32_000)
    assert told == FAIR


def test_repaired_packets_make_no_negative_loss() -> None:
    assert after(read(up(100, 90)), read(up(200, 199)))[1].loss == 0.0


def test_another_source_is_counted_from_its_own_beginning() -> None:
    assert after(read(up(100, 90, 500, ssrc=7)), read(up(10, 8, 1000, ssrc=8)))[1] == Up(0.2, 0.0, 4000)


def test_the_way_down_is_weighed_by_what_each_slot_was_sent() -> None:
    first = read(down(0), down(0, line=1))
    second = read(down(100, octets=4000, lost=128, trip=120_000), down(300, octets=4000, lost=0, line=1, jitter=900))
    told, _, figures = after(first, second)
    assert (figures.loss, figures.bitrate, figures.round_trip_ms, figures.jitter_ms) == (0.125, 32_000, 120.0, 10.0)
    assert told == WEAK


def test_a_slot_that_is_not_fed_any_more_says_nothing() -> None:
    same = down(100, lost=255, trip=900_000)
    assert after(read(same), read(same))[2] == Down()


def test_what_the_line_bears_is_told_while_it_is_fresh() -> None:
    assert after(read(), read(Bearing(1, 300_000, 11.0)))[2].bears == 300_000
    assert after(read(), read(Bearing(1, 300_000, 6.9)))[2].bears is None


def test_a_camera_that_gave_way_makes_a_weak_line() -> None:
    told, _, figures = after(read(), read(), HERE._replace(cameras_away=2))
    assert (told, figures.cameras_away) == (WEAK, 2)


def test_nothing_heard_is_no_line_and_its_return_is_told_at_once() -> None:
    qualities = Qualities()
    gone = HERE._replace(is_heard=False)
    assert [
        qualities.observe(read(), {1: person}, 2.0 * turn)[1].grade
        for turn, person in enumerate((HERE, gone, HERE), start=1)
    ] == [GOOD, NO_LINE, GOOD]


def test_a_worse_grade_is_told_at_once_and_a_better_one_when_it_has_held() -> None:
    qualities, seen = Qualities(), []
    for turn, away in enumerate((0, 1, 0, 0, 1, 0, 0, 0), start=1):
        found = qualities.observe(read(), {1: HERE._replace(cameras_away=away)}, 2.0 * turn)
        seen.append(found[1].grade)
    assert seen == [GOOD, WEAK, WEAK, WEAK, WEAK, WEAK, WEAK, GOOD]


def test_each_figure_alone_can_make_a_line_worse() -> None:
    assert grade(Up(), Down()) == GOOD
    assert grade(Up(jitter_ms=40), Down()) == FAIR
    assert grade(Up(), Down(round_trip_ms=800)) == WEAK
    assert grade(Up(loss=0.1), Down()) == WEAK


def test_who_has_left_is_forgotten() -> None:
    qualities = Qualities()
    qualities.observe(read(), {1: HERE._replace(cameras_away=1)}, 2.0)
    qualities.observe(read(), {}, 4.0)
    assert qualities.observe(read(), {1: HERE}, 6.0)[1].grade == GOOD
