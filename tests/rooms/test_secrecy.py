"""Whatever happens in whatever order: nobody hears or reads what they may not (T1 to T4), nobody is in two places.

The oracle (`tests.rooms.oracle`) is written from domain.md §2.6 and the issue, apart from `audibility`, `moving` and
`checking`; this machine keeps its own book of the gate, of the doors and of who was where when a line was said, by
watching effects and refusals.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms import inputs
from rooms.audibility import hears, reads
from rooms.chat import JOINT, NOTES, WHISPER, Channel, ChannelKind, ChatLine
from rooms.effects import EndSeat, EndSession, RecordFact, Reroute, SendViews, StoreLine
from rooms.facts import CaucusAttended, CaucusSummoned, HostChanged, SeatCleared, SeatMoved, SessionInterrupted
from rooms.ids import CaucusId, Medium, MessageId, PersonId, SeatId, SessionId
from rooms.inputs import Input
from rooms.refusals import Refusal
from rooms.room import Phase, Place, Presence, Role, Room, Seat, Side
from rooms.step import step
from rooms.timing import due
from rooms.views import view_for
from tests.rooms.oracle import AT_TABLE, MEDIATING, may_ever_read, may_hear
from tests.rooms.stories import (
    AGENT,
    CO_MEDIATOR,
    COMPANY,
    EVERYBODY,
    MEDIATOR,
    NOON,
    NOTICE,
    STRANGER,
    THIRD,
    WORKER,
    arrivals,
    aside,
    cleared,
    consented,
    entered,
    everyone_at_the_table,
    identified,
    informed,
    session,
    with_seats,
)

SEATS = (*EVERYBODY, AGENT, CO_MEDIATOR, THIRD)
ANYBODY = st.sampled_from((*SEATS, STRANGER))
ANYONE_INSIDE = st.sampled_from(SEATS)
GUESTS = st.sampled_from(SEATS[1:])
LEADERS = st.sampled_from(("host",) * 8 + (CO_MEDIATOR, WORKER))
"""Mostly whoever leads now; sometimes somebody who must not."""
NUMBERS = st.integers(0, 6)
"""Which of those to whom it can happen."""
TABS = st.sampled_from((1, 1, 1, 1, 2, 3, 4))
"""Tabs 1 and 2 are on one device, 3 and 4 on another: a tab never changes its device."""
INSIDE = {Place.LOBBY, Place.CHECK, *AT_TABLE}
CHANNELS = st.sampled_from(
    [
        *(JOINT, JOINT, NOTES, WHISPER),
        *(Channel(ChannelKind.SIDE, side) for side in (Side.APPLICANT, Side.RESPONDENT, Side.THIRD)),
        *(Channel(ChannelKind.LOBBY, seat) for seat in (WORKER, COMPANY)),
        *(Channel(ChannelKind.CAUCUS, f"c-{number}") for number in (1, 2)),
    ]
)
ALL = (AGENT, CO_MEDIATOR, THIRD)
MOST = (AGENT, THIRD)
EARLIER: list[list[Input]] = [
    [],
    [entered(MEDIATOR), *arrivals(WORKER, COMPANY, CO_MEDIATOR), *cleared(WORKER)],
    [*everyone_at_the_table(), *arrivals(AGENT, THIRD)],
    everyone_at_the_table(*ALL),
    [*everyone_at_the_table(*MOST), *arrivals(CO_MEDIATOR)],
    [*everyone_at_the_table(*MOST), *aside(WORKER, AGENT, caucus=CaucusId("c-1"))],
    [*everyone_at_the_table(*MOST), *aside(WORKER, AGENT, COMPANY, comes=False, caucus=CaucusId("c-1"))],
    [*everyone_at_the_table(*MOST), inputs.Screened(NOON, MEDIATOR, WORKER, THIRD, apart=True)],
    [
        *[*everyone_at_the_table(*ALL), *aside(WORKER, AGENT, THIRD, caucus=CaucusId("c-1"))],
        inputs.Suspended(NOON, MEDIATOR, "停电", None),
    ],
]
"""What happened before chance takes over, so that it need not find its way through the gate each time."""


class Session(RuleBasedStateMachine):
    """Random histories of the whole session machine."""

    room: Room

    @initialize(earlier=st.sampled_from(EARLIER))
    def begin(self, earlier: list[Input]) -> None:
        self.room = with_seats(*ALL)
        self.now = NOON + timedelta(minutes=1)
        self.passed: set[SeatId] = set()
        self.invited: set[tuple[SeatId, str]] = set()
        self.members: set[tuple[SeatId, str]] = set()
        self.where: dict[SeatId, str | None] = {}
        self.lines: list[tuple[ChatLine, dict[SeatId, Seat]]] = []
        self.ended: set[SessionId] = set()
        self.generation: dict[SeatId, int] = {}
        for event in earlier:
            assert self.tell(event), event

    def tab(self, seat: SeatId, tab: int = 1) -> SessionId:
        """A token of today: those from before the seat's last end are void."""
        return session(seat, tab + 10 * self.generation.get(seat, 0))

    def tell(self, event: Input) -> bool:
        """Whether it was taken."""
        before = self.room
        try:
            outcome = step(before, event)
        except Refusal:
            return False
        self.room = outcome.room
        assert outcome.room.version == before.version + (outcome.room != before)
        for effect in outcome.effects:
            self.watch(effect)
        shown = [isinstance(effect, SendViews) for effect in outcome.effects]
        assert shown == sorted(shown), "nothing new is shown before what is old is cut off"
        self.routed(before, [effect for effect in outcome.effects if isinstance(effect, Reroute)])
        self.doors(before)
        return outcome.refusal is None

    def routed(self, before: Room, orders: list[Reroute]) -> None:
        assert (hears(before) != hears(self.room)) == bool(orders)
        moved = {new.id for old, new in zip(before.seats, self.room.seats, strict=True) if old.spot != new.spot}
        assert all(set(order.moved) == moved for order in orders)

    def doors(self, before: Room) -> None:
        """Nobody comes to the table who was not cleared, and nobody into a private talk who was not asked in."""
        for old, new in zip(before.seats, self.room.seats, strict=True):
            if new.place in AT_TABLE and old.place not in AT_TABLE:
                # The account's mediator comes by the account, also when somebody else leads by now.
                assert new.id == MEDIATOR or new.id in self.passed, (new.id, new.role)
            if new.place is Place.CAUCUS and old.spot != new.spot and new.role not in MEDIATING:
                assert (new.id, str(new.inside)) in self.invited

    def watch(self, effect: object) -> None:
        match effect:
            case RecordFact(fact=SeatCleared(seat=seat)):
                self.passed.add(seat)
            case RecordFact(fact=SeatMoved(seat=seat, act=("removed" | "renewed"))):
                self.passed.discard(seat)
            case RecordFact(fact=HostChanged(host=seat)):
                assert seat in self.passed
            case RecordFact(fact=CaucusSummoned(seat=seat, caucus=caucus, state="accepted")):
                self.invited.add((seat, caucus))
            case RecordFact(fact=CaucusAttended(seat=seat, caucus=caucus, entered=arrived)):
                assert (self.where.get(seat) == caucus) != arrived, "in and out by turns"
                self.where[seat] = caucus if arrived else None
            case RecordFact(fact=SessionInterrupted()):
                assert not any(self.where.values())
            case StoreLine(line=line):
                self.lines.append((line, {seat.id: seat for seat in self.room.seats}))
            case EndSession(session=ended):
                self.ended.add(ended)
            case EndSeat(seat=seat):
                self.ended |= {self.tab(seat, tab) for tab in range(1, 5)}
                self.generation[seat] = self.generation.get(seat, 0) + 1
            case _:
                return

    def leader(self, who: str) -> SeatId:
        """Who leads now; or the one that is named."""
        hosts = [seat.id for seat in self.room.seats if seat.role is Role.MEDIATOR]
        return hosts[0] if who == "host" else SeatId(who)

    def one_in(self, number: int, *places: Place) -> SeatId:
        """One of those in these places; a stranger where there is nobody."""
        found = [seat.id for seat in self.room.seats if seat.place in places]
        return found[number % len(found)] if found else STRANGER

    def talk_of(self, number: int) -> CaucusId:
        """One of the private talks that are open, or a new one."""
        opened = [caucus.id for caucus in self.room.caucuses if caucus.open]
        return opened[number] if number < len(opened) else CaucusId(f"c-{len(self.room.caucuses) + 1}")

    # The way in.

    @rule(seat=GUESTS, right=st.sampled_from((True, False, None)))
    def identify(self, seat: SeatId, right: bool | None) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.tell(identified(seat, right=right))
        self.tell(consented(seat))

    @rule(seat=ANYONE_INSIDE, tab=TABS)
    def enter(self, seat: SeatId, tab: int) -> None:
        self.enter_by(seat, tab)

    def enter_by(self, seat: SeatId, tab: int) -> None:
        if self.tab(seat, tab) not in self.ended:
            self.tell(replace(entered(seat, number=1 + tab // 3), at=self.now, session=self.tab(seat, tab)))

    @rule(number=NUMBERS)
    def hurry(self, number: int) -> None:
        seat = self.one_in(number, Place.LOBBY)
        self.tell(inputs.NoticeOpened(self.now, seat, PersonId(seat)))
        assert not self.tell(inputs.NoticeFinished(self.now, seat, PersonId(seat), NOTICE, aloud=False))

    @rule(by=LEADERS, number=NUMBERS, ends=st.booleans())
    def check(self, by: str, number: int, ends: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        who = self.leader(by)
        self.tell(inputs.CalledToCheck(self.now, who, self.one_in(number, Place.LOBBY, Place.CHECK)))
        if ends:
            self.tell(inputs.CheckLeft(self.now, who))

    @rule(by=LEADERS, number=NUMBERS, informs=st.booleans())
    def clear(self, by: str, number: int, informs: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        who, seat = self.leader(by), self.one_in(number, Place.CHECK, Place.LOBBY)
        for event in informed(seat) if informs else ():
            self.tell(event)
        self.tell(inputs.IdentityConfirmed(self.now, who, seat))
        self.tell(inputs.Cleared(self.now, who, seat))

    @rule(by=LEADERS)
    def open_joint(self, by: str) -> None:
        self.tell(inputs.JointOpened(self.now, self.leader(by)))

    @rule(by=LEADERS, number=NUMBERS, everybody=st.booleans())
    def admit(self, by: str, number: int, everybody: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        who = self.leader(by)
        one = inputs.Admitted(self.now, who, self.one_in(number, Place.LOBBY, Place.CHECK))
        self.tell(inputs.AllAdmitted(self.now, who) if everybody else one)

    @rule(seat=GUESTS)
    def walk_in(self, seat: SeatId) -> None:
        """The whole way at once, so that chance finds out what lies behind the gate."""
        who = self.leader("host")
        self.tell(identified(seat, right=True))
        self.tell(consented(seat))
        self.enter_by(seat, 1)
        for event in cleared(seat, who):
            self.tell(event)
        self.tell(inputs.Admitted(self.now, who, seat))

    # Out again.

    @rule(by=LEADERS, number=NUMBERS, back=st.booleans())
    def hold_or_send_back(self, by: str, number: int, back: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        if back:
            seat = self.one_in(number, Place.CHECK, Place.JOINT, Place.CAUCUS)
            self.tell(inputs.SentToLobby(self.now, self.leader(by), seat, "请稍候"))
        else:
            self.tell(inputs.HeldBack(self.now, self.leader(by), self.one_in(number, Place.LOBBY), "请稍候"))

    @rule(by=LEADERS, seat=ANYBODY, act=st.sampled_from(("removed", "revoked", "renewed", "renewed")))
    def change_link(self, by: str, seat: SeatId, act: str) -> None:
        who = self.leader(by)
        if act == "removed":
            self.tell(inputs.Removed(self.now, who, seat, "原因"))
        elif act == "revoked":
            self.tell(inputs.InviteRevoked(self.now, who, seat))
        else:
            self.tell(inputs.InviteRenewed(self.now, who, seat))

    @rule(by=LEADERS, seat=GUESTS, allowed=st.booleans())
    def judge_device(self, by: str, seat: SeatId, allowed: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.enter_by(seat, 3)
        judge = inputs.DeviceAllowed if allowed else inputs.DeviceRefused
        self.tell(judge(self.now, self.leader(by), seat))

    @rule(number=NUMBERS)
    def leave(self, number: int) -> None:
        self.tell(inputs.Left(self.now, self.one_in(number, *INSIDE)))

    @rule(seats=st.sets(ANYONE_INSIDE, max_size=3))
    def fail_to_move(self, seats: set[SeatId]) -> None:
        self.tell(inputs.MoveFailed(self.now, tuple(sorted(seats))))

    @rule(seat=ANYBODY, really=st.integers(0, 19))
    def close(self, seat: SeatId, really: int) -> None:
        if really == 0:
            self.tell(inputs.Closed(self.now, seat))

    # Private talks.

    @rule(by=LEADERS, talk=st.integers(0, 2), seats=st.sets(ANYBODY, min_size=1, max_size=3), comes=st.booleans())
    def call_aside(
        self,
        by: str,
        talk: int,
        seats: set[SeatId],
        comes: bool,  # noqa: FBT001 - drawn by Hypothesis
    ) -> None:
        self.asked(self.leader(by), self.talk_of(talk), tuple(sorted(seats)), comes=comes)

    @rule(talk=st.integers(0, 2), numbers=st.sets(NUMBERS, min_size=1, max_size=3), comes=st.booleans())
    def talk_aside(self, talk: int, numbers: set[int], comes: bool) -> None:  # noqa: FBT001 - drawn
        """Called, and all of them come."""
        seats = tuple(sorted({self.one_in(number, *AT_TABLE) for number in numbers} - {self.leader("host")}))
        caucus = self.talk_of(talk)
        self.asked(self.leader("host"), caucus, seats, comes=comes)
        for seat in seats:
            self.tell(inputs.SummonsAnswered(self.now, seat, caucus, accepts=True))

    def asked(self, by: SeatId, caucus: CaucusId, seats: tuple[SeatId, ...], *, comes: bool) -> None:
        new = inputs.CaucusOpened(self.now, by, caucus, seats, comes)
        self.tell(inputs.CaucusCalled(self.now, by, caucus, seats) if self.room.caucus(caucus) else new)

    @rule(number=NUMBERS, talk=st.integers(0, 2), accepts=st.booleans())
    def answer_call(self, number: int, talk: int, accepts: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.tell(inputs.SummonsAnswered(self.now, self.one_in(number, *AT_TABLE), self.talk_of(talk), accepts))

    @rule(number=NUMBERS, talk=st.integers(0, 2))
    def join_caucus(self, number: int, talk: int) -> None:
        self.tell(inputs.CaucusJoined(self.now, self.one_in(number, Place.JOINT), self.talk_of(talk)))

    @rule(number=NUMBERS, wants=st.booleans())
    def leave_caucus(self, number: int, wants: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        seat = self.one_in(number, Place.CAUCUS)
        self.tell(inputs.MediatorCalled(self.now, seat, wants) if wants else inputs.CaucusLeft(self.now, seat))

    @rule(by=LEADERS, talk=st.integers(0, 2), act=st.sampled_from(("closed", "locked", "unlocked")))
    def shut(self, by: str, talk: int, act: str) -> None:
        who, caucus = self.leader(by), self.talk_of(talk)
        door = inputs.CaucusSet(self.now, who, caucus, locked=act == "locked", named=False)
        self.tell(inputs.CaucusClosed(self.now, who, caucus) if act == "closed" else door)

    @rule(by=LEADERS, seats=st.tuples(GUESTS, GUESTS), apart=st.booleans())
    def screen(self, by: str, seats: tuple[SeatId, SeatId], apart: bool) -> None:  # noqa: FBT001 - drawn
        self.tell(inputs.Screened(self.now, self.leader(by), *seats, apart))

    # At rest.

    @rule(by=LEADERS, begins=st.booleans())
    def rest(self, by: str, begins: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        who = self.leader(by)
        self.tell(inputs.BreakBegun(self.now, who, 10) if begins else inputs.BreakEnded(self.now, who))

    @rule(by=LEADERS, resumes=st.booleans())
    def interrupt(self, by: str, resumes: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        who = self.leader(by)
        if not resumes:
            self.tell(inputs.Suspended(self.now, who, "停电", None))
        self.tell(inputs.Resumed(self.now, who))

    @rule(by=LEADERS)
    def suspend(self, by: str) -> None:
        self.tell(inputs.Suspended(self.now, self.leader(by), "停电", None))

    @rule()
    def take_over(self) -> None:
        self.tell(inputs.HostTakenOver(self.now, CO_MEDIATOR))

    @rule(seconds=st.sampled_from((1, 3, 5, 30, 31)))
    def elapse(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        assert self.tell(inputs.Elapsed(self.now))
        waits = due(self.room)
        assert waits is None or waits > self.now, "nothing that is due is left over"
        settled = self.room
        assert self.tell(inputs.Elapsed(self.now))
        assert self.room == settled, "twice is no harm"

    @rule(seat=ANYONE_INSIDE, tab=TABS, sign=st.sampled_from(("heard", "silent", "silent", "gone", "restart")))
    def drop_or_return(self, seat: SeatId, tab: int, sign: str) -> None:
        events: dict[str, Input] = {
            "heard": inputs.SeatHeard(self.now, seat, self.tab(seat, tab)),
            "silent": inputs.SeatSilent(self.now, seat, self.tab(seat, tab)),
            "gone": inputs.SeatGone(self.now, seat, self.tab(seat, tab)),
            "restart": inputs.NodeStarted(self.now),
        }
        spots = [one.spot for one in self.room.seats]
        self.tell(events[sign])
        assert spots == [one.spot for one in self.room.seats], "a drop never changes the place"

    # At the table.

    @rule(seat=ANYBODY, microphone=st.booleans(), camera=st.booleans(), screen=st.booleans())
    def switch(
        self,
        seat: SeatId,
        microphone: bool,  # noqa: FBT001 - drawn by Hypothesis
        camera: bool,  # noqa: FBT001
        screen: bool,  # noqa: FBT001
    ) -> None:
        self.tell(inputs.MediaSet(self.now, seat, microphone, camera, screen))

    @rule(by=LEADERS, seat=GUESTS, locked=st.booleans())
    def mute(self, by: str, seat: SeatId, locked: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.tell(inputs.Muted(self.now, self.leader(by), seat, locked))

    @rule(seat=ANYBODY, tab=TABS, number=st.integers(1, 5), channel=CHANNELS)
    def say(self, seat: SeatId, tab: int, number: int, channel: Channel) -> None:
        line = inputs.ChatSent(self.now, seat, MessageId(f"{seat}-{channel}-{number}"), "话", channel)
        self.tell(inputs.FromTab(seat, self.tab(seat, tab), line))

    @rule(number=NUMBERS, times=st.integers(1, 3))
    def talk(self, number: int, times: int) -> None:
        """Whoever is somewhere speaks there."""
        seat = self.room.seat(self.one_in(number, *AT_TABLE))
        if seat is not None:
            there = JOINT if seat.inside is None else Channel(ChannelKind.CAUCUS, seat.inside)
            for _ in range(times):
                self.tell(inputs.ChatSent(self.now, seat.id, MessageId(f"said-{len(self.lines)}"), "话", there))

    # What must hold whatever happened.

    @invariant()
    def exactly_those_hear_who_may(self) -> None:
        room = self.room
        heard = {(one.listener, one.speaker) for one in hears(room) if one.medium is Medium.MICROPHONE}
        pairs = ((one, other) for one, other in product(room.seats, room.seats) if one.id != other.id)
        expected = {
            (one.id, other.id)
            for one, other in pairs
            if other.microphone and not other.muted and may_hear(room, one, other)
        }
        assert heard == expected
        for one in hears(room):
            listener, speaker = room.seat(one.listener), room.seat(one.speaker)
            assert listener is not None
            assert speaker is not None
            assert may_hear(room, listener, speaker)
            assert one.medium is not Medium.CAMERA or speaker.camera
            assert one.medium is not Medium.SCREEN or speaker.screen

    @invariant()
    def a_line_is_read_by_those_it_was_for(self) -> None:
        for line, then in self.lines:
            assert may_ever_read(line.channel, then[line.author], then[line.author])
            for reader in reads(self.room, line):
                seat = self.room.seat(reader)
                assert seat is not None
                assert seat.place in INSIDE
                assert may_ever_read(line.channel, seat, then[reader])
                assert not {(reader, line.author), (line.author, reader)} & set(self.room.screened)

    @invariant()
    def who_hears_it_said_may_read_it_again(self) -> None:
        for line, then in self.lines:
            for seat in self.room.seats:
                listened = line.channel.kind in {ChannelKind.JOINT, ChannelKind.CAUCUS}
                if listened and then[seat.id].spot == then[line.author].spot and seat.place in AT_TABLE:
                    apart = self.room.apart(seat.id, line.author)
                    assert apart or seat.id in reads(self.room, line)

    @invariant()
    def lines_are_numbered_without_gap_or_double_channel_by_channel(self) -> None:
        by_channel: dict[Channel, list[int]] = {}
        for line, _ in self.lines:
            by_channel.setdefault(line.channel, []).append(line.seq)
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_channel.values())
        ids = [(line.author, line.id) for line, _ in self.lines]
        assert len(set(ids)) == len(ids)

    @invariant()
    def everybody_is_in_one_place_that_there_is(self) -> None:
        room = self.room
        opened = {caucus.id for caucus in room.caucuses if caucus.open}
        for seat in room.seats:
            assert (seat.inside is not None) == (seat.place in {Place.CHECK, Place.CAUCUS})
            assert seat.place is not Place.CAUCUS or seat.inside in opened
            assert seat.place is not Place.CHECK or seat.inside == seat.id or seat.role in MEDIATING
            assert (seat.place is Place.CAUCUS) == (self.where.get(seat.id) is not None)
            assert (seat.place is Place.LOBBY) == (seat.waiting_since is not None)
            assert seat.returns_at is None or seat.place is Place.CAUCUS
        assert sum(seat.role is Role.MEDIATOR for seat in room.seats) == 1

    @invariant()
    def the_phase_is_what_the_places_say(self) -> None:
        places = {seat.place for seat in self.room.seats}
        match self.room.phase:
            case Phase.PLANNED | Phase.CLOSED:
                assert places <= {Place.OUTSIDE, Place.REMOVED}
            case Phase.INTERRUPTED:
                assert places <= {Place.OUTSIDE, Place.REMOVED, Place.LOBBY}
            case Phase.LOBBY | Phase.CHECK:
                assert Place.CAUCUS not in places
                assert (self.room.phase is Phase.CHECK) == (Place.CHECK in places)
                assert all(seat.role is Role.MEDIATOR for seat in self.room.present(Place.JOINT))
            case Phase.JOINT | Phase.BREAK:
                assert Place.CAUCUS not in places
            case Phase.CAUCUS:
                assert any(caucus.open for caucus in self.room.caucuses)

    @invariant()
    def screened_seats_never_share_a_caucus(self) -> None:
        for first, second in self.room.screened:
            one, other = self.room.seat(first), self.room.seat(second)
            assert one is not None
            assert other is not None
            assert one.place is not Place.CAUCUS or one.spot != other.spot

    @invariant()
    def a_lost_host_is_missed(self) -> None:
        room = self.room
        [host] = [seat for seat in room.seats if seat.role is Role.MEDIATOR]
        there = host.place in {Place.CHECK, *AT_TABLE} and host.presence is Presence.HERE
        others = any(seat.role not in MEDIATING and seat.place in INSIDE for seat in room.seats)
        # Of who is screened, nobody learns by the hour whether the other is there.
        others = others or bool(room.screened)
        watched = room.phase in {Phase.CHECK, Phase.JOINT, Phase.CAUCUS, Phase.BREAK}
        assert (room.host_lost_at is not None) == (watched and others and not there)

    @invariant()
    def an_ended_tab_speaks_for_nobody(self) -> None:
        assert not self.ended & {seat.session for seat in self.room.seats}

    @invariant()
    def nobody_inside_lacks_a_tab(self) -> None:
        for seat in self.room.seats:
            assert (seat.place in INSIDE) == (seat.session is not None)

    @invariant()
    def the_lobby_learns_nothing_of_the_other_side(self) -> None:
        for seat in self.room.seats:
            view = view_for(self.room, seat)
            if seat.role not in MEDIATING:
                assert (view.desk, view.caucuses) == ((), ())
                assert seat.place in AT_TABLE or {one.seat for one in view.seats} <= {seat.id, MEDIATOR, CO_MEDIATOR}


Session.TestCase.settings = settings(max_examples=150, stateful_step_count=30)
test_no_history_breaks_secrecy = Session.TestCase
