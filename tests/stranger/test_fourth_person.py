"""A client that knows docs/protocol.md alone joins as the fourth person: waits, sits down, sees, hears, chats, goes."""

import asyncio
from collections.abc import Callable

import pytest

from tests.stranger.client import Person
from tests.stranger.door import Refusal
from tests.stranger.peer import Peer
from tests.stranger.room import APPLICANT_HZ, FOURTH_HZ, Room
from tests.stranger.tones import Picture, Tone

IN_FLIGHT = 5  # frames (0.1 s) that may still be on their way when an answer comes
SILENCE = 40  # frames (0.8 s) of which none may arrive

Seen = Callable[[], bool]


def texts(person: Person) -> list[str]:
    return [line["text"] for line in person.lines]


def has_lines(person: Person, count: int) -> Seen:
    return lambda: len(person.lines) >= count


def empty_of(person: Person, seat: str) -> Seen:
    return lambda: seat not in person.slots.values()


def shows(person: Person, seat: str, **facts: object) -> Seen:
    """That the person's view has the seat, with these facts."""

    def holds() -> bool:
        row = person.seat(seat)
        return row is not None and facts.items() <= row.items()

    return holds


async def sound_packets(room: Room, mids: list[str]) -> list[int]:
    """How many packets each of the others had in the slot that was the fourth's."""
    peers = [person.peer for person in room.others]
    return [await peer.slot(mid).packets() for peer, mid in zip(peers, mids, strict=True) if peer]


async def fourth_slots(room: Room) -> list[str]:
    return [(await person.slot_of(room.fourth.me, "audio")).mid for person in room.others]


async def test_the_fourth_waits_without_a_packet_then_sees_hears_and_is_heard(room: Room) -> None:
    fourth = room.fourth
    assert fourth.view["you"]["place"] == "lobby"
    peer = Peer(None, None)
    with pytest.raises(Refusal) as refused:
        await fourth.answer_to(room.network.named_in(await peer.offer()))
    await peer.close()
    assert refused.value.code == "not_permitted.place"
    await room.respondent.hears(room.applicant.me, APPLICANT_HZ)
    assert (room.network.up, room.network.down, fourth.slots) == (0, 0, {})

    await room.admit_fourth()
    await asyncio.gather(*(person.hears(fourth.me, FOURTH_HZ) for person in room.others))
    await asyncio.gather(
        fourth.hears(room.applicant.me, APPLICANT_HZ), room.mediator.hears(room.applicant.me, APPLICANT_HZ)
    )
    pictures = [await person.slot_of(fourth.me, "video") for person in room.others]
    await asyncio.gather(*(slot.more(5) for slot in pictures))
    await room.respondent.until(lambda: {fourth.me, room.applicant.me} <= set(room.respondent.speaking))


async def test_a_muted_microphone_is_silent_although_its_client_goes_on_sending(full_room: Room) -> None:
    fourth, microphone = full_room.fourth, full_room.microphone
    await asyncio.gather(*(person.hears(fourth.me, FOURTH_HZ) for person in full_room.others))
    mids = await fourth_slots(full_room)

    await fourth.command("media.set", microphone=False, camera=True, screen=False)
    await microphone.more(IN_FLIGHT)
    before, sent = await sound_packets(full_room, mids), full_room.network.up
    await microphone.more(SILENCE)
    assert await sound_packets(full_room, mids) == before
    assert full_room.network.up >= sent + SILENCE - IN_FLIGHT
    await full_room.mediator.until(shows(full_room.mediator, fourth.me, microphone=False, camera=True))

    await fourth.command("media.set", microphone=True, camera=True, screen=False)
    await asyncio.gather(*(person.hears(fourth.me, FOURTH_HZ) for person in full_room.others))


async def test_the_removed_are_silent_and_cut_off_within_a_second(full_room: Room) -> None:
    fourth, network = full_room.fourth, full_room.network
    await asyncio.gather(*(person.hears(fourth.me, FOURTH_HZ) for person in full_room.others))
    mids = await fourth_slots(full_room)

    async with asyncio.timeout(1):
        await full_room.mediator.command("seat.remove", seat=fourth.me, reason="扰乱调解秩序")
        await fourth.until(lambda: fourth.ended == "removed" and not fourth.connected)
        await asyncio.gather(*(person.until(empty_of(person, fourth.me)) for person in full_room.others))
    sent, received = await sound_packets(full_room, mids), network.down
    await (await full_room.respondent.slot_of(full_room.applicant.me, "audio")).more(SILENCE)
    assert await sound_packets(full_room, mids) == sent
    assert network.down == received
    assert full_room.applicant.seat(fourth.me) is None
    with pytest.raises(Refusal) as refused:
        await full_room.person(fourth.token)
    assert refused.value.code == "session.unknown"


