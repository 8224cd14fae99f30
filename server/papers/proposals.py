"""One writer for the mediators' proposals of each room, and what of them each seat may see.

They are no part of the agreement and leave no record in its case: a chain that goes to both sides would tell one of
them what was said to the other alone (domain.md §2.6).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Protocol

from agreements.agreement import Agreement
from agreements.editors import is_editor, name_in, speaker, spoken_for, voice
from agreements.ids import SignerId
from agreements.proposals import Proposal, ProposalId, Word, answered, proposed, seen_by, withdrawn
from agreements.refusals import Unfit
from rooms.ids import RoomId, SeatId
from server.papers.keeper import AgreementKeeper, NoAgreement, Permit, RoomsKept
from server.papers.opening import with_identities
from server.papers.screening import apart_from
from server.shelf import Held, Shelf
from signaling.contract import proposing as wire
from signaling.ports import Tab

WORDS: Final[dict[Word, wire.ProposalWord]] = {Word.ACCEPT: "accept", Word.DECLINE: "decline", Word.THINK: "think"}
Changed = Callable[[RoomId], Awaitable[None]]


class ProposalBook(Protocol):
    """Where proposals are durable; `server.storage.proposals.ProposalStore` in life."""

    async def of_room(self, room: RoomId) -> tuple[Proposal, ...]: ...
    async def put(self, room: RoomId, number: int, proposal: Proposal) -> None: ...


class Proposals:
    """The proposals of this node's rooms, each with its lock."""

    def __init__(
        self, book: ProposalBook, keeper: AgreementKeeper, rooms: RoomsKept, clock: Callable[[], datetime]
    ) -> None:
        self._book = book
        self._keeper = keeper
        self._rooms = rooms
        self._clock = clock
        self._changed: Changed | None = None
        self._shelf: Shelf[tuple[Proposal, ...]] = Shelf(book.of_room, rooms.peek)

    def tell(self, changed: Changed) -> None:
        """Who is told that a room's proposals have changed."""
        self._changed = changed

    async def submit(self, tab: Tab, permit: Permit, command: wire.ProposingCommand) -> None:
        """Durable and shown on return. Raises what is refused, and NoAgreement."""
        await self._shelf.to_its_end(self._submit(tab, permit, command))

    async def view(self, room: RoomId, seat: SeatId) -> wire.ProposalsView | None:
        """What this seat may read; None: nothing, as if there were none."""
        agreement = await self._agreement(room)
        if agreement is None:
            return None
        held, who = await self._shelf.held(room), frozenset(spoken_for(agreement, SignerId(seat)))
        now, leads = await self._rooms.room(room), is_editor(agreement, SignerId(seat))
        hidden = apart_from(now, seat, agreement) if now else frozenset()
        seen = [(one if leads else seen_by(one, who, hidden), one.accepted) for one in held.kept or ()]
        shown = tuple(_shown(one, accepted=accepted) for one, accepted in seen if one is not None)
        return wire.ProposalsView(proposals=shown) if shown else None

    async def close(self) -> None:
        """Wait for the steps under way."""
        await self._shelf.close()

    async def _submit(self, tab: Tab, permit: Permit, command: wire.ProposingCommand) -> None:
        room = await self._rooms.room(tab.room)
        if room is None:
            raise NoAgreement(tab.room)
        async with self._shelf.locked(tab.room) as held:
            permit(room)
            agreement = await self._agreement(tab.room)
            if agreement is None:
                raise NoAgreement(tab.room)
            after = self._after(agreement, held.kept or (), SignerId(tab.seat), command)
            changed = await self._stored(tab.room, held, after)
        if changed and self._changed is not None:
            await self._changed(tab.room)

    def _after(
        self, agreement: Agreement, before: tuple[Proposal, ...], seat: SignerId, command: wire.ProposingCommand
    ) -> Proposal:
        """The one that is new or changed, as it is then."""
        # Who may not speak here is refused before it shows whether there is such a proposal.
        who, now = _who(agreement, seat, command), self._clock()
        name = name_in(agreement, who)
        if isinstance(command, wire.ProposalMake):
            to = None if command.seats is None else tuple(speaker(agreement, SignerId(each)) for each in command.seats)
            id_ = ProposalId(command.id)
            return proposed(agreement, before, id_=id_, by=who, name=name, at=now, text=command.text, to=to)
        found = next((one for one in before if one.id == command.id), None)
        if found is None:
            raise Unfit("proposal.unknown")
        if isinstance(command, wire.ProposalWithdraw):
            return withdrawn(found)
        return answered(found, by=who, name=name, word=Word(command.answer), at=now)

    async def _stored(self, room: RoomId, held: Held[tuple[Proposal, ...]], after: Proposal) -> bool:
        before = held.kept or ()
        if after in before:
            return False
        number = next((place for place, one in enumerate(before) if one.id == after.id), len(before))
        try:
            await self._book.put(room, number, after)
        except Exception:
            self._shelf.forget(room)
            raise
        held.kept = (*before[:number], after, *before[number + 1 :])
        return True

    async def _agreement(self, room: RoomId) -> Agreement | None:
        agreement, now = await self._keeper.agreement(room), await self._rooms.room(room)
        return with_identities(agreement, now) if agreement and now else None


def _who(agreement: Agreement, seat: SignerId, command: wire.ProposingCommand) -> SignerId:
    if isinstance(command, wire.ProposalAnswer):
        return voice(agreement, seat, SignerId(command.signer) if command.signer else None)
    return speaker(agreement, seat)


def _shown(one: Proposal, *, accepted: bool) -> wire.ProposalState:
    return wire.ProposalState(
        id=one.id,
        by=one.name,
        at=one.at,
        text=one.text,
        seats=one.to,
        for_all=one.for_all,
        answers=tuple(
            wire.ProposalAnswered(seat=each.by, name=each.name, answer=WORDS[each.word], at=each.at)
            for each in one.said
        ),
        accepted=accepted,
        withdrawn=one.withdrawn,
    )
