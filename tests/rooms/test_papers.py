"""Documents: who may look at them, whose page turns, and what is kept of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rooms import inputs
from rooms.audibility import sees
from rooms.document import DOCUMENT_LIMIT, NAME_LIMIT, Shown
from rooms.effects import RecordFact, SendViews, StoreDocument
from rooms.facts import DocumentKept, DocumentPutAway, PageShown
from rooms.ids import DocumentId, SeatId
from rooms.refusals import Refusal
from rooms.room import Phase, Room
from rooms.step import step
from rooms.views import RoomView, view_for
from tests.rooms.stories import (
    COMPANY,
    EVERYBODY,
    MEDIATOR,
    NOON,
    STRANGER,
    WORKER,
    added,
    admitted,
    after,
    arrivals,
    device,
    effects_of,
    entered,
    everyone_at_the_table,
    hidden,
    session,
    shown,
)

WITHOUT_THE_COMPANY = [entered(MEDIATOR), *arrivals(WORKER, COMPANY), admitted(WORKER)]
D1 = DocumentId("d-1")


def view(now: Room, seat: SeatId) -> RoomView:
    found = now.seat(seat)
    assert found is not None
    return view_for(now, found)


def names(now: Room, seat: SeatId) -> list[str]:
    return [card.name for card in view(now, seat).documents]


def refused(now: Room, event: inputs.Input) -> str:
    with pytest.raises(Refusal) as refusal:
        step(now, event)
    return refusal.value.code


def test_a_document_is_before_everybody_who_was_admitted_with_its_hash_and_who_brought_it() -> None:
    now = after([*everyone_at_the_table(), added(WORKER)])
    for seat in EVERYBODY:
        (card,) = view(now, seat).documents
        assert (card.id, card.name, card.by, card.pages, card.bytes) == (D1, "工资条.pdf", WORKER, 3, 1000)
        assert card.sha256 == f"{1:064x}"


def test_its_provenance_is_stored_and_recorded_without_its_name() -> None:
    stored, recorded, *rest = effects_of(after(everyone_at_the_table()), added(WORKER))
    assert isinstance(stored, StoreDocument)
    assert (stored.session, stored.device, len(stored.pictures)) == (session(WORKER), device(WORKER), 3)
    assert recorded == RecordFact(
        DocumentKept(
            WORKER, session(WORKER), device(WORKER), D1, f"{1:064x}", 1000, "application/pdf", 3, stored.document.zone
        )
    )
    assert rest == [SendViews()]


def test_threat1_who_is_admitted_later_does_not_see_what_lay_there_before() -> None:
    now = after([*WITHOUT_THE_COMPANY, added(WORKER), admitted(COMPANY), added(WORKER, 2, name="后来.pdf")])
    assert names(now, COMPANY) == ["后来.pdf"]
    assert names(now, MEDIATOR) == ["工资条.pdf", "后来.pdf"]
    assert refused(now, shown(COMPANY)) == "document.unknown"


def test_what_is_shown_to_all_is_everybodys_from_then_on() -> None:
    now = after([*WITHOUT_THE_COMPANY, added(WORKER), admitted(COMPANY), shown(WORKER, page=2)])
    assert view(now, COMPANY).shown == Shown(D1, 2, WORKER)
    assert names(now, COMPANY) == ["工资条.pdf"]
    assert names(after([hidden(WORKER)], now), COMPANY) == ["工资条.pdf"]


def test_who_is_admitted_while_something_is_shown_sees_it_and_keeps_it() -> None:
    now = after([*WITHOUT_THE_COMPANY, added(WORKER), added(WORKER, 2, name="二.pdf"), shown(WORKER)])
    assert (names(now, COMPANY), view(now, COMPANY).shown) == ([], None)
    now = after([admitted(COMPANY)], now)
    assert view(now, COMPANY).shown == Shown(D1, 1, WORKER)
    assert names(after([hidden(MEDIATOR)], now), COMPANY) == ["工资条.pdf"]


def test_threat4_outside_the_table_there_are_no_documents() -> None:
    now = after([*everyone_at_the_table(), added(WORKER), shown(WORKER)])
    out = after([inputs.Left(NOON, COMPANY)], now)
    assert (names(out, COMPANY), view(out, COMPANY).shown) == ([], None)
    lobby = after([entered(COMPANY)], out)
    assert (names(lobby, COMPANY), view(lobby, COMPANY).shown) == ([], None)
    assert names(after([admitted(COMPANY)], lobby), COMPANY) == ["工资条.pdf"]


def test_threat3_the_removed_see_nothing_and_what_they_brought_stays() -> None:
    now = after([*everyone_at_the_table(), added(WORKER), shown(WORKER)])
    now = after([inputs.Removed(NOON, MEDIATOR, WORKER, "扰乱秩序")], now)
    assert names(now, WORKER) == []
    assert names(now, COMPANY) == ["工资条.pdf"]
    assert now.shown is None
    assert refused(now, added(WORKER, 2)) == "seat.removed"


@pytest.mark.parametrize(
    "ending",
    [
        inputs.Left(NOON, WORKER),
        inputs.InviteRevoked(NOON, MEDIATOR, WORKER),
        inputs.InviteRenewed(NOON, MEDIATOR, WORKER),
        inputs.Closed(NOON, MEDIATOR),
    ],
)
def test_the_page_goes_with_who_shows_it(ending: inputs.Input) -> None:
    now = after([*everyone_at_the_table(), added(WORKER), shown(WORKER)])
    assert after([ending], now).shown is None


def test_never_lost_a_dropped_line_takes_no_page_away() -> None:
    now = after([*everyone_at_the_table(), added(WORKER), shown(WORKER)])
    late = NOON + timedelta(seconds=30)
    events: list[inputs.Input] = [
        inputs.SeatSilent(late, WORKER, session(WORKER)),
        inputs.SeatGone(late, WORKER, session(WORKER)),
    ]
    assert after([*events, inputs.NodeStarted(late)], now).shown == Shown(D1, 1, WORKER)


def test_a_party_takes_no_page_out_of_anothers_hand_and_the_mediator_may() -> None:
    now = after([*everyone_at_the_table(), added(WORKER), added(COMPANY, 2), shown(WORKER)])
    assert refused(now, shown(COMPANY, 2)) == "document.another_shows"
    assert refused(now, hidden(COMPANY)) == "document.another_shows"
    assert after([shown(MEDIATOR, 2)], now).shown == Shown(DocumentId("d-2"), 1, MEDIATOR)
    assert after([hidden(MEDIATOR)], now).shown is None
    assert refused(after([shown(MEDIATOR, 2)], now), shown(WORKER)) == "document.another_shows"


def test_leafing_is_not_recorded_and_beginning_and_end_are() -> None:
    now = after([*everyone_at_the_table(), added(WORKER)])
    fact = PageShown(WORKER, D1, f"{1:064x}", 2)
    assert effects_of(now, shown(WORKER, page=2)) == (RecordFact(fact), SendViews())
    now = after([shown(WORKER, page=2)], now)
    assert effects_of(now, shown(WORKER, page=3)) == (SendViews(),)
    assert effects_of(now, hidden(WORKER)) == (RecordFact(DocumentPutAway(WORKER, D1)), SendViews())


def test_hiding_what_is_hidden_changes_nothing() -> None:
    now = after(everyone_at_the_table())
    assert step(now, hidden(WORKER)).room == now


@pytest.mark.parametrize("page", [0, 4, 999, -1])
def test_a_page_that_is_not_there_is_not_shown(page: int) -> None:
    assert refused(after([*everyone_at_the_table(), added(WORKER)]), shown(WORKER, page=page)) == "document.page"


def test_threat5_an_unknown_document_is_not_shown() -> None:
    assert refused(after(everyone_at_the_table()), shown(WORKER)) == "document.unknown"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "document.name"),
        ("   ", "document.name"),
        ("长" * (NAME_LIMIT + 1), "document.name"),
        ("a\nb.pdf", "text.control_characters"),
        ("a\u202efdp.exe", "text.control_characters"),
        ("a\x00.pdf", "text.control_characters"),
    ],
)
def test_threat9_a_name_that_would_trick_the_eye_is_refused(name: str, code: str) -> None:
    assert refused(after(everyone_at_the_table()), added(WORKER, name=name)) == code


def test_a_name_of_every_kind_of_writing_is_kept_as_it_is() -> None:
    for name in ("龑玥喆 的合同 (1).pdf", "长" * NAME_LIMIT, "../../etc/passwd", "<img src=x>.png"):
        assert names(after([*everyone_at_the_table(), added(WORKER, name=f" {name}")]), MEDIATOR) == [name]


def test_threat10_a_room_has_so_many_documents_and_no_more() -> None:
    now = after([*everyone_at_the_table(), *(added(WORKER, number) for number in range(DOCUMENT_LIMIT))])
    assert refused(now, added(MEDIATOR, 99)) == "documents.full"


def test_a_stranger_and_a_tab_of_yesterday_bring_nothing() -> None:
    now = after(everyone_at_the_table())
    assert refused(now, added(STRANGER)) == "seat.unknown"
    assert refused(now, inputs.FromTab(WORKER, session(WORKER, 9), added(WORKER))) == "session.stale"


def test_nobody_sees_anything_outside_the_joint_phase() -> None:
    now = after([*everyone_at_the_table(), added(WORKER)])
    (document,) = now.documents
    assert sees(now, document) == set(EVERYBODY)
    assert all(sees(replace(now, phase=phase), document) == frozenset() for phase in Phase if phase is not Phase.JOINT)
