"""The tables of rights against the golden matrix, which was written from the sources without seeing them.

Golden rows are about acts, ours about rights with guards beside them; so two things are held: whatever the code lets
somebody do, the matrix allows under some condition, and whatever the matrix allows without any, the code lets them do.
Where that is not so, the act stands below with what makes it right.
"""

import csv
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from itertools import product

import pytest

from rooms.permissions import permitted
from rooms.rights import Right
from rooms.room import Authority, Phase, Place, Role, Seat, Side
from rooms.session_moves import TABLE as MOVES
from tests.architecture.source import ROOT
from tests.rooms.stories import WORKER, room, seat

SIDES = ("party", "legal_representative", "worker_representative", "agent_general", "agent_special")
ROLES = ("mediator", "co_mediator", "recorder", "interpreter", "court", "third_party", *SIDES)
GROUPS = {"@mediators": ROLES[:2], "@sides": SIDES}
NEUTRAL = ("mediator", "co_mediator", "recorder", "court")

ACTS: dict[str, tuple[Right, str | None]] = {
    "enter": (Right.ENTER, "enter"),
    "leave": (Right.LEAVE, None),
    "draft": (Right.DRAFT, None),
    "remark": (Right.REMARK, None),
    "sign": (Right.SIGN, None),
    "keep_minutes": (Right.KEEP_MINUTES, None),
    "confirm_minutes": (Right.CONFIRM_MINUTES, None),
    "propose_fact": (Right.PROPOSE_FACT, None),
    "confirm_fact": (Right.ANSWER_FACT, None),
    "call_to_check": (Right.CHECK, "call_to_check"),
    "admit": (Right.ADMIT, "admit"),
    "hold": (Right.HOLD, None),
    "back_to_lobby": (Right.SEND_BACK, "send_back"),
    "remove": (Right.REMOVE, None),
    "confirm_identity": (Right.CONFIRM_IDENTITY, None),
    "open_caucus": (Right.CAUCUS, "open_caucus"),
    "join_caucus": (Right.JOIN_CAUCUS, None),
    "ask_for_caucus": (Right.WANT_CAUCUS, None),
    "call_mediator": (Right.CALL_MEDIATOR, None),
    "begin_break": (Right.PAUSE, "begin_break"),
    "end_break": (Right.PAUSE, "end_break"),
    "suspend": (Right.PAUSE, "suspend"),
    "resume": (Right.PAUSE, "resume"),
    "extend": (Right.PAUSE, "extend"),
    "close": (Right.CLOSE, "close"),
    "take_over": (Right.TAKE_OVER, None),
    "mute_other": (Right.MODERATE, None),
    "raise_hand": (Right.RAISE_HAND, None),
    "share_screen": (Right.SHARE_SCREEN, None),
    "set_own_media": (Right.SET_MEDIA, None),
    "offer_media": (Right.OFFER_MEDIA, None),
    "whisper": (Right.WHISPER, None),
    "write_notes": (Right.NOTE, None),
    "disclose": (Right.DISCLOSE, None),
    "answer_disclosure": (Right.ANSWER_DISCLOSURE, None),
    "answer_declarations": (Right.DECLARE, None),
    "add_document:Z2": (Right.ADD_DOCUMENT, None),
    "show_document": (Right.SHOW_DOCUMENT, None),
}
"""Golden act → our right, and the event in the table of moves that decides beside it."""

