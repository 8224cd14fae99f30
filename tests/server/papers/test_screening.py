"""An agreement before somebody who is screened from one of its people.

Two stories run side by side. In one the company does, at random, whatever a party can do with a draft and with a text
that is signed; in the other it does nothing. The worker and the mediator do the same in both. After each act all that
the worker is sent is compared. What only one of the stories takes is taken in neither: whoever can do it sees both.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agreements import acts
from agreements.acts import Act
from agreements.agreement import Agreement, Signing, Slot
from agreements.history import readings, wording
from agreements.ids import CommentId, SignerId, SuggestionId
from agreements.proposals import ProposalId, Word, answered, proposed, seen_by
from agreements.refusals import Refusal, Unfit
from agreements.standing import Signs, Standing
from agreements.step import step
from agreements.suggestion_acts import (
    AcceptanceWithdrawn,
    Adopted,
    ClauseAccepted,
    Declined,
    Suggested,
    SuggestionWithdrawn,
)
from agreements.wording import desk
from agreements.work import SignWork, due
from law.agents import SIGN
from law.sentence import Sentence
from server.papers import suggestions
from server.papers.screening import FELL, apart_from, signatures_seen, without
from server.papers.view import own_view, shared_view
from server.storage.agreements import draft_of
from signaling.contract import suggesting as wire
from signaling.contract.agreement_view import AgreementView, SignerState
from tests.agreements.core.stories import (
    COMPANY,
    HEAD,
    LATER,
    MEDIATOR,
    NOON,
    PAYMENT,
    TODAY,
    WORKER,
    agreement,
    applied,
    authorises,
    code_sent,
    confirms,
    freeze_asked,
    freeze_done,
    frozen,
    put,
    reads,
    signed,
    signs,
    written,
)
from tests.agreements.core.stories import after as told
from tests.rooms.stories import AGENT, with_seats
from tests.rooms.stories import COMPANY as ROOM_COMPANY
from tests.rooms.stories import WORKER as ROOM_WORKER

HIDDEN = frozenset({str(COMPANY)})
SUMS = st.sampled_from(("6000.00", "7000.00", "8000.00"))
NUMBERS = st.integers(1, 4)


def seen(now: Agreement, hidden: frozenset[str] = HIDDEN) -> AgreementView:
    """What the worker is sent of it."""
    whole = own_view(shared_view(now, today=TODAY), now, WORKER, {})
    return without(whole, hidden, signatures_seen(now, hidden))


def agreed(now: Agreement, by: SignerId) -> ClauseAccepted:
    reading = next(one for one in readings(desk(now, TODAY), draft_of(now)) if one.part == PAYMENT)
    return ClauseAccepted(NOON, by, PAYMENT, wording(reading), reading)


def suggested(now: Agreement, by: SignerId, value: str, number: int) -> Suggested:
    entry = next(part for part in draft_of(now).parts if part.id == PAYMENT).entries["amount"]
    return Suggested(NOON, by, SuggestionId(f"suggestion-{by}-{number}"), PAYMENT, "amount", entry.version, value)


def remarked(by: SignerId, number: int) -> Act:
    return acts.Commented(NOON, by, CommentId(f"remark-{by}-{number}"), HEAD, "金额对不上")


def looked_at(now: Agreement, *, papers: bool, items: frozenset[str] = frozenset({SIGN})) -> Agreement:
    """The company's signer signs by a paper, and has shown it and the own one, or not."""
    standing = Standing(Signs.STAFF, items, papers)
    identity = "document" if papers else "unconfirmed"
    others = [one for one in now.members if one.id != COMPANY]
    (company,) = (one for one in now.members if one.id == COMPANY)
    place = now.members.index(company)
    return replace(
        now, members=(*others[:place], replace(company, identity=identity, standing=standing), *others[place:])
    )


Telling = Callable[[Agreement], Iterable[Act]]


