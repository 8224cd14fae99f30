"""Links for ink: used once, whatever other request of the telephone is still under way, and for just those texts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Final, cast, get_args

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from agreements.agreement import Agreement
from agreements.application import Application
from agreements.ids import AgreementId, Digest
from rooms.ids import CaseId, RoomId, SessionId
from rooms.minutes.minutes import Minutes
from server.app_keys import AGREEMENTS, APPLICATIONS, CLOCK, CONFIG, INK_LINKS, LIMITS, STORES
from server.applications.runtime import Applications
from server.config import Config
from server.http.access import Call, Nobody, Seated
from server.http.ink_bodies import InkSent, PhoneInk, PhoneStroke
from server.http.phone_ink import opened, progress, sent
from server.http.problems import Refused
from server.papers.ink_links import LIFE, InkLink, InkLinks, Wanted, What
from server.papers.keeper import AgreementKeeper
from server.rates import limits_of
from server.storage.minutes import KeptMinutes
from server.stores import Stores
from tests.agreements.core.stories import NOON, WORKER, digest, frozen, signed, signing

TAB = SessionId("tab")
KINDS: Final[tuple[What, ...]] = get_args(What)


@dataclass
class Desk:
    """What is signed, as agreement, as minutes or as an application of two papers; and its tab, as long as it is there.

    Who asks first for what is signed waits until told to go on.
    """

    now: Agreement
    beside: Agreement
    at: datetime = NOON
    here: bool = True
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def agreement(self, _: RoomId) -> Agreement:
        await self._turn()
        return self.now

    async def load(self, room: RoomId) -> KeptMinutes:
        await self._turn()
        return KeptMinutes(room, CaseId("case"), Minutes(room, NOON), self.now)

    async def application(self, _: CaseId) -> Application:
        await self._turn()
        return Application(paper=self.now, confirmations={WORKER: self.beside})

    async def by_id(self, tab: SessionId, _: datetime) -> SessionId | None:
        return tab if self.here else None

    async def _turn(self) -> None:
        if not self.asked.is_set():
            self.asked.set()
            await self.go_on.wait()


def desk_of(app: web.Application) -> Desk:
    """What lies before the worker, behind `app`."""
    now = frozen()
    desk = Desk(now, replace(now, id=AgreementId("beside"), round=7))
    app[AGREEMENTS], app[INK_LINKS], app[CLOCK] = cast(AgreementKeeper, desk), InkLinks(), lambda: desk.at
    app[STORES] = cast(Stores, SimpleNamespace(minutes=desk, seat_sessions=desk))
    app[CONFIG] = cast(Config, SimpleNamespace(proxy_hops=0))
    app[LIMITS] = limits_of(logins_per_minute=9, links_per_minute=9, digits_per_minute=9, entries_per_minute=9)
    app[APPLICATIONS] = cast(Applications, SimpleNamespace(desk=desk))
    return desk


def link_of(what: What, desk: Desk) -> InkLink:
    papers = (desk.now, desk.beside) if what == "application" else (desk.now,)
    place = CaseId("case") if what == "application" else RoomId("room")
    return InkLink(TAB, Wanted(what, place, WORKER), frozenset((digest(one), one.round) for one in papers), NOON + LIFE)


def drawing(height: int, *, done: bool) -> InkSent:
    points = tuple(n for step in range(30) for n in (100 + 20 * step, 100, 15 * step, 128))
    return InkSent(ink=PhoneInk(strokes=(PhoneStroke(points=points),), height=height), done=done)


def call_by(secret: str, app: web.Application) -> web.Request:
    return make_mocked_request("POST", "/api/v1/ink", {"Authorization": f"Bearer {secret}"}, app=app)


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("late", ["drawn", "opened"])
async def test_a_request_that_ends_late_does_not_bring_a_used_link_to_life(late: str, what: What) -> None:
    """The telephone's slow request was let in before the last one used the link up."""
    app = web.Application()
    desk, links = desk_of(app), app[INK_LINKS]
    link = link_of(what, desk)
    secret = links.issue(link)
    request = call_by(secret, app)
    slow = (
        opened(Call(request, Nobody(), None))
        if late == "opened"
        else sent(Call(request, Nobody(), drawing(300, done=False)))
    )
    under_way = asyncio.ensure_future(slow)
    await desk.asked.wait()
    await sent(Call(request, Nobody(), drawing(400, done=True)))
    desk.go_on.set()
    with pytest.raises(Refused) as refused:
        await under_way
    assert refused.value.problem.code == "ink_link.dead"
    kept = links.of(TAB, link.wanted)
    assert kept is not None
    assert kept.ink is not None
    assert (kept.done, kept.ink.height, kept.version) == (True, 400, 1)
    assert links.look(secret, NOON) is None


def another_text(paper: Agreement) -> Agreement:
    stage = signing(paper)
    return replace(paper, stage=replace(stage, frozen=replace(stage.frozen, digest=Digest("f" * 64))))


def another_round(paper: Agreement) -> Agreement:
    return replace(paper, round=paper.round + 1)


def put(desk: Desk, **other: object) -> None:
    for name, value in other.items():
        setattr(desk, name, value)


FATES: Final[dict[str, Callable[[Desk], None]]] = {
    "another text": lambda desk: put(desk, now=another_text(desk.now)),
    "another round": lambda desk: put(desk, now=another_round(desk.now)),
    "signed": lambda desk: put(desk, now=signed(desk.now, WORKER)),
    "too late": lambda desk: put(desk, at=NOON + LIFE),
    "the tab is gone": lambda desk: put(desk, here=False),
    "another text beside": lambda desk: put(desk, beside=another_round(desk.beside)),
}


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("fate", FATES)
async def test_threat7_a_link_is_good_for_just_the_texts_that_wait_and_for_that_tab(fate: str, what: What) -> None:
    app = web.Application()
    desk = desk_of(app)
    desk.asked.set()
    call = Call(call_by(app[INK_LINKS].issue(link_of(what, desk)), app), Nobody(), None)
    shown = await opened(call)
    assert [one.kind for one in shown.papers] == ["agreement"] * (2 if what == "application" else 1)
    room = SimpleNamespace(id=RoomId("room"), case=CaseId("case"))
    tab = cast(Seated, SimpleNamespace(session=SimpleNamespace(id=TAB), room=room))
    looks = Call(make_mocked_request("GET", f"/?signer={WORKER}", app=app), tab, None)
    assert (await progress(what, looks)).state == "opened"
    FATES[fate](desk)
    if fate == "another text beside" and what != "application":
        assert await opened(call) == shown
        return
    assert (await progress(what, looks)).state == "dead"
    for again in (opened(call), sent(Call(call.request, Nobody(), drawing(300, done=True)))):
        with pytest.raises(Refused) as refused:
            await again
        assert refused.value.problem.code == "ink_link.dead"


def test_a_newer_link_ends_the_former_one_for_the_same_signature_alone() -> None:
    links, desk = InkLinks(), Desk(frozen(), frozen())
    secrets = {what: links.issue(link_of(what, desk)) for what in KINDS}
    again = links.issue(link_of("minutes", desk))
    alive = {what for what in KINDS if links.look(secrets[what], NOON) is not None}
    assert alive == {"agreement", "application"}
    assert links.look(again, NOON) is not None
