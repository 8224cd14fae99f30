"""Random histories: whoever does whatever, the case never claims what was not done (AT-57), and its records are it.

The invariants are worked out from the records alone, by other means than the machine's: they look for signatures.
"""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final, cast

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from law.beijing import day_of
from law.clock_rules import rule as clock_rule
from law.deadlines import deadline
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.court import RouteChosen, Submitted
from rooms.cases.deeds.deed import Deed, Event
from rooms.cases.deeds.ending import Moved
from rooms.cases.deeds.text import (
    MediatorSigned,
    OfflineAgreement,
    OrganisationSealed,
    PartySigned,
    TextClosed,
    TextConfirmed,
    TextFell,
    TextFixed,
)
from rooms.cases.fold import NoHistory, rebuilt
from rooms.cases.ids import NoteId, ParticipantId, Sha256
from rooms.cases.permits import open_to
from rooms.cases.refusals import Refusal
from rooms.cases.step import step
from rooms.cases.transitions import KINDS
from rooms.cases.words import MaterialKind, Office, Route, State
from tests.rooms.cases import stories as told
from tests.rooms.cases.samples import sample
from tests.rooms.cases.stories import CASE, CHEN, COMPANY, LI, NOTE, OTHER_TEXT, PARTIES, TEXT, WORKER, Story

LANES: Final = ("SELF", "WEIPAI", "WEITUO", "COURT_HOSTED", "OFFLINE")
NAMES: Final = {
    Office.MEDIATOR: (CHEN, CHEN, LI),
    Office.PARTY: (WORKER, COMPANY, "stranger"),
    Office.SYSTEM: ("",),
}
ON_TEXT: Final = (State.DRAFTING, State.READ_THROUGH, State.SIGNING)
TEXT_DEEDS: Final[tuple[type[Deed], ...]] = (
    TextFixed,
    TextConfirmed,
    PartySigned,
    PartySigned,
    MediatorSigned,
    TextClosed,
    OrganisationSealed,
    TextFell,
)
ENDS_BEFORE_SEAL: Final = (TextFixed, TextFell)
"""After these, what was signed before counts no more."""


def varied(deed: Deed, who: str, digest: Sha256, route: Route) -> Deed:
    """The same deed by another party, on another text, for another way."""
    changed: dict[str, object] = {"participant": who, "digest": digest, "route": route}
    fitting = {name: value for name, value in changed.items() if hasattr(deed, name)}
    return cast("Deed", replace(cast("Any", deed), **fitting))  # each field gets a value of its type


@cache
def begun(lane: str, start: str) -> Story:
    """From reception, or from deep within, so that the far end is reached too."""
    if start == "applying":
        return told.applying(lane)
    if start == "signing" and lane != "OFFLINE":
        return told.signing(lane)
    story = Story(lane)
    story.does(told.received(lane), told.filed(told.SCAN, MaterialKind.SEALED_SCAN))
    return story


