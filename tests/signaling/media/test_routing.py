from hypothesis import given
from hypothesis import strategies as st

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.offer import Line
from signaling.media.plane import Codec
from signaling.media.routing import NO_PREFERENCE, Feed, Lines, Party, Preference, plan
from tests.signaling.media.conftest import everyone

SEATS = [SeatId(letter) for letter in "abcde"]
A, B, C = SEATS[:3]


def line(index: int, codec: Codec, *, sends: bool, is_screen: bool = False) -> Line:
    return Line(index, str(index), sends, codec, 96, "", (), 1, 0, (), 0, (), 0, 0, is_screen)


shapes = st.tuples(st.sampled_from(list(Codec)), st.booleans(), st.booleans())
preferences = st.builds(Preference, st.booleans(), st.none() | st.sampled_from(SEATS))


@st.composite
def parties(draw: st.DrawFn) -> dict[SeatId, tuple[Party, tuple[Line, ...]]]:
    made = {}
    for number, seat in enumerate(draw(st.lists(st.sampled_from(SEATS), unique=True)), start=1):
        lines = tuple(
            line(index, codec, sends=sends, is_screen=is_screen and codec is Codec.VP8)
            for index, (codec, sends, is_screen) in enumerate(draw(st.lists(shapes, max_size=8)))
        )
        made[seat] = Party(number, Lines(lines), draw(st.booleans()), (), None, draw(preferences)), lines
    return made


hearings = st.frozensets(
    st.builds(Hearing, st.sampled_from(SEATS), st.sampled_from(SEATS), st.sampled_from(list(Medium))), max_size=40
)


@given(parties(), st.lists(hearings, min_size=1, max_size=4), st.lists(st.sampled_from(SEATS), unique=True))
def test_no_route_leads_beyond_who_may_hear_whom_whatever_anybody_prefers(
    drawn: dict[SeatId, tuple[Party, tuple[Line, ...]]], story: list[frozenset[Hearing]], speaking: list[SeatId]
) -> None:
    here = {seat: party for seat, (party, _) in drawn.items()}
    lines = {seat: offered for seat, (_, offered) in drawn.items()}
    owners = {party.peer: seat for seat, party in here.items()}
    for hears in story:
        placements = plan(here, hears, speaking)
        for listener, placement in placements.items():
            for slot_line, feed in placement.routes.items():
                sent = lines[owners[feed.peer]][feed.line]
                assert Hearing(listener, owners[feed.peer], sent.medium) in hears
                assert owners[feed.peer] != listener
                assert sent.sends
                assert not lines[listener][slot_line].sends
                assert lines[listener][slot_line].medium is sent.medium
                assert not (sent.medium is Medium.CAMERA and here[listener].preference.audio_only)
            assert len(placement.slots) == len(placement.routes)
            assert here[listener].receiving or not placement.routes
        here = {
            seat: Party(
                *(party.peer, party.lines, party.receiving, placements[seat].positions, placements[seat].screen),
                party.preference,
            )
            for seat, party in here.items()
        }


def test_slots_name_the_mid_and_the_speaker() -> None:
    lines = (line(0, Codec.OPUS, sends=True), line(1, Codec.OPUS, sends=False))
    here = {
        A: Party(1, Lines(lines), receiving=True, positions=()),
        B: Party(2, Lines(lines), receiving=False, positions=()),
    }
    placement = plan(here, frozenset({Hearing(A, B, Medium.MICROPHONE), Hearing(A, B, Medium.CAMERA)}), ())[A]
    assert placement.slots == (("1", B, Medium.MICROPHONE),)
    assert placement.routes == {1: Feed(2, 0)}


WHOLE = Lines(
    (
        line(0, Codec.OPUS, sends=True),
        line(1, Codec.VP8, sends=True),
        line(2, Codec.VP8, sends=True, is_screen=True),
        line(3, Codec.OPUS, sends=False),
        line(4, Codec.VP8, sends=False),
        line(5, Codec.VP8, sends=False, is_screen=True),
    )
)


def three(preference: Preference = NO_PREFERENCE, screen: SeatId | None = None) -> dict[SeatId, Party]:
    """`a` listens with one slot of each kind."""
    listener = Party(1, WHOLE, receiving=True, positions=(B,), screen=screen, preference=preference)
    return {
        A: listener,
        B: Party(2, WHOLE, receiving=True, positions=()),
        C: Party(3, WHOLE, receiving=True, positions=()),
    }


def test_a_screen_comes_in_a_slot_of_its_own_and_stays_when_another_is_shared() -> None:
    only_c = frozenset(each for each in everyone(*"abc") if each.medium is not Medium.SCREEN or each.speaker == C)
    placement = plan(three(), only_c, ())[A]
    assert placement.slots[-1] == ("5", C, Medium.SCREEN)
    assert placement.routes == {3: Feed(2, 0), 4: Feed(2, 1), 5: Feed(3, 2)}
    assert plan(three(screen=C), everyone(*"abc"), ())[A].screen == C


def test_audio_only_takes_the_cameras_and_leaves_sound_and_screen() -> None:
    placement = plan(three(Preference(audio_only=True)), everyone(*"abc"), ())[A]
    assert {slot.medium for slot in placement.slots} == {Medium.MICROPHONE, Medium.SCREEN}


def test_who_is_in_the_spotlight_has_a_slot_before_all_others() -> None:
    placement = plan(three(Preference(spotlight=C)), everyone(*"abc"), (B,))[A]
    assert {slot.seat for slot in placement.slots if slot.medium is not Medium.SCREEN} == {C}


def test_a_spotlight_on_who_may_not_be_seen_brings_nothing() -> None:
    hears = frozenset(each for each in everyone(*"abc") if each.speaker != C)
    assert plan(three(Preference(spotlight=C)), hears, ())[A] == plan(three(), hears, ())[A]
