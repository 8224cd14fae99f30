"""People behind a link on their way to the table: what their page says for each of them."""

from dataclasses import dataclass
from datetime import timedelta

from rooms.person import Declared, Person
from tests.node import Node, Party
from tests.server.http.callers import Answer, ask, bearer, invite, stores_of
from tests.server.papers.table import TestClock
from tests.tab import Json, Tab

READING_S = 25
"""To read the notice; the least is ten seconds."""
CONSENTS = ("online_mediation", "e_signature")


@dataclass
class Comer:
    """The page of one device, which speaks for everybody in its seat."""

    node: Node
    clock: TestClock
    party: Party
    token: str

    async def says(self, path: str, **said: object) -> Answer:
        """One thing, whatever comes of it."""
        return await ask(self.node, "POST", f"/api/v1/session/{path}", bearer(self.token), json=said)

    async def done(self, path: str, **said: object) -> Json:
        answer = await self.says(path, **said)
        assert answer.status == 200, answer.json
        return answer.json

    async def persons(self) -> list[Json]:
        """How far each of them is, as the page is told."""
        return list((await ask(self.node, "GET", "/api/v1/session", bearer(self.token))).json["persons"])

    async def version(self) -> str:
        """Of the notice in force."""
        seen = await ask(self.node, "GET", "/api/v1/invitation", invite(self.party.invite))
        return str(seen.json["notice"]["version"])

    async def reads(self, person: str, *, aloud: bool = False) -> None:
        """The notice, to its end."""
        version = await self.version()
        await self.done("notice", person=person, act="opened", version=version)
        self.clock.forward(timedelta(seconds=READING_S))
        await self.done("notice", person=person, act="finished", version=version, aloud=aloud)

    async def declares(self, person: str, company: str = "") -> None:
        """Everything there is to declare; `company`: who else is there."""
        for what in Declared:
            text = company if what is Declared.COMPANY else ""
            await self.done("declarations", person=person, what=what.value, text=text)

    async def consents(self, person: str, *given: str) -> None:
        await self.done("consents", version=await self.version(), given=list(given or CONSENTS), person=person)

    async def proves(self, room: str, person: str) -> None:
        """By the code that lies in the outbox."""
        await self.done("codes", person=person)
        await self.done("codes/answer", person=person, code=await laid_down(self.node, self.clock, room))

    async def tab(self) -> Tab:
        return await Tab(self.token, self.node.url).connect()


async def comer(clock: TestClock, party: Party) -> Comer:
    """Somebody who opened the link, and consented where that is asked."""
    return Comer(party.node, clock, party, await party.token())


async def laid_down(node: Node, clock: TestClock, room: str) -> str:
    """The newest code that nothing sent, as the operator reads it."""
    return next(each.code for each in await stores_of(node).codes.live(clock()) if each.room == room)


async def kept(node: Node, room: str, person: str) -> Person:
    """The person as the room keeps them."""
    value = await node.room(room)
    return next(one for seat in value.seats for one in seat.persons if one.id == person)
