"""Drawing on the telephone what is signed on the computer: the signer's own tab asks for a link, the telephone uses it.

The telephone has the secret and nothing else: it can lay ink before that one tab, where the signer looks at it and
signs. Agreement and minutes are signed at the table, an application also when the session is over. The secret stands
behind the `#` of the address and comes in the `Authorization` header.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeVar

from aiohttp import web

from agreements.agreement import Agreement, Ink, PaperKind, Signing, Stroke
from agreements.application import digest_of_text, open_to
from agreements.ceremony import slot_of
from agreements.ids import SignerId
from agreements.members import member
from agreements.refusals import Unfit
from rooms.ids import CaseId, PersonId, RoomId
from rooms.permissions import require_tab
from rooms.rights import Right
from rooms.room import Room, Seat
from server.app_keys import AGREEMENTS, APPLICATIONS, CLOCK, CONFIG, INK_LINKS, KEEPER, LIMITS, STORES
from server.http.access import Call, Nobody, Seated
from server.http.application_view import KINDS
from server.http.bodies import Body
from server.http.ink_bodies import (
    InkAsked,
    InkLink,
    InkLinkRequest,
    InkPaper,
    InkProgress,
    InkSent,
    PaperKindName,
    PhoneInk,
    PhoneStroke,
)
from server.http.problems import refused
from server.http.room_rows import qr_svg
from server.http.source import neighbourhood, source
from server.minutes.roll import persons_of
from server.papers import ink_links
from server.papers.ink_links import Text, Wanted, What
from server.papers.translate import points_of, printable

B = TypeVar("B", bound=Body | None)
SCHEME: Final = "Bearer "
AGENT_CHARACTERS: Final = 200
AT_TABLE: Final[Mapping[What, Right]] = {"agreement": Right.SIGN, "minutes": Right.CONFIRM_MINUTES}
"""What is signed in the room, by the tab that speaks for its seat."""
NAMES: Final[Mapping[PaperKind, PaperKindName]] = {
    PaperKind.AGREEMENT: "agreement",
    PaperKind.MINUTES: "minutes",
    **KINDS,
}
Papers = tuple[Agreement, ...]
SEEN: Final = "seen"
SIGNER: Final = "signer"


async def asked(what: What, call: Call[Seated, InkLinkRequest]) -> InkLink:
    """A new link for ten minutes; the former one is dead. Raises NotPermitted, and Refused where nothing is signed."""
    app, by, now = call.request.app, call.caller.session, call.request.app[CLOCK]()
    room = await app[KEEPER].room(by.room) or call.caller.room
    if what in AT_TABLE:
        require_tab(room, by.seat, by.id, AT_TABLE[what])
    wanted = _wanted(what, room, call.body.signer)
    papers = await _waiting(app, wanted)
    digests = {digest for digest, _ in _texts(papers)}
    if digests != set(call.body.digests) or not await _is_own(app, wanted, room, call.caller.seat, papers):
        raise refused("ink_link.nothing")
    link = ink_links.InkLink(by.id, wanted, _texts(papers), now + ink_links.LIFE)
    # Behind the `#`: no server, proxy or log ever sees it.
    url = f"{app[CONFIG].address}/ink#{app[INK_LINKS].issue(link)}"
    return InkLink(url=url, qr_svg=qr_svg(url), expires_at=link.expires)


async def progress(what: What, call: Call[Seated, None]) -> InkProgress:
    """How far the telephone is, for the tab that asked for the link."""
    app, query = call.request.app, call.request.query
    link = app[INK_LINKS].of(call.caller.session.id, _wanted(what, call.caller.room, query.get(SIGNER, "")))
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
    link, papers = await _live(call, secret)
    if not app[INK_LINKS].opened(secret, _agent(call)):
        raise refused("ink_link.dead")
    return InkAsked(
        name=member(papers[0], link.wanted.signer).name,
        papers=tuple(InkPaper(kind=NAMES[one.matter.paper], number=one.matter.number) for one in papers),
        expires_at=link.expires,
    )


async def sent(call: Call[Nobody, InkSent]) -> None:
    """What is on the pad now; with `done` the link is used up. Raises Refused for a link that is dead or used up."""
    secret, drawn = _secret(call), call.body
    await _live(call, secret)
    if not call.request.app[INK_LINKS].drawn(secret, _ink(drawn.ink), _agent(call), done=drawn.done):
        raise refused("ink_link.dead")


async def _live(call: Call[Nobody, B], secret: str) -> tuple[ink_links.InkLink, Papers]:
    """The link, and the papers that it is for, at least one."""
    app, now = call.request.app, call.request.app[CLOCK]()
    link = app[INK_LINKS].look(secret, now)
    if link is None:
        app[LIMITS].links.spend(neighbourhood(source(call.request)))
        raise refused("ink_link.dead")
    papers = await _good(app, link, now)
    if not papers:
        raise refused("ink_link.dead")
    return link, papers


async def _good(app: web.Application, link: ink_links.InkLink, now: datetime) -> Papers:
    """Its papers, if just those texts still wait for that person, and the tab that asked is still there; else none."""
    papers = await _waiting(app, link.wanted)
    if _texts(papers) != link.texts or link.expires <= now:
        return ()
    return papers if await app[STORES].seat_sessions.by_id(link.session, now) is not None else ()


async def _waiting(app: web.Application, wanted: Wanted) -> Papers:
    """All that waits for that signature by one press."""
    return tuple(one for one in await _there(app, wanted) if one is not None and _waits(one, wanted.signer))


async def _there(app: web.Application, wanted: Wanted) -> tuple[Agreement | None, ...]:
    """What is signed there, whoever has still to sign it."""
    place = wanted.place
    match wanted.what:
        case "agreement":
            return (await app[AGREEMENTS].agreement(RoomId(place)),)
        case "minutes":
            kept = await app[STORES].minutes.load(RoomId(place))
            return (kept.paper if kept else None,)
        case "application":
            return open_to(await app[APPLICATIONS].desk.application(CaseId(place)), wanted.signer)


def _waits(paper: Agreement, signer: SignerId) -> bool:
    slot = slot_of(paper, signer)
    return isinstance(paper.stage, Signing) and slot is not None and slot.activation is None


def _texts(papers: Papers) -> frozenset[Text]:
    return frozenset((digest_of_text(one), one.round) for one in papers)


async def _is_own(app: web.Application, wanted: Wanted, room: Room, seat: Seat, papers: Papers) -> bool:
    """Whether that person signs these at this seat."""
    match wanted.what:
        case "agreement":
            return all(member(one, wanted.signer).device == SignerId(seat.id) for one in papers)
        case "minutes":
            return PersonId(wanted.signer) in persons_of(seat)
        case "application":
            docket = await app[APPLICATIONS].desk.docket(room.case)
            return docket.is_open and wanted.signer in docket.signers(room, seat)


def _wanted(what: What, room: Room, signer: str) -> Wanted:
    return Wanted(what, room.case if what == "application" else room.id, SignerId(signer))


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
