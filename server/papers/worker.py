"""Does what is due outside: print and certify, sign, close. The stored agreement says what; a crash loses no order.

Each room's work is done one piece after another. What could not be done is told to all, and tried again; what was done
for a state that is gone meanwhile is thrown away, and the new state is looked at.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar, assert_never

import structlog

from agreements.acts import CloseDone, Delayed, FreezeDone, FreezeFailed, Outcome, SignatureApplied
from agreements.agreement import Activation, Agreement, Applied, Closing, Freezing, Frozen
from agreements.ceremony import slot_of
from agreements.evidence import evidence_of
from agreements.ids import Digest, SignerId
from agreements.members import member, on_behalf_of
from agreements.ports import (
    Away,
    ClosedFile,
    Evidence,
    OrganisationSeal,
    Rendered,
    SealLook,
    SignatureLook,
    SignedRevision,
    SignerIdentity,
    Unprintable,
)
from agreements.refusals import Stale
from agreements.work import CloseWork, FreezeWork, SealWork, SignWork, Work, due
from law.beijing import clock as printed_clock
from law.calendar import Calendar
from law.sentence import Sentence
from server.papers.keeper import Permit, Proposal, Propose, Witness, anybody
from server.storage.blobs import BlobFolder

log = structlog.get_logger()

BACKOFF_S: Final = (1.0, 2.0, 5.0, 15.0, 30.0)
OURS: Final = Sentence(
    "服务器处理协议文件时出错，正在重试；请联系管理员。",
    "Something went wrong on our side with the agreement's file; it is being tried again. Please tell the operator.",
)


Key = TypeVar("Key", bound=Hashable)
"""By which a keeper names a paper: a room, which has one, or what is left of a case's papers."""


class PaperKeeper(Protocol[Key]):
    """The one writer of what is signed: of agreements, of minutes' papers, of applications."""

    async def agreement(self, key: Key, /) -> Agreement | None: ...
    async def unfinished(self) -> tuple[Key, ...]: ...
    async def change(self, key: Key, permit: Permit, propose: Propose, /) -> object: ...


class Press(Protocol):
    """Prints and draws, in processes of its own; each raises Away."""

    async def agreement(self, canonical: bytes) -> Rendered: ...
    async def appearance(self, pdf: bytes, field: str, look: SignatureLook) -> bytes: ...
    async def seal(self, look: SealLook) -> bytes: ...
    async def evidence(self, told: Evidence) -> Rendered: ...
    async def pages(self, pdf: bytes) -> tuple[bytes, ...]: ...


class Signer(Protocol):
    """Signs, in a process of its own; each raises Away."""

    async def prepare(self, rendered: Rendered) -> bytes: ...
    async def sign(self, pdf: bytes, field: str, identity: SignerIdentity, appearance: bytes) -> SignedRevision: ...
    async def seal_organisation(
        self, pdf: bytes, field: str, seal: OrganisationSeal, appearance: bytes
    ) -> SignedRevision: ...
    async def close(self, pdf: bytes, *, by_hand: bool = False) -> ClosedFile: ...
    async def certify(self, pdf: bytes) -> ClosedFile: ...