async def test_the_removed_reach_nobody_although_their_client_goes_on_sending(full_room: Room) -> None:
    """A client that does not take the news: it sends sound and pictures as before."""
    fourth, network, microphone = full_room.fourth, full_room.network, full_room.microphone
    await asyncio.gather(*(person.hears(fourth.me, FOURTH_HZ) for person in full_room.others))
    mids = await fourth_slots(full_room)

    network.hold_answers()
    await full_room.mediator.command("seat.remove", seat=fourth.me, reason="扰乱调解秩序")
    await microphone.more(IN_FLIGHT)
    before, sent = await sound_packets(full_room, mids), network.up
    await microphone.more(SILENCE)
    assert await sound_packets(full_room, mids) == before
    assert network.up >= sent + SILENCE - IN_FLIGHT

    network.flow()
    await fourth.until(lambda: fourth.ended == "removed" and not fourth.connected)


async def test_lines_go_both_ways_in_order(room: Room) -> None:
    await room.mediator.say("周强还在候谈室")
    await room.admit_fourth()
    everybody = (*room.others, room.fourth)

    async def speak(person: Person, name: str) -> None:
        for number in range(5):
            await person.say(f"{name}{number}")

    await asyncio.gather(speak(room.fourth, "周强"), speak(room.mediator, "王敏"))
    await asyncio.gather(*(person.until(has_lines(person, 11)) for person in room.others))
    await room.fourth.until(has_lines(room.fourth, 10))
    assert texts(room.mediator)[0] == "周强还在候谈室"
    assert texts(room.fourth) == texts(room.mediator)[1:] == texts(room.respondent)[1:] == texts(room.applicant)[1:]
    for name in ("周强", "王敏"):
        assert [text for text in texts(room.fourth) if text.startswith(name)] == [f"{name}{n}" for n in range(5)]
    newest = room.mediator.lines[-1]["seq"]  # each counts its own lines; the fourth has one less
    assert (newest, room.fourth.lines[-1]["seq"]) == (11, 10)
    await room.mediator.until(lambda: all(shows(room.mediator, person.me, received=newest)() for person in everybody))


async def test_after_a_drop_nothing_is_lost_or_doubled(full_room: Room) -> None:
    fourth, mediator, network = full_room.fourth, full_room.mediator, full_room.network
    await mediator.say("请周先生说")
    await fourth.until(has_lines(fourth, 1))

    network.hold_answers()
    speaking = asyncio.create_task(fourth.say("存下了，但没有收到确认"))
    await mediator.until(has_lines(mediator, 2))
    network.cut()
    await mediator.say("断线时说的一")
    await mediator.say("断线时说的二")
    network.flow()
    await speaking
    await fourth.say("回来了")

    said = ["请周先生说", "存下了，但没有收到确认", "断线时说的一", "断线时说的二", "回来了"]
    for person in (*full_room.others, fourth):
        await person.until(has_lines(person, len(said)))
        assert texts(person) == said
    await mediator.until(shows(mediator, fourth.me, place="joint", presence="here", received=fourth.chat_seq))
    await asyncio.gather(mediator.hears(fourth.me, FOURTH_HZ), fourth.hears(full_room.applicant.me, APPLICANT_HZ))


async def test_after_a_drop_the_slots_are_those_of_now(full_room: Room) -> None:
    """The peer connection outlives the socket; who is in its slots may have changed meanwhile."""
    fourth, network = full_room.fourth, full_room.network
    await fourth.hears(full_room.applicant.me, APPLICANT_HZ)
    network.hold_answers()
    network.cut()
    await fourth.until(lambda: not fourth.connected)
    await full_room.applicant.leave()
    await full_room.mediator.until(empty_of(full_room.mediator, full_room.applicant.me))
    network.flow()
    await fourth.until(empty_of(fourth, full_room.applicant.me))
    assert set(fourth.slots.values()) == {full_room.mediator.me, full_room.respondent.me}


async def test_a_reloaded_page_takes_the_seat_with_a_new_peer_connection(full_room: Room) -> None:
    former = full_room.fourth
    token = await full_room.door.resumed(full_room.fourth_party.invite, full_room.fourth_device)
    fourth = await full_room.person(token)
    await former.until(lambda: former.ended == "taken_over" and not former.connected)
    assert fourth.view["you"]["place"] == "joint"
    await fourth.offer(Tone(FOURTH_HZ + 80), Picture())
    await asyncio.gather(*(person.hears(fourth.me, FOURTH_HZ + 80) for person in full_room.others))
    await fourth.hears(full_room.applicant.me, APPLICANT_HZ)
