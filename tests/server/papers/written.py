"""People at the table whose session is written down: what each of them sends, as a client would."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.server.http.callers import bearer
from tests.server.papers.phone import drawn
from tests.server.papers.table import INK, PAPERS_S, Table
from tests.tab import Json, Tab

SENTENCE = "以上笔录已阅，与所述一致"


@dataclass
class Record:
    """The minutes of a table."""

    table: Table

    async def write(self, number: int, speaker: str, text: str, kind: str = "statement") -> str:
        entry = f"entry-{number:04}"
        await self.table.mediator.done("minutes.write", id=entry, kind=kind, speaker=speaker, text=text)
        return entry

    async def offer(self) -> None:
        """Everything there is, read back."""
        entries = (await minutes(self.table.mediator))["entries"]
        await self.table.mediator.done("minutes.offer", entry=entries[-1]["id"])

    async def confirm(self, tab: Tab, seat: str) -> None:
        """Everything offered, as this tab sees it."""
        view = await minutes(tab)
        seen = [{"entry": each["id"], "revision": each["revision"]} for each in view["entries"][: view["offered"]]]
        await tab.done("minutes.confirm", person=seat, seen=seen)

    async def freeze(self) -> Json:
        """All read back, confirmed by all and fixed; the mediator's view, ready to be signed."""
        seats, table = await self.table.seats(), self.table
        await table.mediator.done("minutes.head", focus="12月工资是否已付", result="agreed")
        await self.offer()
        for name, tab in zip(("mediator", "worker", "company"), table.tabs, strict=True):
            await until(tab, lambda view: view["offered"] == len(view["entries"]))
            await self.confirm(tab, seats[name])
        await until(table.mediator, lambda view: not any(each["unsettled"] for each in view["people"] if each["signs"]))
        await table.mediator.done("minutes.freeze", saw=(await minutes(table.mediator))["text_version"])
        return await until(table.mediator, lambda view: view["stage"] == "signing")

    async def prepare(self, tab: Tab, seat: str) -> tuple[str, str]:
        """Read, confirm the sentence and take a code: the digest and the code."""
        view = await until(tab, lambda view: view["stage"] == "signing")
        self.table.clock.forward(timedelta(minutes=2))
        frozen = view["paper"]["frozen"]
        for page in range(1, frozen["pages"] + 1):
            await tab.done("minutes.read", person=seat, digest=frozen["digest"], page=page, seconds=60)
        terms = frozen["esign_version"]
        said = {"person": seat, "digest": frozen["digest"], "sentence": SENTENCE, "esign_version": terms}
        await tab.done("minutes.affirm", **said)
        await tab.done("minutes.code", person=seat, digest=frozen["digest"])
        return frozen["digest"], await self.table.code(seat)

    async def sign(self, tab: Tab, seat: str) -> None:
        """All the way, until it is in the file."""
        digest, code = await self.prepare(tab, seat)
        await self._press(tab, seat, digest, code, INK)

    async def sign_by_phone(self, tab: Tab, seat: str) -> None:
        """The same with what is drawn on a telephone."""
        digest, code = await self.prepare(tab, seat)
        ink = await drawn(self.table.node, "minutes", bearer(tab.token), seat, [digest])
        await self._press(tab, seat, digest, code, ink)

    async def _press(self, tab: Tab, seat: str, digest: str, code: str, ink: Json) -> None:
        await tab.done("minutes.sign", person=seat, id=f"press-{seat}"[:40], digest=digest, code=code, ink=ink)
        await until(tab, lambda view: step_of(view, seat) == "signed")


def step_of(view: Json, seat: str) -> str:
    return next(str(each["step"]) for each in view["paper"]["signers"] if each["seat"] == seat)


async def minutes(tab: Tab) -> Json:
    """The newest view of the minutes, its entries put together from all that came."""
    await tab.until("minutes.view")
    entries: dict[int, Json] = {}
    for view in tab.seen("minutes.view"):
        entries = {} if view["whole"] else entries
        entries |= {each["number"]: each for each in view["entries"]}
    return {**tab.seen("minutes.view")[-1], "entries": [entries[number] for number in sorted(entries)]}


async def until(tab: Tab, fits: Callable[[Json], bool]) -> Json:
    """The newest view once it fits."""
    async with asyncio.timeout(PAPERS_S):
        while not fits(view := await minutes(tab)):
            await tab.until("minutes.view", since=len(tab.pushes), wait_s=PAPERS_S)
    return view
