"""The table is whole, names what exists, says what domain.md says, and whatever is not in it is refused."""

from collections.abc import Callable
from itertools import product
from typing import Final

import pytest

from law.clock_rules import rules
from rooms.cases.deeds.by import By
from rooms.cases.deeds.deed import Deed
from rooms.cases.guards.named import CHECKS, NEEDS
from rooms.cases.labels import label
from rooms.cases.moves import WHEN
from rooms.cases.possible import possible
from rooms.cases.refusals import IllegalMove, NotPermitted, Refusal, Unmet
from rooms.cases.step import step
from rooms.cases.transitions import KINDS, RECORDS, TABLE, Kind, rows_for
from rooms.cases.words import Office, State
from tests.rooms.cases import stories as told
from tests.rooms.cases.samples import sample
from tests.rooms.cases.stories import CASE, MONDAY, Story

ROWS = (*TABLE, *RECORDS)
SET_DAYS = {"signing", "performance", "correction"}

R = State
Pairs = set[tuple[State, State | None]]
DOMAIN: Final[dict[str, Pairs]] = {
    "TR2": {(R.RECEIVED, R.RETURNED)},
    "TR3": {(R.RECEIVED, R.CONSENT_PENDING)},
    "TR4": {(R.CONSENT_PENDING, R.TERMINATED)},
    "TR5": {(R.RECEIVED, R.ASSIGNING), (R.CONSENT_PENDING, R.ASSIGNING)},
    "TR6": {(R.ASSIGNING, R.ACCEPT_PENDING)},
    "TR7": {(R.ACCEPT_PENDING, R.ACTIVE)},
    "TR8": {(R.ACCEPT_PENDING, R.ASSIGNING)},
    "TR9": {(R.ACTIVE, None)},
    "TR10": {(R.ACTIVE, None)},
    "TR11": {(R.ACTIVE, None)},
    "TR12": {(R.ACTIVE, None)},
    "TR13": {(R.ACTIVE, None)},
    "TR14": {(R.ACTIVE, R.SUSPENDED), (R.SUSPENDED, R.ACTIVE)},
    "TR15": {(R.ACTIVE, None)},
    "TR16": {(R.ACTIVE, R.DRAFTING)},
    "TR17": {(R.DRAFTING, R.READ_THROUGH)},
    "TR18": {(R.READ_THROUGH, R.DRAFTING)},
    "TR19": {(R.READ_THROUGH, R.SIGNING)},
    "TR20": {(R.SIGNING, R.DRAFTING)},
    "TR21": {(R.SIGNING, R.TERMINATED), (R.DRAFTING, R.TERMINATED)},
    "TR22": {(R.SIGNING, R.EFFECTIVE)},
    "TR23": {(R.EFFECTIVE, R.APPLYING)},
    "TR24": {(R.APPLYING, R.SUBMITTED)},
    "TR25": {(R.SUBMITTED, R.COURT_REVIEW)},
    "TR26": {(R.SUBMITTED, R.CORRECTION), (R.CORRECTION, R.SUBMITTED)},
    "TR27": {(R.COURT_REVIEW, None)},
    "TR28": {(R.COURT_REVIEW, R.CONFIRMED), (R.COURT_REVIEW, R.NOT_CONFIRMED)},
    "TR29": {(R.CONFIRMED, R.PERFORMING)},
    "TR30": {(R.EFFECTIVE, R.PERFORMING)},
    "TR31": {(R.PERFORMING, R.PERFORMED), (R.PERFORMING, R.DEFAULTED)},
    "TR32": {(R.NOT_CONFIRMED, R.ACTIVE), (R.NOT_CONFIRMED, R.TERMINATED)},
    "TR33": {(R.ACTIVE, R.TERMINATED)},
    "TR34": {(R.TERMINATED, R.HANDED_BACK)},
    "TR35": {(R.RETURNED, R.ARCHIVED), (R.HANDED_BACK, R.ARCHIVED), (R.PERFORMED, R.ARCHIVED)},
}
"""From and to, as domain.md §4.3 has them; None: the state stays."""

