"""Links for ink: used once, whatever other request of the telephone is still under way."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from agreements.agreement import Agreement
from rooms.ids import RoomId, SessionId
from server.app_keys import AGREEMENTS, CLOCK, INK_LINKS, STORES
from server.http.access import Call, Nobody
from server.http.ink_bodies import InkSent, PhoneInk, PhoneStroke
from server.http.phone_ink import opened, sent
from server.http.problems import Refused
from server.papers.ink_links import LIFE, InkLink, InkLinks
from server.papers.keeper import AgreementKeeper
from server.stores import Stores
from tests.agreements.core.stories import NOON, WORKER, digest, frozen

TAB = SessionId("tab")


@dataclass
class Papers:
    """The agreement that is signed; who asks first for it waits until told to go on."""

    now: Agreement
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def agreement(self, _: RoomId) -> Agreement:
        if not self.asked.is_set():
            self.asked.set()
            await self.go_on.wait()
        return self.now


class Tabs:
    """Every tab is there; stands for all stores."""

    @property
    def seat_sessions(self) -> "Tabs":
        return self

    async def by_id(self, tab: SessionId, _: datetime) -> SessionId:
        return tab


def drawing(height: int, *, done: bool) -> InkSent:
    points = tuple(n for step in range(30) for n in (100 + 20 * step, 100, 15 * step, 128))
    return InkSent(ink=PhoneInk(strokes=(PhoneStroke(points=points),), height=height), done=done)


@pytest.mark.parametrize("late", ["drawn", "opened"])
async def test_a_request_that_ends_late_does_not_bring_a_used_link_to_life(late: str) -> None:
    """The telephone's slow request was let in before the last one used the link up."""
    now, links, app = frozen(), InkLinks(), web.Application()
    papers = Papers(now)
    app[AGREEMENTS], app[INK_LINKS], app[CLOCK] = cast(AgreementKeeper, papers), links, lambda: NOON
    app[STORES] = cast(Stores, Tabs())
    link = InkLink(TAB, RoomId("room"), WORKER, digest(now), now.round, NOON + LIFE)
    secret = links.issue(link)
    request = make_mocked_request("POST", "/api/v1/ink", {"Authorization": f"Bearer {secret}"}, app=app)
    slow = (
        opened(Call(request, Nobody(), None))
        if late == "opened"
        else sent(Call(request, Nobody(), drawing(300, done=False)))
    )
    under_way = asyncio.ensure_future(slow)
    await papers.asked.wait()
    await sent(Call(request, Nobody(), drawing(400, done=True)))
    papers.go_on.set()
    with pytest.raises(Refused) as refused:
        await under_way
    assert refused.value.problem.code == "ink_link.dead"
    kept = links.of(TAB, WORKER)
    assert kept is not None
    assert kept.ink is not None
    assert (kept.done, kept.ink.height, kept.version) == (True, 400, 1)
    assert links.look(secret, NOON) is None
