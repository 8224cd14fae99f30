"""Minutes before whoever is screened from somebody: the live pane tells nothing of them, the paper all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agreements.agreement import Matter, PaperKind
from agreements.ids import AgreementId
from agreements.minutes_paper import minutes_paper
from rooms import facts
from rooms.caucus import Caucus
from rooms.chat import Channel, ChannelKind, Conversation, Reader
from rooms.ids import CaseId, CaucusId, PersonId, SeatId
from rooms.minutes import acts
from rooms.minutes.happened import Record, entries_of
from rooms.minutes.minutes import EntryId, EntryKind, Minutes, Result
from rooms.minutes.refusals import Unmet
from rooms.minutes.step import step
from rooms.room import Room
from server.minutes.document import Letterhead, document_of
from server.minutes.roll import names_of, roll
from server.minutes.view import view_of, withheld_from
from server.storage.minutes import KeptMinutes
from signaling.contract.minutes import MinutesView
from tests.server.minutes.test_roll import ROOM

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
HOST, BOSS, MORE = SeatId("host"), SeatId("boss"), SeatId("more")
TALK = CaucusId("k1")
APART = replace(
    ROOM,
    screened=((MORE, BOSS),),
    caucuses=(Caucus(TALK, 1, NOON, HOST, (), hosts_come=True),),
    conversations=(Conversation(Channel(ChannelKind.CAUCUS, TALK), readers=(Reader(HOST, 0), Reader(BOSS, 0))),),
)
"""钱五 never meets 赵经理, with whom the mediator has talked alone."""


def happened(now: Minutes, *told: facts.Fact) -> Minutes:
    numbered = enumerate(told, now.seen + 1)
    records = [Record(seq, NOON + timedelta(minutes=seq), fact, f"k{seq}") for seq, fact in numbered]
    entries = entries_of(now, records, names_of(APART))
    return step(now, acts.Happened(entries, records[-1].seq)).minutes


def written(now: Minutes, name: str, speaker: SeatId, text: str) -> Minutes:
    by = PersonId(HOST)
    return step(now, acts.Written(NOON, by, EntryId(name), EntryKind.STATEMENT, PersonId(speaker), text)).minutes


def story(*, with_boss: bool) -> Minutes:
    now = Minutes(APART.id, NOON)
    come = [facts.SeatMoved(one, "admitted", HOST, "") for one in (HOST, MORE, *([BOSS] if with_boss else []))]
    now = happened(now, *come)
    now = written(now, "entry-0001", MORE, "拖欠三个月工资")
    if with_boss:
        now = written(now, "entry-0002", BOSS, "公司没有收到考勤")
        now = happened(now, facts.CaucusChanged(TALK, "closed", HOST))
        now = step(now, acts.Corrected(NOON, PersonId(HOST), EntryId("entry-0002"), 0, "公司没有收到考勤表")).minutes
    now = written(now, "entry-0003", HOST, "请双方核对")
    now = step(now, acts.Offered(NOON, PersonId(HOST), EntryId("entry-0003"))).minutes
    if with_boss:
        now = step(now, acts.Confirmed(NOON, PersonId(BOSS), ((EntryId("entry-0001"), 0),))).minutes
        now = step(now, acts.Dissented(NOON, PersonId(BOSS), EntryId("entry-0001"), "不属实")).minutes
    return now


def shown(now: Minutes, seat: SeatId, room: Room = APART) -> MinutesView:
    matter = Matter("c", "n", "某某调委会", "工资", "people", "2026-11-01", room.id, paper=PaperKind.MINUTES)
    kept = KeptMinutes(room.id, CaseId("case"), now, minutes_paper(AgreementId("paper"), matter), version=now.version)
    looking = room.seat(seat)
    assert looking is not None
    return view_of(kept, room, looking, NOON.date(), {})


def test_the_live_minutes_are_the_same_whether_the_other_is_there_or_not() -> None:
    there, alone = (shown(story(with_boss=one), MORE) for one in (True, False))
    assert there == alone
    assert [entry.number for entry in there.entries] == list(range(1, 5))
    assert "赵经理" not in there.model_dump_json()


def test_the_keeper_sees_all_and_how_far_each_is_with_what_is_theirs() -> None:
    pane = shown(story(with_boss=True), HOST)
    assert {entry.speaker_name for entry in pane.entries} >= {"赵经理", "钱五"}
    left = {one.person: one.unsettled for one in pane.people}
    assert (len(pane.entries), left["host"], left["more"]) == (7, 7, 4)


def test_nobody_waits_for_what_a_screen_withholds_and_the_paper_names_all() -> None:
    now = story(with_boss=True)
    everybody = {one.person: withheld_from(now, APART, one) for one in roll(APART)}
    for person in map(PersonId, (MORE, BOSS, HOST)):
        seen = tuple((each.id, each.revision) for each in now.entries if each.id not in everybody[person])
        now = step(now, acts.Confirmed(NOON, person, seen)).minutes
    now = step(now, acts.Headed(NOON, PersonId(HOST), "工资", Result.NOT_AGREED)).minutes
    signers = tuple((PersonId(one), str(one)) for one in (MORE, BOSS, HOST))
    asked = acts.FreezeAsked(NOON, PersonId(HOST), now.version, "d" * 64, signers, PersonId(HOST))
    with pytest.raises(Unmet, match="unconfirmed"):
        step(now, asked)
    step(now, replace(asked, withheld=everybody))
    head = Letterhead("paper", 1, "n", "c", "某某调委会", "工资")
    assert "赵经理" in str(document_of(now, APART, head, at=NOON, today=NOON.date()))