MEDIATING = (R.DRAFTING, R.READ_THROUGH, R.SIGNING)
BEYOND: Final[dict[str, tuple[Pairs, str]]] = {
    "TR2": (
        {(R.CONSENT_PENDING, R.RETURNED), (R.ASSIGNING, R.RETURNED)},
        "RECEIVED is left in the same step; until a mediator is named the case can still go back",
    ),
    "TR4": (
        {(one, R.TERMINATED) for one in (R.ASSIGNING, R.ACCEPT_PENDING, R.ACTIVE)},
        "AT-35: after a change still refusing and choosing nobody counts as refusing to mediate",
    ),
    "TR5": (
        {(one, R.ASSIGNING) for one in (R.ACCEPT_PENDING, R.ACTIVE, R.SUSPENDED, *MEDIATING)},
        "AT-35: a granted change of mediator",
    ),
    "TR9": (
        {
            (one, None)
            for one in (
                *(R.CONSENT_PENDING, R.ASSIGNING, R.ACCEPT_PENDING, *MEDIATING),
                *(R.EFFECTIVE, R.APPLYING, R.CORRECTION),
            )
        },
        (
            "sessions go on while drafting and signing; a room opened at once is planned before all have agreed; "
            "AT-18: who agreed on paper gets links to sign the application"
        ),
    ),
    "TR14": ({(R.DRAFTING, R.SUSPENDED), (R.SUSPENDED, R.DRAFTING)}, "what stands against mediating does so there too"),
    "TR15": ({(one, None) for one in (R.SUSPENDED, *MEDIATING)}, "the period runs on in these states"),
    "TR22": ({(R.RECEIVED, R.EFFECTIVE)}, "lane OFFLINE, which §4.3 leaves out"),
    "TR23": ({(R.APPLYING, R.EFFECTIVE)}, "another way was chosen: new signatures"),
    "TR28": (
        {
            (one, two)
            for one in (R.SUBMITTED, R.CORRECTION, R.COURT_REVIEW)
            for two in (R.NOT_CONFIRMED, R.EFFECTIVE, R.PERFORMING)
        },
        "不予受理 comes before review; an application withdrawn leaves the agreement, a suit withdrawn ends it",
    ),
    "TR30": ({(R.APPLYING, R.PERFORMING)}, "the deadline has passed, or the parties changed their minds"),
    "TR31": ({(R.DEFAULTED, R.PERFORMED)}, "who pays late has performed"),
    "TR33": (
        {
            (one, R.TERMINATED)
            for one in (R.RECEIVED, R.CONSENT_PENDING, R.ASSIGNING, R.ACCEPT_PENDING, R.SUSPENDED, *MEDIATING)
        },
        "a party may go, and a court recall, at any time before the agreement (§4.6: withdraw, recall)",
    ),
    "TR35": (
        {(R.TERMINATED, R.ARCHIVED), (R.DEFAULTED, R.ARCHIVED)},
        "any end; where no court sent the case nothing goes back to one",
    ),
}
"""What the table has beyond that, and why."""

BUILD: Final[dict[State, Callable[[], Story]]] = {
    R.RECEIVED: lambda: arrived("OFFLINE"),
    R.RETURNED: lambda: done(told.begun(), "case.returned", Office.ORGANISATION),
    R.CONSENT_PENDING: told.begun,
    R.ASSIGNING: told.assigning,
    R.ACCEPT_PENDING: told.accept_pending,
    R.ACTIVE: told.active,
    R.SUSPENDED: lambda: done(told.active(), "case.suspended", Office.MEDIATOR),
    R.DRAFTING: told.drafting,
    R.READ_THROUGH: lambda: told.fixed(told.drafting()),
    R.SIGNING: told.signing,
    R.EFFECTIVE: told.effective,
    R.APPLYING: told.applying,
    R.SUBMITTED: told.submitted,
    R.CORRECTION: lambda: done(told.submitted(), "case.correction_asked", Office.COURT),
    R.COURT_REVIEW: told.under_review,
    R.CONFIRMED: told.confirmed_by_court,
    R.NOT_CONFIRMED: told.not_confirmed,
    R.PERFORMING: told.performing,
    R.PERFORMED: told.all_performed,
    R.DEFAULTED: lambda: done(told.performing().waits(days=2), "case.defaulted", Office.MEDIATOR),
    R.TERMINATED: told.terminated,
    R.HANDED_BACK: lambda: done(told.terminated(), "case.handed_back", Office.MEDIATOR),
    R.ARCHIVED: lambda: done(told.terminated(), "case.archived", Office.ORGANISATION),
}
"""A case in each state, by its own history."""


