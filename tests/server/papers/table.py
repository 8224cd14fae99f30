"""People at the table who make an agreement: what each of them sends, as a client would."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from law.beijing import BEIJING
from server.storage.codes import SimulatedCode
from tests.node import Node, Scene
from tests.tab import Json, Tab

PAPERS_S = 110.0
"""Printing and signing on a machine that is busy with other tests."""
SENTENCE = "我已阅读并同意本协议全部内容"
INK = {
    "strokes": [{"points": [n for i in range(30) for n in (100 + 20 * i, 100 + (i % 5) * 40, 15 * i, 128)]}],
    "height": 400,
    "typed": None,
}


class TestClock:
    """Server time that a test can turn on; it goes on by itself as clocks do."""

    __test__ = False

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    @property
    def at(self) -> datetime:
        """Now, as the days of an office are counted (`tests.server.http.case_office`)."""
        return self().astimezone(BEIJING)

    @at.setter
    def at(self, when: datetime) -> None:
        self._ahead = when - datetime.now(UTC)

    def forward(self, by: timedelta) -> None:
        self._ahead += by


@dataclass
class Table:
    """Mediator, worker and company with their tabs; everything goes through sockets."""

    clock: "TestClock"
    scene: Scene
    mediator: Tab
    worker: Tab
    company: Tab

    @property
    def node(self) -> Node:
        return self.scene.node

    @property
    def tabs(self) -> tuple[Tab, Tab, Tab]:
        return self.mediator, self.worker, self.company

    async def seats(self) -> dict[str, str]:
        """Seat ids by name of the tab."""
        mediator = (await self.mediator.view())["you"]["seat"]
        return {"mediator": mediator, "worker": self.scene.worker.seat, "company": self.scene.company.seat}

    async def set(self, part: str, **values: str) -> None:
        """Fields that nobody set yet."""
        for field, value in values.items():
            await self.mediator.done("draft.set", part=part, field=field, saw=0, value=value)

    async def draft(self) -> None:
        """A complete draft: one payment."""
        await self.mediator.done("agreement.open")
        worker, company = self.scene.worker.seat, self.scene.company.seat
        await self.set("head", facts="申请人于2025年3月入职被申请人处，双方因拖欠工资发生争议。")
        for seat in (worker, company):
            await self.set(f"party:{seat}", domicile="江苏省南京市玄武区示范路1号")
        await self.mediator.done("draft.add", clause="payment-1", kind="payment", after=None)
        due = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
        payment = {"payer": company, "payee": worker, "amount": "12345.00", "due": due, "method": "bank"}
        await self.set("payment-1", item="拖欠的工资", **payment)

    async def freeze(self) -> Json:
        """Frozen and ready to be read; the mediator's view."""
        now = await agreement(self.mediator)
        await self.mediator.done("agreement.freeze", saw=now["draft_version"])
        return await until(self.mediator, lambda view: view["stage"] == "signing")

    async def prepare(self, tab: Tab, seat: str) -> tuple[str, str]:
        """Read, confirm and take a code: the digest and the code."""
        view = await until(tab, lambda view: view["frozen"] is not None)
        # What a device says of reading is bounded by the server's clock.
        self.clock.forward(timedelta(minutes=2))
        digest, terms = view["frozen"]["digest"], view["frozen"]["esign_version"]
        for page in range(1, view["frozen"]["pages"] + 1):
            await tab.done("agreement.read", digest=digest, page=page, seconds=60)
        for group in view["frozen"]["groups"]:
            await tab.done("agreement.group", digest=digest, group=group)
        await until(tab, lambda view: step(view, seat) == "confirm")
        await tab.done("agreement.confirm", digest=digest, sentence=SENTENCE, esign_version=terms)
        await tab.done("agreement.code", digest=digest)
        return digest, await self.code(seat)

    async def sign(self, tab: Tab, seat: str, request: str = "press-0001") -> None:
        """All the way; returns when the signature is authorised."""
        digest, code = await self.prepare(tab, seat)
        await tab.done("agreement.sign", id=request + seat[:20], digest=digest, code=code, ink=INK)

    async def code(self, seat: str) -> str:
        """The newest code of that person, as the operator reads it."""
        room = await self.node.room(self.scene.room)
        name = next(each.name for each in room.seats if each.id == seat)
        while True:
            sent: tuple[SimulatedCode, ...] = await self.node.stores.codes.live(self.clock())
            found = [each for each in sent if each.name == name and each.room == self.scene.room]
            if found:
                return found[0].code


def step(view: Json, seat: str) -> str:
    return next(str(each["step"]) for each in view["signers"] if each["seat"] == seat)


async def agreement(tab: Tab) -> Json:
    """The newest view of the agreement this tab has."""
    await tab.until("agreement.view")
    return tab.seen("agreement.view")[-1]


async def until(tab: Tab, fits: Callable[[Json], bool]) -> Json:
    """The newest view once it fits."""
    async with asyncio.timeout(PAPERS_S):
        while not fits(view := await agreement(tab)):
            await tab.until("agreement.view", since=len(tab.pushes), wait_s=PAPERS_S)
    return view
