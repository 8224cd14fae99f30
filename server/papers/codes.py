"""One-time codes: made by chance, bound to the text and the signer, kept only as a hash, and sent.

They go by the messenger, by telephone first, to what is on file of the signer; nobody types an address here. Where no
way is on file or configured, a code is laid into the embedded outbox (模拟): sealed, for the operator at the server's
terminal. No role reads it over the API.
"""

import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from agreements.agreement import Agreement, Code, Member, PaperKind
from agreements.ceremony import code_sha256
from agreements.ceremony_terms import terms_on
from agreements.ids import Digest, SignerId
from agreements.members import member
from law.beijing import day_of
from law.sentence import Sentence
from rooms.ids import RoomId, SeatId
from server.messages.code_message import CodeLetter, code_message, ways_out
from server.messages.messenger import Contact, Messenger, Way
from server.storage.codes import SimulatedCode, SimulatedCodeStore
from server.storage.messages import Message

DIGITS: Final = 6
OUTBOX: Final = "outbox"
SIGNING: Final[Mapping[PaperKind, Sentence]] = {
    PaperKind.AGREEMENT: Sentence("签署调解协议书{number}", "signing the mediation agreement {number}"),
    PaperKind.MINUTES: Sentence("签署调解笔录{number}", "signing the minutes of the mediation {number}"),
    **dict.fromkeys(
        (
            PaperKind.CONFIRMATION_APPLICATION,
            PaperKind.MEDIATION_PAPER_APPLICATION,
            PaperKind.WITHDRAWAL_APPLICATION,
        ),
        Sentence(
            "签署向法院的共同申请{number}和本人的送达地址确认书",
            "signing the joint application {number} to the court and your service address",
        ),
    ),
    PaperKind.SERVICE_ADDRESS: Sentence("签署送达地址确认书{number}", "signing your service address {number}"),
}
"""What the code is for, as the letter says it after 您正在."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh code. `code` is the secret itself; `message` None: it is laid into the outbox, where nothing is sent."""

    code: str
    kept: Code
    room: RoomId
    name: str
    message: Message | None


class AddressBook(Protocol):
    """What is on file of a member, and whether anything may leave the house."""

    async def contact(self, room: RoomId, who: Member) -> Contact | None:
        """Of the person who signs; None: nothing is known."""

    async def practice(self, room: RoomId) -> bool:
        """A room to practise in: nothing goes out (AT-23)."""


class Codes:
    """Issues and sends."""

    def __init__(self, messenger: Messenger, outbox: SimulatedCodeStore, book: AddressBook) -> None:
        self._messenger = messenger
        self._outbox = outbox
        self._book = book

    async def issue(self, room: RoomId, agreement: Agreement, signer: SignerId, digest: Digest, at: datetime) -> Issued:
        """A code for that text and signer; raises the agreement's NotPermitted for a stranger."""
        who, paper = member(agreement, signer), agreement.matter.paper
        way = await self._way(room, agreement, who)
        terms, code = terms_on(day_of(at), paper), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        kept = Code(
            sha256=code_sha256(digest, signer, code),
            sent_at=at,
            expires=at + terms.code_life,
            channel=way.channel.value if way else OUTBOX,
            target_masked=way.shown if way else "",
            tries_left=terms.code_tries,
        )
        if way is None:
            return Issued(code, kept, room, who.name, None)
        said, number = SIGNING[paper], agreement.matter.number
        what = Sentence(said.zh.format(number=number), said.en.format(number=number))
        letter = CodeLetter(room, SeatId(who.device), what, code, at, kept.expires)
        message = code_message(letter, who.name, way)
        return Issued(code, replace(kept, message=message.id), room, who.name, message)

    async def post(self, issued: Issued) -> None:
        """On its way on return, and tried again while it is good; or laid down."""
        if issued.message is not None:
            await self._messenger.send(issued.message)
            return
        kept = issued.kept
        await self._outbox.add(SimulatedCode(issued.room, issued.name, issued.code, kept.sent_at, kept.expires))

    async def _way(self, room: RoomId, agreement: Agreement, who: Member) -> Way | None:
        """The first that is the signer's alone: whoever reads two people's messages could sign for both."""
        own = await self._book.contact(room, who)
        if own is None or await self._book.practice(room):
            return None
        taken = {address async for address in self._of_others(room, agreement, who)}
        return next((way for way in ways_out(self._messenger, own) if way.address.casefold() not in taken), None)

    async def _of_others(self, room: RoomId, agreement: Agreement, who: Member) -> AsyncIterator[str]:
        for other in agreement.members:
            contact = await self._book.contact(room, other) if other.id != who.id else None
            for way in ways_out(self._messenger, contact) if contact else ():
                yield way.address.casefold()