class Apart(RuleBasedStateMachine):
    """In `here` the company acts, in `alone` it does not."""

    here: Agreement
    alone: Agreement

    @initialize()
    def begin(self) -> None:
        self.here = self.alone = looked_at(told(written()), papers=False)
        self.count = 0

    def tried(self, now: Agreement, telling: Telling) -> tuple[Agreement, str | None]:
        """The agreement after it, and the code of the refusal; acts that do not fit the stage are none."""
        try:
            for act in telling(now):
                outcome = step(now, act)
                now = outcome.agreement
                if outcome.refusal is not None:
                    return now, outcome.refusal.code
        except Refusal as refusal:
            return now, refusal.code
        except AssertionError:
            return now, "not now"
        return now, None

    def both(self, telling: Telling, by: SignerId = MEDIATOR) -> None:
        (here, said_here), (alone, said_alone) = self.tried(self.here, telling), self.tried(self.alone, telling)
        if by == WORKER:
            assert said_here == said_alone
        elif said_here != said_alone:
            return
        self.here, self.alone = here, alone

    def only_here(self, telling: Telling) -> None:
        self.here, _ = self.tried(self.here, telling)

    @invariant()
    def nothing_shows(self) -> None:
        assert seen(self.here) == seen(self.alone)

    def next(self) -> int:
        self.count += 1
        return self.count

    # What the company does.

    @rule(amount=SUMS)
    def it_suggests(self, amount: str) -> None:
        number = self.next()
        self.only_here(lambda now: [suggested(now, COMPANY, amount, number)])

    @rule(number=NUMBERS)
    def it_takes_back(self, number: int) -> None:
        own = SuggestionId(f"suggestion-{COMPANY}-{number}")
        self.only_here(lambda _: [SuggestionWithdrawn(NOON, COMPANY, own)])
        self.only_here(lambda _: [AcceptanceWithdrawn(NOON, COMPANY, PAYMENT)])

    @rule()
    def it_agrees_and_remarks(self) -> None:
        number = self.next()
        self.only_here(lambda now: [agreed(now, COMPANY), remarked(COMPANY, number)])

    @rule(how_far=st.sampled_from((reads, authorises)))
    def it_reads_or_signs(self, how_far: Callable[[Agreement, SignerId], list[Act]]) -> None:
        self.only_here(lambda now: how_far(now, COMPANY))

    @rule()
    def it_asks_for_a_code(self) -> None:
        self.only_here(lambda now: [*reads(now, COMPANY), confirms(now, COMPANY), code_sent(now, COMPANY)])

    @rule(papers=st.booleans(), items=st.sets(st.just(SIGN)))
    def its_papers_are_looked_at(self, papers: bool, items: set[str]) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.here = looked_at(self.here, papers=papers, items=frozenset(items))

    @rule()
    def its_signature_waits(self) -> None:
        """Where the worker's waits too, both are told what keeps them."""
        waits = [slot.signer for slot in slots(self.here) if slot.activation and not slot.applied]
        if waits == [COMPANY]:
            self.only_here(lambda _: [acts.Delayed(LATER, "tsa.away", Sentence("等待中", "Waiting"))])
            assert seen(self.here) == seen(self.alone)
            self.only_here(lambda now: [applied(now)])

    # What the worker and the mediator do.

    @rule(amount=SUMS)
    def writes(self, amount: str) -> None:
        def telling(now: Agreement) -> list[Act]:
            entry = next(part for part in draft_of(now).parts if part.id == PAYMENT).entries["amount"]
            return [put(PAYMENT, "amount", amount, entry.version)]

        self.both(telling)

    @rule(amount=SUMS, adopts=st.booleans(), whose=st.sampled_from((WORKER, COMPANY)), number=NUMBERS)
    def suggests(self, amount: str, adopts: bool, whose: SignerId, number: int) -> None:  # noqa: FBT001 - drawn
        made = self.next()
        self.both(lambda now: [suggested(now, WORKER, amount, made)], WORKER)
        for_it = SuggestionId(f"suggestion-{whose}-{number}")

        def settled(now: Agreement) -> list[Act]:
            entry = next(part for part in draft_of(now).parts if part.id == PAYMENT).entries["amount"]
            adopting = Adopted(NOON, MEDIATOR, for_it, entry.version)
            return [adopting if adopts else Declined(NOON, MEDIATOR, for_it, "另议")]

        self.both(settled)

    @rule()
    def agrees_and_remarks(self) -> None:
        number = self.next()
        self.both(lambda now: [agreed(now, WORKER), remarked(WORKER, number)], WORKER)

    @rule()
    def fixes(self) -> None:
        self.both(lambda now: [freeze_asked(now)])
        self.both(lambda now: [freeze_done(now)])

    @rule(far=st.booleans())
    def reads_or_signs(self, far: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self.both(lambda now: authorises(now, WORKER) if far else reads(now, WORKER), WORKER)

    @rule()
    def tries_to_sign(self) -> None:
        self.both(lambda now: [signs(now, WORKER)], WORKER)

    @rule()
    def is_signed(self) -> None:
        for which in ("here", "alone"):
            while isinstance(due(getattr(self, which)), SignWork):
                setattr(self, which, told([applied(getattr(self, which))], getattr(self, which)))

    @rule()
    def takes_back(self) -> None:
        self.both(lambda _: [acts.Reopened(LATER, MEDIATOR, "金额有误")])


TestApart = Apart.TestCase
TestApart.settings = settings(max_examples=40, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow])


def slots(now: Agreement) -> tuple[Slot, ...]:
    return now.stage.slots if isinstance(now.stage, Signing) else ()


def by_seat(view: AgreementView) -> Mapping[str, SignerState]:
    return {one.seat: one for one in view.signers}


def test_that_all_parties_signed_is_not_told_before_the_mediator_has() -> None:
    """Neither by the other's row, nor by whose turn it is, nor by the time that is waited for no more."""
    now = signed(frozen(), WORKER, COMPANY)
    rows = by_seat(seen(now))
    assert (rows[COMPANY].step, rows[COMPANY].signed_at) == ("read", None)
    assert rows[WORKER].step == "signed"
    assert not rows[MEDIATOR].turn
    before, after = (seen(each).frozen for each in (signed(frozen(), WORKER), now))
    assert before == after
    at_work = told([*reads(now, MEDIATOR), confirms(now, MEDIATOR), code_sent(now, MEDIATOR)], now)
    assert by_seat(seen(at_work, frozenset()))[MEDIATOR].step == "sign"
    assert by_seat(seen(at_work))[MEDIATOR].step == "code", "a code is asked for in one's turn only"


