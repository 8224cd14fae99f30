"""Switches and lines: who may say what where, and that each conversation counts for itself."""

from dataclasses import replace

import pytest

from law.zone import Zone
from rooms import inputs
from rooms.audibility import hears, may_say, reads
from rooms.chat import JOINT, LINE_LIMIT, NOTES, WHISPER, Channel, ChannelKind, ChatLine, LineTag, channel_from
from rooms.effects import Reroute, SendViews, StoreLine
from rooms.facts import LineStored
from rooms.hearing import Hearing
from rooms.ids import Medium, MessageId, SeatId
from rooms.room import Room
from rooms.step import step
from tests.rooms import stories
from tests.rooms.tables import (
    APPLICANTS,
    AT_TABLE,
    C1,
    C2,
    CO,
    COMPANY,
    COURT,
    EVERYBODY,
    HELPER,
    HOST,
    LAWYER,
    NOON,
    RECORDER,
    RESPONDENTS,
    STRANGER,
    THIRD,
    WAITING,
    WORKER,
    facts_of,
    in_caucus,
    lobby_of,
    put,
    refused,
    seat_of,
    session,
    told,
    within,
)


def said(
    seat: SeatId, text: str = "您好", message: str = "m-1", channel: Channel = JOINT, tag: LineTag = LineTag.NONE
) -> inputs.ChatSent:
    return inputs.ChatSent(NOON, seat, MessageId(message), text, channel, tag)


def switched(seat: SeatId, *, microphone: bool = True, camera: bool = True, screen: bool = False) -> inputs.MediaSet:
    return inputs.MediaSet(NOON, seat, microphone, camera, screen)


def line_of(room: Room, event: inputs.ChatSent) -> ChatLine:
    return next(effect.line for effect in step(room, event).effects if isinstance(effect, StoreLine))


def readers(room: Room, event: inputs.ChatSent) -> set[SeatId]:
    """Who reads that line, once it is said."""
    return set(reads(told(room, event), line_of(room, event)))


# What one's own device sends.


def test_closing_the_own_microphone_takes_it_from_everybody_at_once() -> None:
    now = session()
    outcome = step(now, switched(WORKER, microphone=False))
    assert any(isinstance(effect, Reroute) for effect in outcome.effects)
    others = set(EVERYBODY) - {WORKER}
    assert hears(now) - hears(outcome.room) == {Hearing(one, WORKER, Medium.MICROPHONE) for one in others}


def test_a_locked_microphone_stays_shut_and_its_owner_is_told_what_to_do() -> None:
    now = told(session(), inputs.Muted(NOON, HOST, WORKER, locked=True))
    assert refused(now, switched(WORKER)) == "media.muted"
    assert seat_of(told(now, switched(WORKER, microphone=False, camera=False)), WORKER).camera is False


def test_opening_the_microphone_answers_the_wish_that_it_be_opened() -> None:
    shut = told(session(), switched(WORKER, microphone=False), inputs.UnmuteAsked(NOON, HOST, WORKER))
    assert seat_of(shut, WORKER).unmute_asked == NOON
    assert seat_of(told(shut, switched(WORKER, microphone=False)), WORKER).unmute_asked == NOON
    assert seat_of(told(shut, switched(WORKER)), WORKER).unmute_asked is None


def test_a_screen_is_shared_by_leave_of_the_mediator_and_one_at_a_time() -> None:
    now = session()
    assert refused(now, switched(WORKER, screen=True)) == "screen.not_allowed"
    shared = told(now, inputs.ScreenAllowed(NOON, HOST, WORKER, allowed=True), switched(WORKER, screen=True))
    assert Hearing(COMPANY, WORKER, Medium.SCREEN) in hears(shared)
    assert refused(shared, switched(HOST, screen=True)) == "screen.taken"
    assert seat_of(told(shared, switched(WORKER, microphone=False, screen=True)), WORKER).screen
    ended = told(shared, switched(WORKER))
    assert seat_of(told(ended, switched(HOST, screen=True)), HOST).screen


def test_each_room_has_a_screen_of_its_own_and_the_lobby_none() -> None:
    now = in_caucus(told(session(), switched(HOST, screen=True)), C1, CO, COMPANY)
    assert seat_of(told(now, switched(CO, screen=True)), CO).screen
    assert refused(put(now, HOST, WAITING), switched(WORKER, screen=True)) == "screen.not_allowed"
    assert refused(put(session(), CO, WAITING), switched(CO, screen=True)) == "not_permitted.place"


# Lines.


