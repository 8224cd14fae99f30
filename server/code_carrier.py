"""Brings the gate's one-time codes to people: by e-mail where one is on file, else into the outbox (模拟)."""

from datetime import datetime
from typing import Final

import structlog

from law.beijing import clock
from law.people import Entity
from rooms.ids import SeatId
from server.gate_codes import Asked, Delivered
from server.mail import Mail, MailAway
from server.papers.codes import masked_address
from server.storage.codes import SimulatedCode
from server.stores import Stores

log = structlog.get_logger()

SUBJECT: Final = "身份验证码 Code for entering the mediation room"
BODY: Final = """\
{name}：

您正在进入在线调解室。身份验证码：{code}
{until} 之前有效。请勿告诉任何人；不是您本人操作的，请不要理会。

Your code for entering the mediation room is {code}, good until {until}. Do not pass it on.
"""


class CodeCarrier:
    """`server.gate_codes.Carrier` in life."""

    def __init__(self, stores: Stores, mail: Mail) -> None:
        self._stores = stores
        self._mail = mail

    async def carry(self, asked: Asked, code: str, at: datetime, expires: datetime) -> Delivered:
        """Sent, or laid down where nothing can be sent: no mail server, no address, or the mail server is away."""
        known = (await self._stores.people.parties(asked.room)).get(SeatId(asked.person))
        human = known.representative if isinstance(known, Entity) else known
        address = human.email if human and self._mail.configured else None
        name = human.name if human else ""
        if address:
            try:
                await self._mail.send(address, SUBJECT, BODY.format(name=name, code=code, until=clock(expires)))
                return Delivered(masked_address(address), simulated=False)
            except MailAway as away:
                # Nothing is lost: the mediator can read a code out on the telephone, or see the identity papers.
                log.warning("gate_code.not_sent", room=asked.room, cause=str(away))
        await self._stores.codes.add(SimulatedCode(asked.room, name, code, at, expires))
        return Delivered("", simulated=True)
