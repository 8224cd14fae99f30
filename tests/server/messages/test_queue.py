"""A message goes once: also after a crash, an hour without the gateway, a second worker; or it is said why not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from law.people import NaturalPerson
from server.config import Config, load_config
from server.mail import Mail
from server.messages.carrier import Carrier
from server.messages.gateway import Gateway
from server.messages.messenger import Messenger, contact_of, mobile, new_message_id
from server.messages.post import Post
from server.messages.postman import AGAIN, LEASE, Postman
from server.storage.messages import Channel, Content, Kind, Message, MessageId, MessageStore, State
from server.stores import Stores, opened_stores
from tests.foundation import laid
from tests.server.messages.outside import KEY, Mailbox, SmsGateway, calendar, plain

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SECRET = "https://room.example/j/abcdefghijklmnopqrstuvwxyz234567"
PHONE = "+8613812345678"


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(None, data=tmp_path)


@pytest.fixture
async def stores(config: Config) -> AsyncIterator[Stores]:
    async with opened_stores(laid(config)) as stores:
        yield stores


def message(number: int = 1, **other: object) -> Message:
    made = {
        "id": MessageId(f"{number:032x}"),
        "kind": Kind.INVITATION,
        "channel": Channel.SMS,
        "name": "张伟",
        "to_masked": "138****5678",
        "content": Content(PHONE, "邀请", f"请打开 {SECRET}"),
    }
    return Message(**{**made, **other})  # type: ignore[arg-type]


def postman(store: MessageStore, carrier: Carrier, clock: Clock, channel: Channel = Channel.SMS) -> Postman:
    return Postman(channel, carrier, store, clock, asyncio.Event(), told_nobody)


async def told_nobody(_: MessageId) -> None:
    """No view waits for these messages."""


async def state(stores: Stores, number: int = 1) -> tuple[State, str | None]:
    """Asked of the table: messages without a room are in no list."""
    found = await stores.messages.progress(MessageId(f"{number:032x}"))
    assert found is not None
    return found.state, found.error


async def test_a_gateway_that_is_away_for_an_hour_loses_nothing_and_gets_nothing_twice(
    stores: Stores, clock: Clock
) -> None:
    gateway = SmsGateway()
    worker = postman(stores.messages, Gateway(gateway.url, KEY, clock), clock)
    await stores.messages.add([message(number) for number in range(1, 6)], clock())
    back = NOON + timedelta(hours=1)
    while clock.now < back:
        await worker.deliver_due()
        assert await state(stores) == (State.QUEUED, "gateway.unreachable")
        due = await stores.messages.next_at(Channel.SMS)
        assert due is not None
        assert timedelta() < due - clock.now <= AGAIN[-1]
        clock.now = due
    async with gateway.up():
        await worker.deliver_due()
        await worker.deliver_due()
    assert [each["id"] for each in gateway.phones] == [f"{number:032x}" for number in range(1, 6)]
    assert gateway.phones[0] == {"id": f"{1:032x}", "to": PHONE, "text": f"请打开 {SECRET}"}
    assert await state(stores, 5) == (State.SENT, None)


async def test_an_answer_that_was_lost_makes_no_second_message(stores: Stores, clock: Clock) -> None:
    async with SmsGateway(mood="drops").up() as gateway:
        worker = postman(stores.messages, Gateway(gateway.url, KEY, clock), clock)
        await stores.messages.add([message()], clock())
        await worker.deliver_due()
        assert await state(stores) == (State.QUEUED, "gateway.unreachable")
        clock.now += AGAIN[0]
        await worker.deliver_due()
        assert await state(stores) == (State.SENT, None)
        assert (len(gateway.asked), len(set(gateway.asked)), len(gateway.phones)) == (2, 1, 1)


async def test_what_a_crash_leaves_behind_comes_up_again_under_the_same_key(stores: Stores, clock: Clock) -> None:
    async with SmsGateway().up() as gateway:
        carrier = Gateway(gateway.url, KEY, clock)
        await stores.messages.add([message()], clock())
        claimed = await stores.messages.claim(Channel.SMS, clock(), LEASE)
        assert claimed is not None
        await carrier.carry(claimed)  # and here the process dies
        after_it = postman(stores.messages, carrier, clock)
        await after_it.deliver_due()
        assert len(gateway.asked) == 1, "for as long as the claim holds it is somebody's"
        clock.now += LEASE
        await after_it.deliver_due()
        assert (len(gateway.asked), len(gateway.phones)) == (2, 1)
        assert await state(stores) == (State.SENT, None)


async def test_two_workers_share_a_queue(stores: Stores, clock: Clock) -> None:
    async with SmsGateway().up() as gateway:
        workers = [postman(stores.messages, Gateway(gateway.url, KEY, clock), clock) for _ in range(2)]
        await stores.messages.add([message(number) for number in range(1, 9)], clock())
        await asyncio.gather(*(worker.deliver_due() for worker in workers))
        assert sorted(gateway.asked) == [f"{number:032x}" for number in range(1, 9)]


async def test_what_the_gateway_will_never_take_fails_at_once_and_says_why(stores: Stores, clock: Clock) -> None:
    async with SmsGateway(mood="refuses").up() as gateway:
        await stores.messages.add([message()], clock())
        await postman(stores.messages, Gateway(gateway.url, KEY, clock), clock).deliver_due()
        assert await state(stores) == (State.FAILED, "gateway.refused_422")
        assert await stores.messages.next_at(Channel.SMS) is None


async def test_a_fault_of_the_gateway_is_tried_again_until_two_days_are_over(stores: Stores, clock: Clock) -> None:
    async with SmsGateway(mood="fails").up() as gateway:
        worker = postman(stores.messages, Gateway(gateway.url, KEY, clock), clock)
        await stores.messages.add([message()], clock())
        while (due := await stores.messages.next_at(Channel.SMS)) is not None:
            clock.now = due
            await worker.deliver_due()
        assert await state(stores) == (State.FAILED, "gateway.answered_503")
        assert timedelta(days=1, hours=23) < clock.now - NOON < timedelta(days=2, hours=1)
        assert len(set(gateway.asked)) == 1


async def test_threat11_a_redirect_leads_nowhere(stores: Stores, clock: Clock) -> None:
    async with SmsGateway().up() as elsewhere, SmsGateway(mood="redirects", elsewhere=elsewhere.url).up() as gateway:
        await stores.messages.add([message()], clock())
        await postman(stores.messages, Gateway(gateway.url, KEY, clock), clock).deliver_due()
        assert await state(stores) == (State.QUEUED, "gateway.answered_307")
        assert (len(gateway.asked), elsewhere.asked) == (1, [])


async def test_a_wrong_key_is_not_taken_for_a_wrong_number(stores: Stores, clock: Clock) -> None:
    async with SmsGateway().up() as gateway:
        await stores.messages.add([message()], clock())
        await postman(stores.messages, Gateway(gateway.url, "another key", clock), clock).deliver_due()
        assert await state(stores) == (State.QUEUED, "gateway.answered_401")


async def test_what_is_too_late_or_overtaken_is_not_sent(stores: Stores, clock: Clock) -> None:
    async with SmsGateway().up() as gateway:
        worker = postman(stores.messages, Gateway(gateway.url, KEY, clock), clock)
        later = NOON + timedelta(hours=2)
        await stores.messages.add([message(1, expires=later), message(2, not_before=later)], clock())
        clock.now = later
        await worker.deliver_due()
        assert await state(stores, 1) == (State.FAILED, "expired")
        assert [each["id"] for each in gateway.phones] == [f"{2:032x}"]


async def test_a_letter_carries_the_calendar_file_and_a_name_of_its_own(
    stores: Stores, clock: Clock, config: Config
) -> None:
    async with Mailbox(gone={"gone@example.com"}).up() as mailbox:
        mail = Mail(config.model_copy(update=mailbox.settings))
        worker = postman(stores.messages, Post(mail), clock, Channel.EMAIL)
        letters = [
            message(
                number, channel=Channel.EMAIL, content=Content(address, "改期 New time", "新的时间", "BEGIN:VCALENDAR")
            )
            for number, address in ((1, "zhang@example.com"), (2, "gone@example.com"))
        ]
        await stores.messages.add(letters, clock())
        await worker.deliver_due()
        letter = await mailbox.letter("zhang@example.com", "改期")
        assert letter["Message-ID"] == f"<{1:032x}@127.0.0.1>"
        assert (plain(letter).strip(), calendar(letter).strip()) == ("新的时间", "BEGIN:VCALENDAR")
        assert await state(stores, 1) == (State.SENT, None)
        assert await state(stores, 2) == (State.FAILED, "mail.no_such_mailbox")


async def test_threat7_neither_log_nor_database_holds_a_link_or_a_number(
    stores: Stores, clock: Clock, config: Config
) -> None:
    gateway = SmsGateway()
    with capture_logs() as lines:
        await stores.messages.add([message()], clock())
        await postman(stores.messages, Gateway(gateway.url, KEY, clock), clock).deliver_due()
    assert [line["event"] for line in lines] == ["message.put_off"]
    kept = b"".join(path.read_bytes() for path in config.data.glob("mediation-room.sqlite3*"))
    for secret in (SECRET, PHONE):
        assert secret not in str(lines)
        assert secret.encode() not in kept


async def test_the_same_message_given_twice_is_one(stores: Stores, clock: Clock) -> None:
    bell = asyncio.Event()
    messenger = Messenger(stores.messages, {Channel.SMS: bell}, clock)
    for _ in range(2):
        await messenger.send(message())
    assert bell.is_set()
    assert await stores.messages.claim(Channel.SMS, clock(), LEASE) is not None
    assert await stores.messages.claim(Channel.SMS, clock(), LEASE) is None


def test_ways_are_those_that_are_configured(clock: Clock, stores: Stores) -> None:
    def ways(
        *channels: Channel, phone: str | None = "138 1234 5678", email: str | None = "zhang@example.com"
    ) -> object:
        messenger = Messenger(stores.messages, {channel: asyncio.Event() for channel in channels}, clock)
        contact = contact_of(NaturalPerson("张伟", phone=phone, email=email))
        return [(way.channel.value, way.shown) for way in messenger.ways(contact)]

    sms, mail = ("sms", "138****5678"), ("email", "z***@example.com")
    assert ways(Channel.EMAIL, Channel.SMS) == [sms, mail]
    assert ways(Channel.EMAIL) == [mail]
    assert ways(Channel.SMS, phone="025-12345678") == []
    assert ways(Channel.OUTBOX) == [("outbox", "z***@example.com")]
    assert ways(Channel.OUTBOX, phone=None, email=None) == []


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("138 1234 5678", "+8613812345678"),
        ("+86 138-1234-5678", "+8613812345678"),
        ("+852 9123 4567", "+85291234567"),
        ("025-1234 5678", None),
        ("12345678901", None),
        ("+1", None),
        (None, None),
    ],
)
def test_short_messages_go_to_mobile_numbers(phone: str | None, number: str | None) -> None:
    assert mobile(phone) == number


def test_every_message_has_a_name_of_its_own() -> None:
    names = {new_message_id() for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) == 32 for name in names)
