"""Puts the parts of agreements together and ends them in order. Nothing here decides anything."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter

from agreements.seal.requests import Vouching
from agreements.signing_process import SigningProcess
from rooms.ids import RoomId
from server.cases.runtime import Cases
from server.config import Config
from server.keeper import RoomKeeper
from server.messages.runtime import Messages
from server.paper_checkup import AUTHORITY
from server.papers.basis import OwnBasis, templates_in, wages_in
from server.papers.codes import Codes
from server.papers.commands import AgreementCommands, Tools
from server.papers.desk import AgreementDesk
from server.papers.dossier import Dossiers
from server.papers.faces import Faces
from server.papers.ink_links import InkLinks
from server.papers.keeper import AgreementKeeper, Witness
from server.papers.particulars import Particulars
from server.papers.pools import RenderPool
from server.papers.proposals import Proposals
from server.papers.renewal import Renewal
from server.papers.signing_time import SigningTimes
from server.papers.views import AgreementViews
from server.papers.worker import PaperWorker
from server.stores import Stores
from signaling.pushes import Pushes


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What agreements need of the node around them."""

    config: Config
    stores: Stores
    rooms: RoomKeeper
    cases: Cases
    messages: Messages
    metrics: CollectorRegistry
    clock: Callable[[], datetime]
    witness: Witness


@dataclass(frozen=True, slots=True)
class Papers:
    """The running parts that others use."""

    keeper: AgreementKeeper
    particulars: Particulars
    views: AgreementViews
    proposals: Proposals
    basis: OwnBasis
    signing: SigningProcess
    press: RenderPool
    times: SigningTimes
    ink_links: InkLinks


def papers_of(around: Surroundings) -> Papers:
    """The parts that stand by themselves; processes start when first needed."""
    keeper = AgreementKeeper(around.stores.agreements, around.stores.blobs, around.rooms, around.clock, around.witness)
    config, dossiers = around.config, Dossiers(around.stores)
    press = RenderPool(checked_at=checking_page(config))
    days, faces = around.stores.calendars.calendar, Faces(press.coverage)
    basis = OwnBasis(templates_in(config.templates), days, faces, wages_in(config.local_wages))
    return Papers(
        keeper=keeper,
        particulars=Particulars(around.stores, around.rooms, keeper, around.clock),
        views=AgreementViews(keeper, around.rooms, basis, dossiers, around.stores.messages, around.clock),
        proposals=Proposals(around.stores.proposals, keeper, around.rooms, around.clock),
        basis=basis,
        signing=SigningProcess(vouching(around.config, around.stores.authority_key)),
        times=SigningTimes(keeper, around.messages.messenger, AgreementDesk(around.stores), around.clock),
        ink_links=InkLinks(),
        press=press,
    )


def vouching(config: Config, wrapping_key: bytes) -> Vouching:
    """Who vouches here: our own authority in the data folder, and perhaps somebody else's clock."""
    roots = config.tsa_roots.read_bytes() if config.tsa_roots else b""
    return Vouching(authority_folder(config), wrapping_key, config.tsa_url, roots, config.token)


def checking_page(config: Config) -> str:
    """Where anybody may have a paper checked, in the client."""
    return f"{config.address}/verify"


def authority_folder(config: Config) -> Path:
    """Where certificates and encrypted keys of the in-house authority lie."""
    return config.data / AUTHORITY


@asynccontextmanager
async def working(papers: Papers, around: Surroundings, pushes: Pushes) -> AsyncIterator[AgreementCommands]:
    """Agreements take commands, are worked on and shown for as long as this is held."""
    desk = AgreementDesk(around.stores)
    codes = Codes(around.messages.messenger, around.stores.codes, desk)
    failures = Counter(
        "papers_failures", "Work on papers that has to be tried again.", ("code",), registry=around.metrics
    )
    worker = _worker(papers, around, failures)
    renewal, times = _renewal(papers, around, failures), papers.times
    warming: set[asyncio.Task[None]] = set()

    async def warm() -> None:
        await asyncio.gather(papers.press.warm(), papers.signing.start(), return_exceptions=True)

    async def again() -> None:
        for room in papers.views.shown():
            await pushes.agreement(room)

    async def changed(room: RoomId) -> None:
        await pushes.agreement(room)
        await worker.wake(room)
        if not warming:
            # Who drafts will freeze: the processes are there by then, and no node that never drafts pays for them.
            warming.add(asyncio.get_running_loop().create_task(warm()))

    # The case first: who sees that a text stands or fell may go on from there at once.
    papers.keeper.tell(_following(papers, around), changed, times.changed)
    papers.proposals.tell(pushes.proposals)
    papers.basis.faces.tell(again)
    around.messages.tell(pushes.agreement)
    await asyncio.to_thread(around.stores.blobs.sweep)
    await worker.start()
    minding = [asyncio.create_task(each) for each in (renewal.run(), times.run())]
    try:
        yield _commands(papers, around, desk, codes)
    finally:
        for task in minding:
            task.cancel()
        await asyncio.gather(*minding, return_exceptions=True)
        await worker.close()
        await papers.proposals.close()
        await papers.keeper.close()
        for task in warming:
            task.cancel()
        await asyncio.gather(*warming, return_exceptions=True)
        await papers.basis.faces.close()
        await papers.press.close()
        await papers.signing.stop()


def _worker(papers: Papers, around: Surroundings, failures: Counter) -> PaperWorker[RoomId]:
    return PaperWorker(
        papers.keeper,
        papers.press,
        papers.signing,
        around.stores.blobs,
        around.clock,
        around.stores.calendars.calendar,
        around.witness,
        lambda code: failures.labels(code).inc(),
    )


def _renewal(papers: Papers, around: Surroundings, failures: Counter) -> Renewal:
    return Renewal(
        around.stores.sealed_files,
        around.stores.blobs,
        papers.signing,
        around.clock,
        lambda code: failures.labels(code).inc(),
    )


def _commands(papers: Papers, around: Surroundings, desk: AgreementDesk, codes: Codes) -> AgreementCommands:
    return AgreementCommands(
        papers.keeper,
        desk,
        Tools(codes, papers.ink_links),
        around.rooms,
        around.cases.gate,
        papers.basis,
        papers.proposals,
        around.clock,
    )


def _following(papers: Papers, around: Surroundings) -> Callable[[RoomId], Awaitable[None]]:
    """Brings the case up to its agreement, and a draft that is one again up to its case."""

    async def followed(room: RoomId) -> None:
        agreement = await papers.keeper.agreement(room)
        if agreement is not None:
            await around.cases.coupling.agreement_changed(room, agreement)
            await papers.particulars.agreement_changed(room, agreement)

    return followed
