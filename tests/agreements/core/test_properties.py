"""Whatever people and workers do in whatever order, what must hold of an agreement holds."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agreements import acts
from agreements.acts import Act
from agreements.agreement import Agreement, Closing, Drafting, Freezing, Sealed, Signing
from agreements.facts import DraftChanged, SignatureStored, TextVoided
from agreements.ids import Digest, PartId, SignerId
from agreements.kinds import Kind
from agreements.outcome import Step
from agreements.refusals import Clash, Refusal
from agreements.step import step
from agreements.work import CloseWork, FreezeWork, SealWork, SignWork, due
from law.sentence import Sentence
from tests.agreements.core.stories import (
    EVERYBODY,
    HEAD,
    MEDIATOR,
    NOON,
    SENTENCE,
    TERMS,
    added,
    after,
    applied,
    blob,
    close_done,
    code_sent,
    draft_of,
    freeze_asked,
    freeze_done,
    put,
    signs,
    written,
)

SIGNERS = st.sampled_from((*EVERYBODY, SignerId("stranger")))
SELDOM = st.sampled_from((False, False, False, False, True))
AWAY = acts.Delayed(NOON, "tsa.away", Sentence("稍后再试。", "Later."))
WRITTEN = after(written())


def tried(now: Agreement, act: Act) -> Step | Refusal:
    """What the step gives, or the refusal that changes nothing."""
    try:
        return step(now, act)
    except Refusal as refusal:
        return refusal


class Ceremony(RuleBasedStateMachine):
    """People press whatever they like, the workers report sometimes late and twice; after each the promises hold."""

    def __init__(self) -> None:
        super().__init__()
        self.now: Agreement = WRITTEN
        self.at = NOON
        self.stored: Counter[tuple[int, str]] = Counter()
        self.reports: list[Act] = []

    @initialize()
    def freeze_first(self) -> None:
        self.freezes()
        self.work()

    def does(self, act: Act) -> None:
        """One act, and what must hold of every step."""
        before = self.now
        outcome = tried(before, act)
        if isinstance(outcome, Refusal):
            assert outcome.zh
            assert outcome.en
            return
        changed = outcome.agreement != before
        assert outcome.agreement.version == before.version + changed
        assert changed or outcome.facts == ()
        assert outcome.agreement.round >= before.round
        assert len(outcome.agreement.voids) >= len(before.voids)
        for fact in outcome.facts:
            if isinstance(fact, SignatureStored):
                self.stored[outcome.agreement.round, fact.field] += 1
            if isinstance(fact, TextVoided):
                assert isinstance(before.stage, Signing)
                assert set(fact.signed) == {slot.signer for slot in before.stage.slots if slot.applied}
        self.now = outcome.agreement

    def digest(self, *, stale: bool) -> Digest:
        if stale or not isinstance(self.now.stage, Signing):
            return blob("some other text")
        return self.now.stage.frozen.digest

    @rule(signer=SIGNERS, page=st.integers(0, 3), seconds=st.integers(0, 60), stale=SELDOM)
    def reads(self, signer: SignerId, page: int, seconds: int, *, stale: bool) -> None:
        self.does(acts.PageRead(self.at, signer, self.digest(stale=stale), page, seconds))

    @rule(signer=SIGNERS)
    def reads_all(self, signer: SignerId) -> None:
        for page in (1, 2):
            self.does(acts.PageRead(self.at, signer, self.digest(stale=False), page, 30))

    @rule(signer=SIGNERS, stale=SELDOM)
    def confirms(self, signer: SignerId, *, stale: bool) -> None:
        self.does(acts.Confirmed(self.at, signer, self.digest(stale=stale), SENTENCE, TERMS))

    @rule(signer=SIGNERS)
    def asks_for_a_code(self, signer: SignerId) -> None:
        if isinstance(self.now.stage, Signing):
            self.does(code_sent(self.now, signer, at=self.at))

    @rule(signer=SIGNERS, right=st.booleans(), press=st.integers(1, 2))
    def presses(self, signer: SignerId, press: int, *, right: bool) -> None:
        if isinstance(self.now.stage, Signing):
            code = "123456" if right else "000000"
            self.does(signs(self.now, signer, code=code, request=f"press-{signer}-{press}", at=self.at))

    @rule(order=st.permutations(EVERYBODY), first=st.integers(1, 3))
    def some_go_all_the_way(self, order: list[SignerId], first: int) -> None:
        """Together, each as far as it goes, and the worker once after each of them."""
        self.time_passes(1)
        for signer in order[:first]:
            self.reads_all(signer)
            self.confirms(signer, stale=False)
            self.asks_for_a_code(signer)
            self.presses(signer, 1, right=True)
            self.work()

    @rule(signer=SIGNERS, seldom=SELDOM)
    def refuses(self, signer: SignerId, *, seldom: bool) -> None:
        if seldom:
            self.does(acts.Refused(self.at, signer, "不同意"))

    @rule(signer=SIGNERS, seldom=SELDOM)
    def reopens(self, signer: SignerId, *, seldom: bool) -> None:
        if seldom:
            self.does(acts.Reopened(self.at, signer, "需要修改"))

    @rule(order=st.permutations(EVERYBODY), first=st.integers(1, 2), signer=SIGNERS)
    def some_sign_and_then_somebody_does_not(self, order: list[SignerId], first: int, signer: SignerId) -> None:
        self.some_go_all_the_way(order, first)
        self.refuses(signer, seldom=True)
        self.freezes()
        self.work()

    @rule()
    def freezes(self) -> None:
        if isinstance(self.now.stage, Drafting):
            self.does(freeze_asked(self.now, self.at))

    @rule()
    def work(self) -> None:
        """The worker does what is due; its report may come again later."""
        match due(self.now):
            case FreezeWork():
                self.reports.append(freeze_done(self.now, self.at))
            case SignWork() | SealWork():
                self.reports.append(applied(self.now, self.at))
            case CloseWork():
                self.reports.append(close_done(self.now, self.at))
            case None:
                return
        self.does(self.reports[-1])

    @rule(which=st.integers(0, 30))
    def an_old_report_comes_again(self, which: int) -> None:
        if self.reports:
            self.does(self.reports[which % len(self.reports)])

    @rule()
    def something_is_away(self) -> None:
        self.does(replace(AWAY, at=self.at))

    @rule(minutes=st.sampled_from((0, 1, 4, 6, 61)))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @invariant()
    def at14_only_what_all_have_signed_is_closed(self) -> None:
        match self.now.stage:
            case Closing(slots=slots) | Sealed(slots=slots):
                assert [slot.signer for slot in slots] == list(EVERYBODY)
                for slot in slots:
                    assert slot.read_at
                    assert slot.confirmed_at
                    assert slot.activation
                    assert slot.applied
                    assert self.stored[self.now.round, slot.field] == 1
            case _:
                return

    @invariant()
    def nothing_is_signed_twice(self) -> None:
        assert all(times == 1 for times in self.stored.values())

    @invariant()
    def the_mediator_signs_last(self) -> None:
        if isinstance(self.now.stage, Signing):
            *parties, mediator = self.now.stage.slots
            assert mediator.activation is None or all(slot.applied for slot in parties)

    @invariant()
    def at14_a_new_round_begins_without_any_signature(self) -> None:
        match self.now.stage:
            case Signing(slots=slots, head=head, frozen=frozen):
                assert (head == frozen.pdf) is (not any(slot.applied for slot in slots))
            case Drafting() | Freezing():
                assert not hasattr(self.now.stage, "slots")
            case _:
                return


Ceremony.TestCase.settings = settings(max_examples=60, stateful_step_count=50)
TestCeremony = Ceremony.TestCase


TEXTS = st.sampled_from(["甲", "乙", "丙", ""])
EDITS = st.lists(st.tuples(st.sampled_from(["facts", "liability"]), TEXTS, st.integers(0, 6)), max_size=25)


@given(EDITS)
def test_at57_a_clash_never_loses_a_text(edits: list[tuple[str, str, int]]) -> None:
    now = after(written()[:1])
    for field, text, saw in edits:
        before = draft_of(now).parts[0].entries.get(field)
        outcome = tried(now, put(HEAD, field, text, saw=saw))
        if isinstance(outcome, Refusal):
            assert isinstance(outcome, Clash)
            assert before is not None
            assert (outcome.data["yours"], outcome.data["theirs"]) == (text, before.value)
            assert outcome.data["version"] == before.version != saw
            continue
        entry = draft_of(outcome.agreement).parts[0].entries.get(field)
        assert (entry.value if entry else "") == text, "what was accepted stands"
        overwritten = before is not None and before.value != text
        assert not overwritten or (before is not None and before.version == saw), "only a text that was seen"
        assert len(outcome.facts) == (outcome.agreement != now)
        now = outcome.agreement


CLAUSES = st.integers(0, 5).map(lambda number: PartId(f"clause-{number}"))
KINDS = st.sampled_from([kind for kind in Kind if kind not in {Kind.HEAD, Kind.PARTY}])
NUMBERS = st.integers(0, 12)
ORDERS = st.one_of(
    st.builds(added, CLAUSES, KINDS, st.none() | CLAUSES),
    st.builds(acts.ClauseMoved, st.just(AWAY.at), st.just(MEDIATOR), CLAUSES, st.none() | CLAUSES, NUMBERS),
    st.builds(acts.ClauseRemoved, st.just(AWAY.at), st.just(MEDIATOR), CLAUSES, NUMBERS),
    st.builds(put, CLAUSES, st.just("text"), TEXTS, NUMBERS),
)


@given(st.lists(ORDERS, max_size=40))
def test_clauses_come_go_and_move_without_loss_or_double(orders: list[Act]) -> None:
    now = after([])
    for order in orders:
        before = [part.id for part in draft_of(now).clauses]
        outcome = tried(now, order)
        if isinstance(outcome, Refusal):
            continue
        clauses = [part.id for part in draft_of(outcome.agreement).clauses]
        assert len(set(clauses)) == len(clauses)
        assert draft_of(outcome.agreement).parts[:3] == draft_of(now).parts[:3], "head and parties stay in front"
        for fact in outcome.facts:
            assert isinstance(fact, DraftChanged)
            assert fact.version == draft_of(outcome.agreement).version == draft_of(now).version + 1
            gained, lost = set(clauses) - set(before), set(before) - set(clauses)
            assert {"added": (1, 0), "removed": (0, 1)}.get(fact.act, (0, 0)) == (len(gained), len(lost))
        now = outcome.agreement
