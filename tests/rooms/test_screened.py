"""Two who are screened from each other: what one is shown is the same whether the other is there or not.

Two sessions run side by side. In one the screened seat never came; in the other it is at the table and does, at
random, whatever a person can do. Everybody else does the same in both. After each act all that the first seat could be
pushed is compared: its view, its lines with their numbers, whom it hears and who hears it, the answer to its own act.

An act of somebody else (not of the seat that looks) that only one of the sessions takes is taken in neither: who sees
both may well act on it, and that is their doing.
"""

from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms import inputs
from rooms.audibility import hears, reads
from rooms.chat import JOINT, Channel, ChannelKind
from rooms.effects import StoreLine
from rooms.ids import CaucusId, DisclosureId, FactId, PersonId, SeatId
from rooms.inputs import Input
from rooms.ledger import Standing
from rooms.refusals import Refusal
from rooms.room import Phase, Place, Room, Side
from rooms.step import step
from rooms.views import view_for
from tests.rooms.stories import (
    AGENT,
    CAUCUS,
    COLLEAGUE,
    COMPANY,
    LATER,
    MEDIATOR,
    NOON,
    THIRD,
    WORKER,
    added,
    after,
    aside,
    called_aside,
    entered,
    everyone_at_the_table,
    hidden,
    opened,
    said,
    session,
    shown,
    waiting,
    with_seats,
)

EVERYBODY = (WORKER, COMPANY, AGENT, THIRD, COLLEAGUE)
PAIRS = st.sampled_from(
    (
        (WORKER, COMPANY),
        (WORKER, THIRD),
        (COMPANY, AGENT),
        (THIRD, WORKER),
        (WORKER, COLLEAGUE),
        (AGENT, WORKER),
    )
)
CHANNELS = st.sampled_from(
    (JOINT, JOINT, *(Channel(ChannelKind.SIDE, side) for side in (Side.APPLICANT, Side.RESPONDENT)))
)
NUMBERS = st.integers(1, 6)
DOORS = st.sampled_from(("leaves", "leaves", "comes", "comes", "silent", "gone", "heard"))


