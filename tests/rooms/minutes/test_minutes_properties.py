"""Whatever people press in whatever order, what must hold of minutes holds after every step."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rooms.ids import PersonId
from rooms.minutes import acts
from rooms.minutes.minutes import Closed, Entry, EntryId, EntryKind, Frozen, Mark, Minutes, Open, Result
from rooms.minutes.refusals import Refusal
from rooms.minutes.step import step
from tests.rooms.minutes.minutes_story import (
    DIGEST,
    MANAGER,
    MEDIATOR,
    NOON,
    PEOPLE,
    WORKER,
    after,
    confirms,
    entry,
    minutes,
    read_back,
)

PERSONS = st.sampled_from((WORKER, MANAGER, MEDIATOR))
TEXTS = st.text(alphabet="一二三 \u202e", max_size=6)
PLACES = st.integers(0, 7)
SAW = st.integers(0, 2)


@given(st.integers(1, 7), st.sets(PERSONS), PLACES, st.sampled_from(("strike", "correct")))
def test_at40_any_edit_clears_exactly_from_there_on(count: int, people: set[PersonId], place: int, edit: str) -> None:
    now = read_back(count)
    now = after(now, *(confirms(now, person) for person in sorted(people)))
    place %= count
    id_ = now.entries[place].id
    strike, correction = acts.Struck(NOON, MEDIATOR, id_, 0, "重复"), acts.Corrected(NOON, MEDIATOR, id_, 0, "更正")
    edited = after(now, strike if edit == "strike" else correction)
    assert [set(each.confirmed) for each in edited.entries] == [people] * place + [set()] * (count - place)


class Session(RuleBasedStateMachine):
    """One session's minutes, and what each step may have done to them."""

    def __init__(self) -> None:
        super().__init__()
        self.now: Minutes = minutes()
        self.at = NOON
        self.frozen: tuple[Entry, ...] | None = None

    def does(self, act: acts.Act) -> None:
        before = self.now
        self.at += timedelta(seconds=1)
        try:
            after = step(before, act).minutes
        except Refusal:
            return
        assert after.version == before.version + (replace(after, seen=before.seen) != before)
        self.nothing_lost(before, after)
        self.confirmations(before, after, act)
        if not isinstance(before.stage, Open):
            assert after.entries == before.entries
            assert (after.focus, after.result, after.excuses) == (before.focus, before.result, before.excuses)
        if isinstance(before.stage, Closed):
            assert after == before
        self.now = after

    def nothing_lost(self, before: Minutes, after: Minutes) -> None:
        """Entries keep their places, old words and strikes stay, notes stay."""
        assert [each.id for each in after.entries[: len(before.entries)]] == [each.id for each in before.entries]
        for old, new in zip(before.entries, after.entries, strict=False):
            assert (new.kind, new.at, new.by) == (old.kind, old.at, old.by)
            assert new.history[: len(old.history)] == old.history
            assert new.dissents[: len(old.dissents)] == old.dissents
            assert old.struck is None or (new.struck, new.text) == (old.struck, old.text)
            if new.text != old.text:
                assert new.history[-1].text == old.text
                assert new.revision == old.revision + 1
            assert new.revision >= old.revision

    def confirmations(self, before: Minutes, after: Minutes, act: acts.Act) -> None:
        """None survives a change of its entry or of one before; no other falls (AT-40); each is a person's own."""
        pairs = list(zip(before.entries, after.entries, strict=False))
        changed = next((at for at, (old, new) in enumerate(pairs) if new.revision != old.revision), len(pairs))
        for at, (old, new) in enumerate(pairs):
            if at >= changed:
                assert not new.confirmed
            else:
                assert old.confirmed.items() <= new.confirmed.items()
                gained = new.confirmed.keys() - old.confirmed.keys()
                assert not gained or (isinstance(act, acts.Confirmed) and gained == {act.by})
        assert not any(each.confirmed for each in after.entries[len(before.entries) :])

    @rule(place=PLACES, text=TEXTS, speaker=PERSONS, kind=st.sampled_from(EntryKind))
    def writes(self, place: int, text: str, speaker: PersonId, kind: EntryKind) -> None:
        self.does(acts.Written(self.at, MEDIATOR, entry(place), kind, speaker, text))

    @rule(place=PLACES, text=TEXTS, saw=SAW, speaker=st.none() | PERSONS)
    def corrects(self, place: int, text: str, saw: int, speaker: PersonId | None) -> None:
        self.does(acts.Corrected(self.at, MEDIATOR, entry(place), saw, text, speaker))

    @rule(place=PLACES, saw=SAW)
    def strikes(self, place: int, saw: int) -> None:
        self.does(acts.Struck(self.at, MEDIATOR, entry(place), saw, "记错了"))

    @rule(place=PLACES)
    def offers(self, place: int) -> None:
        self.does(acts.Offered(self.at, MEDIATOR, entry(place)))

    @rule(person=PERSONS, place=PLACES, saw=SAW)
    def confirms_one(self, person: PersonId, place: int, saw: int) -> None:
        self.does(acts.Confirmed(self.at, person, ((entry(place), saw),)))

    @rule(person=PERSONS)
    def confirms_all(self, person: PersonId) -> None:
        self.does(confirms(self.now, person))

    @rule(person=PERSONS, place=PLACES, text=TEXTS)
    def disputes(self, person: PersonId, place: int, text: str) -> None:
        self.does(acts.Dissented(self.at, person, entry(place), text))

    @rule(person=PERSONS, reason=st.sampled_from(("", "离开")))
    def excuses(self, person: PersonId, reason: str) -> None:
        self.does(acts.Excused(self.at, MEDIATOR, person, reason))

    @rule(seen=st.integers(1, 30), mark=st.sampled_from((Mark.DROPPED, Mark.RETURNED, Mark.CAUCUS)))
    def happens(self, seen: int, mark: Mark) -> None:
        event = Entry(EntryId(f"a{seen}"), self.at, EntryKind.EVENT, mark.value, mark=mark, subject=WORKER)
        self.does(acts.Happened((event,), seen))

    @rule(result=st.sampled_from(Result))
    def heads(self, result: Result) -> None:
        self.does(acts.Headed(self.at, MEDIATOR, "焦点", result))

    @rule()
    def brings_to_the_end(self) -> None:
        """Everything read back and confirmed, then fixed: chance alone seldom comes so far."""
        if self.now.entries:
            self.does(acts.Offered(self.at, MEDIATOR, self.now.entries[-1].id))
        for person in (WORKER, MANAGER, MEDIATOR):
            self.does(confirms(self.now, person))
        self.freezes()

    @rule()
    def freezes(self) -> None:
        was_open = isinstance(self.now.stage, Open)
        self.does(acts.FreezeAsked(self.at, MEDIATOR, self.now.version, DIGEST, PEOPLE, MEDIATOR))
        if was_open and isinstance(self.now.stage, Frozen):
            self.frozen = self.now.entries
            for each in self.now.entries:
                notes = {note.person for note in each.dissents if note.revision == each.revision}
                assert each.struck or {*each.confirmed, *notes} >= set(self.now.stage.signers)

    @rule(by=st.none() | PERSONS)
    def reopens(self, by: PersonId | None) -> None:
        self.does(acts.Reopened(self.at, by, "漏记", 0))

    @rule()
    def seals(self) -> None:
        self.does(acts.Sealed(self.at, DIGEST))

    @invariant()
    def what_is_fixed_stays(self) -> None:
        if not isinstance(self.now.stage, Open):
            assert self.now.entries == self.frozen


TestSession = Session.TestCase
TestSession.settings = settings(max_examples=60, stateful_step_count=40)
