"""A whole session becomes the 笔录 that was written down by hand from the sources (golden/minutes_walk.json)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import Any, Final

import pytest

from agreements.minutes_document import MinutesDocument
from rooms import facts
from rooms.caucus import Caucus
from rooms.chat import Channel, ChannelKind, Conversation, Reader
from rooms.ids import CaseId, CaucusId, FactId, PersonId, RoomId, SeatId
from rooms.ledger import Confirmation, Standing, UndisputedFact
from rooms.minutes import acts
from rooms.minutes.happened import Record, entries_of
from rooms.minutes.minutes import EntryId, EntryKind, Minutes, Result
from rooms.minutes.step import step
from rooms.person import Identity, Person
from rooms.room import Authority, Phase, Presence, Role, Room, Seat, Side
from server.minutes.document import Letterhead, document_of
from server.minutes.roll import names_of

WALK: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "rooms/golden/minutes_walk.json").read_text("utf-8")
)
WHO: Final = {one["id"]: one["name"] for one in WALK["persons"]}
M: Final = SeatId("M")


def when(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


def seat(one: dict[str, Any]) -> Seat:
    role, _, authority = one["role"].partition("_special" if one["role"].endswith("special") else "_general")
    is_agent = one["role"].startswith("agent")
    person = Person(PersonId(one["id"]), one["name"], proofs=frozenset({Identity.DOCUMENT}))
    extent = Authority.SPECIAL if one["role"] == "agent_special" else Authority.GENERAL
    return Seat(
        SeatId(one["id"]),
        Role.AGENT if is_agent else Role(role + authority),
        Side(one["side"]),
        (person,),
        authority=extent if is_agent else None,
        admitted_at=datetime.fromisoformat(WALK["session"]["started"]),
    )


def room() -> Room:
    """As it is at the end of the walk."""
    caucuses: list[Caucus] = []
    talks: list[Conversation] = []
    ledger: list[UndisputedFact] = []
    for event in WALK["events"]:
        if event["event"] == "open_caucus":
            name = CaucusId(event["caucus"])
            caucuses.append(Caucus(name, len(caucuses) + 1, when(event), M, (), hosts_come=True))
            readers = tuple(Reader(SeatId(member), 0) for member in event["members"])
            talks.append(Conversation(Channel(ChannelKind.CAUCUS, name), 1, readers))
        if event["event"] == "propose_fact":
            said = [
                each for each in WALK["events"] if each["event"] == "confirm_fact" and each["fact"] == event["fact"]
            ]
            confirmed = tuple(Confirmation(PersonId(each["who"]), when(each)) for each in said)
            entered = any(one["id"] == event["fact"] for one in WALK["ledger"])
            standing = Standing.ENTERED if entered else Standing.REFUSED
            fact = UndisputedFact(FactId(event["fact"]), event["text"], SeatId(event["who"]), when(event))
            ledger.append(replace(fact, confirmed=confirmed, standing=standing))
    told = WALK["session"]
    return Room(
        RoomId(told["room"]),
        CaseId("c"),
        "",
        "",
        datetime.fromisoformat(told["started"]),
        "",
        tuple(map(seat, WALK["persons"])),
        caucuses=tuple(caucuses),
        conversations=tuple(talks),
        facts=tuple(ledger),
    )


def fact_of(event: dict[str, Any]) -> facts.Fact | None:
    who = SeatId(event.get("who", ""))
    plain: dict[str, facts.Fact] = {
        "open_joint": facts.PhaseChanged(Phase.JOINT, by=M),
        "begin_break": facts.PhaseChanged(Phase.BREAK, by=M),
        "end_break": facts.PhaseChanged(Phase.JOINT, by=M),
        "close": facts.PhaseChanged(Phase.CLOSED, by=M),
        "dropped": facts.PresenceChanged(who, Presence.AWAY, when(event)),
        "returned": facts.PresenceChanged(who, Presence.HERE, when(event)),
        "chat_joint": facts.LineStored(who, 1, "Z2"),
        "open_caucus": facts.CaucusChanged(CaucusId(event.get("caucus", "")), "opened", M),
        "close_caucus": facts.CaucusChanged(CaucusId(event.get("caucus", "")), "closed", M),
    }
    return plain.get(event["event"])


def acts_of(event: dict[str, Any], number: int, now: Minutes, record: facts.Fact | None) -> tuple[acts.Act, ...]:  # noqa: PLR0911 - one line per event
    at, who = when(event), PersonId(event.get("who", ""))
    keeper = PersonId("R")
    match event["event"]:
        case "open_joint":
            joined = (
                facts.SeatMoved(SeatId(one["id"]), "opened", M, "") for one in WALK["persons"] if one["id"] != "M"
            )
            records = [Record(number * 10 + n, at, fact) for n, fact in enumerate([record, *joined]) if fact]
            return (acts.Happened(entries_of(now, records, names_of(room())), number * 10 + 9),)
        case "notice" | "answer" | "statement" as kind:
            text = acts.Written(at, keeper, EntryId(f"entry-{number:03}"), EntryKind(kind), who, event["text"])
            issue = event.get("kind_note") == "争议焦点"
            return (text, acts.Headed(at, keeper, event["text"], None)) if issue else (text,)
        case "result":
            chosen = acts.Headed(at, keeper, None, Result.NOT_AGREED)
            said = acts.Written(at, keeper, EntryId(f"entry-{number:03}"), EntryKind.STATEMENT, who, event["text"])
            return chosen, said
        case "read_back":
            return (acts.Offered(at, keeper, now.entries[-1].id),)
        case "confirm_minutes":
            return (acts.Confirmed(at, who, tuple((each.id, each.revision) for each in now.entries[: now.offered])),)
        case "correct_entry":
            old = WALK["corrected"]["old"]
            entry = next(each for each in now.entries if each.text == old)
            return (acts.Corrected(at, keeper, entry.id, 0, event["text"]),)
        case "dissent":
            entry = next(each for each in now.entries if "争议焦点" in each.text)
            return (acts.Dissented(at, who, entry.id, event["text"]),)
        case _ if record is not None:
            entries = entries_of(now, [Record(number * 10, at, record)], names_of(room()))
            return (acts.Happened(entries, number * 10),)
        case _:
            return ()


def walked(until: str = "9999") -> Minutes:
    now = Minutes(RoomId(WALK["session"]["room"]), datetime.fromisoformat(WALK["session"]["started"]))
    for number, event in enumerate(WALK["events"], start=1):
        if event["at"] <= until:
            for act in acts_of(event, number, now, fact_of(event)):
                now = step(now, act).minutes
    return now


def document() -> MinutesDocument:
    told = WALK["session"]
    head = Letterhead("p", 1, told["number"], "", "", told["cause"])
    closed = datetime.fromisoformat(told["closed"])
    return document_of(walked(), room(), head, at=closed, today=closed.date())


def lines() -> list[str]:
    """Everything that is printed, line by line, in the order of the paper."""
    paper = document()
    parts = (
        ("told", paper.told),
        ("statements", paper.statements),
        ("course", paper.course),
    )
    entries = {
        name: [line for one in part for line in (f"{one.number}. {one.at} {one.who}：{one.text}", *one.notes)]
        for name, part in parts
    }
    attendants = [f"{one.capacity}：{one.name} {one.how} {one.identity}" for one in paper.attendants]
    head = [
        paper.title,
        paper.number,
        paper.time,
        paper.place,
        paper.method,
        paper.cause,
        paper.mediators,
        paper.recorder,
    ]
    ending = [paper.result, *paper.unsigned, "以上笔录已阅（已宣读），与所述一致。"]
    signers = [f"{field.label}：{field.signer_name}" for field in paper.fields if field.kind != "platform"]
    ledger = [one.text for one in paper.undisputed]
    return [
        *(*head, *attendants, *entries["told"], *entries["statements"], f"争议焦点：{paper.focus}", *ledger),
        *(*entries["course"], *ending, *signers),
    ]


def fits(line: str, gold: dict[str, Any]) -> bool:
    match gold["match"]:
        case "exact":
            return line == str(gold["text"])
        case "contains":
            return any(text in line for text in (gold["text"], *gold.get("alternatives", ())))
        case _:
            place: int = reduce(lambda at, part: -1 if at < 0 else line.find(part, at), gold["parts"], 0)
            return place >= 0


@pytest.mark.parametrize("gold", WALK["lines"], ids=lambda gold: f"{gold['n']}-{gold['section']}")
def test_each_line_that_the_sources_ask_for_is_printed(gold: dict[str, Any]) -> None:
    printed = lines()
    # A drop and a break are two entries here, each with its own time.
    whole = ["".join(printed)] if gold["section"] in {"process", "dissent", "time"} else []
    assert any(fits(line, gold) for line in (*printed, *whole)), gold["text"]


def test_what_was_said_apart_or_never_agreed_stands_nowhere() -> None:
    text = "".join(lines())
    assert not [secret for secret in WALK["never"] if secret in text]
    for phrase, count in WALK["counts"].items():
        assert text.count(phrase) == count, phrase


def test_at40_the_confirmations_are_those_of_the_walk() -> None:
    texts = {event["at"]: event["text"] for event in WALK["events"] if "text" in event}
    for state in WALK["confirmations"]:
        now = walked(state["after"])
        for gold in WALK["entries"]:
            if gold["kind"] == "event":
                continue
            said = {texts[gold["at"]], WALK["corrected"]["new"] if gold["id"] == "S2" else texts[gold["at"]]}
            found = next((each for each in now.entries if each.text in said and each.speaker == gold["speaker"]), None)
            expected = state["confirmed_by"][gold["id"]]
            assert found is not None, gold["id"]
            assert sorted(found.confirmed) == expected, (state["why"], gold["id"])


def test_corrections_keep_the_old_words_on_the_paper() -> None:
    assert any(WALK["corrected"]["old"] in line and "原记" in line for line in lines())


def test_the_walk_takes_the_time_it_says() -> None:
    started, closed = (datetime.fromisoformat(WALK["session"][name]) for name in ("started", "closed"))
    assert closed - started == timedelta(minutes=WALK["session"]["minutes"])
