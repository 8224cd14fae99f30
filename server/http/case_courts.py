"""Courts, as cases name them."""

from collections.abc import Mapping

from server.http.problems import refused
from server.ids import CourtId
from server.stores import Stores


async def court_names(stores: Stores) -> Mapping[str, str]:
    """All courts on file by id, in the order of their names."""
    return {court.id: court.name for court in await stores.cases.courts()}


async def require_court(stores: Stores, court: str, field: str = "court") -> CourtId:
    """That court; raises Refused (422) where there is none."""
    if court not in await court_names(stores):
        raise refused("court.unknown", field=field)
    return CourtId(court)
