"""What the system does by itself, when it wakes for it, and that it does nothing twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import OFFICIAL
from law.case_notices import case_notice
from rooms.cases.automatic import automatic, wakes_at
from rooms.cases.case import Case, Suspension
from rooms.cases.deeds.assignment import AcceptanceLapsed
from rooms.cases.deeds.court import CorrectionAsked, PerformancePlanned, RouteChosen, Submitted
from rooms.cases.deeds.deed import Deed
from rooms.cases.deeds.talks import Extended, NoticeGiven, Reminded, SessionPlanned
from rooms.cases.deeds.text import SigningGivenUp
from rooms.cases.ids import NoteId
from rooms.cases.words import NoticeKind, Route, State, SuspendReason
from rooms.ids import RoomId
from tests.rooms.cases.docket import (
    COMPANY,
    DESK,
    HOST,
    WORKER,
    active,
    after,
    appointed,
    done,
    effective,
    midnight,
    moved,
    noon,
    received,
    signed,
    signing,
)

MONDAY = date(2026, 3, 2)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def now(case: Case, at: datetime) -> tuple[Deed, ...]:
    return automatic(case, OFFICIAL, at)


def settled(case: Case, at: datetime) -> Case:
    """The case when the system has done all it has to do at that moment."""
    return done(case, now(case, at), at)


def lived(case: Case, at: datetime, *, until: datetime) -> tuple[Case, list[tuple[datetime, Deed]]]:
    """The case left alone, with what the system did and when: it sleeps until it says it will wake."""
    story: list[tuple[datetime, Deed]] = []
    moment: datetime | None = at
    while moment is not None and moment <= until:
        story += [(moment, deed) for deed in now(case, moment)]
        case = settled(case, moment)
        moment = wakes_at(case, OFFICIAL, moment)
    return case, story


def notices(story: list[tuple[datetime, Deed]], what: NoticeKind) -> list[tuple[datetime, str]]:
    return [(at, deed.participant) for at, deed in story if isinstance(deed, NoticeGiven) and deed.what is what]


def test_at10_three_working_days_without_an_answer_hand_the_case_back() -> None:
    asked = appointed(received("weipai", MONDAY), noon(MONDAY))
    over = midnight(date(2026, 3, 6))
    assert not any(isinstance(deed, AcceptanceLapsed) for deed in now(asked, over - HOUR / 3600))
    (lapsed,) = (deed for deed in now(asked, over) if isinstance(deed, AcceptanceLapsed))
    assert (lapsed.host, lapsed.by.office) == (HOST, "system")
    back = settled(asked, over)
    assert (back.state, back.host, back.lapses) == (State.ASSIGNING, None, 1)
    assert now(back, over) == ()


def test_at10_the_system_wakes_for_it_after_the_reminder() -> None:
    asked = appointed(received("weipai", MONDAY), noon(MONDAY))
    _, story = lived(asked, noon(MONDAY), until=midnight(date(2026, 3, 6)))
    lapse_at = [at for at, deed in story if isinstance(deed, AcceptanceLapsed)]
    reminded_at = [at for at, deed in story if isinstance(deed, Reminded) and deed.clock == "mediator_accepts"]
    assert lapse_at == [midnight(date(2026, 3, 6))]
    assert reminded_at == [midnight(date(2026, 3, 4)) + 9 * HOUR]


def test_at10_a_holiday_gives_the_mediator_its_days() -> None:
    asked = appointed(received("weipai", date(2026, 2, 13)), noon(date(2026, 2, 13)))
    _, story = lived(asked, noon(date(2026, 2, 13)), until=midnight(date(2026, 3, 1)))
    assert [at for at, deed in story if isinstance(deed, AcceptanceLapsed)] == [midnight(date(2026, 2, 26))]


def test_at45_each_party_is_told_once_although_they_extended() -> None:
    case = active(received("self", MONDAY), noon(MONDAY))
    extended = after(case, noon(MONDAY + DAY), Extended(15, date(2026, 4, 1), DESK))
    _, story = lived(extended, noon(MONDAY + DAY), until=noon(MONDAY + 60 * DAY))
    morning = midnight(date(2026, 3, 18)) + 9 * HOUR
    assert notices(story, NoticeKind.ARBITRATION) == [(morning, WORKER), (morning, COMPANY)]


def test_at45_entered_late_the_notice_goes_out_at_once() -> None:
    case = received("self", MONDAY)
    told = [deed for deed in now(case, noon(MONDAY + 40 * DAY)) if isinstance(deed, NoticeGiven)]
    assert [one.participant for one in told] == [WORKER, COMPANY]
    assert {case_notice(one.version).kind for one in told} == {"arbitration"}


@pytest.mark.parametrize("way", ["weipai", "weituo_ordinary", "weituo_summary", "court_hosted_ordinary"])
def test_at45_a_court_that_sent_the_case_is_no_reason_for_arbitration(way: str) -> None:
    _, story = lived(active(received(way, MONDAY), noon(MONDAY)), noon(MONDAY), until=noon(MONDAY + 60 * DAY))
    assert notices(story, NoticeKind.ARBITRATION) == []


def test_at45_who_agreed_in_time_needs_no_arbitration() -> None:
    agreed = effective(received("self", MONDAY), noon(MONDAY + 5 * DAY))
    _, story = lived(agreed, noon(MONDAY + 5 * DAY), until=noon(MONDAY + 60 * DAY))
    assert notices(story, NoticeKind.ARBITRATION) == []


def test_the_last_day_to_confirm_is_told_ten_days_before_and_then_reminded_of() -> None:
    agreed = effective(received("self", MONDAY), noon(MONDAY))
    _, story = lived(agreed, noon(MONDAY), until=noon(MONDAY + 60 * DAY))
    told = midnight(date(2026, 3, 22)) + 9 * HOUR
    assert notices(story, NoticeKind.CONFIRM_BY) == [(told, WORKER), (told, COMPANY)]
    reminded = [deed.days_before for _, deed in story if isinstance(deed, Reminded) and deed.clock == "confirmation"]
    assert reminded == [3, 1]


def test_who_does_not_sign_is_reminded_after_a_day_and_given_up_when_the_named_day_is_over() -> None:
    case = signing(received("weipai", MONDAY), noon(MONDAY))
    over, story = lived(case, noon(MONDAY), until=noon(MONDAY + 10 * DAY))
    (reminder,) = ((at, deed) for at, deed in story if isinstance(deed, Reminded) and deed.clock == "signing")
    assert reminder[0] == noon(MONDAY + DAY)
    assert (reminder[1].due, reminder[1].days_before) == (date(2026, 3, 6), 3)
    (given_up,) = (at for at, deed in story if isinstance(deed, SigningGivenUp))
    assert given_up == midnight(date(2026, 3, 7))
    assert given_up - reminder[0] >= 72 * HOUR
    assert over.state is State.TERMINATED


def test_a_server_that_slept_names_a_day_that_is_still_to_come() -> None:
    case = signing(received("weipai", MONDAY), noon(MONDAY))
    late = noon(MONDAY + 9 * DAY)
    (reminder,) = (deed for deed in now(case, late) if isinstance(deed, Reminded) and deed.clock == "signing")
    assert reminder.due == date(2026, 3, 14)
    assert not any(isinstance(deed, SigningGivenUp) for deed in now(settled(case, late), late))


def test_when_all_parties_have_signed_nobody_is_given_up() -> None:
    case = signing(received("weipai", MONDAY), noon(MONDAY))
    both = signed(signed(case, WORKER, noon(MONDAY)), COMPANY, noon(MONDAY))
    _, story = lived(both, noon(MONDAY), until=noon(MONDAY + 30 * DAY))
    assert not any(isinstance(deed, SigningGivenUp) for _, deed in story)


def test_a_server_that_slept_tells_the_nearest_day_only() -> None:
    case = active(received("weipai", MONDAY), noon(MONDAY))
    said = [deed for deed in now(case, noon(date(2026, 3, 30))) if isinstance(deed, Reminded)]
    assert [(one.clock, one.days_before) for one in said] == [("period:accepted", 3)]


def test_a_day_that_moves_is_reminded_of_anew() -> None:
    case = active(received("weipai", MONDAY), noon(MONDAY))
    told = settled(case, noon(date(2026, 3, 29)))
    longer = after(told, noon(date(2026, 3, 29)), Extended(30, date(2026, 5, 6), DESK))
    assert now(longer, noon(date(2026, 3, 29))) == ()
    assert [deed.days_before for deed in now(longer, noon(date(2026, 4, 29))) if isinstance(deed, Reminded)] == [7]


def test_while_the_clock_stands_still_nobody_is_reminded_of_it() -> None:
    case = active(received("weipai", MONDAY), noon(MONDAY))
    rest = Suspension(SuspendReason.APPRAISAL, noon(date(2026, 3, 20)))
    resting = moved(replace(case, suspensions=(rest,)), State.SUSPENDED, noon(date(2026, 3, 20)))
    assert now(resting, noon(date(2026, 3, 31))) == ()


def test_an_archived_file_is_left_alone() -> None:
    filed = moved(active(received("self", MONDAY), noon(MONDAY)), State.ARCHIVED, noon(MONDAY + DAY))
    assert now(filed, noon(MONDAY + 90 * DAY)) == ()
    assert wakes_at(filed, OFFICIAL, noon(MONDAY + DAY)) is None


def fresh(case: Case, _: datetime) -> Case:
    return case


def meeting(case: Case, at: datetime) -> Case:
    return after(active(case, at), at, SessionPlanned(RoomId("r"), at + 5 * DAY, False, DESK))


def paying(case: Case, at: datetime) -> Case:
    day = at.date()
    planned = PerformancePlanned((("1", day + 10 * DAY), ("2", day + 40 * DAY)), DESK)
    return moved(after(effective(case, at), at, RouteChosen(Route.NONE, DESK), planned), State.PERFORMING, at)


def correcting(case: Case, at: datetime) -> Case:
    day = at.date()
    chosen = after(effective(case, at), at, RouteChosen(Route.CONFIRMATION, DESK), Submitted(day, "1", None, DESK))
    asked = CorrectionAsked(NoteId("list"), day + 9 * DAY, DESK)
    return moved(after(chosen, at, asked), State.CORRECTION, at)


def ended(case: Case, at: datetime) -> Case:
    return moved(active(case, at), State.TERMINATED, at)


STORIES = [fresh, appointed, active, meeting, signing, effective, paying, correcting, ended]


@given(
    way=st.sampled_from(["weipai", "weituo_ordinary", "weituo_summary", "self"]),
    start=st.dates(date(2025, 1, 1), date(2026, 12, 1)),
    story=st.sampled_from(STORIES),
    waited=st.timedeltas(timedelta(), timedelta(days=120)),
)
def test_at10_at45_nothing_is_done_twice_and_the_system_wakes_only_later(
    way: str, start: date, story: Callable[[Case, datetime], Case], waited: timedelta
) -> None:
    case, at = story(received(way, start), noon(start)), noon(start) + waited
    after_all = settled(case, at)
    assert now(after_all, at) == ()
    wakes = wakes_at(after_all, OFFICIAL, at)
    assert wakes is None or wakes > at
    if wakes is not None:
        assert now(after_all, wakes) != ()
        assert now(after_all, wakes - timedelta(microseconds=1)) == ()
