from hypothesis import given
from hypothesis import strategies as st

from rooms.hearing import Hearing
from rooms.ids import Medium, SeatId
from signaling.media.offer import Line
from signaling.media.plane import Codec
from signaling.media.routing import Feed, Lines, Party, plan

SEATS = [SeatId(letter) for letter in "abcde"]


def line(index: int, codec: Codec, *, sends: bool) -> Line:
    return Line(index, str(index), sends, codec, 96, "", (), 1, 0, (), 0, (), 0, 0)


@st.composite
def parties(draw: st.DrawFn) -> dict[SeatId, tuple[Party, tuple[Line, ...]]]:
    made = {}
    for number, seat in enumerate(draw(st.lists(st.sampled_from(SEATS), unique=True)), start=1):
        shape = draw(st.lists(st.tuples(st.sampled_from(list(Codec)), st.booleans()), max_size=8))
        lines = tuple(line(index, codec, sends=sends) for index, (codec, sends) in enumerate(shape))
        made[seat] = Party(number, Lines(lines), draw(st.booleans()), ()), lines
    return made


hearings = st.frozensets(
    st.builds(Hearing, st.sampled_from(SEATS), st.sampled_from(SEATS), st.sampled_from(list(Medium))), max_size=40
)


@given(parties(), st.lists(hearings, min_size=1, max_size=4), st.lists(st.sampled_from(SEATS), unique=True))
def test_no_route_leads_beyond_who_may_hear_whom(
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
                assert lines[listener][slot_line].codec is sent.codec
            assert len(placement.slots) == len(placement.routes)
            assert here[listener].receiving or not placement.routes
        here = {
            seat: Party(party.peer, party.lines, party.receiving, placements[seat].positions)
            for seat, party in here.items()
        }


def test_slots_name_the_mid_and_the_speaker() -> None:
    lines = (line(0, Codec.OPUS, sends=True), line(1, Codec.OPUS, sends=False))
    a, b = SEATS[:2]
    here = {
        a: Party(1, Lines(lines), receiving=True, positions=()),
        b: Party(2, Lines(lines), receiving=False, positions=()),
    }
    placement = plan(here, frozenset({Hearing(a, b, Medium.MICROPHONE), Hearing(a, b, Medium.CAMERA)}), ())[a]
    assert placement.slots == (("1", b, Medium.MICROPHONE),)
    assert placement.routes == {1: Feed(2, 0)}