def test_lines_are_numbered_in_order_and_each_conversation_for_itself() -> None:
    now = told(session(), said(WORKER, message="m-1"), said(WORKER, message="m-2", channel=APPLICANTS))
    now = told(now, said(HOST, message="m-3", channel=NOTES), said(COMPANY, message="m-4"))
    channels = (JOINT, APPLICANTS, NOTES, RESPONDENTS)
    assert [now.conversation(channel).seq for channel in channels] == [2, 1, 1, 0]
    assert now.chat_seq == 2


def test_a_line_sent_again_is_said_once_even_from_elsewhere() -> None:
    once = told(session(), said(WORKER))
    assert (step(once, said(WORKER)).room, step(once, said(WORKER)).effects) == (once, ())
    moved = in_caucus(once, C1, HOST, WORKER)
    assert step(moved, said(WORKER)).effects == ()


def test_a_line_carries_its_channel_zone_and_tag_from_birth() -> None:
    line = line_of(session(), said(WORKER, channel=APPLICANTS, tag=LineTag.PROPOSAL))
    assert (line.channel, line.zone, line.tag, line.seq) == (APPLICANTS, Zone.SIDE, LineTag.PROPOSAL, 1)


def test_threat31_private_talk_leaves_no_record_that_it_took_place() -> None:
    now = in_caucus(session(), C1, HOST, WORKER)
    private = [(WORKER, within(C1)), (COMPANY, RESPONDENTS), (HOST, NOTES), (COURT, WHISPER), (HOST, lobby_of(THIRD))]
    for seat, channel in private:
        assert facts_of(now, said(seat, channel=channel)) == []
        assert [type(effect) for effect in step(now, said(seat, channel=channel)).effects] == [StoreLine, SendViews]
    assert facts_of(session(), said(WORKER)) == [LineStored(WORKER, 1, Zone.JOINT)]


def test_threat1_each_channel_is_read_by_its_own_and_by_nobody_else() -> None:
    now = in_caucus(session(), C1, HOST, WORKER)
    assert readers(now, said(WORKER, channel=within(C1))) == {HOST, WORKER}
    assert readers(now, said(HELPER, channel=APPLICANTS)) == {WORKER, HELPER}
    assert readers(now, said(LAWYER, channel=RESPONDENTS)) == {COMPANY, LAWYER}
    assert readers(now, said(CO, channel=NOTES)) == {HOST, CO}
    assert readers(now, said(COURT, channel=WHISPER)) == {HOST, CO, COURT}
    assert readers(put(now, THIRD, WAITING), said(THIRD, channel=lobby_of(THIRD))) == {HOST, CO, THIRD}
    assert readers(now, said(CO)) == set(EVERYBODY)


@pytest.mark.parametrize(
    ("seat", "channel"),
    [
        (HOST, APPLICANTS),
        (HELPER, RESPONDENTS),
        (COMPANY, APPLICANTS),
        (RECORDER, APPLICANTS),
        (THIRD, APPLICANTS),
        (COMPANY, within(C1)),
        (CO, within(C1)),
        (WORKER, within(C2)),
        (WORKER, JOINT),
        (COMPANY, lobby_of(WORKER)),
        (COMPANY, lobby_of(COMPANY)),
        (HOST, lobby_of(STRANGER)),
        (HOST, lobby_of(HOST)),
        (RECORDER, lobby_of(RECORDER)),
    ],
)
def test_threat5_nobody_says_anything_in_a_channel_that_is_not_theirs(seat: SeatId, channel: Channel) -> None:
    assert refused(in_caucus(session(), C1, HOST, WORKER), said(seat, channel=channel)) == "chat.channel"


@pytest.mark.parametrize(
    ("seat", "channel"), [(WORKER, NOTES), (COURT, NOTES), (RECORDER, NOTES), (WORKER, WHISPER), (RECORDER, WHISPER)]
)
def test_threat4_notes_and_whispers_have_a_right_of_their_own(seat: SeatId, channel: Channel) -> None:
    assert refused(session(), said(seat, channel=channel)) == "not_permitted.role"


def test_the_joint_talk_rests_while_no_mediator_is_in_it_and_the_own_side_goes_on() -> None:
    now = in_caucus(session(), C1, HOST, CO, WORKER)
    assert refused(now, said(COMPANY)) == "chat.joint_paused"
    assert readers(now, said(COMPANY, channel=RESPONDENTS)) == {COMPANY, LAWYER}
    back = put(now, CO, AT_TABLE)
    assert line_of(back, said(COMPANY)).seq == 1


def test_a_caucus_of_two_sides_rests_without_a_mediator_and_one_of_one_side_does_not() -> None:
    mixed = in_caucus(session(), C1, WORKER, COMPANY)
    assert refused(mixed, said(WORKER, channel=within(C1))) == "chat.caucus_paused"
    assert readers(in_caucus(session(), C1, WORKER, HELPER), said(WORKER, channel=within(C1))) == {WORKER, HELPER}


