"""Papers for the mediators' eyes: whose they may be, who sees them, what is compared, what an agent hands in."""

from dataclasses import replace

import pytest

from law.agent_rules import AgentType
from law.zone import Zone
from rooms import inputs
from rooms.audibility import sees
from rooms.chat import Channel, ChannelKind
from rooms.checking import missing
from rooms.credentials import lacking
from rooms.effects import RecordFact, StoreDocument
from rooms.facts import CompanyAuthorityShown, CredentialCompared, CredentialShown, PersonIdentified
from rooms.ids import DocumentId, MessageId, PersonId, SeatId
from rooms.inputs import Input
from rooms.person import Identity
from rooms.proving import CREDENTIAL_LIMIT, looked_at
from rooms.refusals import NotPermitted, Refusal
from rooms.room import Authority, Role, Room, Seat
from rooms.step import step
from rooms.views import view_for
from tests.rooms.stories import (
    AGENT,
    CO_MEDIATOR,
    COLLEAGUE,
    COMPANY,
    COURT,
    LATER,
    MEDIATOR,
    NOON,
    RECORDER,
    WORKER,
    added,
    after,
    arrivals,
    cleared,
    credential,
    device,
    entered,
    everyone_at_the_table,
    session,
    with_seats,
)

IN_CHECK: list[Input] = [entered(MEDIATOR), *arrivals(WORKER), inputs.CalledToCheck(NOON, MEDIATOR, WORKER)]
P1 = DocumentId("p-1")


def seat_of(now: Room, seat: SeatId) -> Seat:
    found = now.seat(seat)
    assert found is not None
    return found


def refused(now: Room, event: Input) -> str:
    with pytest.raises(Refusal) as raised:
        step(now, event)
    return raised.value.code


def seen_by(now: Room, number: int = 1) -> set[SeatId]:
    document = now.document(DocumentId(f"p-{number}"))
    assert document is not None
    return set(sees(now, document))


def cards(now: Room, seat: SeatId) -> list[str]:
    return [card.id for card in view_for(now, seat_of(now, seat)).credentials]


def compared(paper: DocumentId | None) -> inputs.IdentityConfirmed:
    return inputs.IdentityConfirmed(LATER, MEDIATOR, WORKER, PersonId(WORKER), Identity.DOCUMENT, paper)


def test_from_the_lobby_a_person_shows_the_own_identity_document_to_the_mediators_alone() -> None:
    others = (AGENT, COLLEAGUE, RECORDER, COURT)
    now = after([entered(MEDIATOR), *arrivals(WORKER, COMPANY, *others)], with_seats(*others))
    outcome = step(now, credential(WORKER))
    stored, fact = outcome.effects[:2]
    assert isinstance(stored, StoreDocument)
    assert (stored.document.zone, stored.document.channel.private) == (Zone.CASE, True)
    assert fact == RecordFact(CredentialShown(WORKER, PersonId(WORKER), P1, "id_card", by=WORKER))
    assert seen_by(outcome.room) == {MEDIATOR, WORKER}
    assert {seat.id for seat in outcome.room.seats if cards(outcome.room, seat.id)} == {MEDIATOR, WORKER}
    assert [view_for(outcome.room, seat).documents for seat in outcome.room.seats] == [()] * len(outcome.room.seats)


def test_an_unchecked_co_mediator_sees_none_and_a_checked_one_each() -> None:
    now = after([entered(MEDIATOR), *arrivals(WORKER, CO_MEDIATOR)], with_seats(CO_MEDIATOR))
    shown = after([credential(WORKER)], now)
    assert CO_MEDIATOR not in seen_by(shown)
    assert CO_MEDIATOR in seen_by(after(cleared(CO_MEDIATOR), shown))


def test_threat4_nothing_of_it_ever_reaches_the_table_nor_anything_else_from_the_lobby() -> None:
    now = after([*IN_CHECK, credential(WORKER)])
    own = Channel(ChannelKind.IDENTITY, WORKER)
    assert refused(now, added(WORKER)) == "not_permitted.phase"
    assert refused(now, inputs.ChatSent(NOON, WORKER, MessageId("m"), "好", own)) == "chat.channel"
    assert refused(now, inputs.DocumentShown(NOON, WORKER, P1, 1)) == "not_permitted.phase"
    table = after([*everyone_at_the_table(), credential(WORKER)])
    for seat in (WORKER, MEDIATOR):
        assert refused(table, inputs.DocumentShown(NOON, seat, P1, 1)) == "document.unknown"
        assert refused(table, replace(added(seat), channel=own)) == "chat.channel"
    assert seen_by(table) == {MEDIATOR, WORKER}


def test_nobody_lays_a_paper_for_another_seat_but_who_checks_it() -> None:
    now = after([*IN_CHECK, *arrivals(COMPANY)])
    assert refused(now, credential(COMPANY, by=WORKER)) == "seat.unknown"
    assert refused(now, credential(MEDIATOR)) == "seat.unknown"
    assert refused(now, replace(credential(WORKER), person=PersonId(COMPANY))) == "person.unknown"
    assert refused(now, credential(WORKER, paper="power_of_attorney")) == "credential.paper"
    assert seen_by(after([credential(COMPANY, by=MEDIATOR)], now)) == {MEDIATOR, COMPANY}


