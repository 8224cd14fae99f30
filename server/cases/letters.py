"""Notices and reminders by e-mail, where an address is on file; what did not go is tried again."""

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Final, assert_never

import structlog

from law.beijing import printed_day
from law.clock_rules import OwedBy
from law.people import Entity, Party
from law.sentence import Sentence
from rooms.ids import CaseId
from server.ids import AccountId
from server.mail import Mail, MailAway
from server.storage.case_texts import Mail as Sent
from server.storage.case_texts import StoredNotice
from server.storage.sessions import AccountRole
from server.stores import Stores

log = structlog.get_logger()

AGAIN_S: Final = 60.0
"""Until what could not be sent is tried again."""
KEPT: Final = 1000
"""Reminders that wait for a mail server; older ones are dropped, the page shows them anyway."""

NOTICE: Final = """\
{zh_title}

{zh}

请打开调解员发给您的专用链接查看全文和办理。这封邮件由系统发出，请勿回复。

{en_title}

{en}

Open your own link to read this and to answer. This letter was sent by the system; please do not reply.
"""
REMINDER: Final = """\
案件 {case_no}：{zh}，最后一日为{day_zh}。请登录系统办理。

Case {case_no}: {en}; the last day is {day}. Please sign in to act.
"""
SUBJECT: Final = "案件 {case_no} 期限提醒 Reminder"


class Letters:
    """Sends in the background; whoever orders a letter does not wait for it."""

    def __init__(self, stores: Stores, mail: Mail) -> None:
        self._stores = stores
        self._mail = mail
        self._news = asyncio.Event()
        self._reminders: list[tuple[str, str, str]] = []
        """Address, subject and text of reminders that have not gone."""

    def ring(self) -> None:
        """There may be a notice to send."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled: send what waits, now and whenever there is more."""
        while True:
            self._news.clear()
            try:
                await self.send_all()
                await self._news.wait()
            except MailAway:
                await asyncio.sleep(AGAIN_S)
            except Exception:
                log.exception("letters.failed")
                await asyncio.sleep(AGAIN_S)

    async def send_all(self) -> None:
        """Everything that waits; raises MailAway at the first letter that was not taken."""
        for notice in await self._stores.case_texts.unsent():
            await self._stores.case_texts.mailed(notice.id, await self._notice(notice))
        while self._reminders:
            await self._mail.send(*self._reminders[0])
            del self._reminders[0]

    async def remind(self, case: CaseId, owed_by: OwedBy, what: Sentence, due: date) -> None:
        """Tell those who must act, where their address is known; returns at once."""
        line = await self._stores.case_desk.line(case) if self._mail.configured else None
        if line is None:
            return
        said = REMINDER.format(case_no=line.case_no, zh=what.zh, en=what.en, day_zh=printed_day(due), day=due)
        for address in await self._addresses(case, owed_by):
            self._reminders.append((address, SUBJECT.format(case_no=line.case_no), said))
        del self._reminders[:-KEPT]
        self._news.set()

    async def _notice(self, notice: StoredNotice) -> Sent:
        people = await self._stores.case_people.parties(notice.case)
        address = address_of(people[notice.participant])
        if not self._mail.configured or address is None:
            return Sent.NONE
        title, said = notice.text.title, notice.text.paragraphs
        text = NOTICE.format(
            zh_title=title.zh,
            zh="\n\n".join(one.zh for one in said),
            en_title=title.en,
            en="\n\n".join(one.en for one in said),
        )
        await self._mail.send(address, title.zh, text)
        return Sent.SENT

    async def _addresses(self, case: CaseId, owed_by: OwedBy) -> Iterable[str]:
        found: list[str | None]
        match owed_by:
            case OwedBy.PARTIES:
                people = (await self._stores.case_people.parties(case)).values()
                found = [address_of(party) for party in people]
            case OwedBy.MEDIATOR:
                line = await self._stores.case_desk.line(case)
                host = await self._stores.accounts.by_id(AccountId(line.host)) if line and line.host else None
                found = [host.email] if host else []
            case OwedBy.ORGANISATION | OwedBy.SYSTEM:
                organisation = await self._stores.cases.organisation_of(case)
                admins = await self._stores.accounts.of_organisation(organisation, AccountRole.ADMIN)
                found = [each.email for each in admins]
            case OwedBy.COURT:
                found = []
            case _:
                assert_never(owed_by)
        return dict.fromkeys(address for address in found if address)


def address_of(party: Party) -> str | None:
    """A person's own address, or that of who speaks for a company."""
    return party.representative.email if isinstance(party, Entity) else party.email
