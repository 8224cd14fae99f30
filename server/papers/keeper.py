"""One writer for each agreement: step, store, show, wake the worker (architecture.md §3.2).

The lock covers step and commit, never rendering or signing. The stored state says what is due, so nothing is ordered
here: whoever waits for work is told that the state has changed, and looks.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from agreements.acts import Act, CloseDone, FreezeAsked, FreezeDone, SignAsked, SignatureApplied
from agreements.agreement import Agreement
from agreements.facts import Fact
from agreements.ids import Digest
from agreements.outcome import Step
from agreements.step import step
from rooms.ids import RoomId
from rooms.room import Phase, Room
from server.papers.opening import with_identities
from server.shelf import Held, Shelf
from server.storage.agreements import Kept

log = structlog.get_logger()


class AgreementBook(Protocol):
    """Where agreements are durable; `server.storage.agreements.AgreementStore` in life."""

    async def load_of_room(self, room: RoomId) -> Kept | None: ...
    async def unfinished(self) -> tuple[RoomId, ...]: ...
    async def commit(self, before: Agreement | None, after: Kept, facts: tuple[Fact, ...], at: datetime) -> None: ...


class Blobs(Protocol):
    """Where files are durable."""

    async def put(self, content: bytes) -> Digest: ...


class RoomsKept(Protocol):
    """The rooms, as far as agreements look at them."""

    async def room(self, room: RoomId) -> Room | None: ...
    def peek(self, room: RoomId) -> Room | None: ...


class NoAgreement(LookupError):
    """The room has no agreement yet, or is no room at all."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to happen. `blob` is kept first where the act names its hash."""

    act: Act
    blob: bytes | None = None


Changed = Callable[[RoomId], Awaitable[None]]
Permit = Callable[[Room], object]
"""Asked first, of the newest room; raises where somebody may not even ask."""
Propose = Callable[[Agreement], Awaitable[Proposal]]
"""Asked under the lock for what is to happen, by the newest value; must not wait long, may raise a refusal."""
Open = Callable[[], Awaitable[Agreement]]
"""Makes the room's first agreement."""
Witness = Callable[[str], None]
"""Told where we are, before and after everything that lasts. Does nothing in life; crash tests die in it."""


def anybody(_: Room) -> None:
    """What the work outside reports needs nobody's permission."""


def nobody(_: str) -> None:
    """No witness."""


class AgreementKeeper:
    """The agreements of this node's rooms, each with its lock."""

    def __init__(
        self,
        book: AgreementBook,
        blobs: Blobs,
        rooms: RoomsKept,
        clock: Callable[[], datetime],
        witness: Witness = nobody,
    ) -> None:
        self._book = book
        self._blobs = blobs
        self._rooms = rooms
        self._clock = clock
        self._witness = witness
        self._changed: tuple[Changed, ...] = ()
        self._shelf = Shelf(book.load_of_room, rooms.peek)

    def tell(self, *changed: Changed) -> None:
        """Who is told, in order, that an agreement has changed."""
        self._changed = changed

    async def unfinished(self) -> tuple[RoomId, ...]:
        """Rooms in whose agreement something may be due outside."""
        return await self._book.unfinished()

    async def agreement(self, room: RoomId) -> Agreement | None:
        """The current value; None: there is none."""
        held = self._shelf.at(room)
        if held is None:
            now = await self._rooms.room(room)
            if now is None or now.phase is Phase.CLOSED:
                kept = await self._book.load_of_room(room)
                return kept.agreement if kept else None
            held = await self._shelf.held(room)
        return held.kept.agreement if held.kept else None

    async def begin(self, room: RoomId, permit: Permit, opened: Open) -> None:
        """The room's first agreement, durable and shown on return; where there is one already, nothing happens.

        Raises what `permit` and `opened` refuse.
        """
        await self._shelf.to_its_end(self._begin(room, permit, opened))

    async def change(self, room: RoomId, permit: Permit, propose: Propose) -> Step:
        """One step, durable and shown on return; raises NoAgreement and what is refused on the way."""
        outcome = await self._shelf.to_its_end(self._change(room, permit, propose))
        if outcome is None:
            raise NoAgreement(room)
        return outcome

    async def close(self) -> None:
        """Wait for the steps under way."""
        await self._shelf.close()

    async def _begin(self, room: RoomId, permit: Permit, opened: Open) -> None:
        async with self._shelf.locked(room) as held:
            now = await self._room(room)
            permit(now)
            if held.kept is not None:
                return
            await self._commit(held, Kept(room, now.case, await opened()), ())
        await self._tell(room)

    async def _change(self, room: RoomId, permit: Permit, propose: Propose) -> Step | None:
        async with self._shelf.locked(room) as held:
            now = await self._room(room)
            permit(now)
            if held.kept is None:
                return None
            before = with_identities(held.kept.agreement, now)
            proposal = await propose(before)
            outcome = step(before, proposal.act)
            if outcome.agreement == before:
                return outcome
            if proposal.blob is not None:
                await self._blobs.put(proposal.blob)
            with self._watched(proposal.act):
                await self._commit(held, replace(held.kept, agreement=outcome.agreement), outcome.facts)
        await self._tell(room)
        return outcome

    @contextmanager
    def _watched(self, act: Act) -> Iterator[None]:
        if isinstance(act, FreezeDone | SignatureApplied | CloseDone):
            self._witness("before commit")
            yield
            self._witness("after commit")
            return
        yield
        if isinstance(act, FreezeAsked | SignAsked):
            self._witness("intent stored")

    async def _commit(self, held: Held[Kept], after: Kept, facts: tuple[Fact, ...]) -> None:
        before = held.kept.agreement if held.kept else None
        try:
            await self._book.commit(before, after, facts, self._clock())
        except Exception:
            self._shelf.forget(after.room)
            raise
        held.kept = after

    async def _tell(self, room: RoomId) -> None:
        for changed in self._changed:
            try:
                await changed(room)
            except Exception:
                log.exception("agreement.untold", room=room)

    async def _room(self, room: RoomId) -> Room:
        found = await self._rooms.room(room)
        if found is None:
            raise NoAgreement(room)
        return found