@dataclass(slots=True)
class _Job:
    """One room's work under way; `news` is set when its agreement changed."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None


class PaperWorker(Generic[Key]):
    """Works until nothing is due."""

    def __init__(
        self,
        keeper: PaperKeeper[Key],
        press: Press,
        signer: Signer,
        blobs: BlobFolder,
        clock: Callable[[], datetime],
        calendar: Callable[[], Awaitable[Calendar]],
        witness: Witness,
        failed: Callable[[str], None],
    ) -> None:
        """`calendar` is asked for the days known when a page is made; `failed` is told the code of each failure."""
        self._keeper = keeper
        self._press = press
        self._signer = signer
        self._blobs = blobs
        self._clock = clock
        self._calendar = calendar
        self._witness = witness
        self._failed = failed
        self._jobs: dict[Key, _Job] = {}

    async def start(self) -> None:
        """Take up what a former life left undone."""
        for key in await self._keeper.unfinished():
            await self.wake(key)

    async def wake(self, key: Key) -> None:
        """The room's agreement has changed; returns at once."""
        job = self._jobs.setdefault(key, _Job())
        job.news.set()
        if job.task is None:
            job.task = asyncio.get_running_loop().create_task(self._work(key, job))

    async def close(self) -> None:
        """Stop. What was under way is done anew after the next start."""
        tasks = [job.task for job in self._jobs.values() if job.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, key: Key, job: _Job) -> None:
        failures = 0
        while job.news.is_set() or failures:
            job.news.clear()
            try:
                failures = 0 if await self._once(key) else failures + 1
            except Exception:
                # Not even the failure could be stored (a full disk).
                log.exception("papers.stuck", paper=str(key))
                failures += 1
            if failures:
                await self._pause(key, job, BACKOFF_S[min(failures, len(BACKOFF_S)) - 1])
        del self._jobs[key]

    async def _pause(self, key: Key, job: _Job, seconds: float) -> None:
        """Wait before the next try; cut short when something else is due, not by every page that somebody turns."""
        failed = await self._due(key)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    job.news.clear()
                    if await self._due(key) != failed:
                        return
                    await job.news.wait()

    async def _due(self, key: Key) -> Work | None:
        """What is due, no matter how often it was tried; None also while it cannot be read."""
        try:
            agreement = await self._keeper.agreement(key)
        except Exception:
            # The database is away. Whoever ended here would never be begun again.
            log.exception("papers.unread", paper=str(key))
            return None
        work = due(agreement) if agreement else None
        return replace(work, tries=0) if work else None

    async def _once(self, key: Key) -> bool:
        """Do what is due, if anything is; whether it went well."""
        agreement = await self._keeper.agreement(key)
        work = due(agreement) if agreement else None
        if agreement is None or work is None:
            return True
        outcome = await self._outcome(agreement, work)
        await self._report(key, outcome)
        return not isinstance(outcome, Delayed)

    async def _report(self, key: Key, outcome: Outcome) -> None:
        async def propose(_: Agreement) -> Proposal:
            return Proposal(outcome)

        try:
            await self._keeper.change(key, anybody, propose)
        except Stale:
            log.info("papers.stale", paper=str(key), outcome=type(outcome).__name__)
            await self.wake(key)

    async def _outcome(self, agreement: Agreement, work: Work) -> Outcome:
        try:
            return await self._do(agreement, work)
        except Away as away:
            log.warning("papers.away", agreement=agreement.id, code=away.code, why=getattr(away, "__notes__", []))
            return self._delayed(away.code, away.sentence)
        except Exception:
            log.exception("papers.failed", agreement=agreement.id, work=type(work).__name__)
            return self._delayed("internal", OURS)

    def _delayed(self, code: str, sentence: Sentence) -> Delayed:
        self._failed(code)
        return Delayed(self._clock(), code, sentence)

    async def _do(self, agreement: Agreement, work: Work) -> Outcome:
        match work:
            case FreezeWork():
                return await self._freeze(agreement, work)
            case SignWork():
                return await self._sign(agreement, work)
            case SealWork():
                return await self._seal(agreement, work)
            case CloseWork():
                return await self._close(agreement, work)
            case _:
                assert_never(work)

    async def _freeze(self, agreement: Agreement, work: FreezeWork) -> Outcome:
        stage = agreement.stage
        assert isinstance(stage, Freezing)  # noqa: S101 - `due` read it off the stage
        content = await self._blobs.get(work.document)
        self._witness("before render")
        try:
            rendered = await self._press.agreement(content)
        except Unprintable as error:
            return FreezeFailed(self._clock(), work.document, unprintable(error))
        self._witness("after render")
        certified = await self._signer.prepare(rendered)
        self._witness("after sign")
        pages = await self._kept(await self._press.pages(certified))
        pdf = await self._blobs.put(certified)
        self._witness("after blob")
        now = self._clock()
        return FreezeDone(now, Frozen(stage.draft, work.document, pdf, pages, now))

    async def _sign(self, agreement: Agreement, work: SignWork) -> Outcome:
        slot = slot_of(agreement, work.signer)
        assert slot is not None  # noqa: S101 - `due` read it off the slot
        assert slot.activation is not None  # noqa: S101
        pdf = await self._blobs.get(work.onto)
        self._witness("before render")
        look = signature_look(agreement, work.signer, slot.activation)
        drawn = await self._press.appearance(pdf, work.field, look)
        self._witness("after render")
        identity = SignerIdentity(work.signer, agreement.id)
        return await self._applied(work, await self._signer.sign(pdf, work.field, identity, drawn))

    async def _seal(self, agreement: Agreement, work: SealWork) -> Outcome:
        house = member(agreement, work.signer)
        pdf, serial = await self._blobs.get(work.onto), house.seal_serial
        drawn = await self._press.seal(SealLook(house.name, serial))
        self._witness("after render")
        made = await self._signer.seal_organisation(pdf, work.field, OrganisationSeal(house.id, serial), drawn)
        return await self._applied(work, made)

    async def _applied(self, work: SignWork | SealWork, made: SignedRevision) -> Outcome:
        self._witness("after sign")
        revision = await self._blobs.put(made.pdf)
        self._witness("after blob")
        applied = Applied(made.at, made.certificate_serial, Digest(made.certificate_sha256), revision)
        return SignatureApplied(self._clock(), work.field, work.onto, applied)

    async def _close(self, agreement: Agreement, work: CloseWork) -> Outcome:
        by_hand = isinstance(agreement.stage, Closing) and agreement.stage.paper is not None
        closed = await self._signer.close(await self._blobs.get(work.onto), by_hand=by_hand)
        self._witness("closing: closed")
        pdf = await self._blobs.put(closed.pdf)
        self._witness("closing: kept")
        told = evidence_of(agreement, pdf=pdf, sealed_at=closed.at, calendar=await self._calendar())
        rendered = await self._press.evidence(told)
        self._witness("closing: evidence printed")
        certified = await self._signer.certify(rendered.pdf)
        self._witness("closing: evidence certified")
        pages = await self._kept(await self._press.pages(certified.pdf))
        evidence = await self._blobs.put(certified.pdf)
        self._witness("closing: evidence kept")
        return CloseDone(self._clock(), work.onto, pdf, evidence, pages, closed.at)

    async def _kept(self, pictures: tuple[bytes, ...]) -> tuple[Digest, ...]:
        return tuple([await self._blobs.put(picture) for picture in pictures])


def signature_look(agreement: Agreement, signer: SignerId, pressed: Activation) -> SignatureLook:
    """What is drawn; the press fits it to the field."""
    who = member(agreement, signer)
    return SignatureLook(who.name, on_behalf_of(who), pressed.ink, printed_clock(pressed.at), width=0, height=0)


def unprintable(error: Unprintable) -> Sentence:
    """Which characters no font has (AT-55)."""
    named = "、".join(error.characters)
    return Sentence(
        f"有字符无法印出：{named}。请改用其他写法，或请管理员安装字体。",
        f"Characters that cannot be printed: {', '.join(error.characters)}. Write them otherwise or add a font.",
    )
