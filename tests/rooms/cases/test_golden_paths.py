"""Paths that somebody wrote from domain.md without seeing the machine: each can be walked, row by row."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from rooms.cases.deeds.assignment import AcceptanceLapsed, Declined
from rooms.cases.deeds.by import SYSTEM, By
from rooms.cases.deeds.court import (
    Corrected,
    CorrectionAsked,
    CourtAccepted,
    Defaulted,
    Reopened,
    RouteChosen,
    Verified,
)
from rooms.cases.deeds.ending import Archived, HandedBack, Reported, Terminated, Withdrew
from rooms.cases.deeds.intake import MediationRefused, Returned
from rooms.cases.deeds.talks import ExtensionAnswered, ExtensionAsked, Resumed, Suspended
from rooms.cases.deeds.text import MediatorSigned, OfflineAgreement, SigningGivenUp, TextFell, TextFixed
from rooms.cases.ids import Sha256
from rooms.cases.words import (
    Decision,
    FellBecause,
    Form,
    Ground,
    MaterialKind,
    Office,
    ReturnReason,
    Route,
    State,
    SuspendReason,
)
from rooms.ids import RoomId
from tests.rooms.cases import stories as told
from tests.rooms.cases.stories import (
    CHEN,
    COMPANY,
    COURT,
    DESK,
    LI,
    MEDIATOR,
    MONDAY,
    NOTE,
    PARTIES,
    REPORT,
    RULING,
    SCAN,
    WORKER,
    Story,
    party,
)

PATHS: Final = Path(__file__).parents[1] / "golden" / "legal_paths.json"
IN_ROOM: Final = {"TR10", "TR11", "TR12", "TR13"}
STAYS: Final = {*IN_ROOM, "TR9", "TR15", "TR27"}
ASKED: Final = ("TR3", State.CONSENT_PENDING)
DIFFERS: Final = {
    "p03": "the case asks for consent in the step that receives it, and is returned from there",
    "p28": "the same",
}
"""Where the machine walks on its own way; each goes through TR3 before TR2."""


@dataclass
class Walk:
    """One path being walked: the story, which text and room come next, who has the case."""

    story: Story
    following: str = ""
    wanted: State = State.RECEIVED
    texts: int = 0
    rooms: int = 0

    @property
    def lane(self) -> str:
        return self.story.lane

    @property
    def host(self) -> By:
        return By(Office.MEDIATOR, self.story.case.host or CHEN)

    @property
    def text(self) -> Sha256:
        return Sha256(f"{self.texts:064x}")


def paths() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(PATHS.read_text(encoding="utf-8"))["rows"]
    return found


def comes_in(walk: Walk) -> None:
    if walk.lane == "OFFLINE":
        walk.story.does(told.both_agreed("OFFLINE"), told.filed(SCAN, MaterialKind.SEALED_SCAN))
        walk.story.does(OfflineAgreement(SCAN, MONDAY, DESK))
    else:
        received = told.both_agreed if walk.following == "TR5" else told.received
        walk.story.does(received(walk.lane))


def consents(walk: Walk) -> None:
    if walk.story.state is State.CONSENT_PENDING:
        walk.story.does(told.consent(COMPANY))


def refuses(walk: Walk) -> None:
    walk.story.does(told.consent(COMPANY, given=False), MediationRefused(NOTE, MEDIATOR))


def names(walk: Walk) -> None:
    walk.story.waits(days=3)
    walk.story.does(told.appointed(walk.story, LI if walk.story.case.lapses else CHEN))


def accepts(walk: Walk) -> None:
    walk.story.does(told.accepted(walk.story.case.host or CHEN), *told.modes())


def does_not_accept(walk: Walk) -> None:
    """The first says nothing, others decline."""
    if walk.story.case.lapses:
        walk.story.does(Declined(NOTE, walk.host))
    else:
        walk.story.waits(days=7).does(AcceptanceLapsed(CHEN, SYSTEM))


def meets(walk: Walk) -> None:
    walk.rooms += 1
    plan = told.planned(walk.story)
    walk.story.does(type(plan)(RoomId(f"room{walk.rooms}"), plan.at, False, walk.host))


def rests(walk: Walk) -> None:
    if walk.story.state is State.SUSPENDED:
        walk.story.waits(days=1).does(Resumed(None, walk.host))
    else:
        walk.story.does(Suspended(SuspendReason.APPRAISAL, None, walk.host))


def extends(walk: Walk) -> None:
    yes = (ExtensionAnswered(who, True, Form.LINK, None, party(who)) for who in PARTIES)
    walk.story.does(ExtensionAsked(10, walk.host), *yes)


def fixes(walk: Walk) -> None:
    walk.texts += 1
    walk.story.does(TextFixed(walk.text, walk.host))


def objects(walk: Walk) -> None:
    walk.story.does(TextFell(walk.text, FellBecause.OBJECTION, party(COMPANY)))


def falls(walk: Walk) -> None:
    refusal = walk.following == "TR21"
    because, by = (FellBecause.REFUSAL, party(COMPANY)) if refusal else (FellBecause.REOPENED, walk.host)
    walk.story.does(TextFell(walk.text, because, by))


def gives_up(walk: Walk) -> None:
    if walk.story.state is State.SIGNING:
        walk.story.does(told.reminded_to_sign(walk.story))
        walk.story.waits(days=4).does(SigningGivenUp(None, SYSTEM))
    else:
        walk.story.does(SigningGivenUp(NOTE, walk.host))


def takes_effect(walk: Walk) -> None:
    story = told.signed(walk.story, walk.text)
    story.does(MediatorSigned(walk.text, story.at, walk.host), told.closed(story, walk.text), told.sealed(story))


def applies(walk: Walk) -> None:
    walk.story.does(RouteChosen(told.route_of(walk.lane), DESK), *map(told.applied, PARTIES))


def asks_to_correct(walk: Walk) -> None:
    back = walk.story.state is State.CORRECTION
    walk.story.does(Corrected(None, party(WORKER)) if back else CorrectionAsked(NOTE, None, COURT))


def decides(walk: Walk) -> None:
    story, good = walk.story, walk.wanted is State.CONFIRMED
    if RULING not in {one.id for one in story.case.materials}:
        story.does(told.filed(RULING, MaterialKind.COURT_DECISION))
    story.does(told.decided(story, told.good_for(walk.lane) if good else Decision.REJECTED))


def performs(walk: Walk) -> None:
    story = walk.story
    story.does(replace(told.plan(story), by=DESK))
    if walk.wanted is State.DEFAULTED:
        story.waits(days=2).does(Defaulted("first", None, DESK))
    else:
        story.does(told.performed(story, "first"), told.performed(story, "second"))


def goes_on_after_rejection(walk: Walk) -> None:
    sues = Withdrew(WORKER, Ground.UNWILLING, None, party(WORKER))
    walk.story.does(Reopened(party(WORKER)) if walk.wanted is State.ACTIVE else sues)


def reports(walk: Walk) -> None:
    if walk.story.state is State.TERMINATED and walk.story.case.report is None:
        walk.story.does(Reported(REPORT, DESK))


def goes_back(walk: Walk) -> None:
    reports(walk)
    walk.story.does(HandedBack("receipt", DESK))


def is_archived(walk: Walk) -> None:
    reports(walk)
    walk.story.does(Archived(told.every_point(), DESK))


def submits(walk: Walk) -> None:
    walk.story.does(told.submission(walk.story, DESK))


def ends(walk: Walk) -> None:
    walk.story.does(Terminated(Ground.TOO_FAR, REPORT, walk.host))


def reaches_each(walk: Walk) -> None:
    walk.story.does(*(told.served(walk.story, who) for who in PARTIES))


ACTS: Final[dict[str, Callable[[Walk], object]]] = {
    "TR1": comes_in,
    "TR2": lambda walk: walk.story.does(Returned(ReturnReason.UNSUITABLE, NOTE, DESK)),
    "TR3": lambda _: None,
    "TR4": refuses,
    "TR5": consents,
    "TR6": names,
    "TR7": accepts,
    "TR8": does_not_accept,
    "TR9": meets,
    "TR14": rests,
    "TR15": extends,
    "TR16": lambda walk: told.agreed(walk.story),
    "TR17": fixes,
    "TR18": objects,
    "TR19": lambda walk: told.confirmed(walk.story, walk.text),
    "TR20": falls,
    "TR21": gives_up,
    "TR22": takes_effect,
    "TR23": applies,
    "TR24": submits,
    "TR25": lambda walk: walk.story.does(CourtAccepted("no", walk.story.today, COURT)),
    "TR26": asks_to_correct,
    "TR27": lambda walk: walk.story.does(Verified(walk.story.today, COURT)),
    "TR28": decides,
    "TR29": reaches_each,
    "TR30": lambda walk: walk.story.does(RouteChosen(Route.NONE, DESK)),
    "TR31": performs,
    "TR32": goes_on_after_rejection,
    "TR33": ends,
    "TR34": goes_back,
    "TR35": is_archived,
}
"""What brings each row about. TR3 has happened when its turn comes: in the step that received the case."""


@pytest.mark.parametrize("path", paths(), ids=lambda path: str(path["id"]))
def test_a_golden_path_can_be_walked_row_by_row(path: dict[str, Any]) -> None:
    steps, states = path["steps"], [State(state.lower()) for state in path["states"]]
    walk = Walk(Story(path["lane"]))
    for number, step in enumerate(steps):
        walk.following = steps[number + 1] if number + 1 < len(steps) else ""
        walk.wanted = states[number]
        if step not in IN_ROOM:
            ACTS[step](walk)

    expected = [(step, state) for step, state in zip(steps, states, strict=True) if step not in STAYS]
    if path["lane"] == "OFFLINE":
        expected[0:1] = [("TR1", State.RECEIVED), ("TR22", State.EFFECTIVE)]
    if path["id"] in DIFFERS:
        expected.insert(1, ASKED)
    assert walk.story.moves == expected
    assert walk.story.state is State(path["ends"].lower())


def test_the_golden_paths_use_every_row_the_case_has() -> None:
    used = {step for path in paths() for step in path["steps"]}
    assert set(ACTS) <= used
