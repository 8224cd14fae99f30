"""The opening script and disclosures in the room (AT-34)."""

from datetime import date, timedelta

import pytest

from law.disclosure import TEXT_CHARACTERS
from rooms import inputs
from rooms.checking import Lack, missing
from rooms.facts import DisclosureJudged, RelationDisclosed, ScriptItemTold
from rooms.ids import DisclosureId, PersonId, SeatId
from rooms.opening_script import opening_script
from rooms.room import Phase, Room, Told
from rooms.telling import DISCLOSURE_LIMIT
from tests.rooms.tables import (
    CO,
    COMPANY,
    HELPER,
    HOST,
    LATER,
    LAWYER,
    NOON,
    RECORDER,
    SPOUSE,
    THIRD,
    WAITING,
    WORKER,
    facts_of,
    put,
    refused,
    seat_of,
    session,
    told,
)

D1 = DisclosureId("r-1")
PERSON = PersonId(WORKER)


def item_told(item: str, *, told: bool = True, by: SeatId = HOST) -> inputs.ScriptTold:
    return inputs.ScriptTold(NOON, by, item, told)


def disclosed(text: str = "我曾在该公司任职。", number: int = 1) -> inputs.Disclosed:
    return inputs.Disclosed(NOON, HOST, DisclosureId(f"r-{number}"), text)


def agreed(seat: SeatId, *, agrees: bool = True, person: PersonId | None = None) -> inputs.DisclosureAnswered:
    return inputs.DisclosureAnswered(LATER, seat, person or PersonId(seat), D1, agrees)


def lacks(room: Room, seat: SeatId) -> list[PersonId | None]:
    return [one.person for one in missing(room, seat_of(room, seat)) if one.what is Lack.DISCLOSURE]


def test_the_script_tells_what_the_rules_name_in_both_languages() -> None:
    script = opening_script(date(2026, 11, 23))
    ids = [item.id for item in script]
    assert len(set(ids)) == len(ids)
    assert {
        "rights_duties",
        "procedure",
        "effect",
        "confirmation",
        "false_mediation",
        "recusal",
        "separate_talks",
        "online",
    } <= set(ids)
    for item in script:
        assert item.basis
        assert all((item.heading.zh, item.heading.en, item.words.zh, item.words.en))
        assert len(item.words.zh) <= 140, "read aloud in one breath or two"


def test_before_the_rules_there_was_no_script() -> None:
    assert opening_script(date(2021, 12, 31)) == ()


def test_a_tick_keeps_the_time_it_was_told_and_can_be_taken_back() -> None:
    now = told(session(), item_told("effect"), inputs.ScriptTold(LATER, HOST, "effect", told=True))
    assert now.script == (Told("effect", NOON, HOST),)
    assert facts_of(session(), item_told("effect")) == [ScriptItemTold("effect", told=True, by=HOST)]
    assert facts_of(now, item_told("effect", told=False)) == [ScriptItemTold("effect", told=False, by=HOST)]
    assert told(now, item_told("effect", told=False)).script == ()
    assert facts_of(session(), item_told("effect", told=False)) == []


def test_threat5_what_is_not_in_the_script_is_not_ticked() -> None:
    assert refused(session(), item_told("nothing")) == "script.unknown"
    assert refused(session(), item_told("effect", by=WORKER)) == "not_permitted.role"
    assert refused(session(), item_told("effect", by=RECORDER)) == "not_permitted.role"


def test_at34_a_relation_disclosed_in_the_room_is_before_every_principal_to_answer() -> None:
    assert facts_of(session(), disclosed()) == [RelationDisclosed(D1, HOST)]
    now = told(session(), disclosed())
    assert (lacks(now, WORKER), lacks(now, COMPANY)) == ([PERSON, SPOUSE], [PersonId(COMPANY)])
    assert (lacks(now, HELPER), lacks(now, RECORDER)) == ([], [])
    assert facts_of(now, agreed(WORKER)) == [DisclosureJudged(D1, WORKER, PERSON, agrees=True)]
    now = told(now, agreed(WORKER), agreed(WORKER, person=SPOUSE), agreed(COMPANY))
    assert (lacks(now, WORKER), lacks(now, COMPANY)) == ([], [])


def test_at34_a_no_ends_nothing_and_stands_in_the_way_until_it_is_a_yes() -> None:
    now = told(session(), disclosed(), agreed(WORKER, person=SPOUSE), agreed(WORKER, agrees=False))
    assert now.phase is Phase.JOINT
    assert lacks(now, WORKER) == [PERSON]
    assert lacks(told(now, agreed(WORKER)), WORKER) == []
    assert len(told(now, agreed(WORKER)).disclosures[0].answers) == 2


def test_the_same_answer_again_keeps_the_first_time() -> None:
    now = told(session(), disclosed(), agreed(WORKER))
    again = inputs.DisclosureAnswered(LATER + timedelta(hours=1), WORKER, PERSON, D1, agrees=True)
    assert told(now, again) == now


def test_at34_who_waits_in_the_lobby_answers_there() -> None:
    now = told(put(session(), WORKER, WAITING), disclosed(), agreed(WORKER))
    assert lacks(now, WORKER) == [SPOUSE]


@pytest.mark.parametrize("seat", [HELPER, THIRD, RECORDER, CO, HOST])
def test_threat4_only_principals_and_agents_with_special_authority_answer_a_disclosure(seat: SeatId) -> None:
    assert refused(told(session(), disclosed()), agreed(seat)) == "not_permitted.role"


def test_the_word_of_an_agent_is_no_principals() -> None:
    now = told(session(), disclosed(), agreed(LAWYER))
    assert lacks(now, COMPANY) == [PersonId(COMPANY)]


def test_threat4_nobody_answers_for_a_person_in_another_seat() -> None:
    now = told(session(), disclosed())
    assert refused(now, agreed(COMPANY, person=PERSON)) == "person.unknown"
    assert refused(now, agreed(WORKER, person=PersonId(COMPANY))) == "person.unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "disclosure.text"),
        (" \n", "disclosure.text"),
        ("字" * (TEXT_CHARACTERS + 1), "disclosure.text"),
        ("a\u202eb", "text.control_characters"),
    ],
)
def test_threat5_unfit_words_disclose_nothing(text: str, code: str) -> None:
    assert refused(session(), disclosed(text)) == code


def test_a_disclosure_sent_again_is_one_and_there_is_an_end_of_them() -> None:
    now = told(session(), *(disclosed(number=number) for number in range(DISCLOSURE_LIMIT)))
    assert told(now, disclosed("别的话", number=0)) == now
    assert refused(now, disclosed(number=99)) == "disclosure.full"
    assert refused(session(), agreed(WORKER)) == "disclosure.unknown"
