"""Who writes in the draft besides the host: the room's co-mediators, as long as the room lets them."""

from dataclasses import replace

import pytest

from agreements.acts import Reopened
from agreements.agreement import Agreement, Capacity, Drafting, Editor, Freezing, Member
from agreements.editors import is_editor, name_in, speaker, spoken_for, voice
from agreements.history import readings, wording
from agreements.ids import FieldName, SignerId
from agreements.members import opened
from agreements.proposals import ProposalId, Word, answered, proposed, seen_by
from agreements.refusals import Refusal
from agreements.step import step
from agreements.wording import desk
from law.people import NaturalPerson
from rooms.ids import SeatId
from rooms.room import Role, Side
from server.papers.opening import with_identities
from server.papers.suggestions import act_of
from server.papers.view import shared_view
from server.storage.agreement_json import agreement_from, agreement_text
from signaling.contract.suggesting import DraftAccept, DraftUnaccept
from tests.agreements.core.stories import (
    COMPANY,
    MATTER,
    MEDIATOR,
    MEMBERS,
    NOON,
    PAYMENT,
    TODAY,
    WORKER,
    after,
    agreement,
    draft_of,
    freeze_asked,
    put,
    written,
)
from tests.agreements.core.stories import HEAD as HEAD_PART
from tests.server.storage.office import planned_room

CO, SPOUSE = SignerId("co"), SignerId("spouse")
BESIDE = Member(SPOUSE, Capacity.APPLICANT, "孙丽", FieldName(""), NaturalPerson("孙丽", None), seat=WORKER)
"""Sits with the worker at one device."""


def says(now: Agreement, who: str | None, seat: SignerId = WORKER) -> Agreement:
    """Presses the button at that seat, in that person's name."""
    at = desk(now, TODAY)
    reads = next(one for one in readings(at, draft_of(now)) if one.part == PAYMENT)
    press = DraftAccept(part=PAYMENT, wording=wording(reads), signer=who)
    return step(now, act_of(press, at, seat, NOON)).agreement


def test_a_co_mediator_writes_and_what_was_written_keeps_the_name() -> None:
    room = planned_room()
    seat = replace(room.seats[0], id=SeatId(CO), role=Role.CO_MEDIATOR, side=Side.NEUTRAL)
    beside = replace(room, seats=(*room.seats, seat))
    now = with_identities(agreement(), beside)
    assert [one.id for one in now.editors] == [CO]
    assert with_identities(now, beside) is now
    written = after([put(HEAD_PART, "facts", "协助调解员写的", by=CO)], now)
    assert agreement_from(agreement_text(written)) == written
    gone = with_identities(written, room)
    assert name_in(gone, CO) == seat.name
    assert is_editor(gone, MEDIATOR)


def test_who_took_over_fixes_the_text_and_takes_it_back_and_no_other_co_mediator() -> None:
    room = planned_room()
    host = room.seats[0]
    seat = replace(host, id=SeatId(CO), role=Role.CO_MEDIATOR, side=Side.NEUTRAL)
    beside = replace(room, seats=(*room.seats, seat))
    helping = with_identities(after(written()), beside)
    asked = freeze_asked(helping)
    with pytest.raises(Refusal, match=r"member\.leader_only"):
        step(helping, replace(asked, by=CO))
    taken = beside.with_seat(replace(host, role=Role.CO_MEDIATOR)).with_seat(replace(seat, role=Role.MEDIATOR))
    leading = with_identities(helping, taken)
    fixed = after([replace(asked, by=CO)], leading)
    assert isinstance(fixed.stage, Freezing)
    assert fixed.stage.asked_by == CO
    assert agreement_from(agreement_text(fixed)) == fixed
    back = Reopened(NOON, CO, "金额写错")
    with pytest.raises(Refusal, match=r"member\.leader_only"):
        step(with_identities(fixed, beside), back)
    assert isinstance(after([back], fixed).stage, Drafting)
    assert isinstance(after([asked], leading).stage, Freezing), "the case stays with its mediator"


def test_a_seat_speaks_for_itself_or_for_the_party_whose_agent_it_is() -> None:
    now = agreement()
    members = tuple(replace(one, seat=SignerId("agent")) if one.id == WORKER else one for one in now.members)
    represented = replace(now, members=members, editors=(Editor(CO, "赵协"),))
    assert [speaker(represented, SignerId(seat)) for seat in ("agent", WORKER, CO, "stranger")] == [
        WORKER,
        WORKER,
        CO,
        "stranger",
    ]


def test_two_persons_at_one_seat_agree_each_for_themselves() -> None:
    now = after(written(), opened(agreement().id, MATTER, (*MEMBERS, BESIDE), NOON))
    assert spoken_for(now, WORKER) == (WORKER, SPOUSE)
    with pytest.raises(Refusal, match=r"signer\.which"):
        says(now, None)
    with pytest.raises(Refusal, match=r"member\.unknown"):
        says(now, SPOUSE, COMPANY)
    one = says(now, SPOUSE)
    assert [each.by for each in draft_of(one).acceptances] == [SPOUSE], "nobody's yes is the other's"
    both = says(says(one, WORKER), None, COMPANY)
    shown = next(part for part in shared_view(both, today=TODAY).parts if part.id == PAYMENT)
    assert [(each.seat, each.device, each.name) for each in shown.accepted] == [
        (SPOUSE, WORKER, "孙丽"),
        (WORKER, WORKER, "张伟"),
        (COMPANY, COMPANY, "李静"),
    ]
    assert [(each.id, each.device) for each in shared_view(both, today=TODAY).bound][:2] == [
        (WORKER, WORKER),
        (SPOUSE, WORKER),
    ]
    back = step(both, act_of(DraftUnaccept(part=PAYMENT, signer=WORKER), desk(both, TODAY), WORKER, NOON)).agreement
    assert [each.by for each in draft_of(back).acceptances] == [SPOUSE, COMPANY]


def test_a_proposal_is_accepted_when_both_persons_of_a_seat_have_said_so() -> None:
    now = after([], opened(agreement().id, MATTER, (*MEMBERS, BESIDE), NOON))
    made = proposed(
        now, (), id_=ProposalId("proposal-1"), by=MEDIATOR, name="王敏", at=NOON, text="一万元", to=(WORKER, SPOUSE)
    )
    for named in (WORKER, SPOUSE):
        assert not made.accepted
        who = voice(now, WORKER, named)
        made = answered(made, by=who, name=name_in(now, who), word=Word.ACCEPT, at=NOON)
        seen = seen_by(made, {*spoken_for(now, WORKER)})
        assert seen is not None
        assert seen.said == made.said, "each sees what was said at the own device"
    assert made.accepted
    assert seen_by(made, {*spoken_for(now, COMPANY)}) is None