def test_looking_is_for_the_seat_and_the_mediators() -> None:
    now = after([*IN_CHECK, *arrivals(COMPANY), credential(WORKER)])
    for seat in (WORKER, MEDIATOR):
        assert looked_at(now, seat, P1).name == "身份证.jpg"
    with pytest.raises(NotPermitted, match=r"document\.unknown"):
        looked_at(now, COMPANY, P1)
    with pytest.raises(NotPermitted, match=r"document\.unknown"):
        looked_at(after([*everyone_at_the_table(), added(WORKER)]), WORKER, DocumentId("d-1"))


def test_the_same_file_again_is_the_same_paper_and_there_is_a_limit() -> None:
    now = after([*IN_CHECK, *(credential(WORKER, number) for number in range(1, CREDENTIAL_LIMIT + 1))])
    assert step(now, credential(WORKER, 1)).room == now
    assert refused(now, credential(WORKER, 99)) == "credentials.full"
    assert refused(after(IN_CHECK), credential(WORKER, name=" ")) == "document.name"


def test_compared_with_an_uploaded_document_it_is_on_record_which() -> None:
    now = after([*IN_CHECK, credential(WORKER), credential(COMPANY, 2, by=MEDIATOR)])
    assert refused(now, compared(DocumentId("p-2"))) == "identity.paper_unknown"
    outcome = step(now, compared(P1))
    proved = PersonIdentified(WORKER, PersonId(WORKER), Identity.DOCUMENT, by=MEDIATOR)
    which = CredentialCompared(WORKER, PersonId(WORKER), P1, by=MEDIATOR)
    assert outcome.effects[:2] == (RecordFact(proved), RecordFact(which))
    assert view_for(outcome.room, seat_of(outcome.room, MEDIATOR)).desk[1].persons[0].compared == P1
    assert step(outcome.room, compared(P1)).room == outcome.room
    held_up = step(now, compared(None))
    assert seat_of(held_up.room, WORKER).first.compared is None


def test_an_agent_hands_in_what_the_law_asks_of_its_type_and_counts_as_special_only_when_looked_at() -> None:
    planned = with_seats(AGENT)
    relative = replace(seat_of(planned, AGENT), papers_seen=False, agent_type=AgentType.RELATIVE)
    now = after([entered(MEDIATOR), *arrivals(AGENT)], planned.with_seat(relative))
    seen = inputs.PapersSeen(LATER, MEDIATOR, AGENT)
    asked = ["id_card", "power_of_attorney", "kinship_proof"]
    assert [paper.id for paper in view_for(now, seat_of(now, AGENT)).asks] == asked
    for number, paper in enumerate(("power_of_attorney", "kinship_proof", "id_card"), start=1):
        assert refused(now, seen) == "papers.missing"
        now = after([credential(AGENT, number, paper=paper)], now)
    assert view_for(now, seat_of(now, MEDIATOR)).desk[3].lacks == ()
    assert not seat_of(now, AGENT).papers_seen
    assert seat_of(after([seen], now), AGENT).papers_seen


def test_who_comes_for_a_company_signs_by_an_authority_that_was_looked_at_and_names_it() -> None:
    now = after([entered(MEDIATOR), *arrivals(COMPANY)], with_seats())
    assert [paper.id for paper in view_for(now, seat_of(now, COMPANY)).asks] == ["id_card", "power_of_attorney"]
    assert refused(now, inputs.PapersSeen(LATER, MEDIATOR, WORKER, signs=True)) == "papers.no_agent"
    assert refused(now, inputs.PapersSeen(LATER, MEDIATOR, COMPANY, signs=True)) == "papers.missing"
    assert [lack for lack in missing(now, seat_of(now, COMPANY)) if lack.what in {"papers", "authority"}] == []
    laid = after([credential(COMPANY, 1, paper="power_of_attorney")], now)
    for signs, authority in ((False, Authority.GENERAL), (True, Authority.SPECIAL)):
        outcome = step(laid, inputs.PapersSeen(LATER, MEDIATOR, COMPANY, signs=signs))
        seat = seat_of(outcome.room, COMPANY)
        assert (seat.papers_seen, seat.authority) == (True, authority)
        assert RecordFact(CompanyAuthorityShown(COMPANY, signs, by=MEDIATOR)) in outcome.effects


def test_a_card_held_into_the_camera_and_papers_on_the_cases_file_need_no_upload() -> None:
    planned = with_seats(AGENT)
    on_file = frozenset({"power_of_attorney", "employment_proof"})
    staff = replace(
        seat_of(planned, AGENT),
        role=Role.AGENT,
        authority=Authority.SPECIAL,
        papers_seen=False,
        papers_on_file=on_file,
        agent_type=AgentType.STAFF,
    )
    now = after([entered(MEDIATOR), *arrivals(AGENT)], planned.with_seat(staff))
    assert [paper.id for paper in lacking(now, seat_of(now, AGENT))] == ["id_card"]
    there = after([inputs.CalledToCheck(NOON, MEDIATOR, AGENT), inputs.IdentityConfirmed(NOON, MEDIATOR, AGENT)], now)
    assert lacking(there, seat_of(there, AGENT)) == ()


def test_only_the_tab_that_speaks_for_the_seat_and_only_from_inside() -> None:
    waiting = after([entered(MEDIATOR), *arrivals(WORKER)])
    stale = replace(credential(WORKER), session=session(WORKER, 2), device=device(WORKER, 2))
    assert refused(waiting, inputs.FromTab(WORKER, session(WORKER, 2), stale)) == "session.stale"
    assert refused(after([inputs.Left(NOON, WORKER)], waiting), credential(WORKER)) == "not_permitted.place"