class Histories(RuleBasedStateMachine):
    """Any deed in any office at any time; refusals change nothing."""

    story: Story

    @initialize(lane=st.sampled_from(LANES), start=st.sampled_from(("received", "signing", "signing", "applying")))
    def begin(self, lane: str, start: str) -> None:
        like = begun(lane, start)
        self.story = replace(like, records=list(like.records))

    def attempt(self, deed: Deed) -> None:
        story = self.story
        try:
            done = step(story.now, CASE, deed, story.at, story.world)
        except Refusal as refusal:
            said = refusal
        else:
            story.records += [(story.at, event) for event in done.events]
            story.now = done.case
            self.nothing_is_claimed_that_was_not_done(done.events)
            return
        assert said.zh
        assert "{" not in said.zh + said.en

    def nothing_is_claimed_that_was_not_done(self, events: tuple[Event, ...]) -> None:
        """AT-57, looked at whenever something was recorded."""
        moved = [event for event in events if isinstance(event, Moved)]
        if any(event.row == "TR22" for event in moved):
            assert_all_signed([event for _, event in self.story.records])
        submitted = next((event for event in events if isinstance(event, Submitted)), None)
        if submitted is not None:
            last = last_day(self.story)
            in_time = last is None or self.story.today <= last
            assert in_time or (submitted.override and submitted.by.office is Office.COURT)

    def teardown(self) -> None:
        """The records alone are the case, and its moves are one line."""
        assert rebuilt(CASE, self.story.records) == self.story.case
        moves = [event for _, event in self.story.records if isinstance(event, Moved)]
        states = [None, *(move.target for move in moves)]
        assert [move.source for move in moves] == states[:-1]
        assert states[-1] is self.story.state

    @rule(
        kind=st.sampled_from(sorted(KINDS)),
        office=st.sampled_from(Office),
        who=st.sampled_from(PARTIES),
        data=st.data(),
    )
    def anything(self, kind: str, office: Office, who: str, data: st.DataObject) -> None:
        """Mostly refused."""
        self.attempt(self._deed(KINDS[kind], office, who, data))

    @rule(office=st.sampled_from(Office), who=st.sampled_from(PARTIES), data=st.data())
    def something_open(self, office: Office, who: str, data: st.DataObject) -> None:
        """What the table offers this office now."""
        rows = open_to(self.story.case, office)
        kinds = sorted({kind.kind for row in rows for kind in row.deeds})
        self.attempt(self._deed(KINDS[data.draw(st.sampled_from(kinds or sorted(KINDS)))], office, who, data))

    @precondition(lambda self: self.story.state in ON_TEXT)
    @rule(
        kinds=st.lists(st.sampled_from(TEXT_DEEDS), min_size=1, max_size=8),
        who=st.sampled_from(PARTIES),
        digest=st.sampled_from((TEXT, TEXT, OTHER_TEXT)),
    )
    def the_text_goes_round(self, kinds: list[type[Deed]], who: ParticipantId, digest: Sha256) -> None:
        """Confirmed, signed, closed, sealed, fallen: in whatever order, by those whose turn it could be."""
        by = {TextConfirmed: told.party(who), PartySigned: told.party(who), TextClosed: SYSTEM}
        for kind in kinds:
            deed = sample(kind, self.story, by.get(kind, told.SEAL if kind is OrganisationSealed else told.MEDIATOR))
            self.attempt(varied(deed, who, digest, Route.NONE))

    @precondition(lambda self: self.story.state is State.SIGNING)
    @rule(odd=st.integers(0, 4), left_out=st.booleans())
    def all_but_one_act(self, odd: int, left_out: bool) -> None:  # noqa: FBT001
        """Everything in its order, save that one act is left out, or done to another text."""
        acts: list[tuple[type[Deed], By]] = [(PartySigned, told.party(who)) for who in PARTIES]
        acts += [(MediatorSigned, told.MEDIATOR), (TextClosed, SYSTEM), (OrganisationSealed, told.SEAL)]
        for number, (kind, by) in enumerate(acts):
            if not (left_out and number == odd):
                digest = OTHER_TEXT if number == odd else TEXT
                self.attempt(varied(sample(kind, self.story, by), by.id, digest, Route.NONE))

    @precondition(lambda self: self.story.state is State.APPLYING)
    @rule(
        by=st.sampled_from((told.MEDIATOR, told.COURT, SYSTEM, told.DESK)),
        days=st.sampled_from((0, 15, 30, 31, 40)),
        override=st.sampled_from((None, NOTE)),
        told_on=st.booleans(),
    )
    def somebody_submits(self, by: By, days: int, override: NoteId | None, told_on: bool) -> None:  # noqa: FBT001
        """Sooner or later, with or without a reason, as of today or of an earlier day."""
        self.story.waits(days=days)
        on = self.story.case.counts_from if told_on else None
        self.attempt(Submitted(on or self.story.today, "receipt", override, by))

    @rule(days=st.integers(0, 4))
    def time_goes_on(self, days: int) -> None:
        self.story.waits(days=days, hours=3)

    def _deed(self, kind: type[Deed], office: Office, who: str, data: st.DataObject) -> Deed:
        name = data.draw(st.sampled_from(NAMES.get(office, ("clerk",))))
        digest, route = data.draw(st.sampled_from((TEXT, OTHER_TEXT))), data.draw(st.sampled_from(Route))
        return varied(sample(kind, self.story, By(office, name)), who, digest, route)


def assert_all_signed(events: list[Event]) -> None:
    """Every party and the mediator signed the text that stands, it was closed and sealed; or all of it is on paper."""
    if any(isinstance(event, OfflineAgreement) for event in events):
        return
    digest, done = standing_signatures(events)
    assert digest
    assert done[PartySigned] == set(PARTIES)
    assert all(done[kind] for kind in (MediatorSigned, TextClosed, OrganisationSealed))


def standing_signatures(events: list[Event]) -> tuple[Sha256 | None, dict[type[Event], set[str]]]:
    """Who signed, closed and sealed the text that stands at the end."""
    last = max(number for number, event in enumerate(events) if isinstance(event, ENDS_BEFORE_SEAL))
    fixed, after = events[last], events[last + 1 :]
    digest = fixed.digest if isinstance(fixed, TextFixed) else None
    found: dict[type[Event], set[str]] = {
        kind: set() for kind in (PartySigned, MediatorSigned, TextClosed, OrganisationSealed)
    }
    for event in after:
        if type(event) in found and getattr(event, "digest", digest) == digest:
            found[type(event)].add(str(getattr(event, "participant", event.kind)))
    return digest, found


def last_day(story: Story) -> date | None:
    """The last day for the way chosen, counted from the last party's signature on the text that took effect."""
    events = [event for _, event in story.records]
    route = [event.route for event in events if isinstance(event, RouteChosen)][-1]
    clock = {Route.CONFIRMATION: "confirmation", Route.ARBITRATION_REVIEW: "arbitration_review"}.get(route)
    if clock is None:
        return None
    on_paper = [event.signed_on for event in events if isinstance(event, OfflineAgreement)]
    signed = [day_of(event.at) for event in events if isinstance(event, PartySigned)]
    began = on_paper[-1] if on_paper else signed[-1]
    return deadline(began, clock_rule(clock, began).span, story.calendar).last


Histories.TestCase.settings = settings(max_examples=200, stateful_step_count=20, phases=set(Phase) - {Phase.explain})
TestAt57Histories: type = Histories.TestCase


def test_records_that_begin_with_something_else_are_no_history() -> None:
    with pytest.raises(NoHistory):
        rebuilt(CASE, ())
    with pytest.raises(NoHistory):
        rebuilt(CASE, [(told.noon(told.MONDAY), told.consent(WORKER))])
    twice = [(told.noon(told.MONDAY), told.received())] * 2
    with pytest.raises(NoHistory):
        rebuilt(CASE, twice)