class Apart(RuleBasedStateMachine):
    """`here` has the screened seat, `alone` has not."""

    here: Room
    alone: Room

    @initialize(pair=PAIRS)
    def begin(self, pair: tuple[SeatId, SeatId]) -> None:
        self.looks, self.acts = pair
        self.others = tuple(one for one in (MEDIATOR, *EVERYBODY) if one not in pair)
        self.count, self.now = 0, LATER + timedelta(minutes=1)
        self.lines: dict[str, list[object]] = {"here": [], "alone": []}
        planned = replace(with_seats(AGENT, THIRD, COLLEAGUE), screened=(pair,))
        self.here = after([*waiting(*EVERYBODY), opened()], planned)
        self.alone = after([*waiting(*(one for one in EVERYBODY if one != self.acts)), opened()], planned)

    def tried(self, which: str, event: Input) -> tuple[Room, str | None, list[object]]:
        """The room after it, the code of its refusal, and the lines of it that the seat that looks is pushed."""
        before: Room = getattr(self, which)
        try:
            outcome = step(before, event)
        except Refusal as refusal:
            return before, refusal.code, []
        fresh = [effect.line for effect in outcome.effects if isinstance(effect, StoreLine)]
        now = outcome.room
        told: list[object] = [
            (str(line.channel), now.conversation(line.channel).number(self.looks, line.seq), line.id, line.author)
            for line in fresh
            if self.looks in reads(now, line)
        ]
        return now, outcome.refusal.code if outcome.refusal else None, told

    def both(self, event: Input, by: SeatId) -> None:
        (here, said_here, told_here), (alone, said_alone, told_alone) = (
            self.tried(which, event) for which in ("here", "alone")
        )
        if by == self.looks:
            assert said_here == said_alone, event
        elif said_here != said_alone:
            return
        self.here, self.alone = here, alone
        self.lines["here"] += told_here
        self.lines["alone"] += told_alone

    def only_here(self, event: Input) -> None:
        self.here, _, told = self.tried("here", event)
        assert told == [], "a line of the other's"

    @invariant()
    def nothing_shows(self) -> None:
        one, other = (room.seat(self.looks) for room in (self.here, self.alone))
        assert one is not None
        assert other is not None
        views = [replace(view_for(room, seat), version=0) for room, seat in ((self.here, one), (self.alone, other))]
        assert views[0] == views[1]
        assert self.lines["here"] == self.lines["alone"]
        assert self.heard(self.here) == self.heard(self.alone)

    def heard(self, room: Room) -> set[object]:
        return {one for one in hears(room) if self.looks in {one.listener, one.speaker}}

    def next(self) -> int:
        self.count += 1
        self.now += timedelta(seconds=1)
        return self.count

    def one_of(self, number: int, *, looking: bool = True) -> SeatId:
        people = (*self.others, self.looks) if looking else self.others
        return people[number % len(people)]

    # What the screened seat does.

    @rule(channel=CHANNELS)
    def it_says(self, channel: Channel) -> None:
        self.only_here(said(self.acts, message=f"b-{self.next()}", channel=channel))

    @rule(number=NUMBERS, channel=CHANNELS)
    def it_receives(self, number: int, channel: Channel) -> None:
        self.only_here(inputs.ChatReceived(self.now, self.acts, number, channel))

    @rule(microphone=st.booleans(), screen=st.booleans())
    def it_switches(self, microphone: bool, screen: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.only_here(inputs.ScreenAllowed(self.now, MEDIATOR, self.acts, allowed=True))
        self.only_here(inputs.MediaSet(self.now, self.acts, microphone, not screen, screen))
        self.only_here(inputs.HandRaised(self.now, self.acts))

    @rule(page=st.integers(1, 3))
    def it_shows_its_own(self, page: int) -> None:
        number = 1000 + self.next()
        self.only_here(added(self.acts, number))
        self.only_here(shown(self.acts, number, page))

    @rule(number=NUMBERS)
    def it_shows_anothers(self, number: int) -> None:
        self.only_here(shown(self.acts, number))

    @rule()
    def it_puts_away(self) -> None:
        self.only_here(hidden(self.acts))

    @rule(number=NUMBERS, confirms=st.booleans())
    def it_states(self, number: int, confirms: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        mine, person = FactId(f"b-{self.next()}"), PersonId(self.acts)
        self.only_here(inputs.FactProposed(self.now, self.acts, mine, "双方于三月一日订立劳动合同", line=number))
        self.only_here(inputs.FactProposed(self.now, self.acts, mine, "双方于三月一日订立劳动合同"))
        self.only_here(inputs.FactReworded(self.now, self.acts, mine, "双方于三月二日订立劳动合同"))
        self.only_here(inputs.FactAnswered(self.now, self.acts, person, mine, 1, confirms))

    @rule(agrees=st.booleans(), number=NUMBERS)
    def it_answers(self, agrees: bool, number: int) -> None:  # noqa: FBT001 - drawn by Hypothesis
        disclosure = DisclosureId(f"disclosure-{number}")
        self.only_here(inputs.DisclosureAnswered(self.now, self.acts, PersonId(self.acts), disclosure, agrees))
        self.only_here(inputs.CaucusWanted(self.now, self.acts, agrees))

    @rule(door=DOORS)
    def it_goes_or_comes(self, door: str) -> None:
        match door:
            case "leaves":
                self.only_here(inputs.Left(self.now, self.acts))
            case "comes":
                self.only_here(replace(entered(self.acts), at=self.now, session=session(self.acts, self.next())))
                self.only_here(inputs.Admitted(self.now, MEDIATOR, self.acts))
            case _:
                tab = self.here.seat(self.acts)
                assert tab is not None
                own = tab.session or session(self.acts)
                signs: dict[str, Input] = {
                    "silent": inputs.SeatSilent(self.now, self.acts, own),
                    "gone": inputs.SeatGone(self.now, self.acts, own),
                    "heard": inputs.SeatHeard(self.now, self.acts, own),
                }
                self.only_here(signs[door])

    # What all others do, and the one who looks.

    @rule(number=NUMBERS, channel=CHANNELS)
    def says(self, number: int, channel: Channel) -> None:
        by = self.one_of(number)
        self.both(said(by, message=f"m-{self.next()}", channel=channel), by)

    @rule(by=NUMBERS, number=NUMBERS, channel=CHANNELS)
    def receives(self, by: int, number: int, channel: Channel) -> None:
        """Others all there is: by a number they would not mean the same line, since they do read the screened seat."""
        who = self.one_of(by)
        self.both(inputs.ChatReceived(self.now, who, number if who == self.looks else 99, channel), who)

    @rule(number=NUMBERS, microphone=st.booleans(), screen=st.booleans())
    def switches(self, number: int, microphone: bool, screen: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        by = self.one_of(number)
        self.both(inputs.ScreenAllowed(self.now, MEDIATOR, by, allowed=True), MEDIATOR)
        self.both(inputs.MediaSet(self.now, by, microphone, not screen, screen), by)
        self.both(inputs.HandRaised(self.now, by), by)

    @rule(number=NUMBERS, page=st.integers(1, 3))
    def shows(self, number: int, page: int) -> None:
        by, document = self.one_of(number), self.next()
        self.both(added(by, document), by)
        self.both(shown(by, document, page), by)

    @rule(number=NUMBERS)
    def puts_away(self, number: int) -> None:
        self.both(hidden(self.one_of(number)), self.one_of(number))

    @rule(by=NUMBERS, line=NUMBERS, confirms=st.booleans())
    def states(self, by: int, line: int, confirms: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        who, mine = self.one_of(by), FactId(f"f-{self.next()}")
        self.both(inputs.FactProposed(self.now, who, mine, "月工资为六千元"), who)
        for fact in (mine, FactId(f"f-{line}"), FactId(f"b-{line}")):
            answer = inputs.FactAnswered(self.now, self.looks, PersonId(self.looks), fact, 1, confirms)
            self.both(answer, self.looks)

    @rule(number=NUMBERS, spot=st.booleans())
    def leads(self, number: int, spot: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        seat = self.one_of(number)
        self.both(inputs.Spotlit(self.now, MEDIATOR, seat if spot else None), MEDIATOR)
        self.both(inputs.Disclosed(self.now, MEDIATOR, DisclosureId(f"disclosure-{number}"), "曾为其同事"), MEDIATOR)
        agreed = inputs.DisclosureAnswered(
            self.now, seat, PersonId(seat), DisclosureId(f"disclosure-{number}"), agrees=True
        )
        self.both(agreed, seat)

    @rule(numbers=st.sets(NUMBERS, min_size=1, max_size=2), comes=st.booleans())
    def talks_aside(self, numbers: set[int], comes: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        caucus = CaucusId(f"c-{self.next()}")
        seats = tuple(sorted({self.one_of(number) for number in numbers} - {MEDIATOR}))
        self.both(inputs.CaucusOpened(self.now, MEDIATOR, caucus, seats, comes), MEDIATOR)
        for seat in seats:
            self.both(inputs.SummonsAnswered(self.now, seat, caucus, accepts=True), seat)

    @rule()
    def comes_together_again(self) -> None:
        for caucus in [one.id for one in self.alone.caucuses if one.open]:
            self.both(inputs.CaucusClosed(self.now, MEDIATOR, caucus), MEDIATOR)
        self.now += timedelta(seconds=10)
        self.both(inputs.Elapsed(self.now), MEDIATOR)

    @rule(goes_on=st.booleans())
    def rests(self, goes_on: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        pause = inputs.Suspended(self.now, MEDIATOR, "停电", None)
        self.both(inputs.Resumed(self.now, MEDIATOR) if goes_on else pause, MEDIATOR)

    @rule(heard=st.booleans(), seconds=st.sampled_from((1, 29, 31)))
    def the_mediator_is_lost(self, heard: bool, seconds: int) -> None:  # noqa: FBT001 - drawn by Hypothesis
        """For a while, or until everybody is in the lobby; also where all but the screened seat have left."""
        tab = self.alone.seats[0].session or session(MEDIATOR)
        self.both(inputs.SeatSilent(self.now, MEDIATOR, tab), MEDIATOR)
        self.now += timedelta(seconds=seconds)
        self.both(inputs.Elapsed(self.now), MEDIATOR)
        if heard:
            self.both(inputs.SeatHeard(self.now, MEDIATOR, tab), MEDIATOR)
            self.both(inputs.Resumed(self.now, MEDIATOR), MEDIATOR)

    @rule(number=NUMBERS)
    def leaves(self, number: int) -> None:
        seat = self.one_of(number)
        if seat != MEDIATOR:
            self.both(inputs.Left(self.now, seat), seat)

    @rule(number=NUMBERS)
    def goes_and_comes(self, number: int) -> None:
        seat = self.one_of(number)
        if seat != MEDIATOR:
            self.both(inputs.Left(self.now, seat), seat)
            self.both(replace(entered(seat), at=self.now, session=session(seat, self.next())), seat)
            self.both(inputs.Admitted(self.now, MEDIATOR, seat), MEDIATOR)


TestApart = Apart.TestCase
TestApart.settings = settings(max_examples=80, stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow])


def screened(*pairs: tuple[SeatId, SeatId]) -> Room:
    return after(everyone_at_the_table(AGENT, THIRD), replace(with_seats(AGENT, THIRD), screened=pairs))


def told(room: Room, *events: Input) -> Room:
    return after(events, room)


def refused(room: Room, event: Input) -> str:
    with pytest.raises(Refusal) as refusal:
        step(room, event)
    return refusal.value.code


def test_a_lost_host_is_missed_at_the_same_hour_whether_or_not_the_other_is_there() -> None:
    """The worker comes when all is over, and would find the room at rest or not by whether the company was in it."""
    everybody, none = (
        after([*waiting(*there), opened(), *(inputs.Left(LATER, one) for one in there if one != COMPANY)], planned)
        for planned in (replace(with_seats(), screened=((WORKER, COMPANY),)),)
        for there in ((WORKER, COMPANY), (WORKER,))
    )
    found = []
    for now in (everybody, none):
        lost = told(now, inputs.SeatSilent(LATER, MEDIATOR, session(MEDIATOR)))
        over = told(lost, inputs.Elapsed(LATER + timedelta(seconds=31)))
        found.append((over.phase, over.interruption))
    assert found[0] == found[1]
    assert found[0][0] is Phase.INTERRUPTED


def test_an_agent_behind_a_screen_answers_nothing_in_its_principals_place() -> None:
    """Else what is asked of it would tell whether the principal has come."""
    fact, disclosure = FactId("f-1"), DisclosureId("d-1")
    for screen, asked in (((), True), (((AGENT, WORKER),), False)):
        planned = replace(with_seats(AGENT), screened=screen)
        now = after([*waiting(COMPANY, AGENT), opened()], planned)
        now = told(
            now,
            inputs.FactProposed(LATER, MEDIATOR, fact, "月工资为六千元"),
            inputs.Disclosed(LATER, MEDIATOR, disclosure, "曾为其同事"),
        )
        (agent,) = (one for one in now.seats if one.id == AGENT)
        view = view_for(now, agent)
        assert (PersonId(AGENT) in view.facts[0].awaited) is asked
        assert ("disclosure" in view.gate[0].missing) is asked


def test_two_behind_a_screen_share_their_screens_and_others_take_turns() -> None:
    now = screened((WORKER, COMPANY))
    allowed = [inputs.ScreenAllowed(LATER, MEDIATOR, one, allowed=True) for one in (WORKER, COMPANY, THIRD)]
    now = told(now, *allowed, inputs.MediaSet(LATER, COMPANY, microphone=True, camera=True, screen=True))
    assert refused(now, inputs.MediaSet(LATER, THIRD, microphone=True, camera=True, screen=True)) == "screen.taken"
    told(now, inputs.MediaSet(LATER, WORKER, microphone=True, camera=True, screen=True))


def test_everybody_counts_the_lines_they_may_read() -> None:
    now = told(screened((WORKER, COMPANY)), said(COMPANY, message="c"), said(WORKER, message="w"))
    joint = now.conversation(JOINT)
    assert [joint.number(seat, 2) for seat in (MEDIATOR, WORKER, COMPANY, THIRD)] == [2, 1, 1, 2]
    assert [joint.line(seat, 1) for seat in (MEDIATOR, WORKER, COMPANY)] == [1, 2, 1]
    assert joint.line(WORKER, 2) is None
    now = told(now, inputs.ChatReceived(NOON, WORKER, 1))
    assert {seat.seat: seat.received for seat in view_for(now, now.seats[0]).seats}[WORKER] == 2
    lifted = told(now, inputs.Screened(LATER, MEDIATOR, WORKER, COMPANY, apart=False))
    assert lifted.conversation(JOINT).number(WORKER, 2) == 1, "what was said behind the screen stays there"


def test_a_latecomer_counts_from_one() -> None:
    now = told(screened(), said(WORKER, message="w"), inputs.Left(LATER, COMPANY), said(WORKER, message="x"))
    back = replace(entered(COMPANY), session=session(COMPANY, 2))
    now = told(now, back, inputs.Admitted(LATER, MEDIATOR, COMPANY), said(WORKER, message="y"))
    joint = now.conversation(JOINT)
    assert [joint.number(COMPANY, seq) for seq in (1, 2, 3)] == [1, 1, 2]


def test_what_all_must_confirm_tells_only_whether_it_stands() -> None:
    """Of the ledger both sides learn the outcome, which is theirs together, and not who has answered."""
    fact = FactId("f-1")
    now = told(screened((WORKER, COMPANY)), inputs.FactProposed(LATER, MEDIATOR, fact, "月工资为六千元"))
    answers = [inputs.FactAnswered(LATER, one, PersonId(one), fact, 1, confirms=True) for one in (COMPANY, WORKER)]
    before = view_for(now, now.seats[1]).facts
    now = told(now, answers[0])
    assert view_for(now, now.seats[1]).facts == before
    assert before[0].awaited == (PersonId(WORKER),)
    now = told(now, answers[1])
    (entered_one,) = view_for(now, now.seats[1]).facts
    assert (entered_one.standing, entered_one.confirmed) == (Standing.ENTERED, (PersonId(WORKER),))
    assert len(view_for(now, now.seats[0]).facts[0].confirmed) == 2


def test_a_private_room_is_for_people_who_may_meet() -> None:
    """Called once is called: else a former member's way back, or a call, would tell who is in there."""
    now = told(screened((WORKER, COMPANY)), *aside(COMPANY, THIRD), inputs.CaucusLeft(LATER, COMPANY))
    now = told(now, inputs.Elapsed(LATER + timedelta(seconds=10)))
    assert now.seats[2].place is Place.JOINT
    assert refused(now, inputs.CaucusCalled(LATER, MEDIATOR, CAUCUS, (WORKER,))) == "caucus.screened"


def test_who_was_screened_after_the_call_is_refused_as_if_it_had_lapsed() -> None:
    now = told(screened(), called_aside(WORKER, COMPANY))
    now = told(now, inputs.SummonsAnswered(LATER, COMPANY, CAUCUS, accepts=True))
    now = told(now, inputs.Screened(LATER, MEDIATOR, WORKER, COMPANY, apart=True))
    assert refused(now, inputs.SummonsAnswered(LATER, WORKER, CAUCUS, accepts=True)) == "caucus.not_called"
