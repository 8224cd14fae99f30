"""Drawing on the telephone what is signed on the computer: the signer's own tab asks for a link, the telephone uses it.

The telephone has the secret and nothing else: it can lay ink before that one tab, where the signer looks at it and
signs. The secret stands behind the `#` of the address and comes in the `Authorization` header.
"""

from datetime import datetime
from typing import Final, TypeVar

from aiohttp import web

from agreements.agreement import Agreement, Ink, Signing, Slot, Stroke
from agreements.ceremony import slot_of
from agreements.ids import Digest, SignerId
from agreements.members import member
from agreements.refusals import Unfit
from rooms.permissions import require_tab
from rooms.rights import Right
from server.app_keys import AGREEMENTS, CLOCK, CONFIG, INK_LINKS, KEEPER, LIMITS, STORES
from server.http.access import Call, Nobody, Seated
from server.http.bodies import Body
from server.http.ink_bodies import InkAsked, InkLink, InkLinkRequest, InkProgress, InkSent, PhoneInk, PhoneStroke
from server.http.problems import refused
from server.http.room_rows import qr_svg
from server.http.source import neighbourhood, source
from server.papers import ink_links
from server.papers.translate import points_of, printable

B = TypeVar("B", bound=Body | None)
SCHEME: Final = "Bearer "
AGENT_CHARACTERS: Final = 200
SEEN: Final = "seen"
SIGNER: Final = "signer"


async def asked(call: Call[Seated, InkLinkRequest]) -> InkLink:
    """A new link for ten minutes; the former one is dead. Raises NotPermitted, and Refused where nothing is signed."""
    app, by, now = call.request.app, call.caller.session, call.request.app[CLOCK]()
    room = await app[KEEPER].room(by.room) or call.caller.room
    require_tab(room, by.seat, by.id, Right.SIGN)
    signer, digest = SignerId(call.body.signer), Digest(call.body.digest)
    agreement = await app[AGREEMENTS].agreement(by.room)
    slot = _slot(agreement, signer, digest)
    if agreement is None or slot is None or member(agreement, signer).device != SignerId(by.seat):
        raise refused("ink_link.nothing")
    link = ink_links.InkLink(by.id, by.room, signer, digest, agreement.round, now + ink_links.LIFE)
    # Behind the `#`: no server, proxy or log ever sees it.
    url = f"{app[CONFIG].address}/ink#{app[INK_LINKS].issue(link)}"
    return InkLink(url=url, qr_svg=qr_svg(url), expires_at=link.expires)


async def progress(call: Call[Seated, None]) -> InkProgress:
    """How far the telephone is, for the tab that asked for the link."""
    app, query = call.request.app, call.request.query
    link = app[INK_LINKS].of(call.caller.session.id, SignerId(query.get(SIGNER, "")))
    if link is None or (not link.done and not await _good(app, link, app[CLOCK]())):
        return InkProgress(state="dead", version=0, ink=None)
    newer = link.ink is not None and link.version > int(query.get(SEEN, "0"))
    ink = _told(link.ink) if link.ink is not None and newer else None
    if link.done:
        return InkProgress(state="done", version=link.version, ink=ink)
    return InkProgress(state="waiting" if link.agent is None else "opened", version=link.version, ink=ink)


async def opened(call: Call[Nobody, None]) -> InkAsked:
    """What the telephone shows; raises Refused for a dead link, and TooMany for guesses."""
    app, secret = call.request.app, _secret(call)
    link = await _live(call, secret)
    if not app[INK_LINKS].opened(secret, _agent(call)):
        raise refused("ink_link.dead")
    agreement = await app[AGREEMENTS].agreement(link.room)
    if agreement is None:
        raise refused("ink_link.dead")
    name, number = member(agreement, link.signer).name, agreement.matter.number
    return InkAsked(name=name, paper="agreement", number=number, expires_at=link.expires)


async def sent(call: Call[Nobody, InkSent]) -> None:
    """What is on the pad now; with `done` the link is used up. Raises Refused for a link that is dead or used up."""
    secret, drawn = _secret(call), call.body
    await _live(call, secret)
    if not call.request.app[INK_LINKS].drawn(secret, _ink(drawn.ink), _agent(call), done=drawn.done):
        raise refused("ink_link.dead")


async def _live(call: Call[Nobody, B], secret: str) -> ink_links.InkLink:
    app, now = call.request.app, call.request.app[CLOCK]()
    link = app[INK_LINKS].look(secret, now)
    if link is None:
        app[LIMITS].links.spend(neighbourhood(source(call.request)))
        raise refused("ink_link.dead")
    if not await _good(app, link, now):
        raise refused("ink_link.dead")
    return link


async def _good(app: web.Application, link: ink_links.InkLink, now: datetime) -> bool:
    """Whether that text still waits for that person, and the tab that asked is still there."""
    agreement = await app[AGREEMENTS].agreement(link.room)
    if agreement is None or agreement.round != link.round or link.expires <= now:
        return False
    tab = await app[STORES].seat_sessions.by_id(link.session, now)
    return tab is not None and _slot(agreement, link.signer, link.digest) is not None


def _slot(agreement: Agreement | None, signer: SignerId, digest: Digest) -> Slot | None:
    """Of somebody who has still to sign that very text."""
    if agreement is None or not isinstance(agreement.stage, Signing) or agreement.stage.frozen.digest != digest:
        return None
    slot = slot_of(agreement, signer)
    return slot if slot is not None and slot.activation is None else None


def _secret(call: Call[Nobody, B]) -> str:
    return call.request.headers.get("Authorization", "").removeprefix(SCHEME)


def _agent(call: Call[Nobody, B]) -> str:
    return printable(call.request.headers.get("User-Agent", "")[:AGENT_CHARACTERS])


def _ink(drawn: PhoneInk) -> Ink:
    try:
        return Ink(tuple(Stroke(tuple(points_of(stroke.points))) for stroke in drawn.strokes), drawn.height)
    except Unfit as no:
        raise refused(no.code) from None


def _told(ink: Ink) -> PhoneInk:
    strokes = (PhoneStroke(points=tuple(n for point in stroke.points for n in point)) for stroke in ink.strokes)
    return PhoneInk(strokes=tuple(strokes), height=ink.height)
