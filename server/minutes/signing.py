"""The minutes' papers as the paper worker sees them: the same work as on agreements, kept by the minutes' keeper."""

from agreements.agreement import Agreement
from agreements.ports import Evidence, Rendered, SealLook, SignatureLook
from rooms.ids import RoomId
from server.minutes.keeper import MinutesKeeper
from server.minutes.moves import Change, signed
from server.papers.keeper import Permit, Proposal, Propose
from server.papers.pools import RenderPool
from server.storage.minutes import KeptMinutes


class MinutesPapers:
    """The `PaperKeeper` of minutes."""

    def __init__(self, keeper: MinutesKeeper) -> None:
        self._keeper = keeper

    async def agreement(self, room: RoomId) -> Agreement | None:
        """The paper of that room's minutes."""
        kept = await self._keeper.kept(room)
        return kept.paper if kept else None

    async def unfinished(self) -> tuple[RoomId, ...]:
        """Rooms on whose paper something may be due outside."""
        return await self._keeper.unfinished()

    async def change(self, room: RoomId, permit: Permit, propose: Propose) -> object:
        """One step of the signing; raises what is refused."""
        paper = await self.agreement(room)
        proposal = await propose(paper) if paper else None

        def move(kept: KeptMinutes) -> Change:
            return signed(kept, proposal.act) if isinstance(proposal, Proposal) else Change(kept)

        return await self._keeper.change(room, permit, move)


class MinutesPress:
    """The render pool, with minutes for what is frozen."""

    def __init__(self, pool: RenderPool) -> None:
        self._pool = pool

    async def agreement(self, canonical: bytes) -> Rendered:
        """The minutes of that JSON; raises Unprintable."""
        return await self._pool.minutes(canonical)

    async def appearance(self, pdf: bytes, field: str, look: SignatureLook) -> bytes:
        """One page as large as that field."""
        return await self._pool.appearance(pdf, field, look)

    async def seal(self, look: SealLook) -> bytes:
        """An organisation's round seal."""
        return await self._pool.seal(look)

    async def evidence(self, told: Evidence) -> Rendered:
        """The evidence page."""
        return await self._pool.evidence(told)

    async def pages(self, pdf: bytes) -> tuple[bytes, ...]:
        """A picture of each page."""
        return await self._pool.pages(pdf)