def test_what_the_mediator_takes_over_from_the_other_looks_like_the_mediators_own() -> None:
    draft = told(written())
    (saw,) = (part.entries["amount"].version for part in draft_of(draft).parts if part.id == PAYMENT)
    theirs = suggested(draft, COMPANY, "8000.00", 1)
    adopted = told([theirs, Adopted(NOON, MEDIATOR, theirs.id, saw)], draft)
    assert seen(adopted) == seen(told([put(PAYMENT, "amount", "8000.00", saw)], draft))


def test_nobody_pushes_out_what_another_suggested() -> None:
    now = told(written())
    own = suggested(now, WORKER, "8000.00", 1)
    now = told([own, Declined(NOON, MEDIATOR, own.id, "另议")], now)
    for number in range(40):
        clause = Suggested(
            NOON, COMPANY, SuggestionId(f"clause-{number:04}"), None, "text", 0, "以上各项均已结清。" * 40
        )
        now = told([clause, SuggestionWithdrawn(NOON, COMPANY, clause.id)], now)
    kept = {author: [one for one in draft_of(now).suggestions if one.by == author] for author in (WORKER, COMPANY)}
    assert len(kept[WORKER]) == 1
    assert len(kept[COMPANY]) < 40


def test_when_everybody_has_signed_both_may_know_it() -> None:
    shown = seen(signed(frozen(), WORKER, COMPANY, MEDIATOR))
    assert {one.step for one in shown.signers if one.capacity != "organisation"} == {"signed"}


def test_by_whom_a_text_was_taken_back_reads_the_same() -> None:
    falls = [
        told([acts.Reopened(LATER, MEDIATOR, "金额有误")], signed(frozen(), WORKER)),
        told([acts.Refused(LATER, COMPANY, "我不签")], signed(frozen(), WORKER)),
    ]
    first, *others = (seen(each).fallen for each in falls)
    assert first is not None
    assert (first.by, first.reason, first.signatures) == ("", FELL.zh, 1)
    assert others == [first]


def test_of_whom_nothing_is_told() -> None:
    """The person behind the screen, and whom somebody behind it speaks for; never the one who looks."""
    room = replace(with_seats(AGENT), screened=((ROOM_WORKER, AGENT), (ROOM_WORKER, ROOM_COMPANY)))
    of = agreement()
    members = tuple(
        replace(one, id=SignerId("elsewhere"), seat=SignerId(AGENT)) if one.id == COMPANY else one for one in of.members
    )
    spoken_for = apart_from(room, ROOM_WORKER, replace(of, members=members))
    assert spoken_for == {AGENT, ROOM_COMPANY, "elsewhere"}
    assert apart_from(replace(room, screened=()), ROOM_WORKER, of) == set()


def test_what_a_signature_waits_for_is_told_to_whose_it_is() -> None:
    waiting = acts.Delayed(LATER, "tsa.away", Sentence("等待中", "Waiting"))
    theirs = told([*authorises(now := frozen(), COMPANY), waiting], now)
    assert seen(theirs).trouble is None
    mine = told([*authorises(now, WORKER), waiting], now)
    assert seen(mine).trouble is not None
    assert seen(theirs, frozenset()).trouble is not None


async def test_nobody_learns_by_asking_what_another_agreed_to_or_suggests() -> None:
    now = told([*written(), agreed(told(written()), COMPANY), suggested(told(written()), COMPANY, "1.00", 1)])
    entry = next(part for part in draft_of(now).parts if part.id == PAYMENT).entries["amount"]
    words = wording(next(one for one in readings(desk(now, TODAY), draft_of(now)) if one.part == PAYMENT))
    later = desk(told([put(PAYMENT, "amount", "9000.00", entry.version)], now), TODAY)
    asked: list[suggestions.Asking] = [
        wire.DraftWording(part=PAYMENT, wording=words),
        wire.DraftCompare(before="now", after=f"suggestion:suggestion-{COMPANY}-1"),
    ]
    for each in asked:
        assert (await suggestions.answer(each, later)).parts
        with pytest.raises(Unfit, match=r"unknown"):
            await suggestions.answer(each, later, HIDDEN)


def test_when_the_other_said_yes_to_a_proposal_is_not_told() -> None:
    now = agreement()
    made = proposed(
        now, (), id_=ProposalId("proposal-1"), by=MEDIATOR, name="王敏", at=NOON, text="各让一步", to=(WORKER, COMPANY)
    )
    both = made
    for one in (COMPANY, WORKER):
        both = answered(both, by=one, name=one, word=Word.ACCEPT, at=LATER)
    shown = seen_by(both, {WORKER}, HIDDEN)
    assert shown is not None
    assert [one.by for one in shown.said] == [WORKER]
    assert seen_by(answered(made, by=COMPANY, name="", word=Word.ACCEPT, at=NOON), {WORKER}, HIDDEN) == made
