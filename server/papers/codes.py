"""One-time codes: made by chance, bound to the text and the signer, kept only as a hash, and sent.

Where no mail server is configured, or nobody gave an address, a code is laid into the embedded outbox (模拟): sealed,
for the operator at the server's terminal. No role reads it over the API.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import structlog

from agreements.agreement import Agreement, Code, Member, PaperKind
from agreements.ceremony import code_sha256
from agreements.ceremony_terms import terms_on
from agreements.ids import Digest, SignerId
from agreements.members import member
from law.beijing import clock, day_of
from law.sentence import Sentence
from rooms.ids import RoomId
from server.config import Config
from server.mail import Mail, MailAway
from server.storage.codes import SimulatedCode, SimulatedCodeStore

log = structlog.get_logger()

DIGITS: Final = 6
TRY_AGAIN_S: Final = (2.0, 10.0, 30.0)

MAIL_AWAY: Final = Sentence(
    "验证码邮件暂时没有发出，正在重试；也可以稍后重新获取验证码。",
    "The mail with the code could not be sent yet and is being tried again; you can also ask for a new code.",
)
SUBJECT: Final = "签署验证码 Code for signing"
TITLES: Final = {
    PaperKind.AGREEMENT: ("调解协议书", "mediation agreement"),
    PaperKind.MINUTES: ("调解笔录", "minutes of the mediation"),
}
BODY: Final = """\
{name}：

您正在签署《{title}》{number}。
验证码：{code}
{until} 之前有效，只用于这一次签署。请勿告诉任何人；不是您本人操作的，请不要理会。

Your code for signing the {title_en} {number} is {code}, good until {until}. Do not pass it on.
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh code. `code` is the secret itself; `address` None: for the outbox."""

    code: str
    kept: Code
    address: str | None
    room: RoomId
    signer: SignerId
    name: str
    number: str
    paper: PaperKind


class Addresses(Protocol):
    """Where a member's codes go."""

    async def address(self, room: RoomId, who: Member) -> str | None:
        """The e-mail address on file; None: there is none."""


TellTrouble = Callable[[Issued, Sentence | None], Awaitable[None]]
"""Shows the signer why the code is not there yet; None: it is on its way."""


class Codes:
    """Issues and sends. `config` says whether there is a mail server; `tell` shows what keeps a letter from going."""

    def __init__(self, config: Config, outbox: SimulatedCodeStore, addresses: Addresses, tell: TellTrouble) -> None:
        self._mail = Mail(config)
        self._outbox = outbox
        self._addresses = addresses
        self._tell = tell
        self._posts: dict[tuple[RoomId, SignerId], asyncio.Task[None]] = {}

    async def issue(self, room: RoomId, agreement: Agreement, signer: SignerId, digest: Digest, at: datetime) -> Issued:
        """A code for that text and signer; raises the agreement's NotPermitted for a stranger."""
        who = member(agreement, signer)
        address = await self._own_address(room, agreement, who) if self._mail.configured else None
        terms, code = terms_on(day_of(at), agreement.matter.paper), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        kept = Code(
            sha256=code_sha256(digest, signer, code),
            sent_at=at,
            expires=at + terms.code_life,
            channel="email" if address else "outbox",
            target_masked=masked_address(address) if address else "",
            tries_left=terms.code_tries,
        )
        return Issued(code, kept, address, room, signer, who.name, agreement.matter.number, agreement.matter.paper)

    async def _own_address(self, room: RoomId, agreement: Agreement, who: Member) -> str | None:
        """The signer's address, if it is nobody else's: whoever reads two people's mail could sign for both."""
        address = await self._addresses.address(room, who)
        others = [await self._addresses.address(room, other) for other in agreement.members if other.id != who.id]
        shared = address is not None and address.casefold() in {other.casefold() for other in others if other}
        return None if shared else address

    def post(self, issued: Issued) -> None:
        """Send it, trying again while it is good; a newer code of the same signer takes its place."""
        whose = (issued.room, issued.signer)
        if former := self._posts.pop(whose, None):
            former.cancel()
        self._posts[whose] = asyncio.get_running_loop().create_task(self._post(issued))

    async def close(self) -> None:
        """Give up what is still being sent."""
        for post in self._posts.values():
            post.cancel()
        await asyncio.gather(*self._posts.values(), return_exceptions=True)

    async def _post(self, issued: Issued) -> None:
        for wait_s in (*TRY_AGAIN_S, None):
            try:
                await self._send(issued)
            except MailAway as away:
                log.warning("code.not_sent", room=issued.room, cause=str(away))
                await self._tell(issued, MAIL_AWAY)
            except Exception:
                log.exception("code.failed", room=issued.room)
                await self._tell(issued, MAIL_AWAY)
            else:
                await self._tell(issued, None)
                return
            if wait_s is not None:
                await asyncio.sleep(wait_s)

    async def _send(self, issued: Issued) -> None:
        if issued.address is None:
            kept = issued.kept
            await self._outbox.add(SimulatedCode(issued.room, issued.name, issued.code, kept.sent_at, kept.expires))
            return
        until = clock(issued.kept.expires)
        title, title_en = TITLES[issued.paper]
        text = BODY.format(
            name=issued.name, title=title, title_en=title_en, number=issued.number, code=issued.code, until=until
        )
        await self._mail.send(issued.address, SUBJECT, text)


def masked_address(address: str) -> str:
    """First character and domain: `z***@example.com`."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}***@{domain}"
