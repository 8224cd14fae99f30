"""Whatever happens in whatever order: nobody hears or reads what they may not (T1 to T4), nobody is in two places.

The oracle below is written from domain.md §2.6 and the issue, apart from `audibility`: it keeps its own book of who
stands where by watching effects and refusals only.
"""

from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms import inputs
from rooms.audibility import hears, reads
from rooms.chat import ChatLine
from rooms.effects import EndSeat, EndSession, RecordFact, Reroute, SendViews, StoreDocument, StoreLine
from rooms.facts import PhaseChanged, SeatMoved
from rooms.ids import DocumentId, Medium, MessageId, SeatId, SessionId
from rooms.inputs import Input
from rooms.refusals import Refusal
from rooms.room import Phase, Place, Room
from rooms.step import step
from rooms.views import view_for
from tests.rooms.stories import (
    COMPANY,
    EVERYBODY,
    MEDIATOR,
    NOON,
    STRANGER,
    WORKER,
    added,
    admitted,
    arrivals,
    consented,
    entered,
    everyone_at_the_table,
    hidden,
    identified,
    room,
    session,
    shown,
)

ANYBODY = st.sampled_from((*EVERYBODY, STRANGER))
PARTIES = st.sampled_from((WORKER, COMPANY))
TABS = st.sampled_from((1, 1, 1, 1, 2, 3, 4))
"""Tabs 1 and 2 are on one device, 3 and 4 on another: a tab never changes its device."""
EARLIER: list[list[Input]] = [
    [],
    [entered(MEDIATOR), *arrivals(WORKER, COMPANY)],
    [entered(MEDIATOR), *arrivals(WORKER, COMPANY), admitted(WORKER)],
    everyone_at_the_table(),
]
"""What happened before chance takes over, so that it need not find its way through the door each time."""
WHERE_TO = {"admitted": "table", "left": "out", "removed": "out", "revoked": "out", "renewed": "out"}


