from hypothesis import given
from hypothesis import strategies as st

from rooms.ids import Medium, SeatId
from signaling.media.slots import Positions, SlotCounts, place

BOTH = frozenset({Medium.MICROPHONE, Medium.CAMERA})
SOUND = frozenset({Medium.MICROPHONE})
A, B, C = SeatId("a"), SeatId("b"), SeatId("c")

seats = st.sampled_from([SeatId(letter) for letter in "abcdefgh"])
media = st.sets(st.sampled_from(sorted(BOTH)), min_size=1).map(frozenset)
wishes = st.dictionaries(seats, media, max_size=8)
counts = st.builds(SlotCounts, st.integers(0, 4), st.integers(0, 4))


@given(st.lists(wishes, max_size=5), counts, st.lists(seats, unique=True, max_size=3), st.none() | seats)
def test_every_holder_wants_what_its_position_carries_and_nobody_sits_twice(
    story: list[dict[SeatId, frozenset[Medium]]], slots: SlotCounts, speaking: list[SeatId], pinned: SeatId | None
) -> None:
    held: Positions = ()
    for wants in story:
        held = place(held, wants, slots, speaking, pinned)
        taken = [seat for seat in held if seat is not None]
        assert len(held) == slots.positions
        assert len(set(taken)) == len(taken)
        assert all(wants[seat] & slots.carries(place) for place, seat in enumerate(held) if seat is not None)


@given(wishes, counts, st.none() | seats)
def test_nothing_moves_without_a_change(
    wants: dict[SeatId, frozenset[Medium]], slots: SlotCounts, pinned: SeatId | None
) -> None:
    settled = place((), wants, slots, (), pinned)
    assert place(settled, wants, slots, (), pinned) == settled


@given(st.lists(wishes, min_size=1, max_size=4), counts, st.lists(seats, unique=True), seats)
def test_who_is_pinned_has_all_that_any_position_carries_of_it(
    story: list[dict[SeatId, frozenset[Medium]]], slots: SlotCounts, speaking: list[SeatId], pinned: SeatId
) -> None:
    held: Positions = ()
    for wants in story:
        held = place(held, wants, slots, speaking, pinned)
        wanted = wants.get(pinned, frozenset())
        best = max((len(wanted & slots.carries(each)) for each in range(slots.positions)), default=0)
        got = wanted & slots.carries(held.index(pinned)) if pinned in held else frozenset()
        assert len(got) == best


def test_who_gives_way_to_the_pinned_takes_its_former_place() -> None:
    assert place((A, B), {A: BOTH, B: BOTH}, SlotCounts(2, 1), (), B) == (B, A)


def test_who_stays_keeps_the_place_when_another_goes() -> None:
    two = SlotCounts(2, 2)
    assert place((A, B), {B: BOTH}, two, ()) == (None, B)
    assert place((None, B), {B: BOTH, C: BOTH}, two, ()) == (C, B)


def test_sound_alone_leaves_pictures_to_those_who_have_one() -> None:
    assert place((), {A: SOUND, B: BOTH}, SlotCounts(2, 1), ()) == (B, A)
    assert place((), {A: SOUND}, SlotCounts(2, 1), ()) == (None, A)


def test_who_turns_a_camera_on_moves_to_a_place_with_a_picture() -> None:
    assert place((None, A), {A: BOTH}, SlotCounts(2, 1), ()) == (A, None)


def test_a_speaker_displaces_someone_silent_when_all_is_full() -> None:
    one = SlotCounts(1, 1)
    assert place((A,), {A: BOTH, B: BOTH}, one, ()) == (A,)
    assert place((A,), {A: BOTH, B: BOTH}, one, (B,)) == (B,)
    assert place((A,), {A: BOTH, B: BOTH}, one, (A, B)) == (A,)
