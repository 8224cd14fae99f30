"""The routes by which a signer draws on a telephone what a computer signs, one pair for each thing that is signed."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from rooms.rights import Right
from server.http import phone_ink
from server.http.access import AnyRoute, Nobody, Query, Route, Seated
from server.http.bodies import said
from server.http.ink_bodies import InkAsked, InkLink, InkLinkRequest, InkProgress, InkSent
from server.http.paper_table import UNREADABLE
from server.papers.ink_links import What

PHONE: Final = "/api/v1/ink"
DEAD: Final = ("ink_link.dead", "rate.too_many")


def _tab(what: What, path: str, right: Right, refusals: tuple[str, ...]) -> Iterator[AnyRoute]:
    """For the tab in which it is signed."""
    yield Route(
        "POST",
        path,
        said("取得用手机手写签名的一次性链接", "A link by which a telephone draws one signature, once"),
        right,
        Seated,
        partial(phone_ink.asked, what),
        request=InkLinkRequest,
        response=InkLink,
        refusals=(*refusals, "ink_link.nothing"),
    )
    yield Route(
        "GET",
        path,
        said("手机上写到哪里了", "How far the telephone is"),
        right,
        Seated,
        partial(phone_ink.progress, what),
        response=InkProgress,
        query=(
            Query(phone_ink.SIGNER, said("谁的签名", "Whose signature"), "[A-Za-z0-9_-]{1,64}", required=True),
            Query(phone_ink.SEEN, said("已有的版本，没有更新的就不再发送", "What is had already"), "[0-9]{1,6}"),
        ),
    )


INK_ROUTES: Final[tuple[AnyRoute, ...]] = (
    *_tab("agreement", "/api/v1/session/ink-link", Right.SIGN, UNREADABLE),
    *_tab("minutes", "/api/v1/session/minutes/ink-link", Right.CONFIRM_MINUTES, UNREADABLE),
    *_tab("application", "/api/v1/session/application/ink-link", Right.ANSWER_CASE, ("application.none",)),
    Route(
        "GET",
        PHONE,
        said("手机：为谁签哪些文书", "On the telephone: whose signature on which papers"),
        Right.USE_TICKET,
        Nobody,
        phone_ink.opened,
        response=InkAsked,
        refusals=DEAD,
    ),
    Route(
        "POST",
        PHONE,
        said("手机：送出笔迹", "On the telephone: what is on the pad"),
        Right.USE_TICKET,
        Nobody,
        phone_ink.sent,
        request=InkSent,
        refusals=(*DEAD, "ink.malformed"),
    ),
)