def test_threat1_who_left_a_caucus_adds_nothing_to_it_and_hears_of_nothing_later() -> None:
    now = told(in_caucus(session(), C1, HOST, WORKER, HELPER), said(HOST, "早", "m-1", within(C1)))
    gone = put(now, WORKER, AT_TABLE).with_conversation(now.conversation(within(C1)).leaving(WORKER))
    assert refused(gone, said(WORKER, channel=within(C1))) == "chat.channel"
    assert WORKER not in readers(gone, said(HOST, "晚", "m-2", within(C1)))


def test_whoever_may_say_something_somewhere_reads_there_too() -> None:
    at_table = stories.after(stories.everyone_at_the_table())
    entered = [stories.entered(stories.MEDIATOR), *stories.arrivals(stories.WORKER)]
    for room in (at_table, stories.after(entered), session(), in_caucus(session(), C1, HOST, WORKER, HELPER)):
        talks = {conversation.channel for conversation in room.conversations if conversation.readers}
        for channel in talks:
            for seat in room.seats:
                own = channel.kind is ChannelKind.LOBBY and channel.of == seat.id
                if may_say(room, seat, channel) and not own:
                    assert room.conversation(channel).reader(seat.id), (seat.id, str(channel))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "chat.empty"),
        (" \n ", "chat.empty"),
        ("字" * (LINE_LIMIT + 1), "chat.too_long"),
        ("a\u202eb", "text.control_characters"),
        ("a\x00b", "text.control_characters"),
    ],
)
def test_unfit_lines_are_refused_with_a_code(text: str, code: str) -> None:
    assert refused(session(), said(WORKER, text)) == code


def test_markup_is_text_like_any_other() -> None:
    assert line_of(session(), said(WORKER, "<b>好</b> 👨‍👩‍👧")).text == "<b>好</b> 👨‍👩‍👧"


@pytest.mark.parametrize("text", ["joint.x", "caucus", "side.", "lobby", "notes.", "", ".", "Joint", "whisper.host"])
def test_threat5_a_channel_that_is_none_has_no_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"channel|ChannelKind"):
        channel_from(text)


# What has arrived.


def test_nobody_confirms_lines_that_do_not_exist_and_each_channel_is_confirmed_by_itself() -> None:
    now = told(session(), said(WORKER), said(WORKER, message="m-2", channel=APPLICANTS))
    now = told(now, inputs.ChatReceived(NOON, COMPANY, 99), inputs.ChatReceived(NOON, HELPER, 1, APPLICANTS))
    received = {(str(one.channel), reader.seat): reader.received for one in now.conversations for reader in one.readers}
    assert received["joint", COMPANY] == 1
    assert (received["joint", HELPER], received[str(APPLICANTS), HELPER]) == (0, 1)
    assert step(now, inputs.ChatReceived(NOON, COMPANY, 0)).room == now


def test_what_was_delivered_to_all_stays_so_when_somebody_comes_later() -> None:
    now = told(session(), said(WORKER), inputs.ChatReceived(NOON, COMPANY, 1))
    joint = now.conversation(JOINT)
    late = joint.leaving(COMPANY)
    late = replace(late, seq=4).admitting(COMPANY, 4)
    assert [late.number(HOST, one.received) for one in (late.reader(COMPANY),) if one] == [4]
    unread = replace(joint, seq=2).leaving(COMPANY).admitting(COMPANY, 4)
    assert [one.received for one in (unread.reader(COMPANY),) if one] == [1], "the second line never reached it"


def test_threat5_who_reads_nothing_there_confirms_nothing_there() -> None:
    now = told(session(), said(WORKER, channel=APPLICANTS))
    assert refused(now, inputs.ChatReceived(NOON, COMPANY, 1, APPLICANTS)) == "chat.channel"
    assert refused(now, inputs.ChatReceived(NOON, HOST, 1, APPLICANTS)) == "chat.channel"


def test_who_left_confirms_no_later_line() -> None:
    now = told(in_caucus(session(), C1, HOST, WORKER, HELPER), said(HOST, "早", "m-1", within(C1)))
    gone = put(now, WORKER, AT_TABLE).with_conversation(now.conversation(within(C1)).leaving(WORKER))
    gone = told(gone, said(HOST, "晚", "m-2", within(C1)), inputs.ChatReceived(NOON, WORKER, 2, within(C1)))
    reader = gone.conversation(within(C1)).reader(WORKER)
    assert reader is not None
    assert reader.received == 1


def test_who_is_screened_from_the_author_does_not_read_it() -> None:
    now = replace(session(), screened=((WORKER, COMPANY),))
    assert COMPANY not in readers(now, said(WORKER))
    assert LAWYER in readers(now, said(WORKER))
