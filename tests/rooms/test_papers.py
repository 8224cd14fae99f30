"""Documents: into which conversation, before whose eyes, whose page turns, and what is kept of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from law.zone import Zone
from rooms import inputs
from rooms.audibility import sees
from rooms.chat import JOINT, NOTES, Channel
from rooms.document import DOCUMENT_LIMIT, NAME_LIMIT, Shown
from rooms.effects import SendViews, StoreDocument
from rooms.facts import DocumentKept, DocumentPutAway, PageShown
from rooms.ids import DeviceId, DocumentId, SeatId, SessionId
from rooms.papers import may_add, settled
from rooms.room import Phase, Place, Room, Spot
from rooms.seen import RoomView
from rooms.step import step
from rooms.views import view_for
from tests.rooms.tables import (
    APPLICANTS,
    AT_TABLE,
    C1,
    C2,
    CO,
    COMPANY,
    EVERYBODY,
    HELPER,
    HOST,
    LAWYER,
    NOON,
    RESPONDENTS,
    STRANGER,
    THIRD,
    WAITING,
    WORKER,
    facts_of,
    in_caucus,
    put,
    refused,
    seat_of,
    session,
    told,
    within,
)

D1, D2 = DocumentId("d-1"), DocumentId("d-2")
TAB, PHONE = SessionId("worker-tab"), DeviceId("worker-phone")


def added(
    seat: SeatId, number: int = 1, *, name: str = "工资条.pdf", pages: int = 3, channel: Channel = JOINT
) -> inputs.DocumentAdded:
    """A document of three pages, whose id is `d-1`."""
    pictures = tuple(f"{page:064x}" for page in range(1, pages + 1))
    return inputs.DocumentAdded(
        at=NOON,
        seat=seat,
        device=PHONE,
        session=TAB,
        id=DocumentId(f"d-{number}"),
        name=name,
        media_type="application/pdf",
        bytes=1000,
        sha256=f"{number:064x}",
        pictures=pictures,
        channel=channel,
    )


def shown(seat: SeatId, number: int = 1, page: int = 1) -> inputs.DocumentShown:
    return inputs.DocumentShown(NOON, seat, DocumentId(f"d-{number}"), page)


def hidden(seat: SeatId) -> inputs.DocumentHidden:
    return inputs.DocumentHidden(NOON, seat)


def view(now: Room, seat: SeatId) -> RoomView:
    return view_for(now, seat_of(now, seat))


def names(now: Room, seat: SeatId) -> list[str]:
    return [card.name for card in view(now, seat).documents]


def readers(now: Room, number: int = 1) -> set[SeatId]:
    document = now.document(DocumentId(f"d-{number}"))
    assert document is not None
    return set(sees(now, document))


def without_the_company() -> Room:
    """The company waits and was never at the table."""
    now = put(session(), COMPANY, WAITING)
    return now.with_seat(replace(seat_of(now, COMPANY), admitted_at=None))


def let_in(now: Room, seat: SeatId) -> Room:
    """The same, as a step does it: whoever is moved, pages that are shown follow."""
    there = put(now, seat, AT_TABLE)
    return settled(now, there.with_seat(replace(seat_of(there, seat), admitted_at=NOON)))


# At the joint table.


def test_a_document_is_before_everybody_who_was_admitted_with_its_hash_and_who_brought_it() -> None:
    now = told(session(), added(WORKER))
    for seat in EVERYBODY:
        (card,) = view(now, seat).documents
        assert (card.id, card.name, card.by, card.pages, card.bytes) == (D1, "工资条.pdf", WORKER, 3, 1000)
        assert card.sha256 == f"{1:064x}"


def test_its_provenance_is_stored_and_recorded_without_its_name() -> None:
    stored, recorded, *rest = step(session(), added(WORKER)).effects
    assert isinstance(stored, StoreDocument)
    assert (stored.session, stored.device, len(stored.pictures)) == (TAB, PHONE, 3)
    kept = DocumentKept(WORKER, TAB, PHONE, D1, f"{1:064x}", 1000, "application/pdf", 3, Zone.JOINT)
    assert facts_of(session(), added(WORKER)) == [kept]
    assert rest == [SendViews()]
    assert recorded == step(session(), added(WORKER)).effects[1]


def test_the_same_document_sent_again_is_one_and_brought_elsewhere_another() -> None:
    once = told(session(), added(WORKER))
    assert step(once, replace(added(WORKER), id=D2)).room == once
    assert len(told(once, replace(added(WORKER, channel=APPLICANTS), id=D2)).documents) == 2


def test_threat1_who_is_admitted_later_does_not_see_what_lay_there_before() -> None:
    now = told(let_in(told(without_the_company(), added(WORKER)), COMPANY), added(WORKER, 2, name="后来.pdf"))
    assert names(now, COMPANY) == ["后来.pdf"]
    assert names(now, HOST) == ["工资条.pdf", "后来.pdf"]
    assert refused(now, shown(COMPANY)) == "document.unknown"


def test_what_is_shown_is_for_all_who_are_there_from_then_on() -> None:
    now = told(let_in(told(without_the_company(), added(WORKER)), COMPANY), shown(WORKER, page=2))
    assert view(now, COMPANY).shown == Shown(D1, 2, WORKER)
    assert names(told(now, hidden(WORKER)), COMPANY) == ["工资条.pdf"]


def test_who_comes_while_something_is_shown_sees_it_and_keeps_it() -> None:
    now = told(without_the_company(), added(WORKER), added(WORKER, 2, name="二.pdf"), shown(WORKER))
    assert (names(now, COMPANY), view(now, COMPANY).shown) == ([], None)
    now = let_in(now, COMPANY)
    assert view(now, COMPANY).shown == Shown(D1, 1, WORKER)
    assert names(told(now, hidden(HOST)), COMPANY) == ["工资条.pdf"]


@pytest.mark.parametrize("spot", [WAITING, Spot(Place.OUTSIDE), Spot(Place.REMOVED), Spot(Place.CHECK, COMPANY)])
def test_threat4_outside_the_table_there_are_no_documents(spot: Spot) -> None:
    now = put(told(session(), added(WORKER), shown(WORKER)), COMPANY, spot)
    assert (names(now, COMPANY), view(now, COMPANY).shown) == ([], None)
    assert names(put(now, COMPANY, AT_TABLE), COMPANY) == ["工资条.pdf"]


@pytest.mark.parametrize(
    "ending",
    [
        inputs.Left(NOON, WORKER),
        inputs.Removed(NOON, HOST, WORKER, "扰乱秩序"),
        inputs.SentToLobby(NOON, HOST, WORKER, "请稍候"),
        inputs.InviteRevoked(NOON, HOST, WORKER),
        inputs.InviteRenewed(NOON, HOST, WORKER),
        inputs.Closed(NOON, HOST),
    ],
)
def test_the_page_goes_with_who_shows_it_and_the_document_stays(ending: inputs.Input) -> None:
    now = told(session(), added(WORKER), shown(WORKER), ending)
    assert now.shown == ()
    assert D1 in {document.id for document in now.documents}


def test_never_lost_a_dropped_line_takes_no_page_away() -> None:
    now = told(session(), added(WORKER), shown(WORKER))
    late = NOON + timedelta(seconds=5)
    tab = seat_of(now, WORKER).session
    assert tab is not None
    dropped = told(now, inputs.SeatSilent(late, WORKER, tab), inputs.SeatGone(late, WORKER, tab))
    assert dropped.shown == (Shown(D1, 1, WORKER),)


def test_a_party_takes_no_page_out_of_anothers_hand_and_a_mediator_may() -> None:
    now = told(session(), added(WORKER), added(COMPANY, 2), shown(WORKER))
    assert refused(now, shown(COMPANY, 2)) == "document.another_shows"
    assert refused(now, hidden(COMPANY)) == "document.another_shows"
    assert told(now, shown(CO, 2)).shown == (Shown(D2, 1, CO),)
    assert told(now, hidden(HOST)).shown == ()
    assert refused(told(now, shown(HOST, 2)), shown(WORKER)) == "document.another_shows"


def test_leafing_is_not_recorded_and_beginning_and_end_are() -> None:
    now = told(session(), added(WORKER))
    assert facts_of(now, shown(WORKER, page=2)) == [PageShown(WORKER, D1, f"{1:064x}", 2)]
    now = told(now, shown(WORKER, page=2))
    assert facts_of(now, shown(WORKER, page=3)) == []
    assert facts_of(now, hidden(WORKER)) == [DocumentPutAway(WORKER, D1)]


def test_hiding_what_is_hidden_changes_nothing() -> None:
    assert step(session(), hidden(WORKER)).room == session()


@pytest.mark.parametrize("page", [0, 4, 999, -1])
def test_a_page_that_is_not_there_is_not_shown(page: int) -> None:
    assert refused(told(session(), added(WORKER)), shown(WORKER, page=page)) == "document.page"


def test_threat5_an_unknown_document_is_not_shown() -> None:
    assert refused(session(), shown(WORKER)) == "document.unknown"


# In private.


def test_threat1_a_private_document_is_seen_by_those_it_was_brought_before_and_nobody_else() -> None:
    now = in_caucus(session(), C1, HOST, WORKER)
    now = told(now, added(WORKER, 1, channel=within(C1)), added(COMPANY, 2, channel=RESPONDENTS))
    now = told(now, added(HELPER, 3, channel=APPLICANTS), added(CO, 4, channel=NOTES))
    assert readers(now, 1) == {HOST, WORKER}
    assert readers(now, 2) == {COMPANY, LAWYER}
    assert readers(now, 3) == {WORKER, HELPER}
    assert readers(now, 4) == {HOST, CO}
    assert {card.zone for card in view(now, WORKER).documents} == {Zone.CAUCUS, Zone.SIDE}


def test_threat1_who_comes_into_the_caucus_later_sees_what_is_shown_from_then_on() -> None:
    now = in_caucus(session(), C1, HOST, WORKER)
    now = told(now, added(WORKER, 1, channel=within(C1)), added(WORKER, 2, channel=within(C1)))
    later = in_caucus(now, C1, COMPANY)
    assert names(later, COMPANY) == []
    assert readers(told(later, shown(WORKER, 2)), 2) == {HOST, WORKER, COMPANY}
    assert readers(told(later, shown(WORKER, 2)), 1) == {HOST, WORKER}


def test_threat1_a_private_document_is_shown_nowhere_but_where_it_was_brought() -> None:
    now = in_caucus(session(), C1, HOST, WORKER, HELPER)
    now = told(now, added(WORKER, 1, channel=within(C1)), added(WORKER, 2, channel=APPLICANTS))
    assert refused(now, shown(WORKER, 2)) == "document.private"
    back = in_caucus(put(put(now, HOST, AT_TABLE), WORKER, AT_TABLE), C2, CO, HELPER)
    assert refused(back, shown(WORKER, 1)) == "document.private"
    assert refused(back, shown(WORKER, 2)) == "document.private"
    assert refused(back, shown(HELPER, 1)) == "document.private"


def test_threat31_a_private_document_leaves_no_trace_in_the_audit() -> None:
    now = in_caucus(session(), C1, HOST, WORKER)
    private = added(WORKER, 1, channel=within(C1))
    assert facts_of(now, private) == []
    assert any(isinstance(effect, StoreDocument) for effect in step(now, private).effects)
    now = told(now, private)
    assert facts_of(now, shown(WORKER)) == []
    assert facts_of(told(now, shown(WORKER)), hidden(WORKER)) == []


def test_a_joint_document_may_be_shown_in_a_caucus_to_those_who_are_there() -> None:
    now = in_caucus(told(session(), added(WORKER)), C1, HOST, COMPANY)
    now = told(now, shown(COMPANY, page=2))
    assert view(now, HOST).shown == Shown(D1, 2, COMPANY)
    assert view(now, WORKER).shown is None
    assert facts_of(told(in_caucus(session(), C1, HOST, COMPANY), added(CO)), shown(COMPANY)) == []


def test_each_room_has_a_page_of_its_own() -> None:
    now = in_caucus(told(session(), added(WORKER), added(COMPANY, 2)), C1, HOST, COMPANY)
    now = told(now, shown(COMPANY, 2), shown(WORKER, 1, page=3))
    assert (view(now, HOST).shown, view(now, CO).shown) == (Shown(D2, 1, COMPANY), Shown(D1, 3, WORKER))
    assert view(told(now, hidden(WORKER)), CO).shown is None
    assert view(told(now, hidden(WORKER)), HOST).shown == Shown(D2, 1, COMPANY)


def test_threat1_no_page_is_carried_into_another_room() -> None:
    now = told(session(), added(HOST), shown(HOST))
    moved = settled(now, in_caucus(now, C1, HOST, COMPANY))
    assert moved.shown == ()
    back = in_caucus(session(), C1, HOST, WORKER)
    back = told(back, added(WORKER, channel=within(C1)), shown(WORKER))
    assert settled(back, put(back, WORKER, AT_TABLE)).shown == ()
    assert readers(settled(back, put(back, WORKER, AT_TABLE))) == {HOST, WORKER}


def test_showing_rests_like_talking_while_no_mediator_is_there() -> None:
    now = in_caucus(told(session(), added(WORKER)), C1, HOST, CO, WORKER)
    assert refused(now, shown(COMPANY)) == "chat.joint_paused"
    assert refused(now, added(COMPANY, 2)) == "chat.joint_paused"
    assert readers(told(now, added(COMPANY, 2, channel=RESPONDENTS)), 2) == {COMPANY, LAWYER}
    mixed = in_caucus(told(session(), added(WORKER)), C1, WORKER, COMPANY)
    assert refused(mixed, shown(WORKER)) == "chat.caucus_paused"


@pytest.mark.parametrize(
    ("seat", "channel"),
    [(HOST, APPLICANTS), (COMPANY, APPLICANTS), (THIRD, RESPONDENTS), (COMPANY, within(C1)), (WORKER, JOINT)],
)
def test_threat5_nobody_brings_anything_into_a_conversation_that_is_not_theirs(seat: SeatId, channel: Channel) -> None:
    assert refused(in_caucus(session(), C1, HOST, WORKER), added(seat, channel=channel)) == "chat.channel"


def test_screened_from_each_other_nobody_sees_the_others_papers_nor_pages() -> None:
    apart = replace(session(), screened=((WORKER, COMPANY),))
    now = told(apart, added(WORKER), added(HOST, 2))
    assert COMPANY not in readers(now)
    assert (view(told(now, shown(WORKER)), COMPANY).shown, names(now, COMPANY)) == (None, ["工资条.pdf"])
    assert view(told(now, shown(WORKER, 2)), COMPANY).shown is None
    assert view(told(now, shown(HOST, 2)), COMPANY).shown == Shown(D2, 1, HOST)
    late = told(replace(without_the_company(), screened=apart.screened), added(HOST, 2), shown(WORKER, 2))
    assert names(let_in(late, COMPANY), COMPANY) == []


# What is taken at all.


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
    assert refused(session(), added(WORKER, name=name)) == code


def test_a_name_of_every_kind_of_writing_is_kept_as_it_is() -> None:
    for name in ("龑玥喆 的合同 (1).pdf", "长" * NAME_LIMIT, "../../etc/passwd", "<img src=x>.png"):
        assert names(told(session(), added(WORKER, name=f" {name}")), HOST) == [name]


def test_threat10_a_conversation_has_so_many_documents_and_its_limit_tells_nothing_of_another() -> None:
    now = told(session(), *(added(COMPANY, number, channel=RESPONDENTS) for number in range(DOCUMENT_LIMIT)))
    assert refused(now, added(LAWYER, 99, channel=RESPONDENTS)) == "documents.full"
    assert may_add(now, WORKER, "工资条.pdf", APPLICANTS) == "工资条.pdf"
    assert may_add(now, WORKER, "工资条.pdf") == "工资条.pdf"


def test_a_stranger_and_a_tab_of_yesterday_bring_nothing() -> None:
    assert refused(session(), added(STRANGER)) == "seat.unknown"
    assert refused(session(), inputs.FromTab(WORKER, SessionId("worker-old"), added(WORKER))) == "session.stale"


def test_nobody_sees_anything_before_the_session_and_after_it() -> None:
    now = told(session(), added(WORKER))
    (document,) = now.documents
    assert sees(now, document) == set(EVERYBODY)
    assert all(sees(replace(now, phase=phase), document) == frozenset() for phase in (Phase.PLANNED, Phase.CLOSED))
