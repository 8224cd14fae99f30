"""What the asker may do now, and what each of that still waits for."""

from typing import Final

from aiohttp import web

from rooms.cases.possible import Offer as Open
from rooms.cases.possible import possible
from server.app_keys import CLOCK, WORLDS
from server.http.case_bodies import Missing, Offer
from server.http.case_door import Opened
from server.http.case_rights import DEED_RIGHTS, DO_OF
from server.http.case_words import sentence

NEVER: Final = frozenset({"lane.not_offline", "lane.not_of_court"})
"""What can never come to hold: a case keeps its lane, so such a thing is not offered at all."""


async def offers(app: web.Application, opened: Opened) -> tuple[Offer, ...]:
    """Each thing once, moves first: what the machine lets the office do, as far as the rights of the asker reach."""
    at = app[CLOCK]()
    world = await app[WORLDS].of_case(opened.case, at)
    found: dict[str, Offer] = {}
    for offer in possible(opened.case, opened.by.office, at, world):
        if any(one.code in NEVER for one in offer.missing):
            continue
        for kind in offer.deeds:
            do = DO_OF.get(kind)
            if do is None or not opened.reaches(*DEED_RIGHTS[do]):
                continue
            if do not in found or (found[do].missing and not offer.missing):
                found[do] = _offer(do, offer)
    return tuple(found.values())


def _offer(do: str, offer: Open) -> Offer:
    return Offer(
        row=offer.row.id if offer.row.target is not None else None,
        deed=do,
        label=sentence(offer.row.label),
        missing=tuple(Missing(code=one.code, zh=one.words.zh, en=one.words.en) for one in offer.missing),
    )
