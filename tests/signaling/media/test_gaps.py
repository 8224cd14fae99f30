from signaling.media.gaps import ASK_AGAIN_SECONDS, ASKS, FIRST_ASK_SECONDS, LARGEST_GAP, Gaps


def test_a_gap_is_asked_for_after_reordering_had_its_chance() -> None:
    gaps = Gaps()
    gaps.open(5, 8, 1.0)
    assert gaps.due(1.0) == []
    assert gaps.fill(6)
    assert gaps.due(1.0 + FIRST_ASK_SECONDS) == [5, 7]
    assert gaps.due(1.0 + FIRST_ASK_SECONDS) == []


def test_it_gives_up_after_some_questions() -> None:
    gaps = Gaps()
    gaps.open(5, 6, 0.0)
    now, asked = 1.0, 0
    while gaps:
        asked += len(gaps.due(now))
        now += ASK_AGAIN_SECONDS
    assert asked == ASKS


def test_what_was_never_missed_cannot_be_filled() -> None:
    assert not Gaps().fill(3)


def test_memory_is_bounded_and_a_large_jump_is_a_new_beginning() -> None:
    gaps = Gaps()
    for first in range(0, 4 * LARGEST_GAP, 2):
        gaps.open(first, first + 1, 0.0)
    assert len(gaps.due(1.0)) == LARGEST_GAP
    gaps.open(10_000, 10_000 + LARGEST_GAP + 1, 2.0)
    assert not gaps