class Session(RuleBasedStateMachine):
    """Random histories of the whole session machine."""

    room: Room

    @initialize(earlier=st.sampled_from(EARLIER))
    def begin(self, earlier: list[Input]) -> None:
        self.room = room()
        self.at_table: set[SeatId] = set()
        self.joint = False
        self.talks = 0
        self.first_admission: dict[SeatId, int] = {}
        self.lines: list[tuple[ChatLine, frozenset[SeatId]]] = []
        self.handed: dict[DocumentId, set[SeatId]] = {}
        self.ended: set[SessionId] = set()
        self.generation: dict[SeatId, int] = {}
        self.off: dict[SeatId, dict[Medium, bool]] = {}
        for event in earlier:
            self.tell(event)

    def tab(self, seat: SeatId, tab: int) -> SessionId:
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
        assert (hears(before) != hears(self.room)) == (Reroute() in outcome.effects)
        return outcome.refusal is None

    def watch(self, effect: object) -> None:
        match effect:
            case RecordFact(fact=SeatMoved(seat=seat, act=act)):
                self.moved(seat, act)
            case RecordFact(fact=PhaseChanged(phase=phase)):
                self.joint = phase == Phase.JOINT
                if phase == Phase.CLOSED:
                    self.at_table.clear()
            case StoreLine(line=line):
                self.lines.append((line, frozenset(self.at_table)))
            case StoreDocument(document=document):
                self.handed[document.id] = set(self.first_admission)
            case EndSession(session=ended):
                self.ended.add(ended)
            case EndSeat(seat=seat):
                self.ended |= {self.tab(seat, tab) for tab in range(1, 5)}
                self.generation[seat] = self.generation.get(seat, 0) + 1
            case _:
                return

    def moved(self, seat: SeatId, act: str) -> None:
        if act == "entered" and seat == MEDIATOR:
            self.at_table.add(seat)
            self.first_admission.setdefault(seat, 0)
        elif WHERE_TO.get(act) == "table":
            self.at_table.add(seat)
            self.first_admission.setdefault(seat, len(self.lines))
        elif WHERE_TO.get(act) == "out":
            self.at_table.discard(seat)
            self.off.pop(seat, None)

    @rule(seat=PARTIES, right=st.sampled_from((True, False, None)))
    def identify(self, seat: SeatId, right: bool | None) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.tell(identified(seat, right=right))

    @rule(seat=PARTIES)
    def consent(self, seat: SeatId) -> None:
        self.tell(consented(seat))

    @rule(seat=st.sampled_from(EVERYBODY), tab=TABS)
    def enter(self, seat: SeatId, tab: int) -> None:
        if self.tab(seat, tab) not in self.ended:
            self.tell(replace(entered(seat, number=1 + tab // 3), session=self.tab(seat, tab)))

    @rule(by=ANYBODY, seat=ANYBODY)
    def admit(self, by: SeatId, seat: SeatId) -> None:
        self.tell(inputs.Admitted(NOON, by, seat))

    @rule(by=ANYBODY, seat=ANYBODY)
    def remove(self, by: SeatId, seat: SeatId) -> None:
        self.tell(inputs.Removed(NOON, by, seat, "原因"))

    @rule(by=ANYBODY, seat=ANYBODY, renewed=st.booleans())
    def change_link(self, by: SeatId, seat: SeatId, renewed: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.tell(inputs.InviteRenewed(NOON, by, seat) if renewed else inputs.InviteRevoked(NOON, by, seat))

    @rule(by=ANYBODY, seat=ANYBODY, allowed=st.booleans())
    def judge_device(self, by: SeatId, seat: SeatId, allowed: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.tell(inputs.DeviceAllowed(NOON, by, seat) if allowed else inputs.DeviceRefused(NOON, by, seat))

    @rule(seat=ANYBODY, microphone=st.booleans(), camera=st.booleans())
    def switch(self, seat: SeatId, microphone: bool, camera: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        if self.tell(inputs.MediaSet(NOON, seat, microphone, camera)):
            self.off[seat] = {Medium.MICROPHONE: not microphone, Medium.CAMERA: not camera}

    @rule(seat=ANYBODY, tab=TABS, number=st.integers(1, 2))
    def say(self, seat: SeatId, tab: int, number: int) -> None:
        line = inputs.ChatSent(NOON, seat, MessageId(f"{seat}-{number}"), "话")
        self.tell(inputs.FromTab(seat, self.tab(seat, tab), line))

    @rule(seat=ANYBODY)
    def lay_down(self, seat: SeatId) -> None:
        self.tell(added(seat, len(self.handed) + 1))

    @rule(seat=ANYBODY, number=st.integers(1, 4), page=st.integers(1, 4))
    def show(self, seat: SeatId, number: int, page: int) -> None:
        self.tell(shown(seat, number, page))

    @rule(seat=ANYBODY)
    def put_away(self, seat: SeatId) -> None:
        self.tell(hidden(seat))

    @rule(seat=ANYBODY, seq=st.integers(0, 9))
    def acknowledge(self, seat: SeatId, seq: int) -> None:
        self.tell(inputs.ChatReceived(NOON, seat, seq))

    @rule(seat=st.sampled_from(EVERYBODY), tab=TABS, sign=st.sampled_from(("heard", "silent", "gone", "restart")))
    def drop_or_return(self, seat: SeatId, tab: int, sign: str) -> None:
        at = NOON + timedelta(seconds=3)
        events: dict[str, Input] = {
            "heard": inputs.SeatHeard(at, seat, self.tab(seat, tab)),
            "silent": inputs.SeatSilent(at, seat, self.tab(seat, tab)),
            "gone": inputs.SeatGone(at, seat, self.tab(seat, tab)),
            "restart": inputs.NodeStarted(at),
        }
        places = [one.place for one in self.room.seats]
        self.tell(events[sign])
        assert places == [one.place for one in self.room.seats], "a drop never changes the place"

    @rule(seat=st.sampled_from(EVERYBODY))
    def leave(self, seat: SeatId) -> None:
        self.tell(inputs.Left(NOON, seat))

    @rule(seat=ANYBODY, really=st.integers(0, 9))
    def close(self, seat: SeatId, really: int) -> None:
        if really == 0:
            self.tell(inputs.Closed(NOON, seat))

    @invariant()
    def only_the_table_hears_and_is_heard(self) -> None:
        for hearing in hears(self.room):
            assert self.joint
            assert hearing.listener != hearing.speaker
            assert {hearing.listener, hearing.speaker} <= self.at_table
            assert not self.off.get(hearing.speaker, {}).get(hearing.medium, False), "switched off is not heard"

    @invariant()
    def only_those_admitted_before_read(self) -> None:
        for line, present in self.lines:
            readers = reads(self.room, line)
            assert readers <= self.at_table
            assert all(line.seq > self.first_admission[reader] for reader in readers)
            assert present & self.at_table <= readers, "who heard it said may read it again"

    @invariant()
    def only_those_it_was_laid_or_shown_to_see_a_document(self) -> None:
        page = self.room.shown
        if page is not None:
            assert page.by in self.at_table, "who shows is there"
            self.handed[page.document] |= self.at_table
        for seat in self.room.seats:
            view = view_for(self.room, seat)
            cards = {card.id for card in view.documents}
            expected = {one for one, seats in self.handed.items() if seat.id in seats} if self.joint else set()
            assert cards == (expected if seat.id in self.at_table else set())
            assert view.shown == (page if seat.id in self.at_table else None)

    @invariant()
    def lines_are_numbered_without_gap_or_double(self) -> None:
        assert [line.seq for line, _ in self.lines] == list(range(1, len(self.lines) + 1))
        ids = [(line.author, line.id) for line, _ in self.lines]
        assert len(set(ids)) == len(ids)

    @invariant()
    def an_ended_tab_speaks_for_nobody(self) -> None:
        assert not self.ended & {seat.session for seat in self.room.seats}

    @invariant()
    def nobody_inside_lacks_a_tab(self) -> None:
        for seat in self.room.seats:
            assert (seat.place in {Place.LOBBY, Place.JOINT}) == (seat.session is not None)

    @invariant()
    def the_lobby_learns_nothing_of_the_other_side(self) -> None:
        for seat in self.room.seats:
            view = view_for(self.room, seat)
            if seat.id != MEDIATOR and seat.place is not Place.JOINT:
                assert {one.seat for one in view.seats} <= {seat.id, MEDIATOR}
                assert (view.desk, view.chat_seq) == ((), 0)


Session.TestCase.settings = settings(max_examples=200, stateful_step_count=60, deadline=None)
test_no_history_breaks_secrecy = Session.TestCase
