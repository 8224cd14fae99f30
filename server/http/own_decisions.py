"""What the court decided, as a party sees it behind its own link: each answer with the document it came with.

The document is to be read and kept; that is no service of it, which is whoever issued it to do.
"""

from aiohttp import web

from rooms.cases.case import Case, Participant
from rooms.cases.deeds.court import CourtDecided
from rooms.cases.words import MaterialKind
from server.app_keys import CLOCK, CONFIG, STORES
from server.audit.facts import decoded
from server.cases.notices import concerned
from server.http.case_words import word
from server.http.own_case_bodies import OwnDecision
from server.storage.case_materials import StoredMaterial
from server.stores import Stores


async def decision_rows(app: web.Application, case: Case, who: Participant) -> tuple[OwnDecision, ...]:
    """The newest first."""
    today = app[CONFIG].local_day(app[CLOCK]())
    return tuple(
        OwnDecision(
            id=paper.id,
            title=paper.title,
            decision=word("decision", deed.decision, today),
            on=deed.on,
            media_type=paper.media_type,
            bytes=paper.bytes,
        )
        for deed, paper in reversed(await decisions(app[STORES], case, who))
    )


async def decisions(stores: Stores, case: Case, who: Participant) -> tuple[tuple[CourtDecided, StoredMaterial], ...]:
    """Each decision with its document, from the chain: what was decided before talks began anew stays to be read."""
    never = case.decision is None and all(one.what is not MaterialKind.COURT_DECISION for one in case.materials)
    if never or who not in concerned(case):
        return ()
    filed = {one.id: one for one in await stores.case_materials.of_case(case.id) if one.owner is None}
    records = [one for one in await stores.audit.records(case.id) if one.kind == CourtDecided.kind]
    deeds = [decoded(one.kind, one.v, one.body) for one in records]
    return tuple(
        (one, filed[one.paper]) for one in deeds if isinstance(one, CourtDecided) and one.paper and one.paper in filed
    )