def arrived(lane: str) -> Story:
    story = Story(lane)
    story.does(told.received(lane))
    return story


def done(story: Story, kind: str, office: Office) -> Story:
    story.does(sample(KINDS[kind], story, By(office, told.CHEN if office is Office.MEDIATOR else "desk")))
    return story


def speakers(office: Office) -> By:
    names = {Office.MEDIATOR: told.CHEN, Office.PARTY: told.WORKER, Office.SYSTEM: ""}
    return By(office, names.get(office, office))


def test_every_transition_of_the_domain_has_its_row() -> None:
    assert {row.id for row in TABLE} == {f"TR{number}" for number in range(1, 36)}
    assert {row.id for row in TABLE if row.session} == {"TR10", "TR11", "TR12", "TR13"}
    assert all(row.deeds or row.after for row in ROWS if not row.session)
    assert {kind for row in ROWS for kind in row.deeds} == set(KINDS.values())


def test_the_moves_are_those_of_the_domain_and_those_with_a_reason() -> None:
    found: dict[str, Pairs] = {}
    for row in TABLE:
        found.setdefault(row.id, set()).update((source, row.target) for source in row.sources)
    expected = {name: pairs | BEYOND.get(name, (set(), ""))[0] for name, pairs in DOMAIN.items()}
    assert {name: pairs for name, pairs in found.items() if pairs} == expected


def test_every_name_in_the_table_is_known_and_used() -> None:
    assert {name for row in ROWS for name in row.needs} == set(NEEDS)
    assert {name for row in ROWS for name in row.checks} == set(CHECKS)
    assert {row.when for row in TABLE} - {None} == set(WHEN)
    known = {one.id for one in rules(MONDAY)} | SET_DAYS
    assert {row.clock for row in ROWS} - {None} <= known


def test_every_guard_has_words_for_people() -> None:
    names = {*NEEDS, *CHECKS, *WHEN}
    assert {name for name in names if label("guard", name, MONDAY).zh == name} == set()


def test_no_refusal_is_longer_than_a_phone_shows_at_once() -> None:
    assert [code for code, (zh, _) in Refusal.sentences.items() if len(zh) > 48] == []


@pytest.mark.parametrize("state", State)
def test_each_state_can_be_reached(state: State) -> None:
    assert BUILD[state]().state is state


@pytest.mark.parametrize("state", State)
def test_whatever_is_in_no_table_is_refused(state: State) -> None:
    """Every deed, in every office, in this state."""
    story = BUILD[state]()
    before = story.case
    for kind, office in product(KINDS.values(), Office):
        here = [row for row in rows_for(kind) if state in row.sources]
        refusal = attempted(story, sample(kind, story, speakers(office)))
        if not any(office in row.offices for row in here):
            expected = NotPermitted if here or not ever(kind, office) else IllegalMove
            assert type(refusal) is expected, (kind.kind, office)
            assert refusal is not None
            assert refusal.code == ("office.other" if expected is NotPermitted else "state.other")
        else:
            assert not isinstance(refusal, IllegalMove), (kind.kind, office)
            assert refusal is None or refusal.code != "office.other"
    assert story.case is before


def ever(kind: Kind, office: Office) -> bool:
    return any(office in row.offices for row in rows_for(kind))


def attempted(story: Story, deed: Deed) -> Refusal | None:
    try:
        step(story.now, CASE, deed, story.at, story.world)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize("state", State)
def test_what_is_offered_is_what_the_table_lets_the_office_do(state: State) -> None:
    story = BUILD[state]()
    for office in Office:
        offers = possible(story.case, office, story.at, story.world)
        rows = [row for row in ROWS if row.deeds and state in row.sources and office in row.offices]
        assert [offer.row for offer in offers] == rows
        for offer in offers:
            for kind in offer.deeds:
                refusal = attempted(story, sample(kind, story, speakers(office)))
                if offer.missing and rows_for(kind)[0] is offer.row:
                    assert isinstance(refusal, Unmet | NotPermitted)


def test_an_offer_says_what_it_waits_for() -> None:
    story = told.begun()
    offers = {one.row.id: one for one in possible(story.case, Office.MEDIATOR, story.at, story.world)}
    assert offers["TR9"].missing[0].code == "consent.missing"
    assert "被申请人" in offers["TR9"].missing[0].words.zh
    assert not offers["contact"].missing
