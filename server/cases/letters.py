"""Notices and reminders to addresses on file, by e-mail: written here, and given to the messenger.

What a court did is told by every way there is; a short message names the case and nothing else.
"""

import asyncio
import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final, assert_never

import structlog

from law.beijing import day_of
from law.clock_rules import OwedBy
from law.message_texts import letter, message_form, short_message
from law.sentence import Sentence
from rooms.cases.words import NoticeKind
from rooms.ids import CaseId, RoomId
from server.ids import AccountId
from server.messages.messenger import Contact, Messenger, Way, contact_of, new_message_id
from server.storage.case_texts import Mail as Sent
from server.storage.case_texts import StoredNotice
from server.storage.messages import Channel, Content, Kind, Message, MessageId
from server.storage.sessions import AccountRole
from server.stores import Stores

log = structlog.get_logger()

AGAIN_S: Final = 60.0
"""Until it is tried again to give on what waits, after a fault of ours."""
ID_LETTERS: Final = 32
OF_CASE: Final = "court"
"""Of `law.message_texts`: the short text of what a court did."""
OF_COURT: Final = frozenset(
    {
        *(NoticeKind.COURT_ACCEPTED, NoticeKind.COURT_CORRECTION, NoticeKind.COURT_CONFIRMED, NoticeKind.COURT_PAPER),
        *(NoticeKind.COURT_REFUSED, NoticeKind.APPLICATION_WITHDRAWN, NoticeKind.SUIT_WITHDRAWN),
    }
)
"""Notices that go by every way, the outbox marked 模拟 among them."""
NOTICE: Final = """\
{zh_title}

{zh}

请打开调解员发给您的专用链接查看全文和办理。这封邮件由系统发出，请勿回复。

{en_title}

{en}

Open your own link to read this and to answer. This letter was sent by the system; please do not reply.
"""


class Letters:
    """Gives letters on in the background; whoever orders one does not wait for it."""

    def __init__(self, stores: Stores, messenger: Messenger) -> None:
        self._stores = stores
        self._messenger = messenger
        self._news = asyncio.Event()

    def ring(self) -> None:
        """There may be a notice to send."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled: give on what waits, now and whenever there is more."""
        while True:
            self._news.clear()
            try:
                await self.send_all()
                await self._news.wait()
            except Exception:
                log.exception("letters.failed")
                await asyncio.sleep(AGAIN_S)

    async def send_all(self) -> None:
        """Every notice that waits."""
        for notice in await self._stores.case_texts.unsent():
            await self._stores.case_texts.mailed(notice.id, await self._notice(notice))

    async def remind(self, case: CaseId, owed_by: OwedBy, what: Sentence, due: date) -> None:
        """Tell those who must act, where their address is known."""
        line = await self._stores.case_desk.line(case)
        if line is None:
            return
        written = letter(message_form(Kind.DEADLINE, due), case_no=line.case_no, what=what, day=due)
        ways = [
            (contact.name, way)
            for contact in await self._contacts(case, owed_by)
            if (way := self._by_mail(contact)) is not None
        ]
        addressed = {way.address: (name, way) for name, way in ways}
        await self._messenger.send(
            *(
                _message(new_message_id(), Kind.DEADLINE, name, way, written.subject, written.text)
                for name, way in addressed.values()
            )
        )

    async def _notice(self, notice: StoredNotice) -> Sent:
        people = await self._stores.case_people.parties(notice.case)
        contact = contact_of(people[notice.participant])
        ways = self._ways(notice.what, contact)
        if not ways or await self._told_otherwise(notice):
            return Sent.NONE
        title, said = notice.text.title, notice.text.paragraphs
        text = NOTICE.format(
            zh_title=title.zh,
            zh="\n\n".join(one.zh for one in said),
            en_title=title.en,
            en="\n\n".join(one.en for one in said),
        )
        short = await self._short(notice)
        await self._messenger.send(
            *(
                _message(
                    _name(notice, way.channel),
                    Kind.NOTICE,
                    contact.name,
                    way,
                    title.zh,
                    short if way.channel is Channel.SMS else text,
                )
                for way in ways
            )
        )
        return Sent.SENT

    async def _short(self, notice: StoredNotice) -> str:
        """Which case it is, and that there is something to read behind the own link."""
        line = await self._stores.case_desk.line(notice.case)
        return short_message(message_form(OF_CASE, day_of(notice.at)), case_no=line.case_no if line else "")

    async def _told_otherwise(self, notice: StoredNotice) -> bool:
        """Of a session that was put off the message with the calendar's entry tells already."""
        if notice.what is not NoticeKind.SESSION:
            return False
        _, room, moment = notice.id.rsplit(".", 2)
        moved = await self._stores.reschedulings.of_room(RoomId(room))
        return any(int(each.at.timestamp()) == int(moment) for each in moved)

    def _ways(self, what: NoticeKind, contact: Contact) -> tuple[Way, ...]:
        every = self._messenger.ways(contact)
        return tuple(way for way in every if what in OF_COURT or way.channel is Channel.EMAIL)

    def _by_mail(self, contact: Contact) -> Way | None:
        return next((way for way in self._messenger.ways(contact) if way.channel is Channel.EMAIL), None)

    async def _contacts(self, case: CaseId, owed_by: OwedBy) -> Iterable[Contact]:
        match owed_by:
            case OwedBy.PARTIES:
                return [contact_of(party) for party in (await self._stores.case_people.parties(case)).values()]
            case OwedBy.MEDIATOR:
                line = await self._stores.case_desk.line(case)
                host = await self._stores.accounts.by_id(AccountId(line.host)) if line and line.host else None
                return [Contact(host.name, host.email, None)] if host else []
            case OwedBy.ORGANISATION | OwedBy.SYSTEM:
                organisation = await self._stores.cases.organisation_of(case)
                admins = await self._stores.accounts.of_organisation(organisation, AccountRole.ADMIN)
                return [Contact(each.name, each.email, None) for each in admins]
            case OwedBy.COURT:
                return []
            case _:
                assert_never(owed_by)


def _message(name: MessageId, kind: Kind, who: str, way: Way, subject: str, text: str) -> Message:
    content = Content(way.address, subject, text)
    return Message(id=name, kind=kind, channel=way.channel, name=who, to_masked=way.shown, content=content)


def _name(notice: StoredNotice, way: Channel) -> MessageId:
    """The same for ever: given on again after a crash, it is not sent again."""
    about = notice.id if way is Channel.EMAIL else f"{notice.id}|{way}"
    return MessageId(hashlib.sha256(about.encode()).hexdigest()[:ID_LETTERS])
