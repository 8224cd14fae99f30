"""Minds the time to sign: reminds those who have not, and takes the text back when the time is over.

Nothing is ordered here, each look asks the stored agreements: what became due while the server was down is done at the
first look of the next life. A reminder has its name from text and signer, so that it goes once however often it is due.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

import structlog

from agreements.acts import TimeOver
from agreements.agreement import Agreement, Member, PaperKind, Signing
from agreements.deadline import SigningTime, awaited, signing_time, time_of
from agreements.refusals import Stale
from law.beijing import clock as printed_clock
from law.beijing import day_of
from law.message_texts import Value, letter, message_form, short_message
from rooms.ids import RoomId, SeatId
from server.messages.messenger import Messenger, Way
from server.papers.codes import AddressBook
from server.papers.keeper import AgreementKeeper, NoAgreement, Proposal, anybody
from server.storage.messages import Channel, Content, Kind, Message, MessageId

log = structlog.get_logger()

LONGEST_S: Final = 60.0
"""Of one sleep: the clock may be set."""
SHORTEST_S: Final = 0.05
ID_LETTERS: Final = 32


class SigningTimes:
    """Looks in time, and when a text was fixed."""

    def __init__(
        self, keeper: AgreementKeeper, messenger: Messenger, book: AddressBook, clock: Callable[[], datetime]
    ) -> None:
        self._keeper = keeper
        self._messenger = messenger
        self._book = book
        self._clock = clock
        self._news = asyncio.Event()

    async def changed(self, _: RoomId) -> None:
        """For the keeper: there may be a text more to mind."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            try:
                ahead = await self.look()
                wait_s = (ahead - self._clock()).total_seconds() if ahead else LONGEST_S
            except Exception:
                log.exception("signing_time.failed")
                wait_s = LONGEST_S
            try:
                async with asyncio.timeout(max(SHORTEST_S, min(wait_s, LONGEST_S))):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def look(self) -> datetime | None:
        """Do what is due in every text that is being signed; gives the next moment that is known."""
        ahead: list[datetime] = []
        for room in await self._keeper.unfinished():
            try:
                ahead += await self._look_at(room)
            except Exception:
                log.exception("signing_time.room_failed", room=room)
        return min(ahead, default=None)

    async def _look_at(self, room: RoomId) -> list[datetime]:
        agreement, now = await self._keeper.agreement(room), self._clock()
        stage = agreement.stage if agreement else None
        if agreement is None or not isinstance(stage, Signing) or agreement.matter.paper is not PaperKind.AGREEMENT:
            return []
        time, waits = signing_time(stage.frozen), time_of(agreement) is not None
        if waits and now >= time.until:
            await self._take_back(room)
            return []
        if now >= time.remind_at:
            await self._messenger.send(*[each async for each in self._reminders(room, agreement, time)])
        return [at for at in (time.remind_at, time.until if waits else time.remind_at) if at > now]

    async def _take_back(self, room: RoomId) -> None:
        async def propose(_: Agreement) -> Proposal:
            return Proposal(TimeOver(self._clock()))

        try:
            await self._keeper.change(room, anybody, propose)
        except (Stale, NoAgreement):
            log.info("signing_time.overtaken", room=room)

    async def _reminders(self, room: RoomId, agreement: Agreement, time: SigningTime) -> AsyncIterator[Message]:
        """One for each person and way; a room to practise in says nothing to anybody (AT-23)."""
        if await self._book.practice(room):
            return
        for who in awaited(agreement):
            contact = await self._book.contact(room, who)
            for way in self._messenger.ways(contact) if contact else ():
                yield _reminder(room, agreement, time, who, way)


def _reminder(room: RoomId, agreement: Agreement, time: SigningTime, who: Member, way: Way) -> Message:
    form = message_form(Kind.SIGNING, day_of(time.remind_at))
    number, until = agreement.matter.number, printed_clock(time.until)
    values: dict[str, Value] = {"name": who.name, "number": number, "until": until}
    written = letter(form, **values)
    text = short_message(form, **values) if way.channel is Channel.SMS else written.text
    about = f"{agreement.id}|{agreement.round}|{who.id}|{way.channel}"
    return Message(
        id=MessageId(hashlib.sha256(about.encode()).hexdigest()[:ID_LETTERS]),
        kind=Kind.SIGNING,
        channel=way.channel,
        name=who.name,
        to_masked=way.shown,
        content=Content(way.address, written.subject, text),
        room=room,
        seat=SeatId(who.device),
        expires=time.until,
    )
