"""A room with four strangers, each a client of its own; the fourth comes by a network that can be disturbed."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from tests.node import Party, Scene
from tests.stranger.client import Person
from tests.stranger.door import Door, new_device_key
from tests.stranger.network import Network
from tests.stranger.tones import Picture, Tone

FOURTH_HZ = 440
APPLICANT_HZ = 660


def at_table(person: Person) -> Callable[[], bool]:
    return lambda: bool(person.view["you"]["place"] == "joint")


class Room:
    """`fill()` brings everybody, `admit_fourth()` lets the fourth in; what was opened closes with the stack."""

    mediator: Person
    applicant: Person
    respondent: Person
    fourth: Person
    network: Network
    fourth_device: str
    microphone: Tone
    camera: Picture

    def __init__(self, scene: Scene, account: str, stack: AsyncExitStack) -> None:
        self._scene = scene
        self._account = account
        self._stack = stack
        self.door = Door(scene.node.url, scene.node.http)

    @property
    def fourth_party(self) -> Party:
        return self._scene.others[0]

    @property
    def others(self) -> tuple[Person, Person, Person]:
        """Everybody but the fourth."""
        return self.mediator, self.applicant, self.respondent

    async def fill(self) -> None:
        await self._mediate()
        self.applicant = await self.person(await self._token(self._scene.worker))
        self.respondent = await self.person(await self._token(self._scene.company))
        await self.admit(self.applicant, self.respondent)
        await self.applicant.offer(Tone(APPLICANT_HZ))
        await self.respondent.offer()
        self.fourth_device = new_device_key()
        self.network = await Network(self._scene.node.config.port).open()
        self._stack.push_async_callback(self.network.close)
        token = await self.door.party(self.fourth_party.invite, self.fourth_device)
        self.fourth = await self.person(token, self.network)

    async def admit(self, *persons: Person) -> None:
        """Through the check, for which the node's own shortcut stands here, to the table."""
        await self._scene.node.cleared(self._scene.room, *(person.me for person in persons))
        if self.mediator.view["phase"] in {"lobby", "check"}:
            await self.mediator.command("joint.open")
        else:
            for person in persons:
                await self.mediator.command("seat.admit", seat=person.me)
        await asyncio.gather(*(person.until(at_table(person)) for person in persons))

    async def admit_fourth(self) -> None:
        await self.admit(self.fourth)
        self.microphone, self.camera = Tone(FOURTH_HZ), Picture()
        await self.fourth.offer(self.microphone, self.camera)

    async def person(self, token: str, network: Network | None = None) -> Person:
        """Somebody who has come in, as far as the token leads."""
        person = Person(self._scene.node.url, token, network)
        self._stack.push_async_callback(person.close)
        await person.connect()
        await person.enter()
        await person.until(lambda: bool(person.view))
        return person

    async def _mediate(self) -> None:
        self.mediator = await self.person(await self.door.mediator(self._account, self._scene.room))
        await self.mediator.offer()

    async def _token(self, party: Party) -> str:
        return await self.door.party(party.invite, new_device_key(), party.digits)