HOST_ALONE = {"sign", "remark", "keep_minutes", "mute_other", "set_own_media", "offer_media"}
"""Nobody but the host is in the joint room before it begins: there is nobody to sign with or to be heard by."""
WIDER = {
    "propose_fact": "while others are in a private talk too, and by the recorder: each party confirms word for word",
    "confirm_fact": "whose word is needed is asked of each fact: whoever said a proposal has to confirm it too",
    "hold": "the host, who waits in the lobby too while the session is interrupted",
    "back_to_lobby": "nobody but the host is at the table yet, so there is nobody to send",
    "open_caucus": "a co-mediator who is being checked is refused for not being cleared",
    "join_caucus": "there is no private talk to join: refused as unknown",
    "ask_for_caucus": "a third party in a break too",
    "begin_break": "the host out of the lobby, where a failed move leaves them for a moment",
    "end_break": "the same",
    "close": "the host from the desk, and of a session that was planned in error",
    "mute_other": "in a break too: a microphone is shut before the talks go on",
    "confirm_identity": "refused unless both are in the check",
    "take_over": "refused while the host is there, wherever the co-mediator is",
    "raise_hand": "in a break too; lowering it is the same right",
    "answer_declarations": "before entering, with the notice; and while the session is interrupted",
    "add_document:Z2": "the zone is the place's: in a private talk it is Z4, in a break the side's own",
    "show_document": "looking is the same right; what is shown where is asked of each document",
}
"""Where our table lets more pass, and what stands against it."""
NARROWER = {
    "draft": "at the table only (open in the sources)",
    "join_caucus": "the host leaves the check first, so that nobody is left in it",
    "keep_minutes": "at the joint table only: a recorder may stand in the check, unchecked (open in the sources)",
    "disclose": "not from the lobby, where a co-mediator may wait unchecked",
    "answer_declarations": "the host signs in with an account and declares in the case",
}


@cache
def golden(act: str) -> tuple[dict[str, str], ...]:
    """The rows for that act, in order."""
    with (ROOT / "tests/rooms/golden/rights.csv").open(encoding="utf-8") as file:
        return tuple(row for row in csv.DictReader(file) if fits(row["action"], act))


def fits(cell: str, value: str) -> bool:
    return any(value in GROUPS.get(one, ()) or fnmatchcase(value, one) for one in cell.split("|"))


def verdict(act: str, role: str, place: Place, phase: Phase, *, conditions: bool) -> str:
    """The first row that fits; a row with a condition counts where every condition is taken to hold."""
    for row in golden(act):
        counts = conditions or (not row["condition"] and row["delegated"] == "*")
        if counts and fits(row["role"], role) and fits(row["place"], place) and fits(row["phase"], phase):
            return row["verdict"]
    raise AssertionError("the last row denies")


def sitting(role: str, place: Place) -> Seat:
    kind, _, authority = role.partition("_") if role.startswith("agent") else (role, "", "")
    side = Side.NEUTRAL if role in NEUTRAL else Side.APPLICANT
    one = replace(seat(WORKER, Role(kind), side, "某人"), place=place, papers_seen=True)
    return replace(one, authority=Authority(authority)) if authority else one


def occurs(role: str, place: Place, phase: Phase) -> bool:
    """Whether a seat of that role can be there then."""
    begun = phase in {Phase.JOINT, Phase.CAUCUS, Phase.BREAK}
    match place:
        case Place.OUTSIDE | Place.REMOVED:
            return True
        case Place.LOBBY:
            return phase not in {Phase.PLANNED, Phase.CLOSED}
        case Place.CHECK:
            return begun or phase is Phase.CHECK
        case Place.JOINT:
            return begun or (role == "mediator" and phase in {Phase.LOBBY, Phase.CHECK})
        case Place.CAUCUS:
            return phase is Phase.CAUCUS


def let(act: str, role: str, place: Place, phase: Phase) -> bool:
    right, event = ACTS[act]
    moves = [move for move in MOVES if move.event == event and phase in move.sources]
    return permitted(replace(room(), phase=phase), sitting(role, place), right) and all(
        move.missing is None for move in moves
    )


@pytest.mark.parametrize("act", ACTS)
def test_threat1_the_golden_matrix(act: str) -> None:
    wider, narrower = set(), set()
    for role, place, phase in product(ROLES, Place, Phase):
        if not occurs(role, place, phase):
            continue
        ours = let(act, role, place, phase)
        alone = act in HOST_ALONE and role == "mediator" and phase in {Phase.LOBBY, Phase.CHECK}
        if ours and not alone and verdict(act, role, place, phase, conditions=True) == "deny":
            wider.add((role, place, phase))
        if not ours and verdict(act, role, place, phase, conditions=False) == "allow":
            narrower.add((role, place, phase))
    assert bool(wider) == (act in WIDER), sorted(wider)
    assert bool(narrower) == (act in NARROWER), sorted(narrower)


@pytest.mark.parametrize("act", ["start_recording", "unmute_other"])
def test_what_nobody_may_ever_do_is_no_right_at_all(act: str) -> None:
    assert {verdict(act, *where, conditions=True) for where in product(ROLES, Place, Phase)} == {"deny"}
    assert act not in set(Right)
